"""Real pictures through real, locked children: the same is measured whichever way they were packed."""

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from tests.hostile.crafted import photograph, saved
from workbench.domain.examinations import Examination, IsolationLevel, Limits
from workbench.domain.refusals import Refusal
from workbench.sandbox.supervisor import ChildExaminer

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
WIDTH, HEIGHT = 640, 400


def written(folder: Path, data: bytes) -> Path:
    path = folder / "picture"
    path.write_bytes(data)
    return path


def examined(examiner: ChildExaminer, path: Path) -> Examination:
    return examiner.examine(path, hashlib.sha256(path.read_bytes()).hexdigest(), Limits())


def phash(found: Examination, variant: str = "as-is") -> int:
    (bits,) = (one.bits for one in found.fingerprints if (one.kind, one.variant) == ("phash", variant))
    return int(bits, 16)


def near(one: Examination, other: Examination) -> bool:
    return (phash(one) ^ phash(other)).bit_count() <= 6


@pytest.fixture(scope="module")
def plain(examiner: ChildExaminer, tmp_path_factory: pytest.TempPathFactory) -> Examination:
    folder = tmp_path_factory.mktemp("plain")
    return examined(examiner, written(folder, saved(photograph(WIDTH, HEIGHT), "PNG")))


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("TIFF", "image/tiff"),
        ("BMP", "image/bmp"),
        ("AVIF", "image/avif"),
        ("JPEG2000", "image/jp2"),
    ],
)
def test_every_format_gives_the_same_picture(
    examiner: ChildExaminer, tmp_path: Path, plain: Examination, name: str, media_type: str
) -> None:
    found = examined(examiner, written(tmp_path, saved(photograph(WIDTH, HEIGHT), name)))
    assert (found.format, found.media_type, found.complete) == (name, media_type, True)
    assert (found.width, found.height, found.orientation) == (WIDTH, HEIGHT, 1)
    assert found.refused == () or name == "JPEG2000"
    assert near(found, plain)
    assert found.preview is not None
    assert (found.preview.width, found.preview.height) == (384, 240)
    assert {"pillow", "imagehash", "pdqhash", "exifread", "libheif"} <= found.tools.keys()


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "PA", "RGBA", "CMYK", "YCbCr", "I;16", "I", "F", "LAB"])
def test_every_mode_becomes_the_same_picture(
    examiner: ChildExaminer, tmp_path: Path, plain: Examination, mode: str
) -> None:
    picture = photograph(WIDTH, HEIGHT)
    if mode == "LAB":
        changed = ImageCms.profileToProfile(
            picture, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
        )
    elif mode in ("I;16", "I", "F"):
        grey = np.asarray(picture.convert("L")).astype(np.uint16)
        kinds = {"I;16": np.uint16, "I": np.int32, "F": np.float32}
        changed = Image.fromarray((grey * 257).astype(kinds[mode]))
    elif mode == "PA":
        changed = picture.convert("P").convert("PA")
    else:
        changed = picture.convert(mode)
    name = "PNG" if mode in ("P", "1") else "TIFF"
    found = examined(examiner, written(tmp_path, saved(changed, name)))
    assert found.complete
    assert (phash(found) ^ phash(plain)).bit_count() <= 10


def test_what_is_transparent_is_white(examiner: ChildExaminer, tmp_path: Path) -> None:
    path = written(tmp_path, saved(Image.new("RGBA", (40, 30), (255, 0, 0, 0)), "PNG"))
    assert examiner.render(path, 64, Limits()).rgb == b"\xff" * (40 * 30 * 3)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_is_turned_upright(
    examiner: ChildExaminer, tmp_path: Path, plain: Examination, name: str, orientation: int
) -> None:
    undone = {6: 8, 8: 6}.get(orientation, orientation)
    exif = Image.Exif()
    exif[0x0112] = undone
    lying = ImageOps.exif_transpose(_with(photograph(WIDTH, HEIGHT), exif))
    exif[0x0112] = orientation
    found = examined(examiner, written(tmp_path, saved(lying, name, exif=exif)))
    assert found.orientation == orientation
    assert (found.width, found.height) == lying.size
    assert near(found, plain)
    assert found.preview is not None
    assert found.preview.width > found.preview.height


