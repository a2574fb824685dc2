"""Who signed the Content Credentials, and is the signature to be believed?"""

from collections.abc import Iterable

from workbench.domain.credential_tags import credentials
from workbench.domain.credentials import Standing
from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

TRUSTED, UNTRUSTED, NO_LIST = "c2pa.signer-trusted", "c2pa.signer-untrusted", "c2pa.signer-no-list"
EXPIRED, REVOKED, UNSUITABLE = "c2pa.signer-expired", "c2pa.signer-revoked", "c2pa.signer-unsuitable"
FORGED, LIST_UNREADABLE = "c2pa.signature-invalid", "c2pa.signer-list-unreadable"
CODES = (TRUSTED, UNTRUSTED, NO_LIST, LIST_UNREADABLE, EXPIRED, REVOKED, UNSUITABLE, FORGED)

_BY_STANDING = {
    Standing.TRUSTED: TRUSTED,
    Standing.UNTRUSTED: UNTRUSTED,
    Standing.EXPIRED: EXPIRED,
    Standing.REVOKED: REVOKED,
    Standing.UNSUITABLE: UNSUITABLE,
    Standing.SIGNATURE_INVALID: FORGED,
}


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Supports only where the user's list has the signer and all else holds; without a list nobody is doubted."""
    found = credentials(dossier.examination)
    if found is None or found.signer.standing not in _BY_STANDING:
        return
    signer = found.signer
    code = _BY_STANDING[signer.standing]
    if code == UNTRUSTED and signer.trust_list != "given":
        code = LIST_UNREADABLE if signer.trust_list == "unreadable" else NO_LIST
    bearing = Bearing.NEUTRAL
    if code == FORGED:
        bearing = Bearing.UNDERMINES
    elif code == TRUSTED and found.sound:
        bearing = Bearing.SUPPORTS
    facts = (
        ("signer", signer.name[:200] or "–"),
        ("issuer", signer.issuer[:200] or "–"),
        ("time", f"{signer.time:%Y-%m-%d %H:%M:%S %Z}" if signer.time else "–"),
    )
    yield Finding(code, Basis.DERIVED, bearing, facts, f"{code}.caveat", Pillar.SOURCE)
