"""Photoshop's blocks are named, and those that say something are read."""

import hashlib
import struct

from tests.readers.packed import iim, jpeg, photoshop, segment, unicode_text
from workbench.domain.examinations import Limits
from workbench.readers.photoshop import PhotoshopReader
from workbench.readers.reading import Reading

VERSION = (
    struct.pack(">IB", 1, 1) + unicode_text("Adobe Photoshop") + unicode_text("Adobe Photoshop CC 2019") + bytes(4)
)


def read(data: bytes) -> Reading:
    return PhotoshopReader().read(data, Limits())


def test_blocks_are_named_and_read() -> None:
    found = read(
        jpeg(
            photoshop(
                (0x03ED, struct.pack(">IHHIHH", 72 << 16, 1, 1, 72 << 16, 1, 1)),
                (0x0406, struct.pack(">hHH", 8, 0x0101, 1)),
                (0x040A, b"\1"),
                (0x040B, b"https://example.org/"),
                (0x040C, struct.pack(">III", 1, 160, 120) + bytes(16) + b"\xff\xd8\xff\xd9"),
                (0x0421, VERSION),
                (0x0425, bytes(range(16))),
                (0x07D0, bytes(26)),
                (0x7FFF, b"?"),
            )
        )
    )
    values = {tag.name: (tag.value, tag.interpreted) for tag in found.tags}
    assert values["XResolution"] == ("72", "")
    assert values["PhotoshopQuality"] == ("12", "")
    assert values["PhotoshopFormat"] == ("257", "Progressive")
    assert values["ProgressiveScans"] == ("1", "3 Scans")
    assert values["CopyrightFlag"] == ("1", "True")
    assert values["URL"] == ("https://example.org/", "")
    assert values["PhotoshopThumbnail"] == ("(4 bytes)", "160 x 120 JPEG")
    assert values["WriterName"] == ("Adobe Photoshop", "")
    assert values["ReaderName"] == ("Adobe Photoshop CC 2019", "")
    assert values["IPTCDigest"] == (bytes(range(16)).hex(), "")
    assert found.facts["photoshop-blocks"] == (
        "0x03ED ResolutionInfo, 0x0406 JPEG_Quality, 0x040A CopyrightFlag, 0x040B URL, 0x040C PhotoshopThumbnail, "
        "0x0421 VersionInfo, 0x0425 IPTCDigest, 0x07D0 PathInfo, 0x7FFF"
    )


def test_the_digest_is_held_against_the_iptc_that_stands_there() -> None:
    stream = iim((2, 120, b"A caption"))
    digest = hashlib.md5(stream, usedforsecurity=False).digest()
    assert read(jpeg(photoshop((0x0404, stream), (0x0425, digest)))).facts["iptc-digest"] == "current"
    changed = stream.replace(b"A", b"B")
    assert read(jpeg(photoshop((0x0404, changed), (0x0425, digest)))).facts["iptc-digest"] == "stale"
    assert "iptc-digest" not in read(jpeg(photoshop((0x0404, stream), (0x0425, bytes(16))))).facts


def test_a_block_may_run_on_in_the_next_segment() -> None:
    whole = photoshop((0x0421, VERSION))[4 + 14 :]
    data = jpeg(segment(0xED, b"Photoshop 3.0\0" + whole[:30]), segment(0xED, b"Photoshop 3.0\0" + whole[30:]))
    assert "Adobe Photoshop CC 2019" in {tag.value for tag in read(data).tags}


def test_save_for_web_leaves_its_quality() -> None:
    comment = unicode_text("hello")
    body = b"Ducky" + struct.pack(">HHI", 1, 4, 60) + struct.pack(">HH", 2, len(comment)) + comment + bytes(2)
    found = {(tag.group, tag.name): tag.value for tag in read(jpeg(segment(0xEC, body))).tags}
    assert found == {("Ducky", "Quality"): "60", ("Ducky", "Comment"): "hello"}


def test_a_picture_without_blocks_says_nothing() -> None:
    assert read(jpeg()) == Reading()
