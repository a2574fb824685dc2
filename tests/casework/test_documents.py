"""An examination survives being written down."""

import pytest

from tests.builders import examination, exif, fingerprint
from workbench.casework.documents import from_document, to_document
from workbench.domain.examinations import Isolation, IsolationLevel, Preview, Refused, Thumbnail


def test_what_is_written_reads_back() -> None:
    whole = examination(
        *exif(Make="Maker"),
        container={"frames": "1"},
        fingerprints=(fingerprint(5), fingerprint(7, "pdq")),
        thumbnail=Thumbnail(160, 120, (fingerprint(5),)),
        refused=(Refused("exifread", "examine.took-too-long"),),
        isolation=Isolation(IsolationLevel.REDUCED, (("landlock", "absent"),)),
    )
    assert from_document(to_document(whole)) == whole


def test_previews_are_left_out() -> None:
    pixels = Preview(1, 1, b"abc")
    seen = examination(preview=pixels, thumbnail=Thumbnail(1, 1, (), pixels))
    again = from_document(to_document(seen))
    assert again.preview is None
    assert again.thumbnail == Thumbnail(1, 1, ())


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"sha256": 1}', b"\xff"])
def test_anything_else_is_no_examination(body: bytes) -> None:
    with pytest.raises(ValueError, match="not an examination"):
        from_document(body)
