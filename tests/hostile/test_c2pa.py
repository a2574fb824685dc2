"""Manifests made to exhaust or mislead: the picture keeps its examination, and the next one is read."""

import hashlib
import random
import struct
from pathlib import Path

import pytest

from tests import signed_pictures as sign
from workbench.domain.credential_tags import credentials
from workbench.domain.credentials import Presence
from workbench.domain.examinations import Examination, Limits
from workbench.sandbox.supervisor import ChildExaminer

NOTARY = sign.notary()
CODES = {
    "examine.reader-failed",
    "examine.child-died",
    "examine.reader-took-too-long",
    "examine.reader-out-of-memory",
    "examine.cut-text",
    "examine.cut-tags",
}


def examined(examiner: ChildExaminer, folder: Path, data: bytes) -> Examination:
    path = folder / "untrusted.jpg"
    path.write_bytes(data)
    found = examiner.examine(path, hashlib.sha256(data).hexdigest(), Limits())
    assert {one.code for one in found.refused if one.reader == "c2pa"} <= CODES
    return found


def jumbf(*segments: bytes) -> bytes:
    """A JPEG with a manifest store of our own making, in APP11 as JPEG systems (ISO 19566-5) splits it."""
    picture, parts = sign.plain(), []
    for number, body in enumerate(segments, 1):
        segment = b"JP" + struct.pack(">HI", 1, number) + body
        parts.append(b"\xff\xeb" + struct.pack(">H", len(segment) + 2) + segment)
    return picture[:2] + b"".join(parts) + picture[2:]


def box(kind: bytes, body: bytes, length: int | None = None) -> bytes:
    return struct.pack(">I4s", len(body) + 8 if length is None else length, kind) + body


DESCRIPTION = box(b"jumd", bytes.fromhex("63327061 0011 0010 8000 00aa00389b71".replace(" ", "")) + b"\3c2pa\0")


def nested(depth: int) -> bytes:
    body = DESCRIPTION
    for _ in range(depth):
        body = box(b"jumb", DESCRIPTION + body)
    return body[:60_000]


STORES = {
    "empty": box(b"jumb", DESCRIPTION),
    "longer": box(b"jumb", DESCRIPTION, 2**32 - 1),
    "to the end": box(b"jumb", DESCRIPTION, 0),
    "wide": box(b"jumb", DESCRIPTION, 1),
    "bare": box(b"jumb", b""),
    "huge array": box(b"jumb", DESCRIPTION + box(b"cbor", b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff")),
    "deep array": box(b"jumb", DESCRIPTION + box(b"cbor", b"\x81" * 50_000)),
    "deep boxes": nested(900),
}


@pytest.mark.parametrize("store", STORES.values(), ids=STORES)
def test_a_store_that_is_none_costs_nothing_else(examiner: ChildExaminer, tmp_path: Path, store: bytes) -> None:
    found = examined(examiner, tmp_path, jumbf(store))
    assert found.complete
    result = credentials(found)
    assert result is None or result.manifest.presence is Presence.UNREADABLE
    good = credentials(examined(examiner, tmp_path, sign.signed(NOTARY, sign.created())))
    assert good is not None
    assert good.sound


def test_what_decides_is_not_cut_off_by_what_fills(examiner: ChildExaminer, tmp_path: Path) -> None:
    """Thousands of actions before the one that says how the picture was made."""
    filler = [{"action": "c2pa.edited", "description": "x" * 50} for _ in range(3_000)]
    generated = {"action": "c2pa.created", "digitalSourceType": f"{sign.SOURCES}trainedAlgorithmicMedia"}
    found = examined(examiner, tmp_path, sign.signed(NOTARY, sign.actions(*filler, generated)))
    result = credentials(found)
    assert result is not None
    assert result.manifest.cut
    assert any(one.source_type.endswith("trainedAlgorithmicMedia") for one in result.actions)
    assert sum(tag.family == "C2PA" for tag in found.tags) < 2_500


def test_long_and_deep_assertions_are_bounded(examiner: ChildExaminer, tmp_path: Path) -> None:
    deep: object = "bottom"
    for _ in range(60):
        deep = {"down": deep}
    wide = {"label": "org.test.wide", "data": {f"key {number}": "y" * 5_000 for number in range(150)}}
    many = {"label": "org.test.many", "data": {f"key {number}": number for number in range(2_000)}}
    rest = (wide, many, {"label": "org.test.deep", "data": deep})
    found = examined(examiner, tmp_path, sign.signed(NOTARY, sign.created(), *rest))
    tags = [tag for tag in found.tags if tag.family == "C2PA"]
    assert max(len(tag.value) for tag in tags) <= Limits().value_characters
    assert not any(tag.value == "bottom" for tag in tags)
    assert found.container["c2pa-cut"] == "yes"


def test_mutants_of_a_good_manifest(examiner: ChildExaminer, tmp_path: Path) -> None:
    chance = random.Random(20251125)
    good = sign.signed(NOTARY, sign.created(), sign.actions({"action": "c2pa.cropped"}))
    first, last = good.index(b"JP"), good.rindex(b"\xff\xdb")
    for _ in range(60):
        mutant = bytearray(good)
        for _ in range(chance.choice((1, 3, 12))):
            mutant[chance.randrange(first, last)] = chance.randrange(256)
        found = examined(examiner, tmp_path, bytes(mutant))
        assert found.complete
        assert found.container["c2pa"] == "absent" or credentials(found) is not None
