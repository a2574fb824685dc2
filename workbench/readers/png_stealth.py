"""Text that image generators hide in the lowest bit of a PNG's transparency, where removing its chunks leaves it.

The form is that of the web UI's "stealth" extensions, which NovelAI writes too: bits column by column, a signature
of fifteen letters, the length in bits, and the text, plain or packed with gzip.
"""

import io
import zlib

import numpy as np
from PIL import Image

from workbench.domain.examinations import Limits, Tag
from workbench.readers.reading import Reading, bounded

SIGNATURES = {b"stealth_pnginfo": False, b"stealth_pngcomp": True}
"""Whether the text behind each is packed."""
PIXELS = 8_000_000
HIDDEN = 256 * 1024
UNPACKED = 1024 * 1024
COLOUR_TYPE, RGB_WITH_ALPHA = 25, 6


class PngStealthReader:
    name = "png-hidden"
    tool = ("numpy", np.__version__)

    def read(self, untrusted: bytes, limits: Limits) -> Reading:
        """One tag of the family PNG, group `alpha`, where such text is hidden; nothing in other files."""
        if not untrusted.startswith(b"\x89PNG") or untrusted[COLOUR_TYPE : COLOUR_TYPE + 1] != bytes([RGB_WITH_ALPHA]):
            return Reading()
        with Image.open(io.BytesIO(untrusted), formats=("PNG",)) as image:
            if image.mode != "RGBA" or not 1_000 <= image.width * image.height <= PIXELS:
                return Reading()
            image.load()
            alpha = np.asarray(image.getchannel("A"))
        hidden = np.packbits((alpha & 1).T.reshape(-1)[: 8 * (HIDDEN + 19)]).tobytes()
        packed = SIGNATURES.get(hidden[:15])
        if packed is None:
            return Reading()
        raw = hidden[19 : 19 + int.from_bytes(hidden[15:19], "big") // 8]
        if packed:
            raw = zlib.decompressobj(wbits=31).decompress(raw, UNPACKED)
        tag = Tag(self.name, "PNG", "alpha", "parameters", raw.decode("utf-8", "replace"))
        return bounded((tag,), limits)
