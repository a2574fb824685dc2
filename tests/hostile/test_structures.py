"""Structures built to loop, to swell or to mislead: each is described within bounds, in a moment, and in the child."""

import hashlib
import io
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.hostile.crafted import photograph, saved
from workbench.domain.examinations import Examination, Limits
from workbench.readers.structure import StructureReader
from workbench.sandbox.supervisor import ChildExaminer

LIMITS = Limits()
SECONDS = 4.0


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg_of_beginnings() -> bytes:
    """Nine hundred segments, each full of the first bytes of pictures that never come."""
    plain = saved(photograph(), "JPEG")
    return plain[:2] + segment(0xE3, b"\xff\xd8\xff\xe0\x00\x04ab" * 8_000) * 900 + plain[2:]


def jpeg_with_an_index_to_nowhere() -> bytes:
    plain = saved(photograph(), "JPEG")
    entries = struct.pack("<HHII", 0xB002, 7, 2**32 - 1, 26) * 60
    body = (
        b"MPF\0" + struct.pack("<2sHIH", b"II", 42, 8, 60) + entries + struct.pack("<IIII", 1, 2**31, 2**32 - 1, 0) * 50
    )
    return plain[:2] + segment(0xE2, body) + plain[2:]


def jpeg_of_many_pictures() -> bytes:
    return saved(photograph(), "JPEG") + saved(photograph(16, 16), "JPEG") * 5_000


def png_of_texts() -> bytes:
    plain = saved(photograph(), "PNG")
    chunk = b"tEXt" + b"key\0" + b"a" * 30_000
    return plain[:33] + (struct.pack(">I", len(chunk) - 4) + chunk + bytes(4)) * 2_500 + plain[33:]


def png_of_packed_texts() -> bytes:
    plain = saved(photograph(), "PNG")
    chunk = b"zTXt" + b"key\0\0" + zlib.compress(bytes(2**24), 9)
    return plain[:33] + (struct.pack(">I", len(chunk) - 4) + chunk + bytes(4)) * 2_500 + plain[33:]


def tiff_of_circles() -> bytes:
    """Each directory names sixteen others as its own, and itself as the next."""
    places = [8 + 18 * number for number in range(200)]
    table = 8 + 18 * 200
    out = struct.pack("<2sHI", b"II", 42, 8)
    out += b"".join(struct.pack("<HHHIII", 1, 0x014A, 4, 16, table + 4 * (at % 180), places[at]) for at in range(200))
    return out + struct.pack("<200I", *places)


def boxes_of_boxes() -> bytes:
    """Item lists in thousands of meta boxes, each of which counts thousands of items."""
    infos = struct.pack(">IH", 0, 4_000) + (struct.pack(">I4s", 20, b"infe") + b"\2" + bytes(11)) * 3_000
    one = struct.pack(">I4s", 8 + len(infos), b"iinf") + infos
    meta = struct.pack(">I4sI", 12 + 40 * len(one), b"meta", 0) + one * 40
    return struct.pack(">I4s4sI", 16, b"ftyp", b"heic", 0) + meta


def gif_of_empty_blocks() -> bytes:
    return saved(photograph(64, 48), "GIF")[:-1] + b"\x21\xfe\x01a\0" * 90_000 + b";"


ENDLESS: tuple[Callable[[], bytes], ...] = (
    jpeg_of_beginnings,
    jpeg_with_an_index_to_nowhere,
    jpeg_of_many_pictures,
    png_of_texts,
    png_of_packed_texts,
    tiff_of_circles,
    boxes_of_boxes,
    gif_of_empty_blocks,
)


@pytest.mark.parametrize("make", ENDLESS)
def test_a_structure_without_end_is_described_within_bounds(make: Callable[[], bytes]) -> None:
    data = make()
    start = time.process_time()
    reading = StructureReader().read(data, LIMITS)
    assert time.process_time() - start < SECONDS
    assert reading.facts
    assert len(reading.tags) <= LIMITS.tags
    assert len(reading.facts) <= 40
    assert sum(len(tag.value) for tag in reading.tags) <= 2 * 2**20
    assert all(len(value) <= LIMITS.value_characters for value in reading.facts.values())


def examined(examiner: ChildExaminer, folder: Path, data: bytes) -> Examination:
    path = folder / "untrusted"
    path.write_bytes(data)
    return examiner.examine(path, hashlib.sha256(data).hexdigest(), LIMITS)


def test_the_locked_child_describes_and_measures(examiner: ChildExaminer, tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    values = np.asarray(photograph(512, 384), np.float32) * 0.7 + 38
    picture = Image.fromarray(np.clip(values + chance.normal(0, 9, values.shape), 1, 254).astype(np.uint8))
    first = Image.open(io.BytesIO(saved(picture, "JPEG", quality=75)))
    found = examined(examiner, tmp_path, saved(first, "JPEG", quality=92) + b"PK\3\4hidden")
    assert found.refused == ()
    assert found.container["quality"] == "92"
    assert found.container["trailing-kinds"] == "zip"
    assert abs(int(found.container["quality-before"]) - 75) <= 2
    assert found.tools["structure"]


@pytest.mark.parametrize("name", ["PNG", "WEBP", "GIF", "TIFF", "AVIF"])
def test_the_locked_child_describes_every_format(examiner: ChildExaminer, tmp_path: Path, name: str) -> None:
    found = examined(examiner, tmp_path, saved(photograph(), name))
    assert found.refused == ()
    assert any(tag.reader == "structure" for tag in found.tags)


def test_the_locked_child_reads_hidden_text(examiner: ChildExaminer, tmp_path: Path) -> None:
    text = b"a lake\nSteps: 20, Sampler: Euler"
    bits = np.unpackbits(np.frombuffer(b"stealth_pnginfo" + (8 * len(text)).to_bytes(4, "big") + text, np.uint8))
    pixels = np.asarray(photograph(64, 64).convert("RGBA")).copy()
    columns = np.full(64 * 64, 255, np.uint8)
    columns[: len(bits)] = 254 | bits
    pixels[:, :, 3] = columns.reshape(64, 64).T
    found = examined(examiner, tmp_path, saved(Image.fromarray(pixels), "PNG"))
    assert found.refused == ()
    assert [tag.value for tag in found.tags if tag.group == "alpha"] == [text.decode()]


def test_a_second_picture_that_is_broken_costs_nothing(examiner: ChildExaminer, tmp_path: Path) -> None:
    found = examined(examiner, tmp_path, jpeg_with_an_index_to_nowhere())
    assert found.complete
    assert "structure" not in {refused.reader for refused in found.refused}
