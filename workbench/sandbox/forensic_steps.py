"""What the child does to make one forensic view of the file that it was given. Runs in the child only."""

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image

from workbench.domain.examinations import Limits
from workbench.domain.forensic_views import LONGEST_EDGE, View, bounded, reduction
from workbench.domain.refusals import Refusal
from workbench.forensics import VIEWS
from workbench.sandbox.decoding import UPRIGHT, decode
from workbench.sandbox.protocol import Frame

LYING = {**UPRIGHT, 6: UPRIGHT[8], 8: UPRIGHT[6]}
"""What puts an upright picture back as it lies in its file: a JPEG's blocks are where they were only there."""


def forensic(untrusted: bytes, limits: Limits, request: Mapping[str, Any]) -> Frame:
    """One view of the whole picture, upright, no edge longer than `longest_edge`."""
    view, edge = View(request["view"]), int(request["longest_edge"])
    decoded = decode(untrusted, limits, LONGEST_EDGE, LONGEST_EDGE)
    if max(decoded.width, decoded.height) > LONGEST_EDGE:
        raise Refusal("examine.too-long", width=decoded.width, height=decoded.height, limit=LONGEST_EDGE)
    rgb, turn = decoded.rgb, decoded.orientation
    if turn in LYING:
        rgb = rgb.transpose(LYING[turn])
    shown = VIEWS[view](rgb, reduction(*rgb.size, edge), **bounded(view, request["parameters"]))
    if turn in UPRIGHT:
        shown = shown.transpose(UPRIGHT[turn])
    return Frame({"preview": shown.size}, shown.tobytes())


def warm_up(limits: Limits) -> None:
    """Make every view once, of a small picture."""
    stream = io.BytesIO()
    Image.linear_gradient("L").resize((24, 24)).convert("RGB").save(stream, "JPEG")
    for view in View:
        forensic(stream.getvalue(), limits, {"view": view, "parameters": {}, "longest_edge": 16})
