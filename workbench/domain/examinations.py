"""What was measured from an original, with the versions of the tools that measured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class IsolationLevel(StrEnum):
    FULL = "full"
    REDUCED = "reduced"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Isolation:
    """How the child was locked: the level, and each layer with what became of it (`landlock` -> `abi 7`)."""

    level: IsolationLevel
    layers: tuple[tuple[str, str], ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The layers that could not be had, and what was tried and turned out to be possible."""
        return tuple(name for name, state in self.layers if state.startswith(("absent", "failed", "possible")))


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one examination. Times in seconds, sizes in bytes; each has a safe default (`domain.limits`: names).

    `frames` of an animation and `scans` of a JPEG are counted before anything is decoded. `chunks` are the parts of
    any format (segments, chunks, blocks, boxes) and `pages` the directories of a TIFF that a reader looks at; `tags`
    and `value_characters` bound what it says, and `output_bytes` all of that as it leaves the child. `step_seconds`
    are for the picture, `reader_seconds` for each reader, `file_seconds` for all readers together.

    `trust_anchors` bounds whom to believe: certificates in PEM, given by the user, under which a signer of
    Content Credentials counts as trusted. None are shipped; without them nobody is.
    """

    file_bytes: int = 256 * 2**20
    pixels: int = 200_000_000
    memory_bytes: int = 3 * 2**30
    frames: int = 10_000
    scans: int = 100
    chunks: int = 100_000
    pages: int = 200
    step_seconds: float = 20.0
    reader_seconds: float = 5.0
    file_seconds: float = 60.0
    output_bytes: int = 16 * 2**20
    tags: int = 5_000
    value_characters: int = 2_000
    preview_edge: int = 384
    trust_anchors: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """One value that one reader read. `value` is plain text from a hostile file, bounded, never markup.

    `family` is EXIF, XMP, ...; `group` the directory inside it (`Image`, `EXIF`, `GPS`, `Thumbnail`, ...);
    `name` the field's standard name, so that two readers of one field can be compared. `interpreted` is what
    the value means where it is a code or needs a unit (`6` -> `Rotate 90 CW`), in English; empty where it
    speaks for itself.
    """

    reader: str
    family: str
    group: str
    name: str
    value: str
    interpreted: str = ""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A perceptual hash of one variant of the picture.

    `kind`: `phash`, `dhash` (imagehash, 64 bits) or `pdq` (256 bits). `variant`: `TURN` or `TURN trimmed`
    with TURN one of `VARIANTS`, the picture so turned. `bits`: lower-case hex. `quality`: 0 to 100,
    what the picture's detail allows. `recipe`: fingerprints of different recipes are never compared silently.
    """

    kind: str
    variant: str
    bits: str
    quality: int
    recipe: str


PUBLISHED_PDQ = "published; pdq"
"""The recipe of PDQ hashes from lists: somebody's implementation of the published function made them."""

VARIANTS = ("as-is", "turned-90", "turned-180", "turned-270", "mirrored", "flipped", "transposed", "transversed")
"""The eight symmetries of a rectangle: turns are anti-clockwise, mirrored is left-right, flipped top-bottom."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A small picture as bare pixels: `rgb` is width x height x 3 bytes, row by row, upright.

    Raises ValueError where the three do not agree: it came out of the child.
    """

    width: int
    height: int
    rgb: bytes

    def __post_init__(self) -> None:
        if not (0 < self.width <= 8192 and 0 < self.height <= 8192 and len(self.rgb) == self.width * self.height * 3):
            raise ValueError("a preview's pixels do not fit its size")


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """The small picture that a camera or program left inside the file, with its own fingerprints."""

    width: int
    height: int
    fingerprints: tuple[Fingerprint, ...]
    preview: Preview | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A reader or step that could not answer, or left something out (`examine.cut-*`): its name, a code and facts."""

    reader: str
    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was measured from one original. `container` holds plain facts such as `frames` or `progressive`.

    `complete` is False where the pixels end before the picture does. `width` and `height` are the picture's
    own, before its orientation is applied; `orientation` is the EXIF value 1 to 8. `limits` are those that were not the
    usual ones, by the names of `domain.limits`.
    """

    sha256: str
    media_type: str
    format: str
    width: int
    height: int
    orientation: int
    complete: bool
    recipe: str
    isolation: Isolation
    tools: Mapping[str, str]
    container: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[Tag, ...] = ()
    fingerprints: tuple[Fingerprint, ...] = ()
    thumbnail: Thumbnail | None = None
    refused: tuple[Refused, ...] = ()
    preview: Preview | None = None
    limits: Mapping[str, str] = field(default_factory=dict)

    @property
    def upright_size(self) -> tuple[int, int]:
        """Width and height as the picture is looked at: EXIF orientations 5 to 8 lie on their side."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)
