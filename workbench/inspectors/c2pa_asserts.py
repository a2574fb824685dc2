"""What do sound Content Credentials assert of this file?"""

from collections.abc import Iterable

from workbench.domain.credential_tags import credentials
from workbench.domain.credentials import Credentials
from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

ASSERTS = "c2pa.asserts"
CODES = (ASSERTS,)

_SHOWN = 400


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: an assertion is worth what its signer's word is worth, which `c2pa_signer` speaks of."""
    found = credentials(dossier.examination)
    if found is None or not found.sound:
        return
    facts = (
        ("generator", found.manifest.generator[:200] or "–"),
        ("signer", found.signer.name[:200] or "–"),
        ("actions", _actions(found)[:_SHOWN] or "–"),
        ("ingredients", _ingredients(found)[:_SHOWN] or "–"),
        ("creators", ", ".join(found.creators)[:200] or "–"),
    )
    yield Finding(ASSERTS, Basis.OBSERVED, Bearing.NEUTRAL, facts, f"{ASSERTS}.caveat", Pillar.PROVENANCE)


def _actions(found: Credentials) -> str:
    """Each kind once, with the programs that are named for it."""
    agents: dict[str, list[str]] = {}
    for action in found.actions:
        if action.lineage == "own":
            named = agents.setdefault(action.name, [])
            if action.agent and action.agent not in named:
                named.append(action.agent)
    return ", ".join(f"{name} ({', '.join(named)})" if named else name for name, named in agents.items())


def _ingredients(found: Credentials) -> str:
    own = [one for one in found.ingredients if one.lineage == "own"]
    return ", ".join(f"{one.title or '–'} ({one.relationship})" for one in own)
