"""Is the height in the file one at which people stand?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.measures import metres
from workbench.domain.readings import read
from workbench.domain.verdicts import Pillar

UNUSUAL = "gps.altitude-unusual"
CODES = (UNUSUAL,)

LOWEST_M, HIGHEST_M = -500.0, 8_900.0
"""From the shore of the Dead Sea to the highest summit, with a little room."""


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: an aircraft flies higher, and a receiver without a good fix errs most in height."""
    for position in read(dossier.examination).positions:
        height = position.altitude_m
        if height is not None and not LOWEST_M <= height <= HIGHEST_M:
            sign = "−" if height < 0 else ""
            facts = (("altitude", sign + metres(abs(height))), ("reader", position.reader))
            yield Finding(UNUSUAL, Basis.OBSERVED, Bearing.NEUTRAL, facts, f"{UNUSUAL}.caveat", Pillar.LOCATION)
            return
