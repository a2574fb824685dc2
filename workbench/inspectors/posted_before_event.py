"""Was the picture posted before the event?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.measures import stretch, when
from workbench.domain.verdicts import Pillar

CODE = "posted.before"
CODES = (CODE,)


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """It undermines where a post was certainly published before the event began; a later post says nothing."""
    event = dossier.event
    if event is None:
        return
    posts = [(posted, arrival) for arrival in dossier.arrivals if (posted := arrival.posted_in)]
    before = [one for one in posts if one[0].certainly_before(event.interval)]
    if before:
        posted, arrival = min(before, key=lambda one: one[0].start)
        facts = (
            ("posted", when(posted)),
            ("url", arrival.url[:200] or arrival.name[:120]),
            ("event", when(event.interval)),
            ("gap", stretch(event.interval.start - posted.end)),
        )
        yield Finding(CODE, Basis.OBSERVED, Bearing.UNDERMINES, facts, f"{CODE}.caveat", Pillar.DATE)
