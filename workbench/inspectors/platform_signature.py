"""Does anything tell which platform the file passed through?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.platforms import Ground, Signature, repacked, signatures
from workbench.domain.readings import read
from workbench.domain.verdicts import Pillar

MARKED, NAMED, NAME_UNLIKE, REPACKED = "platform.marked", "platform.named", "platform.name-unlike", "platform.repacked"
CODES = (MARKED, NAMED, NAME_UNLIKE, REPACKED)

_STRIPPING = frozenset({"WhatsApp", "Telegram", "Signal", "Facebook", "Instagram", "X"})
"""Those that send photographs on without the camera's name."""


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: passing through a platform is how nearly every picture arrives. Where nothing tells, none is named."""
    examination = dossier.examination
    found = signatures(examination, (arrival.name for arrival in dossier.arrivals))
    marked = [one for one in found if one.ground is Ground.MARKER]
    named = [one for one in found if one.ground is Ground.NAME]
    if marked:
        yield _finding(MARKED, marked)
    if named:
        yield _finding(NAMED, named)
    reading = read(examination)
    stripping = [one for one in named if _STRIPPING & set(one.platforms)]
    if stripping and reading.make and reading.model:
        yield _finding(NAME_UNLIKE, stripping, ("camera", f"{reading.make} {reading.model}"[:200]))
    if not marked and repacked(examination):
        facts = (
            ("quality", examination.container.get("quality", "?")),
            ("subsampling", examination.container.get("subsampling", "?")),
        )
        yield Finding(REPACKED, Basis.DERIVED, Bearing.NEUTRAL, facts, f"{REPACKED}.caveat", Pillar.PROVENANCE)


def _finding(code: str, found: list[Signature], *more: tuple[str, str]) -> Finding:
    facts = (
        ("platforms", " / ".join(dict.fromkeys(platform for one in found for platform in one.platforms))),
        ("mark", ", ".join(dict.fromkeys(one.mark for one in found))[:200]),
        ("within", found[0].share.within_text()),
        ("elsewhere", found[0].share.elsewhere_text()),
        *more,
    )
    return Finding(code, Basis.INFERRED, Bearing.NEUTRAL, facts, f"{code}.caveat", Pillar.PROVENANCE)
