"""Events, what is said of them, and what is offered for it."""

import re

from workbench.casework.cases import Case
from workbench.casework.ports import Draft
from workbench.domain.claims import Claim, Event, Exhibit, InformationGrade, SourceGrade
from workbench.domain.intervals import Interval
from workbench.domain.places import Place
from workbench.domain.refusals import Refusal


def record_event(case: Case, title: str, interval: Interval, place: Place) -> Event:
    """Write an event into the case. Refusal `event.title-missing`."""
    if not title.strip():
        raise Refusal("event.title-missing")
    event = Event(_free(case, "event", {event.id for event in case.views.events()}), title.strip(), interval, place)
    point = place.point
    case.journal.append(
        [
            Draft(
                "event.recorded",
                {
                    "id": event.id,
                    "title": event.title,
                    "start": interval.start.isoformat(),
                    "end": interval.end.isoformat(),
                    "zone_stated": interval.zone_stated,
                    "place": place.name,
                    "latitude": repr(point.latitude) if point else None,
                    "longitude": repr(point.longitude) if point else None,
                    "precision": place.precision.value,
                },
            )
        ],
        case.author,
        case.clock(),
    )
    return event


def record_claim(
    case: Case,
    event: str,
    text: str,
    by: str,
    source_grade: SourceGrade = SourceGrade.CANNOT_BE_JUDGED,
    information_grade: InformationGrade = InformationGrade.CANNOT_BE_JUDGED,
    source_url: str = "",
) -> Claim:
    """Write a claim into the case. Refusal `event.unknown`, `claim.text-missing`, `claim.by-missing`."""
    find_event(case, event)
    if not text.strip():
        raise Refusal("claim.text-missing")
    if not by.strip():
        raise Refusal("claim.by-missing")
    name = _free(case, "claim", {claim.id for claim in case.views.claims()})
    claim = Claim(name, event, text.strip(), by.strip(), source_grade, information_grade, source_url)
    facts = {
        "id": claim.id,
        "event": event,
        "text": claim.text,
        "by": claim.by,
        "source_grade": source_grade.value,
        "information_grade": information_grade.value,
        "source_url": source_url,
    }
    case.journal.append([Draft("claim.recorded", facts)], case.author, case.clock())
    return claim


def offer_exhibit(case: Case, evidence: str, claim: str) -> Exhibit:
    """Offer evidence for a claim; harmless where it is offered already. Refusal `evidence.unknown`, `claim.unknown`."""
    find_evidence(case, evidence)
    exhibit = Exhibit(evidence, claim)
    if exhibit not in case.views.exhibits(find_claim(case, claim).event):
        draft = Draft("exhibit.offered", {"evidence": evidence, "claim": claim})
        case.journal.append([draft], case.author, case.clock())
    return exhibit


def find_event(case: Case, event: str) -> Event:
    """The event with this id; Refusal `event.unknown`."""
    for found in case.views.events():
        if found.id == event:
            return found
    raise Refusal("event.unknown", id=event, known=", ".join(e.id for e in case.views.events()) or "none")


def find_claim(case: Case, claim: str) -> Claim:
    """The claim with this id; Refusal `claim.unknown`."""
    for found in case.views.claims():
        if found.id == claim:
            return found
    raise Refusal("claim.unknown", id=claim, known=", ".join(c.id for c in case.views.claims()) or "none")


def find_evidence(case: Case, digest: str) -> str:
    """The digest of the one piece of evidence that begins so; Refusal `evidence.unknown`, `evidence.ambiguous`."""
    found = case.views.evidence_like(digest.lower()) if re.fullmatch(r"[0-9a-fA-F]{4,64}", digest) else ()
    if not found:
        raise Refusal("evidence.unknown", id=digest)
    if len(found) > 1:
        raise Refusal("evidence.ambiguous", id=digest, found=", ".join(name[:16] for name in found))
    return found[0]


def _free(case: Case, kind: str, taken: set[str]) -> str:
    """A short id that can be typed: `event-1`, `claim-2`.

    A laptop that writes beside the book that opened the case adds its own digits: what two laptops named apart
    from one another must not bear one name when their books are joined.
    """
    number, mark = 1 + len(taken), case.journal.mark
    while f"{kind}-{number}{mark}" in taken:
        number += 1
    return f"{kind}-{number}{mark}"
