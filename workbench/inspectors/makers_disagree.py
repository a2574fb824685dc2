"""Did the maker that the file names also write the maker note?"""

from collections.abc import Iterable

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.readings import read
from workbench.domain.verdicts import Pillar

DISAGREE = "makers.disagree"
CODES = (DISAGREE,)

BUILT_BY = {
    "Nikon": ("nikon",),
    "Olympus": ("olympus", "om digital", "epson", "konica", "minolta", "kodak", "agfa"),
    "OM System": ("om digital", "olympus"),
    "Fujifilm": ("fuji", "leica", "general", "ge"),
    "General Electric": ("general", "ge"),
    "Apple": ("apple",),
    "Panasonic": ("panasonic", "leica"),
    "Sony": ("sony", "hasselblad", "minolta", "konica"),
    "Sony Ericsson": ("sony",),
    "Pentax": ("pentax", "asahi", "samsung", "ricoh"),
    "Ricoh": ("ricoh", "pentax"),
    "Casio": ("casio", "pentax"),
    "Sigma": ("sigma", "foveon", "polaroid"),
    "Leica": ("leica", "panasonic"),
    "Huawei": ("huawei", "honor"),
    "Kodak": ("kodak", "eastman"),
    "Sanyo": ("sanyo",),
    "Epson": ("epson", "seiko"),
    "Motorola": ("motorola",),
    "DJI": ("dji", "hasselblad"),
}
"""Under which names cameras with a maker's note are sold: one maker builds for another."""


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """Neutral: an editor that copies tags from another picture does this, and so do makes that are not known here."""
    note = dossier.examination.container.get("maker-note", "")
    make = read(dossier.examination).make
    words = f" {make.casefold()}"
    if make and note in BUILT_BY and not any(f" {name}" in words for name in BUILT_BY[note]):
        facts = (("note", note), ("make", make[:120]))
        yield Finding(DISAGREE, Basis.DERIVED, Bearing.NEUTRAL, facts, f"{DISAGREE}.caveat", Pillar.SOURCE)
