"""Do the Content Credentials belong to these bytes?"""

from collections.abc import Iterable

from workbench.domain.credential_tags import credentials
from workbench.domain.credentials import Binding
from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

MISMATCH, INEXACT, PARTIAL, UNBOUND = "c2pa.mismatch", "c2pa.inexact", "c2pa.partial", "c2pa.unbound"
CODES = (MISMATCH, INEXACT, PARTIAL, UNBOUND)

_BY_BINDING = {
    Binding.MISMATCH: (MISMATCH, Bearing.UNDERMINES),
    Binding.INEXACT: (INEXACT, Bearing.NEUTRAL),
    Binding.PARTIAL: (PARTIAL, Bearing.NEUTRAL),
    Binding.NONE: (UNBOUND, Bearing.NEUTRAL),
}


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """A mismatch undermines that this is the file that was signed; a binding that fits is said with what it binds."""
    found = credentials(dossier.examination)
    if found is None or found.binding not in _BY_BINDING:
        return
    code, bearing = _BY_BINDING[found.binding]
    facts = (("generator", found.manifest.generator[:200] or "–"), ("signer", found.signer.name[:200] or "–"))
    yield Finding(code, Basis.DERIVED, bearing, facts, f"{code}.caveat", Pillar.PROVENANCE)
