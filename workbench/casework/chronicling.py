"""A whole case in time and place: what each image says of when and where, for one line of time and one map."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from workbench.casework.cases import Case
from workbench.casework.comparing import found_matches
from workbench.casework.examining import dossier_of
from workbench.casework.situating import Gazetteer, situated
from workbench.domain.camera_directions import CameraDirection, camera_directions
from workbench.domain.gazetteer import Locality
from workbench.domain.refusals import Refusal
from workbench.domain.tag_times import TimeKind
from workbench.domain.timelines import TimeMark, time_line

_PAGE = 200
_KINDS = frozenset({TimeKind.CAPTURE, TimeKind.FIX, TimeKind.NAMED_TAKEN, TimeKind.POSTED, TimeKind.KNOWN})
"""Captures, posts, and when matches were first known; what a program did to a file later tells nothing of a case."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One image's times, positions and camera directions; `unread` where its record is damaged."""

    evidence: str
    name: str
    times: tuple[TimeMark, ...] = ()
    localities: tuple[Locality, ...] = ()
    facings: tuple[CameraDirection, ...] = ()
    unread: bool = False


def traces(case: Case, gazetteer: Gazetteer, go_on: Callable[[], bool]) -> Iterator[Trace]:
    """One for each image, in the order of their arrival, as long as `go_on` says so before each."""
    offset = 0
    while page := case.views.evidence_page(offset, _PAGE):
        for row in page:
            if not go_on():
                return
            yield _trace(case, row.evidence.sha256, row.name, gazetteer)
        offset += len(page)


def _trace(case: Case, evidence: str, name: str, gazetteer: Gazetteer) -> Trace:
    matches = tuple(found.match for found in found_matches(case, evidence, None) if not found.dismissed)
    try:
        dossier = dossier_of(case, evidence, None, matches)
    except Refusal:
        return Trace(evidence, name, unread=True)
    if dossier is None:
        return Trace(evidence, name)
    placed = situated(dossier, gazetteer)
    times = tuple(mark for mark in time_line(placed) if mark.kind in _KINDS)
    return Trace(evidence, name, _each(times), placed.localities, camera_directions(dossier.examination))


def _each(times: tuple[TimeMark, ...]) -> tuple[TimeMark, ...]:
    """What a camera writes into several fields once: alike in kind and interval, with the fields and sources of all."""
    found: dict[object, TimeMark] = {}
    for mark in times:
        key = (mark.kind, mark.interval, mark.narrowed, mark.zone, mark.text if mark.kind is TimeKind.KNOWN else "")
        before = found.get(key)
        if before:
            mark = replace(before, sources=tuple(dict.fromkeys((*before.sources, *mark.sources))))
        found[key] = mark
    return tuple(found.values())
