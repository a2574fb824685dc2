"""Whatever a child may send becomes a domain object within bounds, or an InvalidReply: nothing else."""

import json
import os
import struct
import threading
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import dossier, examination
from workbench.domain.examinations import Limits
from workbench.inspectors import INSPECTORS
from workbench.inspectors.inspection import inspect
from workbench.sandbox.comparing_replies import parse_alignments, parse_features
from workbench.sandbox.protocol import BrokenFrame, ClosedPipe, Frame, receive, send
from workbench.sandbox.replies import (
    InvalidReply,
    parse_failure,
    parse_hello,
    parse_pixels,
    parse_read,
    parse_render,
)

HUGE = 10**400
"""JSON may hold whole numbers that no float can."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from([HUGE, -HUGE]) | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=15,
)


def framed(header: bytes) -> bytes:
    return struct.pack("!IQ", len(header), 0) + header


LIMITS = Limits(tags=3, value_characters=10)
HELLO = {"level": "full", "layers": [["seccomp", "yes"]], "tools": {"pillow": "13"}, "readers": ["pillow"]}
FINGERPRINT = ["pdq", "mirrored trimmed", "0f" * 32, 100, "1; pillow 13"]
PIXELS = {
    "format": "JPEG",
    "media_type": "image/jpeg",
    "width": 4000,
    "height": 3000,
    "orientation": 6,
    "complete": True,
    "recipe": "1",
    "fingerprints": [FINGERPRINT],
    "preview": [2, 1],
    "thumbnail": {"width": 160, "height": 120, "fingerprints": [FINGERPRINT], "preview": [1, 1]},
}
BLOB = bytes(9)
READ = {"tags": [["EXIF", "Image", "Make", "Canon", ""]], "facts": {"progressive": "yes"}}
FAILURE = {"error": "examine.damaged", "facts": {"detail": "cut short", "limit": 5}}
FEATURES = {"features": [["as-is", "sift", 640, 480, 1], ["mirrored", "sift", 640, 480, 1]]}
ALIGNED = {
    "kind": "partial",
    "transform": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    "inliers": 9,
    "overlap_query": 1.0,
    "overlap_known": 0.5,
    "agreement": 0.9,
    "edits": [["edit.cropped", [["percent", "50"]]]],
    "differences": [[0.0, 0.0, 0.5, 0.5]],
    "unlike": False,
}
ALIGNMENTS = {"alignments": [ALIGNED, {"error": "examine.damaged"}]}
PARSERS = {
    "hello": (parse_hello, HELLO, b""),
    "pixels": (parse_pixels, PIXELS, BLOB),
    "read": (lambda frame: parse_read(frame, "pillow", LIMITS), READ, b""),
    "failure": (parse_failure, FAILURE, b""),
    "render": (lambda frame: parse_render(frame, 4), {"preview": [2, 1]}, bytes(6)),
    "features": (lambda frame: parse_features(frame, ("as-is", "mirrored")), FEATURES, bytes(2 * 136)),
    "alignments": (lambda frame: parse_alignments(frame, 2), ALIGNMENTS, b""),
}


CONTAINER = {
    "frames", "progressive", "quality", "subsampling", "maker-note", "iptc-digest", "photoshop-blocks", "webp",
    "quality-before", "trailing", "trailing-bytes", "trailing-kind", "thumbnail", "quality-match",
}  # fmt: skip
"""Facts that inspectors look at."""
KEYS = [*PIXELS, *HELLO, *READ, *FAILURE, *FEATURES, *ALIGNMENTS]


@pytest.mark.parametrize("name", PARSERS)
def test_a_proper_answer_is_understood(name: str) -> None:
    parse, header, blob = PARSERS[name]
    assert parse(Frame(header, blob)) is not None


@pytest.mark.parametrize("name", PARSERS)
@given(data=st.data())
def test_an_answer_with_anything_in_one_place_is_understood_or_invalid(name: str, data: st.DataObject) -> None:
    parse, header, blob = PARSERS[name]
    changed = _with_change(header, data)
    try:
        parse(Frame(changed, data.draw(st.sampled_from([blob, b"", blob + b"!"]))))
    except InvalidReply:
        return


@pytest.mark.parametrize("name", PARSERS)
@given(header=st.dictionaries(st.sampled_from(KEYS), JSON), blob=st.binary(max_size=20))
def test_an_answer_of_anything_at_all_is_understood_or_invalid(name: str, header: dict[str, Any], blob: bytes) -> None:
    parse, _, _ = PARSERS[name]
    try:
        parse(Frame(header, blob))
    except InvalidReply:
        return


def test_bounds_are_kept() -> None:
    row = ["EXIF", "Image", "Make", "x" * 100 + "\0", ""]
    assert parse_read(Frame({"tags": [row], "facts": {}}), "pillow", LIMITS).tags[0].value == "x" * 10
    for broken in (
        {"tags": [row] * 4, "facts": {}},
        {"tags": [row[:3]], "facts": {}},
        {"tags": [], "facts": {"<b>": "x"}},
    ):
        with pytest.raises(InvalidReply):
            parse_read(Frame(broken), "pillow", LIMITS)
    with pytest.raises(InvalidReply):
        parse_render(Frame({"preview": [5, 1]}, bytes(15)), 4)
    with pytest.raises(InvalidReply):
        parse_pixels(Frame(PIXELS, BLOB[:-1]))
    with pytest.raises(InvalidReply):
        parse_pixels(Frame({**PIXELS, "media_type": "text/html"}, BLOB))


def test_a_fingerprint_comes_once_and_in_whole_words() -> None:
    for prints in ([FINGERPRINT, FINGERPRINT], [[*FINGERPRINT[:2], "0f", *FINGERPRINT[3:]]], [[[], *FINGERPRINT[1:]]]):
        with pytest.raises(InvalidReply):
            parse_pixels(Frame({**PIXELS, "fingerprints": prints}, BLOB))


TEXTS = st.text(max_size=30) | st.from_regex(r"-?[0-9]{1,6}(/[0-9]{1,3})?( [NSEW])?", fullmatch=True)
NAMES = st.sampled_from(["Make", "Software", "DateTimeOriginal", "GPSLatitude", "GPSAltitude", "Orientation", "frames"])


@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["EXIF", "XMP", "IPTC", "C2PA", "ICC"]), TEXTS, NAMES | TEXTS, TEXTS, TEXTS)
    ),
    facts=st.dictionaries(st.sampled_from(sorted(CONTAINER)) | st.text("abz-", min_size=1, max_size=9), TEXTS),
    width=st.integers(1, 2**31),
    orientation=st.integers(1, 8),
)
def test_whatever_is_let_through_can_be_judged(
    rows: list[tuple[str, ...]], facts: dict[str, str], width: int, orientation: int
) -> None:
    """An answer that breaks no bound may still be a lie: it costs no inspector its footing."""
    try:
        limits = Limits()
        read = parse_read(Frame({"tags": [list(row) for row in rows], "facts": facts}), "pillow", limits)
        pixels = parse_pixels(Frame({**PIXELS, "width": width, "orientation": orientation}, BLOB))
    except InvalidReply:
        return
    found = examination(
        *read.tags,
        width=pixels.width,
        orientation=pixels.orientation,
        container=read.facts,
        fingerprints=pixels.fingerprints,
        thumbnail=pixels.thumbnail,
    )
    assert inspect(dossier(found), INSPECTORS) is not None


def test_a_value_that_utf_8_cannot_hold_is_made_to_fit() -> None:
    row = ["EXIF", "Image", "Make", "a\ud800\0b", ""]
    value = parse_read(Frame({"tags": [row], "facts": {}}), "pillow", LIMITS).tags[0].value
    assert value.encode("utf-8") == b"a?b"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_frame_or_broken_or_the_end(raw: bytes) -> None:
    reading, writing = os.pipe()
    try:
        os.write(writing, raw)
        os.close(writing)
        receive(reading, 100)
    except (BrokenFrame, ClosedPipe):
        return
    finally:
        os.close(reading)


@pytest.mark.parametrize(
    "raw",
    [
        struct.pack("!IQ", 2**32 - 1, 0),
        struct.pack("!IQ", 2, 101) + b"{}",
        struct.pack("!IQ", 2, 0) + b"[]",
        struct.pack("!IQ", 4, 0) + b"\xff\xfe{}",
        struct.pack("!IQ", 200_000, 0) + b"[" * 200_000,
        struct.pack("!IQ", 20_000, 0) + b"9" * 20_000,
        framed(b'{"tags":[' + b"[]," * 300_000 + b"[]]}"),
        framed(b'{"tags":[' + b"{}," * 300_000 + b"{}]}"),
        framed(b'{"tags":[' + b"0," * 1_000_001 + b"0]}"),
    ],
)
def test_frames_that_break_their_bounds(raw: bytes) -> None:
    reading, writing = os.pipe()
    writer = threading.Thread(target=lambda: (os.write(writing, raw), os.close(writing)))
    writer.start()
    try:
        with pytest.raises(BrokenFrame):
            receive(reading, 100)
    finally:
        os.close(reading)
        writer.join()


@given(header=st.dictionaries(st.text(max_size=10), st.text(max_size=20) | st.integers()), blob=st.binary(max_size=99))
def test_what_is_sent_is_received(header: dict[str, Any], blob: bytes) -> None:
    reading, writing = os.pipe()
    try:
        send(writing, header, blob)
        assert receive(reading, 100) == Frame(json.loads(json.dumps(header)), blob)
    finally:
        os.close(reading)
        os.close(writing)


def _with_change(header: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    changed: dict[str, Any] = json.loads(json.dumps(header))
    spot: Any = changed
    while True:
        keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
        if not keys:
            return changed
        key = data.draw(st.sampled_from(keys))
        if isinstance(spot[key], dict | list) and spot[key] and data.draw(st.booleans()):
            spot = spot[key]
            continue
        spot[key] = data.draw(JSON)
        return changed
