"""What the page of choices says. Knows no widgets."""

from workbench.desktop.care.care import Care
from workbench.desktop.care.choices import AFTER_MINUTES, AFTER_PICTURES, Manner
from workbench.desktop.plain_text import Speech


class CarePresenter:
    def __init__(self, care: Care, speech: Speech) -> None:
        self._care, self._say = care, speech.say

    def manners(self) -> list[tuple[str, str]]:
        return [(manner.value, self._say(f"desktop.care.manner.{manner.value}")) for manner in Manner]

    def befores(self) -> list[tuple[str, str]]:
        return [(name, self._say(f"desktop.care.before.{name}")) for name in ("covered", "shown")]

    def pictures(self) -> list[tuple[str, str]]:
        """After how many pictures a pause is proposed."""
        return [(str(n), self._say("desktop.care.pictures" if n else "desktop.care.never", count=n))
                for n in AFTER_PICTURES]  # fmt: skip

    def minutes(self) -> list[tuple[str, str]]:
        return [(str(n), self._say("desktop.care.minutes" if n else "desktop.care.never", count=n))
                for n in AFTER_MINUTES]  # fmt: skip

    def chosen(self) -> tuple[str, str, str, str]:
        """The value of each of these four."""
        now = self._care.choices
        return now.manner.value, "shown" if now.at_once else "covered", str(now.after_pictures), str(now.after_minutes)

    def choose(self, manner: str, before: str, pictures: str, minutes: str) -> None:
        self._care.choose(
            manner=Manner(manner), at_once=before == "shown", after_pictures=int(pictures), after_minutes=int(minutes)
        )

    def today(self) -> str:
        return self._say("desktop.care.today" if self._care.counts else "desktop.care.not-counted",
                         count=self._care.today)  # fmt: skip

    def reminder(self, pictures: int, minutes: int) -> str:
        """What is said when a pause is proposed."""
        return self._say("desktop.care.pause", pictures=pictures, minutes=minutes, today=self._care.today)

    def next_manner(self) -> str:
        """Choose the next manner, and say it."""
        return self._say("desktop.care.now", manner=self._say(f"desktop.care.manner.{self._care.next_manner().value}"))
