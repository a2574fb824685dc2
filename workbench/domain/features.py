"""Local features of a picture: what crops, screenshots and captions leave standing."""

from dataclasses import dataclass

from workbench.domain.originals import Original

POINT_BYTES = 8
DESCRIPTOR_BYTES = 128


@dataclass(frozen=True, slots=True)
class LocalFeatures:
    """Keypoints and descriptors of one upright picture, strongest first.

    `points`: for each keypoint four little-endian uint16: x and y in 1/65535 of width and height, the
    logarithm of its scale, and its angle (both as the recipe says). `descriptors`: 128 bytes each. `width` and
    `height` are those of the picture they were taken from, in pixels. Features of different recipes are never
    compared silently. Raises ValueError where the sizes do not agree: they came out of the child.
    """

    recipe: str
    width: int
    height: int
    points: bytes
    descriptors: bytes

    def __post_init__(self) -> None:
        count, rest = divmod(len(self.points), POINT_BYTES)
        if rest or len(self.descriptors) != count * DESCRIPTOR_BYTES or not (self.width > 0 and self.height > 0):
            raise ValueError("features do not fit together")

    def __len__(self) -> int:
        return len(self.points) // POINT_BYTES


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be laid upon another: its `original`, or where there is none its `preview` (JPEG).

    `features` are those that were taken from it before; without them they are taken again. Of a known picture:
    `alike` is the homography, between unit squares, by which fingerprints found the query to be like it as a whole,
    and `size` the upright width and height of the original of which there is only a preview.
    """

    original: Original | None
    preview: bytes = b""
    features: LocalFeatures | None = None
    alike: tuple[tuple[float, float, float], ...] | None = None
    size: tuple[int, int] = (0, 0)

    @property
    def name(self) -> str:
        return self.original.name if self.original else ""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How one picture lies on another, after both were looked at.

    `kind` is a `MatchKind` value (`whole`, `partial`, `scene`) or empty where they are not the same picture or
    place. `transform`: 3x3 homography, row by row, from the query's unit square to the known image's.
    `agreement` is 0 to 1: how well the overlap looks the same, tolerant of re-saving, tone and overlays.
    `unlike` is True where they were laid upon each other and most of what there was to compare differs; without it an
    empty `kind` says nothing.
    `edits` are codes of `wording.SENTENCES` with the facts that fill them; `differences` are boxes
    (left, top, right, bottom in the query's unit square) where the two differ.
    """

    kind: str
    transform: tuple[tuple[float, float, float], ...]
    inliers: int
    overlap_query: float
    overlap_known: float
    agreement: float
    edits: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    differences: tuple[tuple[float, float, float, float], ...] = ()
    unlike: bool = False
