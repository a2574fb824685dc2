"""What is said of a file's structure is what was built into it."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.hostile.crafted import photograph, saved
from workbench.domain.examinations import Limits
from workbench.readers.jpeg_tables import ijg_table, quality
from workbench.readers.reading import Reading
from workbench.readers.structure import StructureReader
from workbench.readers.thumbnail import embedded_thumbnail

LIMITS = Limits()


def structure(data: bytes) -> Reading:
    return StructureReader().read(data, LIMITS)


def values(reading: Reading) -> dict[tuple[str, str], str]:
    return {(tag.group, tag.name): tag.value for tag in reading.tags}


@pytest.mark.parametrize("quality", [30, 75, 92, 98])
@pytest.mark.parametrize(("subsampling", "name"), [(0, "4:4:4"), (1, "4:2:2"), (2, "4:2:0")])
def test_a_jpeg_says_how_it_was_packed(quality: int, subsampling: int, name: str) -> None:
    progressive = quality > 80
    reading = structure(
        saved(photograph(), "JPEG", quality=quality, subsampling=subsampling, progressive=progressive, comment=b"hi")
    )
    assert reading.facts["quality"] == str(quality)
    assert reading.facts["quality-distance"] == "0.00"
    assert reading.facts["subsampling"] == name
    assert reading.facts["progressive"] == ("yes" if progressive else "no")
    assert reading.facts["markers"].startswith("SOI APP0 COM DQT×2 SOF")
    assert reading.facts["markers"].endswith("EOI")
    assert reading.facts["trailing-bytes"] == "0"
    assert values(reading)["File", "Comment"] == "hi"
    assert values(reading)["File", "ImageWidth"] == "320"
    assert values(reading)["DQT", "QuantizationTable0"].split() == [str(step) for step in ijg_table(quality)]


def test_tables_that_are_not_the_ijgs_are_told_by_how_far_they_lie() -> None:
    steps = [max(1, step + at % 3) for at, step in enumerate(ijg_table(80))]
    reading = structure(saved(photograph(), "JPEG", qtables=[steps, list(ijg_table(80, True))]))
    assert reading.facts["quality"].startswith("about ")
    assert float(reading.facts["quality-distance"]) > 0.5


@given(st.integers(1, 100))
def test_every_quality_is_told_by_its_own_tables(one: int) -> None:
    found, apart = quality(ijg_table(one), ijg_table(one, True))
    assert (found, apart) == (one, 0.0)


def test_restart_intervals_and_density_are_told() -> None:
    reading = structure(saved(photograph(), "JPEG", restart_marker_blocks=4, dpi=(300, 300)))
    assert reading.facts["restart-interval"] == "4"
    assert reading.facts["jfif"] == "1.01, 300 x 300, inches"
    assert structure(saved(photograph(), "JPEG", optimize=True)).facts["huffman"] == "optimised"
    assert structure(saved(photograph(), "JPEG")).facts["huffman"] == "standard"


@pytest.mark.parametrize(
    ("behind", "kinds"),
    [
        (b"", None),
        (b"hello, a note\n", "text"),
        (bytes(100), "zeros"),
        (b"PK\3\4" + bytes(range(200)), "zip"),
        (b"\x80\x81\x82\x01" * 9, "unknown"),
        (b"\x80\x81" * 30 + b"SEFT", "samsung"),
        (b"\x80\x81" * 30 + b"IEND\xaeB`\x82", "png-rest"),
        (struct.pack(">I4s4s4s", 16, b"ftyp", b"mp42", bytes(4)) + struct.pack(">I4s", 8, b"mdat"), "mp4"),
        (bytes(64) + struct.pack(">I4s4s4s", 16, b"ftyp", b"mp42", bytes(4)), "zeros, mp4"),
    ],
)
@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_stands_behind_the_end_is_measured_and_named(name: str, behind: bytes, kinds: str | None) -> None:
    facts = structure(saved(photograph(), name) + behind).facts
    assert facts["end-marker"] == "present"
    assert facts["trailing-bytes"] == str(len(behind))
    assert facts.get("trailing-kinds") == kinds


def test_a_second_picture_behind_the_end_is_found_and_measured() -> None:
    second = saved(photograph(64, 48), "JPEG")
    reading = structure(saved(photograph(), "JPEG") + second + b"!!!")
    assert reading.facts["trailing-kinds"] == "jpeg, text"
    assert reading.facts["embedded"] == "1"
    assert "trailing-indexed" not in reading.facts
    assert values(reading)["Embedded", "Part1"].startswith(f"jpeg 64 x 48, {len(second)} bytes at ")


def test_an_index_of_pictures_explains_the_second() -> None:
    first, second = photograph(96, 64), photograph(96, 64, 9)
    stream = io.BytesIO()
    first.save(stream, "MPO", save_all=True, append_images=[second])
    reading = structure(stream.getvalue())
    assert reading.facts["mpo-pictures"] == "2"
    assert reading.facts["trailing-indexed"] == "yes"
    assert reading.facts["trailing-kinds"] == "jpeg"
    assert values(reading)["MPF", "MPImage1"].endswith(" at 0")


@pytest.mark.parametrize(
    ("marker", "head"),
    [
        (0xED, b"Photoshop 3.0\x008BIM\x04\x0c\0\0" + bytes(32)),
        (0xE0, b"JFXX\0\x10"),
    ],
)
def test_a_thumbnail_outside_the_exif_is_found_too(marker: int, head: bytes) -> None:
    small, plain = saved(photograph(64, 48), "JPEG"), saved(photograph(), "JPEG")
    body = head + small
    data = plain[:20] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + plain[20:]
    assert embedded_thumbnail(data) == (small, None)
    assert structure(data).facts["embedded"] == "1"
    broken = head + small[:50]
    assert (
        embedded_thumbnail(plain[:20] + struct.pack(">BBH", 0xFF, marker, 52 + len(head)) + broken + plain[20:]) is None
    )


def test_a_jpeg_cut_short_has_no_end() -> None:
    facts = structure(saved(photograph(), "JPEG")[:-50]).facts
    assert facts["end-marker"] == "absent"
    assert "trailing-bytes" not in facts


def test_a_png_says_what_stands_in_it() -> None:
    texts = PngInfo()
    texts.add_text("parameters", "a lake at dusk")
    texts.add_text("Software", "x" * 5_000, zip=True)
    texts.add_itxt("Title", "غزہ", zip=True)
    texts.add_itxt("XML:com.adobe.xmp", "<x/>")
    texts.add(b"tIME", struct.pack(">HBBBBB", 2025, 10, 9, 23, 40, 5))
    texts.add(b"gAMA", struct.pack(">I", 45455))
    reading = structure(saved(photograph(), "PNG", pnginfo=texts, dpi=(72, 72)))
    assert reading.facts["text-keys"] == "parameters, Software, Title, XML:com.adobe.xmp"
    assert reading.facts["interlaced"] == "no"
    found = values(reading)
    assert found["tEXt", "parameters"] == "a lake at dusk"
    assert found["zTXt", "Software"] == "x" * LIMITS.value_characters
    assert found["iTXt", "Title"] == "غزہ"
    assert found["iTXt", "XML:com.adobe.xmp"].endswith(" bytes)")
    assert found["tIME", "ModifyDate"] == "2025:10:09 23:40:05"
    assert found["gAMA", "Gamma"] == "0.45455"
    assert found["pHYs", "PixelUnits"] == "meters"
    assert found["IHDR", "ColorType"] == "RGB"


def test_text_that_unpacks_to_much_is_cut() -> None:
    plain = saved(photograph(), "PNG")
    chunk = b"zTXt" + b"a\0\0" + zlib.compress(bytes(50 * 2**20), 9)
    packed = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    reading = structure(plain[:33] + packed * 40 + plain[33:])
    assert reading.facts["text-keys"].count("a") == 40
    assert max(len(tag.value) for tag in reading.tags) <= LIMITS.value_characters


@pytest.mark.parametrize(
    ("options", "kind"), [({"quality": 60}, "lossy"), ({"lossless": True}, "lossless"), ({"xmp": b"<x/>"}, "extended")]
)
def test_a_webp_says_its_kind_and_size(options: dict[str, object], kind: str) -> None:
    reading = structure(saved(photograph(), "WEBP", **options))
    assert reading.facts["webp"] == kind
    sizes = {(tag.name, tag.value) for tag in reading.tags if tag.name.startswith("Image")}
    assert sizes == {("ImageWidth", "320"), ("ImageHeight", "240")}


@pytest.mark.parametrize("name", ["GIF", "WEBP"])
def test_frames_are_counted(name: str) -> None:
    frames = [photograph(64, 48, seed) for seed in range(3)]
    reading = structure(saved(frames[0], name, save_all=True, append_images=frames[1:], loop=0))
    assert reading.facts["frames-declared"] == "3"


def test_a_gif_says_its_comment_and_applications() -> None:
    frames = [photograph(64, 48, seed) for seed in range(2)]
    reading = structure(saved(frames[0], "GIF", save_all=True, append_images=frames[1:], loop=3, comment=b"hello"))
    found = values(reading)
    assert found["GIF", "Comment"] == "hello"
    assert found["GIF", "AnimationIterations"] == "3"
    assert reading.facts["applications"] == "NETSCAPE2.0"
    assert reading.facts["gif"] == "89a"


def test_a_tiff_says_its_directories() -> None:
    pages = [photograph(64, 48, seed) for seed in range(3)]
    reading = structure(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw"))
    assert reading.facts["directories"] == "3"
    assert reading.facts["byte-order"] == "little"
    assert "64 x 48, LZW" in values(reading)["Directories", "IFD0"]


def test_an_avif_says_its_brand_and_size() -> None:
    reading = structure(saved(photograph(), "AVIF", speed=10))
    assert reading.facts["brand"] == "avif"
    assert "av01" in reading.facts["items"]
    assert values(reading)["ipco", "ImageSpatialExtent"] == "320 x 240"


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def test_a_heic_says_its_items_thumbnails_and_auxiliary_pictures() -> None:
    entries = b"".join(
        box(b"infe", struct.pack(">IHH4sB", 2 << 24, at, 0, kind, 0)) for at, kind in ((1, b"hvc1"), (2, b"hvc1"))
    )
    meta = (
        bytes(4)
        + box(b"pitm", struct.pack(">IH", 0, 1))
        + box(b"iinf", struct.pack(">IH", 0, 2) + entries)
        + box(b"iref", bytes(4) + box(b"thmb", struct.pack(">HHH", 2, 1, 1)))
        + box(b"iprp", box(b"ipco", box(b"auxC", bytes(4) + b"urn:mpeg:hevc:2015:auxid:2\0")))
    )
    reading = structure(box(b"ftyp", b"heic" + bytes(4) + b"mif1heic") + box(b"meta", meta) + box(b"mdat", b""))
    assert reading.facts["brands"] == "mif1 heic"
    assert reading.facts["items"] == "hvc1×2"
    assert reading.facts["thumbnails"] == "1"
    assert reading.facts["auxiliary"] == "urn:mpeg:hevc:2015:auxid:2"
    assert reading.facts["end-marker"] == "present"


@settings(max_examples=300)
@given(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "TIFF", "AVIF", "MPO"]), st.data())
def test_any_damage_leaves_bounded_answers(name: str, data: st.DataObject) -> None:
    good = bytearray(_SEEDS[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(12, len(good) - 1))
        good[at : at + 4] = data.draw(st.binary(max_size=8))
    reading = structure(bytes(good[: data.draw(st.integers(12, len(good)))]))
    assert len(reading.tags) <= LIMITS.tags
    assert len(reading.facts) <= 40
    assert all(len(value) <= LIMITS.value_characters for value in reading.facts.values())


def _seeds() -> dict[str, bytes]:
    small = Image.linear_gradient("L").resize((48, 32)).convert("RGB")
    names = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "AVIF")
    found = {name: saved(small, name) for name in names}
    stream = io.BytesIO()
    small.save(stream, "MPO", save_all=True, append_images=[small])
    return {**found, "MPO": stream.getvalue()}


_SEEDS = _seeds()
