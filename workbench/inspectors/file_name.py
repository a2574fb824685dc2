"""Does the file's name state a time, and does that fit the event?"""

from collections.abc import Iterable

from workbench.domain.claims import Event
from workbench.domain.dossiers import Dossier
from workbench.domain.file_names import Kind, SaidByName, Says, said_by_name
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.intervals import Interval
from workbench.domain.measures import stretch, when
from workbench.domain.verdicts import Pillar

STATES = {Says.TAKEN: "name.taken", Says.RECEIVED: "name.received", Says.UPLOADED: "name.uploaded"}
BEFORE = {Says.TAKEN: "name.taken-before", Says.RECEIVED: "name.received-before", Says.UPLOADED: "name.uploaded-before"}
CODES = (*STATES.values(), *BEFORE.values())


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral where the time fits or cannot be compared; it undermines where it is certainly before the event.

    A name is the easiest thing to change, but whoever passes an old picture off as new seldom dates it back. A time
    after the event says nothing: pictures are sent on for years.
    """
    said: set[str] = set()
    for arrival in dossier.arrivals:
        name = said_by_name(arrival.name)
        if name is None or name.time is None or name.kind is Kind.GENERATOR:
            continue
        finding = _finding(dossier.event, arrival.name, name, name.time)
        if finding.code not in said:
            said.add(finding.code)
            yield finding


def _finding(event: Event | None, untrusted_name: str, name: SaidByName, time: Interval) -> Finding:
    before = event is not None and time.certainly_before(event.interval)
    code = (BEFORE if before else STATES)[name.says]
    facts = (
        ("name", untrusted_name[:120]),
        ("sources", " / ".join(name.sources)),
        ("time", when(time)),
        ("event", when(event.interval) if event else "–"),
        ("gap", stretch(event.interval.start - time.end) if event and before else "–"),
    )
    bearing = Bearing.UNDERMINES if before else Bearing.NEUTRAL
    return Finding(code, Basis.INFERRED, bearing, facts, f"{code}.caveat", Pillar.DATE)
