"""The limits of one examination as settings: their names, their bounds, and what a broken one says of itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from workbench.domain.examinations import Limits
from workbench.domain.refusals import Refusal

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Setting:
    """One limit under the name that a person gives it; `unit` is how much of the field 1 of the setting is.

    `least` and `most`, in the setting's unit, are what it may be set to: below, no photograph would pass, above,
    the program's own parts give way.
    """

    name: str
    field: str
    least: float
    most: float
    unit: int = 1

    def of(self, limits: Limits) -> float:
        """What it is, in its unit."""
        return float(getattr(limits, self.field)) / self.unit

    def put(self, limits: Limits, value: float) -> Limits:
        """The limits with another value, given in its unit; ValueError where that is out of bounds."""
        if not self.least <= value <= self.most:
            raise ValueError(self.name)
        kind = type(getattr(limits, self.field))
        return replace(limits, **{self.field: kind(value * self.unit)})


SETTINGS: Mapping[str, Setting] = {
    one.name: one
    for one in (
        Setting("file-mib", "file_bytes", 1, 4_000, MIB),
        Setting("pixels", "pixels", 1_000_000, 4_000_000_000),
        Setting("frames", "frames", 1, 10_000_000),
        Setting("scans", "scans", 10, 1_000_000),
        Setting("chunks", "chunks", 100, 10_000_000),
        Setting("pages", "pages", 1, 100_000),
        Setting("tags", "tags", 100, 100_000),
        Setting("text", "value_characters", 100, 1_000_000),
        Setting("seconds", "step_seconds", 1, 3_600),
        Setting("reader-seconds", "reader_seconds", 1, 600),
        Setting("file-seconds", "file_seconds", 5, 7_200),
        Setting("memory-mib", "memory_bytes", 512, 1_000_000, MIB),
        Setting("output-mib", "output_bytes", 1, 1_000, MIB),
    )
}
"""By name, in the order in which they are shown."""

BROKEN: Mapping[str, str] = {
    "vault.too-large": "file-mib",
    "examine.too-large": "file-mib",
    "examine.too-many-pixels": "pixels",
    "examine.too-many-frames": "frames",
    "examine.too-many-scans": "scans",
    "examine.took-too-long": "seconds",
    "examine.reader-took-too-long": "reader-seconds",
    "examine.file-took-too-long": "file-seconds",
    "examine.out-of-memory": "memory-mib",
    "examine.reader-out-of-memory": "memory-mib",
    "examine.answer-too-long": "output-mib",
}
"""The refusals that a higher limit may turn, and the limit of each."""

CUT: tuple[str, ...] = ("chunks", "pages", "tags", "text", "output-mib")
"""Limits that leave something out of what a reader says; the code of each is `examine.cut-NAME`."""


def broken(code: str, limits: Limits, needed: float | None = None) -> dict[str, str]:
    """The facts of a refusal or a cut: `setting`, `limit` as it is, and `needed` to try again with.

    `needed` is what the file is known to need; else three times the limit is suggested. Empty where no limit is to
    blame.
    """
    name = code.removeprefix("examine.cut-") if code.startswith("examine.cut-") else BROKEN.get(code, "")
    setting = SETTINGS.get(name)
    if setting is None:
        return {}
    limit = setting.of(limits)
    enough = needed if needed is not None and needed > limit else 3 * limit
    return {"setting": name, "limit": _number(limit), "needed": _number(min(max(enough, setting.least), setting.most))}


def raised(limits: Limits, facts: Mapping[str, object]) -> tuple[str, str] | None:
    """The limit that a refusal's facts name and what to try again with; None where no limit is to blame.

    The facts may come out of a journal: what is no limit of ours, or does not raise it, is none.
    """
    setting = SETTINGS.get(str(facts.get("setting", "")))
    try:
        needed = _value(facts.get("needed"))
    except ValueError:
        return None
    if setting is None or not setting.of(limits) < needed <= setting.most:
        return None
    return setting.name, _number(needed)


def agreed(limits: Limits, recorded: Mapping[str, str]) -> Limits:
    """The limits under which a file was examined, where they are higher than those in force: it was let in so."""
    for name, value in recorded.items():
        setting = SETTINGS.get(name)
        try:
            if setting and setting.of(limits) < _value(value):
                limits = setting.put(limits, _value(value))
        except ValueError:
            continue
    return limits


def too_large(limit_bytes: int, size_bytes: int | None) -> dict[str, str]:
    """The facts of a file that is larger than the limit; `size_bytes` where it is known."""
    needed = None if size_bytes is None else -(-size_bytes // MIB)
    return broken("vault.too-large", replace(Limits(), file_bytes=limit_bytes), needed)


def with_settings(limits: Limits, given: Iterable[tuple[str, object]], where: str) -> Limits:
    """The limits with others in their place, by name.

    Refusal `limits.unknown` or `limits.unfit`, with the name, the value, and `where` it was written.
    """
    for name, value in given:
        setting = SETTINGS.get(name)
        if setting is None:
            raise Refusal("limits.unknown", where=where, setting=name[:60], known=", ".join(SETTINGS))
        try:
            limits = setting.put(limits, _value(value))
        except (ValueError, OverflowError) as error:
            raise Refusal(
                "limits.unfit", where=where, setting=name, value=str(value)[:60],
                least=_number(setting.least), most=_number(setting.most),
            ) from error  # fmt: skip
    return limits


def assignment(text: str) -> tuple[str, str]:
    """`NAME=VALUE` as a pair; Refusal `limits.unreadable`."""
    name, equals, value = text.partition("=")
    if not equals:
        raise Refusal("limits.unreadable", value=text[:60], known=", ".join(SETTINGS))
    return name.strip(), value.strip()


def unusual(limits: Limits) -> dict[str, str]:
    """The limits that are not the usual ones, by name: they are recorded with each examination."""
    usual = Limits()
    return {
        name: _number(setting.of(limits))
        for name, setting in SETTINGS.items()
        if setting.of(limits) != setting.of(usual)
    }


def shown(limits: Limits) -> tuple[tuple[str, str, str], ...]:
    """Name, value in force and usual value of each."""
    usual = Limits()
    return tuple((name, _number(one.of(limits)), _number(one.of(usual))) for name, one in SETTINGS.items())


def _value(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("not a number")
    return float(value.replace("_", "")) if isinstance(value, str) else float(value)


def _number(value: float) -> str:
    """Whole where it is whole."""
    return str(int(value)) if value == int(value) else f"{value:.1f}"
