"""Can the Content Credentials be read, and do they hold together?"""

from collections.abc import Iterable

from workbench.domain.credential_tags import credentials
from workbench.domain.credentials import Presence
from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

UNREADABLE, REMOTE = "c2pa.unreadable", "c2pa.remote"
ALTERED, FAULTY, INGREDIENT = "c2pa.altered", "c2pa.faulty", "c2pa.ingredient-unsound"
CODES = (UNREADABLE, REMOTE, ALTERED, FAULTY, INGREDIENT)

_SHOWN = 200


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Only parts that were changed after signing undermine; what is unreadable or elsewhere says nothing."""
    found = credentials(dossier.examination)
    if found is None:
        return
    manifest = found.manifest
    if manifest.presence is Presence.UNREADABLE:
        yield _finding(UNREADABLE, Bearing.NEUTRAL, error=manifest.error[:_SHOWN] or "–")
    if manifest.presence is Presence.REMOTE:
        yield _finding(REMOTE, Bearing.NEUTRAL, url=manifest.url[:_SHOWN] or "–")
    if manifest.altered:
        yield _finding(ALTERED, Bearing.UNDERMINES, codes=", ".join(manifest.altered)[:_SHOWN])
    if manifest.faulty:
        yield _finding(FAULTY, Bearing.NEUTRAL, codes=", ".join(manifest.faulty)[:_SHOWN])
    unsound = [one for one in found.ingredients if one.problems]
    if unsound:
        named = "; ".join(f"{one.title or '–'} ({', '.join(one.problems)})" for one in unsound)
        yield _finding(INGREDIENT, Bearing.NEUTRAL, ingredients=named[: 2 * _SHOWN])


def _finding(code: str, bearing: Bearing, **facts: str) -> Finding:
    return Finding(code, Basis.DERIVED, bearing, tuple(facts.items()), f"{code}.caveat", Pillar.PROVENANCE)
