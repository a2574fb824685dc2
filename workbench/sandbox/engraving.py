"""Bare pixels to a small JPEG that the workbench can keep and show.

It runs in the parent and decodes nothing: a `Preview` is checked to be width x height x 3 bytes, so a child
that was taken over can choose the colours and nothing else.
"""

import io

from PIL import Image

from workbench.domain.examinations import Preview


def encode(preview: Preview) -> bytes:
    """The preview as a baseline JPEG, quality 85, without metadata."""
    out = io.BytesIO()
    Image.frombytes("RGB", (preview.width, preview.height), preview.rgb).save(out, "JPEG", quality=85)
    return out.getvalue()