def test_a_thumbnail_is_measured_too(examiner: ChildExaminer) -> None:
    samples = SHARED / "metadata" / "exif-samples" / "jpg"
    if not samples.is_dir():
        pytest.skip("the metadata samples are not beside this checkout")
    found = examined(examiner, samples / "Canon_40D.jpg")
    assert found.thumbnail is not None
    assert found.thumbnail.preview is not None
    assert {one.kind for one in found.thumbnail.fingerprints} == {"phash", "dhash", "pdq"}


def test_heic_is_read(examiner: ChildExaminer) -> None:
    sample = SHARED / "metadata" / "exif-samples" / "heic" / "mobile" / "HMD_Nokia_8.3_5G_hdr.heif"
    samples = [sample] if sample.is_file() else list((SHARED / "metadata" / "exif-samples").rglob("*.heif"))
    if not samples:
        pytest.skip("the metadata samples are not beside this checkout")
    found = examined(examiner, samples[0])
    assert (found.format, found.media_type, found.complete) == ("HEIF", "image/heic", True)
    assert {tag.reader for tag in found.tags} >= {"pillow", "exifread"}


@pytest.mark.parametrize(("edge", "expected"), [(200, (200, 125)), (5000, (640, 400)), (1, (16, 10))])
def test_a_picture_is_rendered_no_larger_than_asked(
    examiner: ChildExaminer, tmp_path: Path, edge: int, expected: tuple[int, int]
) -> None:
    found = examiner.render(written(tmp_path, saved(photograph(WIDTH, HEIGHT), "JPEG")), edge, Limits())
    assert (found.width, found.height) == expected


def test_the_limit_on_pixels_holds_for_rendering(examiner: ChildExaminer, tmp_path: Path) -> None:
    path = written(tmp_path, saved(photograph(WIDTH, HEIGHT), "JPEG"))
    with pytest.raises(Refusal) as caught:
        examiner.render(path, 200, Limits(pixels=WIDTH * HEIGHT - 1))
    assert caught.value.code == "examine.too-many-pixels"


@pytest.mark.skipif(sys.platform != "linux", reason="the layers are those of Linux")
def test_a_comment_in_japanese_code_is_read_by_a_locked_child(examiner: ChildExaminer, tmp_path: Path) -> None:
    picture = photograph()
    exif = picture.getexif()
    exif.get_ifd(0x8769)[0x9286] = b"JIS\0\0\0\0\0" + "日本語".encode("iso2022_jp")
    found = examined(examiner, written(tmp_path, saved(picture, "JPEG", exif=exif)))
    assert found.refused == ()
    assert [tag.value for tag in found.tags if tag.name == "UserComment"] == ["日本語", "日本語"]


def test_the_child_is_locked_and_says_how(examiner: ChildExaminer) -> None:
    layers = dict(examiner.isolation.layers)
    assert layers["seccomp"].startswith("allow-list")
    for probe in ("open-file", "write-file", "network", "fork", "executable-memory"):
        assert layers[f"probe {probe}"].startswith("refused")
    expected = IsolationLevel.FULL if layers["landlock"].startswith("abi") else IsolationLevel.REDUCED
    assert examiner.isolation.level is expected


def test_the_parent_loads_no_parser() -> None:
    script = (
        "import sys; sys.path[:0] = [sys.argv[1]]; import workbench.sandbox.supervisor;"
        "parsers = {'PIL', 'exifread', 'imagehash', 'pdqhash', 'pi_heif', 'numpy', 'scipy'};"
        "print(sorted(parsers & sys.modules.keys()))"
    )
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run([sys.executable, "-I", "-c", script, root], capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == b"[]"


def _with(picture: Image.Image, exif: Image.Exif) -> Image.Image:
    return Image.open(io.BytesIO(saved(picture, "PNG", exif=exif)))
