"""That a C2PA manifest is there is seen in every format that the public test files come in."""

from pathlib import Path

import pytest

from workbench.readers.content_credentials import has_manifest

FILES = Path(__file__).parents[3] / "shared" / "data" / "c2pa"


@pytest.mark.parametrize("body", [b"", b"\xff\xd8\xff\xd9", b"\x89PNG\r\n\x1a\n", b"RIFF\4\0\0\0WEBP", b"GIF89a"])
def test_an_empty_picture_has_none(body: bytes) -> None:
    assert not has_manifest(body)


def test_a_png_and_a_webp_with_the_chunk() -> None:
    assert has_manifest(b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0caBX\0\0\0\0")
    assert has_manifest(b"RIFF\x10\0\0\0WEBP" + b"VP8 \1\0\0\0x\0" + b"C2PA\0\0\0\0")


def test_the_public_test_files() -> None:
    """By their own naming `-A` and `-I` are plain pictures; all others carry a manifest, some of them broken."""
    if not FILES.is_dir():
        pytest.skip("../shared/data/c2pa is not beside the checkout")
    files = list(FILES.rglob("adobe-*.jp*g"))
    assert len(files) > 10
    plain = {path.name for path in files if not has_manifest(path.read_bytes())}
    assert plain == {path.name for path in files if path.stem.endswith(("-A", "-I"))}
