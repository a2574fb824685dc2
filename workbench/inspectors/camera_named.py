"""Which camera does the file name?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.readings import read
from workbench.domain.verdicts import Pillar

NAMED = "camera.named"
CODES = (NAMED,)

_SHOWN = 200


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: it names a model and no person, and anyone can write it."""
    reading = read(dossier.examination)
    # Many makers repeat their name in the model.
    make = "" if reading.model.casefold().startswith(reading.make.casefold()) else reading.make
    camera = " ".join(part for part in (make, reading.model) if part)
    if camera:
        facts = (("camera", camera[:_SHOWN]), ("lens", reading.lens[:_SHOWN]))
        yield Finding(NAMED, Basis.OBSERVED, Bearing.NEUTRAL, facts, f"{NAMED}.caveat", Pillar.SOURCE)
