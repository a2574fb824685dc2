"""Does the small picture inside the file show what the large one shows?"""

from collections.abc import Iterable, Sequence

from workbench.domain.dossiers import Dossier
from workbench.domain.examinations import Fingerprint
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

UNLIKE, TURNED = "thumbnail.unlike", "thumbnail.turned"
CODES = (UNLIKE, TURNED)

UNLIKE_BEYOND = {"phash": 16, "dhash": 10, "pdq": 90}
"""Hamming distances. Measured on 85 camera files with a thumbnail: 82 lie at 14, 8 and 84 or nearer, though
some cameras cut a strip or add bars; beyond are two that were cut down afterwards and one picture of 8 x 8 pixels.
Of 73 pictures cropped to 85 % after the thumbnail was made, 95 % lie beyond two of the three. A small change inside
the picture moves no fingerprint so far: silence does not show that nothing was changed."""

LEAST_QUALITY = 50
"""Less detail on either side, and fingerprints say nothing: a flat sky is like every other."""

_LYING_BY_ORIENTATION = {
    2: "mirrored",
    3: "turned-180",
    4: "flipped",
    5: "transposed",
    6: "turned-90",
    7: "transversed",
    8: "turned-270",
}
"""How a thumbnail lies against the upright picture where the camera left both as the sensor saw them."""


def inspect(dossier: Dossier) -> Iterable[Finding]:
    examination = dossier.examination
    thumbnail = examination.thumbnail
    if thumbnail is None:
        return
    expected = {"as-is", _LYING_BY_ORIENTATION.get(examination.orientation, "as-is")}
    nearest = {
        kind: found
        for kind in UNLIKE_BEYOND
        if (found := _nearest(thumbnail.fingerprints, examination.fingerprints, kind, expected))
    }
    beyond = [kind for kind, (distance, _) in nearest.items() if distance > UNLIKE_BEYOND[kind]]
    facts = (
        ("thumbnail", f"{thumbnail.width} × {thumbnail.height}"),
        ("picture", f"{examination.width} × {examination.height}"),
        ("distances", ", ".join(f"{kind} {distance}" for kind, (distance, _) in nearest.items())),
    )
    if len(beyond) >= 2:
        yield Finding(UNLIKE, Basis.DERIVED, Bearing.UNDERMINES, facts, f"{UNLIKE}.caveat", Pillar.PROVENANCE)
    elif nearest and not beyond and all(turn not in expected for _, turn in nearest.values()):
        yield Finding(TURNED, Basis.DERIVED, Bearing.NEUTRAL, facts, f"{TURNED}.caveat", Pillar.PROVENANCE)


def _nearest(
    small: Sequence[Fingerprint], large: Sequence[Fingerprint], kind: str, expected: set[str]
) -> tuple[int, str] | None:
    """Distance and turn of the large picture's variant that is most like the small one as it is.

    Either may be trimmed: cameras add bars to thumbnails. Of equals an expected turn is preferred, since a
    symmetric picture is like its own turns. None where no two are comparable.
    """
    found = [
        ((int(one.bits, 16) ^ int(other.bits, 16)).bit_count(), other.variant.removesuffix(" trimmed"))
        for one in small
        for other in large
        if one.kind == other.kind == kind
        and one.recipe == other.recipe
        and one.variant.removesuffix(" trimmed") == "as-is"
        and min(one.quality, other.quality) >= LEAST_QUALITY
    ]
    return min(found, key=lambda pair: (pair[0], pair[1] not in expected), default=None)
