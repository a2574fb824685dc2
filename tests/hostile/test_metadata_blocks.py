"""XMP, IPTC, ICC profiles and Photoshop resources made to exhaust or to mislead their readers."""

import struct
import time
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile.crafted import photograph, saved
from tests.hostile.test_crafted import examined
from tests.readers.packed import bomb, extension, icc, iim, jpeg, jpeg_with_xmp, packet, photoshop, segment
from workbench.domain.examinations import Limits
from workbench.readers.icc import IccReader
from workbench.readers.iptc import IptcReader
from workbench.readers.photoshop import PhotoshopReader
from workbench.readers.reading import Reader
from workbench.readers.tiff_fields import tiff_fields
from workbench.readers.xmp import XmpReader

READERS: tuple[Reader, ...] = (XmpReader(), IptcReader(), IccReader(), PhotoshopReader())
SECONDS = 4.0
"""A reader's deadline is five; these are read in well under one on an idle machine."""


def png_with(*chunks: tuple[bytes, bytes]) -> bytes:
    plain = saved(photograph(64, 48), "PNG")
    packed = b"".join(struct.pack(">I", len(data)) + kind + data + bytes(4) for kind, data in chunks)
    return plain[:33] + packed + plain[33:]


def laughing_packet() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'.encode() + packet("<dc:source>&l11;</dc:source>")


def outside_packet() -> bytes:
    return b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + packet("<dc:source>&f;</dc:source>")


def deep_packet() -> bytes:
    return packet("<dc:source>" + '<own:a rdf:parseType="Resource">' * 400 + "</own:a>" * 400 + "</dc:source>")


def crowded_png() -> bytes:
    text = packet("<own:a/>" * 200_000 + "<dc:source>never reached</dc:source>")
    return png_with((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + text))


def bombs_in_png() -> bytes:
    return png_with(
        *[(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb(2**26))] * 40,
        *[(b"iCCP", b"p\0\0" + bomb(2**26))] * 40,
        *[(b"zTXt", b"Raw profile type iptc\0\0" + bomb(2**26))] * 40,
    )


def extension_in_a_thousand_parts() -> bytes:
    _, parts = extension(b"x" * 200_000, part_bytes=200, guid="A" * 32)
    naming = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet("", f'xmpNote:HasExtendedXMP="{"A" * 32}"'))
    return jpeg(naming, *parts)


def profile_that_repeats_itself() -> bytes:
    text = b"mluc\0\0\0\0" + struct.pack(">II", 2**31, 0) + b"x" * 40_000
    profile = bytearray(icc(*[(b"desc", text)] * 1))
    profile[128:132] = struct.pack(">I", 2**32 - 1)
    return png_with((b"iCCP", b"p\0\0" + zlib.compress(bytes(profile) * 20)))


def resources_that_overreach() -> bytes:
    many = [(0x041E, struct.pack(">I", 2**32 - 1) + b"\xff" * 64), (0x0421, b"\0"), (0x041A, struct.pack(">I", 6))]
    return jpeg(photoshop(*many * 500), segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\xff"))


def datasets_that_overreach() -> bytes:
    stream = iim(*[(2, 25, b"k" * 3)] * 9_000) + b"\x1c\x02\x78\xff\xff" + b"\xff" * 8
    return jpeg(photoshop((0x0404, stream[:60_000])), photoshop((0x0404, b"\x1c\x02\x78\x80\x08" + b"\xff" * 8)))


CRAFTED: list[Callable[[], bytes]] = [
    lambda: jpeg_with_xmp(laughing_packet()),
    lambda: jpeg_with_xmp(outside_packet()),
    lambda: jpeg_with_xmp(deep_packet()),
    lambda: jpeg_with_xmp(*[packet(f"<own:a{n}/>") for n in range(500)]),
    crowded_png,
    bombs_in_png,
    extension_in_a_thousand_parts,
    profile_that_repeats_itself,
    resources_that_overreach,
    datasets_that_overreach,
]


@pytest.mark.parametrize("make", CRAFTED)
def test_crafted_blocks_cost_little_time_and_give_bounded_tags(make: Callable[[], bytes]) -> None:
    data = make()
    for reader in READERS:
        begun = time.perf_counter()
        try:
            reading = reader.read(data, Limits())
        except Exception as error:  # a refusal of this reader alone
            assert type(error).__name__ in ("DTDForbidden", "EntitiesForbidden")  # noqa: PT017
            continue
        finally:
            assert time.perf_counter() - begun < SECONDS
        assert len(reading.tags) <= Limits().tags
        assert all(len(tag.value) <= Limits().value_characters for tag in reading.tags)
        assert "ha" * 100 not in str(reading.tags)
        assert "root:" not in str(reading.tags)


def test_entities_are_refused_and_the_other_readers_answer(examiner, tmp_path) -> None:  # type: ignore[no-untyped-def]
    data = jpeg(
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + laughing_packet()),
        photoshop((0x0404, iim((2, 90, b"Z\xfcrich")))),
    )
    found = examined(examiner, tmp_path, data)
    assert [(one.reader, one.code) for one in found.refused] == [("xmp", "examine.reader-failed")]
    assert ("City", "Zürich") in {(tag.name, tag.value) for tag in found.tags if tag.family == "IPTC"}


def test_a_locked_child_reads_every_encoding_and_an_extension(examiner, tmp_path) -> None:  # type: ignore[no-untyped-def]
    guid, parts = extension(packet("<own:far>reached</own:far>"))
    named = packet(f"<xmpNote:HasExtendedXMP>{guid}</xmpNote:HasExtendedXMP>").decode()
    for encoding in ("utf-8", "utf-16-be", "utf-32-le"):
        body = b"http://ns.adobe.com/xap/1.0/\0" + named.encode(encoding)
        datasets = [(1, 90, b"\x1b-L"), (2, 90, "Хост".encode("iso8859-5"))]
        found = examined(examiner, tmp_path, jpeg(segment(0xE1, body), *parts, photoshop((0x0404, iim(*datasets)))))
        assert found.refused == ()
        values = {(tag.family, tag.name): tag.value for tag in found.tags}
        assert values["XMP", "Far"] == "reached"
        assert values["IPTC", "City"] == "Хост"
        assert found.container["xmp-extended"] == "complete"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["xmp", "iptc", "icc", "photoshop", "tiff"]))
def test_any_bytes_in_their_place_cost_nothing_but_themselves(raw: bytes, place: str) -> None:
    data = {
        "xmp": lambda: jpeg_with_xmp(b"<" + raw),
        "iptc": lambda: jpeg(photoshop((0x0404, b"\x1c\x02" + raw))),
        "icc": lambda: jpeg(segment(0xE2, b"ICC_PROFILE\0\1\1" + raw)),
        "photoshop": lambda: jpeg(segment(0xED, b"Photoshop 3.0\x008BIM" + raw)),
        "tiff": lambda: b"II*\0\x08\0\0\0" + raw,
    }[place]()
    for reader in READERS:
        try:
            reader.read(data, Limits())
        except ValueError as error:
            assert type(error).__name__ == "DTDForbidden"  # noqa: PT017


def test_a_field_repeated_without_end_gives_no_more_than_asked() -> None:
    entry = struct.pack("<HHII", 700, 7, 2**31, 8)
    data = struct.pack("<2sHIH", b"II", 42, 8, 60_000) + entry * 60_000 + bytes(4)
    found = tiff_fields(data, {700}, 1_000_000)
    assert sum(len(one) for one in found[700]) <= 1_000_000
