"""Whose maker note stands in the EXIF block, by the letters with which makers begin theirs; it is not opened."""

from PIL import __version__ as pillow_version

from workbench.domain.examinations import Limits
from workbench.readers.exif_pillow import MAKER_NOTE, directories, exif_block
from workbench.readers.reading import Reading, bounded

_BEGINNINGS = (
    (b"Nikon\0", "Nikon"),
    (b"OLYMP\0", "Olympus"),
    (b"OLYMPUS\0", "Olympus"),
    (b"OM SYSTEM\0", "OM System"),
    (b"FUJIFILM", "Fujifilm"),
    (b"GENERALE", "General Electric"),
    (b"Apple iOS\0", "Apple"),
    (b"Panasonic\0", "Panasonic"),
    (b"SONY DSC ", "Sony"),
    (b"SONY CAM ", "Sony"),
    (b"SONY MOBILE", "Sony"),
    (b"SEMC MS\0", "Sony Ericsson"),
    (b"VHAB     \0", "Sony"),
    (b"PENTAX \0", "Pentax"),
    (b"AOC\0", "Pentax"),
    (b"RICOH\0", "Ricoh"),
    (b"Ricoh", "Ricoh"),
    (b"QVC\0", "Casio"),
    (b"DCI\0", "Casio"),
    (b"SIGMA\0", "Sigma"),
    (b"FOVEON\0", "Sigma"),
    (b"LEICA", "Leica"),
    (b"HUAWEI\0", "Huawei"),
    (b"KDK", "Kodak"),
    (b"SANYO\0", "Sanyo"),
    (b"EPSON\0", "Epson"),
    (b"MOT\0", "Motorola"),
    (b"[ae_dbg_info:", "DJI"),
    (b"DJI", "DJI"),
)
"""As the notes of camera files at hand begin, and as the published descriptions of maker notes have it."""

SHOWN = 12


class MakerNoteReader:
    name = "maker-note"
    tool = ("pillow", pillow_version)

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        """No tags. Facts: `maker-note` (a maker, or `not signed`: Canon and others write none) and
        `maker-note-bytes`; nothing where there is no note.
        """
        block = exif_block(untrusted)
        if not block:
            return Reading()
        for group, ifd in directories(block):
            note = ifd.get(MAKER_NOTE) if group == "EXIF" else None
            if isinstance(note, tuple) and len(note) == 1:
                note = note[0]
            if isinstance(note, bytes) and note.strip(b"\0"):
                maker = next((maker for begins, maker in _BEGINNINGS if note.startswith(begins)), "not signed")
                facts = {"maker-note": maker, "maker-note-bytes": str(len(note))}
                return bounded((), limits, facts)
        return Reading()
