"""What whoever looks at pictures has chosen for themselves. It gives control, and is no protection."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from workbench.desktop.care.choices import Choices, Manner

_PAUSE_SECONDS = 5 * 60
"""Whoever has looked at nothing for so long has paused."""


class Care:
    """The choices of one window, and how much it has shown. Knows no widgets.

    `keep` is called with the choices when they change; `remind` with how many pictures and minutes it has been,
    where a person wants to be told.
    """

    def __init__(
        self,
        choices: Choices | None = None,
        keep: Callable[[Choices], None] = lambda choices: None,
        today: Callable[[], str] = lambda: date.today().isoformat(),
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.choices = choices or Choices()
        self._keep, self._today, self._now = keep, today, now
        self.remind: Callable[[int, int], None] = lambda pictures, minutes: None
        self._listeners: list[Callable[[], None]] = []
        self._hidden = False
        self._since_pause = 0
        self._began = self._last = 0.0

    def listen(self, callback: Callable[[], None]) -> None:
        """Have `callback` called when pictures are to look otherwise."""
        self._listeners.append(callback)

    @property
    def manner(self) -> Manner:
        return self.choices.manner

    def uncovers(self, noted: bool = False) -> bool:
        """Whether a picture is shown without being asked for. One that somebody noted something on never is, and
        after everything was hidden none is until one is asked for again."""
        return self.choices.at_once and not self._hidden and not noted

    @property
    def counts(self) -> bool:
        return bool(self.choices.after_pictures or self.choices.after_minutes)

    @property
    def today(self) -> int:
        """How many pictures were shown today; 0 where it is not counted."""
        return self.choices.count if self.choices.day == self._today() else 0

    def choose(self, **changes: object) -> None:
        """Change some of the choices. Without a wish to be reminded nothing is counted, and the count is forgotten."""
        before = self.choices
        self.choices = replace(before, **changes)  # type: ignore[arg-type]
        wishes = (before.after_pictures, before.after_minutes)
        if wishes != (self.choices.after_pictures, self.choices.after_minutes):
            self._since_pause, self._last = 0, 0.0
        if not self.counts:
            self.choices = replace(self.choices, day="", count=0)
        self._keep(self.choices)
        for callback in self._listeners:
            callback()

    def next_manner(self) -> Manner:
        """Choose the next way in which pictures are shown; after the last comes the first."""
        manners = list(Manner)
        self.choose(manner=manners[(manners.index(self.manner) + 1) % len(manners)])
        return self.manner

    def hide(self) -> None:
        """Everything was hidden."""
        self._hidden = True

    def asked(self) -> None:
        """A picture was asked for."""
        self._hidden = False

    def shown(self) -> None:
        """A picture has come into view."""
        if not self.counts:
            return
        moment = self._now()
        if not self._last or moment - self._last > _PAUSE_SECONDS:
            self._since_pause, self._began = 0, moment
        self._since_pause, self._last = self._since_pause + 1, moment
        self.choices = replace(self.choices, day=self._today(), count=self.today + 1)
        minutes = int((moment - self._began) / 60)
        pictures, long = self.choices.after_pictures, self.choices.after_minutes
        if (pictures and self._since_pause >= pictures) or (long and minutes >= long):
            count, self._since_pause, self._began = self._since_pause, 0, moment
            self._keep(self.choices)
            self.remind(count, minutes)

    def close(self) -> None:
        """Keep the count of the day."""
        if self.counts:
            self._keep(self.choices)
