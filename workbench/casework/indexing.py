"""What can be asked for of evidence, made from its examination and from what the inspectors conclude of it.

Findings are no part of the record: another version of the program may conclude something else, and a match or an event
that comes later changes them. So they are kept with the version that made them and with the event they were judged
against, and are made again as soon as either is not the same any more.
"""

from collections.abc import Callable, Generator, Iterator

from workbench.casework.cases import Case
from workbench.casework.comparing import found_matches
from workbench.casework.examining import Inspection, dossier_of
from workbench.casework.search_ports import Indexed
from workbench.casework.situating import Gazetteer, situated
from workbench.domain.claims import Event
from workbench.domain.dossiers import Dossier
from workbench.domain.examinations import Examination
from workbench.domain.refusals import Refusal
from workbench.domain.timelines import time_line

AT_ONCE = 20
"""Pieces of evidence that share a transaction: few, so that nobody waits long for the database."""
LONGEST_VALUE = 200
MOST_TRAITS = 500
MOST_TEXT = 20_000
_SHORTEST = 3  # letters and digits of a value that is worth finding by its words


def index_evidence(
    case: Case,
    event: Event | None,
    inspection: Inspection,
    gazetteer: Gazetteer,
    made_by: str,
    cancelled: Callable[[], bool] = lambda: False,
    rest: Callable[[], None] = lambda: None,
) -> Generator[int, None, None]:
    """Make what is wanting for `event`, some at a time; yields how many are done. `rest` is called after each piece.

    Evidence whose record is damaged has nothing that can be asked for.
    """
    against, after, done = event.id if event else "", 0, 0
    while not cancelled() and (wanting := case.index.wanting(against, made_by, after, AT_ONCE)):
        rows = []
        for position, evidence, seen in wanting:
            rows.append(_indexed(case, evidence, seen, event, inspection, gazetteer, made_by))
            after = position
            rest()
        case.index.put(rows)
        done += len(rows)
        yield done


def _indexed(
    case: Case, evidence: str, seen: int, event: Event | None, inspection: Inspection, gazetteer: Gazetteer, by: str
) -> Indexed:
    against = event.id if event else ""
    matches = [found.match for found in found_matches(case, evidence, event) if not found.dismissed]
    try:
        dossier = dossier_of(case, evidence, event, matches)
    except Refusal:  # its record was altered; whoever checks the case is told
        dossier = None
    if dossier is None:
        return Indexed(evidence, seen, against, by, (), (), (), "")
    around = situated(dossier, gazetteer)
    findings = tuple((one.code, one.bearing.value) for one in inspection(dossier))
    times = tuple(
        (mark.kind.value, int(mark.best.start.timestamp()), int(mark.best.end.timestamp()))
        for mark in time_line(around)
    )
    traits = tuple(dict.fromkeys(_traits(around)))[:MOST_TRAITS]
    return Indexed(evidence, seen, against, by, traits, findings, times, _text(dossier.examination))


def _traits(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    examination = dossier.examination
    yield "isolation", examination.isolation.level.value, ""
    for refused in examination.refused:
        yield "refused", refused.reader, refused.code
    for locality in dossier.localities:
        divisions = (*locality.countries, *locality.provinces, *locality.districts)
        nearest = tuple(nearby.place for nearby in (*locality.nearby[:1], *((locality.town,) if locality.town else ())))
        for named in (*divisions, *nearest):
            yield "place", named.name, ""
            for local in named.local[:2]:
                yield "place", local, ""
    for tag in examination.tags:
        yield "tag", tag.name, tag.value[:LONGEST_VALUE]
        if tag.interpreted:
            yield "tag", tag.name, tag.interpreted[:LONGEST_VALUE]


def _text(examination: Examination) -> str:
    """The values of all tags that hold words, each once."""
    values = dict.fromkeys(tag.value for tag in examination.tags)
    worth = (value for value in values if sum(character.isalnum() for character in value) >= _SHORTEST)
    return "\n".join(worth)[:MOST_TEXT]
