"""Which programs does the file say it passed through?"""

import re
from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.editing import editing
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

EDITOR, OTHER = "software.editor", "software.named"
CODES = (EDITOR, OTHER)

_EDITORS = re.compile(
    r"photoshop|lightroom|camera raw|gimp|affinity|snapseed|pixelmator|capture one|darktable|rawtherapee"
    r"|paint\.net|paint shop|paintshop|picasa|acdsee|faststone|irfanview|xnview|corel|luminar|dxo|vsco|picsart"
    r"|photoscape|facetune|remini|canva|meitu|krita|inkscape|imagemagick|graphicsmagick|photofiltre|polarr"
    r"|fotor|pixlr|aperture|iphoto|photo editor|photo gallery|lightzone|topaz|paint ?tool|wondershare|inshot"
    r"|faceapp|airbrush|beautyplus|photo ninja|photodirector|ulead|zoner|acd systems|lightleap|capcut|firefly",
    re.IGNORECASE,
)
_SHOWN = 200


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: agencies and phones pass sound pictures through editors every day.

    A version or a phone's system in the field is named as it is, and not called an editor.
    """
    software = editing(dossier.examination).programs
    editors = [name for name in software if _EDITORS.search(name)]
    others = [name for name in software if name not in editors]
    if editors:
        yield _finding(EDITOR, editors)
    if others:
        yield _finding(OTHER, others)


def _finding(code: str, untrusted_names: list[str]) -> Finding:
    facts = (("software", ", ".join(untrusted_names)[:_SHOWN]),)
    return Finding(code, Basis.OBSERVED, Bearing.NEUTRAL, facts, f"{code}.caveat", Pillar.PROVENANCE)
