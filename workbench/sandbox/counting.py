"""How many frames or scans a picture has, counted in its structure before anything of it is decoded.

A JPEG may have its picture drawn over thousands of times, and an animation more frames than anybody would look at:
both are small files that keep a decoder busy.
"""

from workbench.domain.examinations import Limits
from workbench.domain.refusals import Refusal
from workbench.readers.gif_structure import gif_frames
from workbench.readers.jpeg_segments import START_OF_SCAN, segments

SCAN = bytes([0xFF, START_OF_SCAN])
MARKERS = {b"RIFF": b"ANMF", b"\x89PNG": b"fcTL"}
"""What begins each frame; among a decoder's own data it stands by chance once in four gigabytes."""


def check_counts(untrusted: bytes, limits: Limits) -> None:
    """Refusal `examine.too-many-frames` or `.too-many-scans`, with how many are `needed`."""
    if untrusted.startswith(b"\xff\xd8"):
        if untrusted.count(SCAN) > limits.scans:  # those of a thumbnail or of a picture behind this one are among them
            most = limits.chunks + 64 * limits.scans
            _check("scans", sum(kind == START_OF_SCAN for kind, _, _ in segments(untrusted, most=most)), limits.scans)
    elif untrusted.startswith(b"GIF8"):
        _check("frames", gif_frames(untrusted, 16 * limits.frames), limits.frames)
    elif marker := MARKERS.get(untrusted[:4]):
        _check("frames", untrusted.count(marker), limits.frames)


def _check(what: str, count: int, limit: int) -> None:
    if count > limit:
        raise Refusal(f"examine.too-many-{what}", needed=count)
