"""What does the file say was done to it, with which program and when?"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from workbench.domain.dossiers import Dossier
from workbench.domain.editing import Editing, Step, editing
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.intervals import ALL_ZONES, Interval
from workbench.domain.measures import stretch
from workbench.domain.readings import read
from workbench.domain.verdicts import Pillar

HISTORY, PARTS, DERIVED = "edited.history", "edited.parts", "edited.derived"
PHOTOSHOP, SETTINGS, LATER = "edited.photoshop-blocks", "edited.settings", "edited.after-capture"
CAPTION = "edited.caption-changed"
CODES = (HISTORY, PARTS, DERIVED, PHOTOSHOP, SETTINGS, LATER, CAPTION)

TOLERANCE = timedelta(minutes=5)
"""A camera may take minutes to write a picture: less is no edit."""

TAKEN = ("DateTimeOriginal", "DateTimeDigitized")
_SHOWN, _TEXT = 3, 60


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """All neutral: agencies crop, caption and brighten sound pictures every day, and a history can be forged."""
    found = editing(dossier.examination)
    if found.steps:
        yield _finding(HISTORY, Basis.OBSERVED, **_history(found))
    if found.parts:
        yield _finding(PARTS, Basis.OBSERVED, count=str(len(found.parts)), parts=_some(found.parts))
    if found.derived_from:
        yield _finding(DERIVED, Basis.OBSERVED, origin=found.derived_from, document=found.document)
    blocks = (*found.photoshop_blocks, *(("Save for Web",) if found.save_for_web else ()))
    if blocks:
        yield _finding(PHOTOSHOP, Basis.INFERRED, blocks=_some(blocks, 12))
    if found.settings:
        yield _finding(SETTINGS, Basis.OBSERVED, settings=_some(found.settings, 12))
    if found.caption_changed:
        yield _finding(CAPTION, Basis.DERIVED)
    yield from _later(dossier, found)


def _history(found: Editing) -> dict[str, str]:
    dated = [step for step in found.steps if step.when]
    steps = [_step(step) for step in found.steps]
    if len(steps) > 2 * _SHOWN:
        steps = [*steps[:_SHOWN], "…", *steps[-_SHOWN:]]
    return {
        "count": str(len(found.steps)),
        "steps": "; ".join(steps),
        "first": dated[0].when_text[:_TEXT] if dated else "?",
        "last": dated[-1].when_text[:_TEXT] if dated else "?",
    }


def _step(step: Step) -> str:
    program = f"({step.program[:_TEXT]})" if step.program else ""
    return " ".join(part for part in (step.action[:_TEXT] or "?", step.when_text[:_TEXT], program) if part)


def _later(dossier: Dossier, found: Editing) -> Iterator[Finding]:
    """The latest change that certainly lies after the picture was taken, by the file's own times."""
    times = read(dossier.examination).times
    taken = next((one for name in TAKEN for one in times if one.field == name and one.interval), None)
    if taken is None or taken.interval is None:
        return
    changes = [(one.field, one.text, one.when) for one in found.changes]
    changes += [(one.field, one.text, one.interval) for one in times if one.field == "DateTime" and one.interval]
    gaps = sorted(((_gap(taken.interval, when), field, text) for field, text, when in changes), reverse=True)
    if gaps and gaps[0][0] > TOLERANCE:
        gap, field, text = gaps[0]
        facts = {"taken": taken.text, "taken_field": taken.field, "changed": text, "changed_field": field}
        yield _finding(LATER, Basis.DERIVED, **facts, gap=stretch(gap))


def _gap(taken: Interval, changed: Interval) -> timedelta:
    """How long after the one the other lies at least. Two times without a zone are taken to be of the same one."""
    gap = changed.start - taken.end
    return gap if taken.zone_stated or changed.zone_stated else gap + ALL_ZONES


def _some(texts: Iterable[str], most: int = 2 * _SHOWN) -> str:
    kept = [text[:_TEXT] or "?" for text in texts]
    return ", ".join(kept[:most]) + (", …" if len(kept) > most else "")


def _finding(code: str, basis: Basis, **facts: str) -> Finding:
    return Finding(code, basis, Bearing.NEUTRAL, tuple(facts.items()), f"{code}.caveat", Pillar.PROVENANCE)
