"""Gaps of an earlier save are found where they are, and nowhere else; hidden text is read back."""

import gzip
import io

import numpy as np
import pytest
from PIL import Image

from tests.hostile.crafted import photograph, saved
from workbench.domain.examinations import Limits
from workbench.readers.maker_note import MakerNoteReader
from workbench.readers.png_stealth import PngStealthReader
from workbench.readers.resaving import ResavingReader

LIMITS = Limits()


def grained(seed: int = 3) -> Image.Image:
    """A photograph with the noise that every sensor has: without it there is too little at high frequencies."""
    chance = np.random.default_rng(seed)
    values = np.asarray(photograph(512, 384, seed), np.float32) * 0.7 + 38
    return Image.fromarray(np.clip(values + chance.normal(0, 9, values.shape), 1, 254).astype(np.uint8))


def again(first: bytes, quality: int) -> bytes:
    return saved(Image.open(io.BytesIO(first)), "JPEG", quality=quality)


@pytest.mark.parametrize(("before", "now"), [(60, 90), (75, 85), (75, 95), (50, 75), (80, 92)])
def test_a_coarser_earlier_save_is_found_with_its_quality(before: int, now: int) -> None:
    facts = ResavingReader().read(again(saved(grained(), "JPEG", quality=before), now), LIMITS).facts
    assert abs(int(facts["quality-before"]) - before) <= 2
    assert int(facts["steps-coarser"]) >= 7


@pytest.mark.parametrize("quality", [50, 75, 85, 92, 98, 100])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_first_save_is_none(quality: int, seed: int) -> None:
    facts = ResavingReader().read(saved(grained(seed), "JPEG", quality=quality), LIMITS).facts
    assert "steps-coarser" not in facts


def test_another_grid_another_size_or_a_coarser_second_save_say_nothing() -> None:
    first = Image.open(io.BytesIO(saved(grained(), "JPEG", quality=60)))
    for changed in (first.crop((3, 5, 500, 380)), first.resize((450, 337))):
        assert "steps-coarser" not in ResavingReader().read(saved(changed, "JPEG", quality=90), LIMITS).facts
    assert "steps-coarser" not in ResavingReader().read(again(saved(grained(), "JPEG", quality=90), 60), LIMITS).facts


def test_what_is_no_jpeg_or_has_impossible_steps_says_nothing() -> None:
    assert not ResavingReader().read(saved(grained(), "PNG"), LIMITS).facts
    good = bytearray(saved(grained(), "JPEG"))
    good[good.index(b"\xff\xdb") + 6] = 0
    assert not ResavingReader().read(bytes(good), LIMITS).facts


@pytest.mark.parametrize(("signature", "pack"), [(b"stealth_pnginfo", bytes), (b"stealth_pngcomp", gzip.compress)])
def test_text_hidden_in_transparency_is_read_back(signature: bytes, pack) -> None:  # type: ignore[no-untyped-def]
    text = pack(b"a lake\nSteps: 20, Sampler: Euler, Seed: 1")
    bits = np.unpackbits(np.frombuffer(signature + (8 * len(text)).to_bytes(4, "big") + text, np.uint8))
    pixels = np.asarray(photograph(64, 64).convert("RGBA")).copy()
    column_wise = np.full(64 * 64, 255, np.uint8)
    column_wise[: len(bits)] = 254 | bits
    pixels[:, :, 3] = column_wise.reshape(64, 64).T
    (tag,) = PngStealthReader().read(saved(Image.fromarray(pixels), "PNG"), LIMITS).tags
    assert (tag.group, tag.name) == ("alpha", "parameters")
    assert tag.value.startswith("a lake\nSteps: 20")
    assert not PngStealthReader().read(saved(photograph(64, 64).convert("RGBA"), "PNG"), LIMITS).tags


@pytest.mark.parametrize(
    ("note", "maker"),
    [(b"Nikon\0\2\x10\0\0", "Nikon"), (b"Apple iOS\0\0\1MM", "Apple"), (b"\1\2\3\4\5\6\7\x08", "not signed")],
)
def test_a_maker_note_is_known_by_how_it_begins(note: bytes, maker: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x927C] = note
    facts = MakerNoteReader().read(saved(photograph(), "JPEG", exif=exif), LIMITS).facts
    assert facts == {"maker-note": maker, "maker-note-bytes": str(len(note))}
    assert not MakerNoteReader().read(saved(photograph(), "JPEG"), LIMITS).facts
