"""A known image's local features as the bytes that a library keeps: 14 bytes a feature, and enough to say whose.

    magic 4 | CRC-32 of all that follows 4 | codebook 6 | count 2 | recipe's length 1 | recipe |
    cells 2 x count | codes 8 x count | places 4 x count                               little-endian

A place is 32 bits: x and y in 1/1023 of the picture's longest edge (10 bits each), the sixths of an octave by
which the feature's diameter is smaller than that edge (6 bits), and its angle in 1/64 of a turn (6 bits).
"""

import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.domain.features import LocalFeatures
from workbench.matching.codebook import CELLS, PARTS, Codebook

MOST_KEPT = 700
"""Features that a row may hold."""
KEPT = 500
"""Features kept of a known image, strongest first: what is on disk for it, 30 bytes each with the index."""
_MAGIC = b"WBF1"
_HEAD = struct.Struct("<4sI6sHB")
_LOG_SCALE = 4096.0
_STEPS = 6.0
"""Of `LocalFeatures.points` (4096 a doubling) and of a place (six a doubling)."""
_TURN = 64
_RESTORED = 640
"""Longest edge of the picture that restored features speak of, in pixels."""

Numbers = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """A row that was read: equal lengths, cells below `CELLS`."""

    recipe: str
    cells: NDArray[np.uint16]
    codes: NDArray[np.uint8]
    places: Numbers

    def __len__(self) -> int:
        return len(self.cells)


def write_row(features: LocalFeatures, codebook: Codebook) -> bytes:
    """The row of a known image. The same features and codebook give the same bytes."""
    descriptors = np.frombuffer(features.descriptors, np.uint8).reshape(-1, 128)[:KEPT]
    cells, codes = codebook.encode(codebook.rotate(descriptors))
    return joined_row(FeatureRow(features.recipe, cells, codes, packed_places(features)[:KEPT]), codebook)


def joined_row(row: FeatureRow, codebook: Codebook) -> bytes:
    """The bytes of a row; `read_row` gives it back."""
    recipe = row.recipe.encode()[:255]
    body = b"".join(
        (recipe, row.cells.astype("<u2").tobytes(), row.codes.tobytes(), row.places.astype("<u4").tobytes())
    )
    head = _HEAD.pack(_MAGIC, 0, _codebook_bytes(codebook), len(row), len(recipe))[8:]
    return _MAGIC + struct.pack("<I", zlib.crc32(head + body)) + head + body


def read_row(untrusted_row: bytes, codebook: Codebook) -> FeatureRow:
    """A row that this codebook wrote; ValueError for a damaged, foreign or malformed one."""
    if len(untrusted_row) < _HEAD.size:
        raise ValueError("a row of features is cut short")
    magic, check, made_by, count, recipe_bytes = _HEAD.unpack_from(untrusted_row)
    at = _HEAD.size + recipe_bytes
    if magic != _MAGIC or count > MOST_KEPT or len(untrusted_row) != at + count * (2 + PARTS + 4):
        raise ValueError("not a row of features")
    if zlib.crc32(untrusted_row[8:]) != check:
        raise ValueError("a row of features is damaged")
    if made_by != _codebook_bytes(codebook):
        raise ValueError("a row of features by another codebook")
    cells = np.frombuffer(untrusted_row, "<u2", count, at)
    if count and int(cells.max()) >= CELLS:
        raise ValueError("a row of features names a cell that is not there")
    codes = np.frombuffer(untrusted_row, np.uint8, count * PARTS, at + 2 * count).reshape(count, PARTS)
    places = np.frombuffer(untrusted_row, "<u4", count, at + (2 + PARTS) * count)
    recipe = untrusted_row[_HEAD.size : at].decode("utf-8", "replace")
    return FeatureRow(recipe, cells.astype(np.uint16), codes, places.astype(np.uint32))


def restored_features(row: FeatureRow, codebook: Codebook, size: tuple[int, int]) -> LocalFeatures:
    """The features that a row stands for, near those that it was written from; `size`: the picture's upright width
    and height, of which only the shape matters."""
    longest = max(size)
    width, height = (max(1, round(_RESTORED * side / longest)) for side in size)
    places = unpacked_places(row.places)
    points = np.empty((len(row), 4), np.int64)
    points[:, 0] = np.rint(places[:, 0] * longest / size[0] * 65535)
    points[:, 1] = np.rint(places[:, 1] * longest / size[1] * 65535)
    points[:, 2] = np.rint(_LOG_SCALE * (places[:, 2] + np.log2(_RESTORED)))
    points[:, 3] = np.rint(places[:, 3] * (65536 / (2 * np.pi))) % 65536
    packed = np.clip(points, 0, 65535).astype("<u2").tobytes()
    return LocalFeatures(row.recipe, width, height, packed, codebook.decode(row.cells, row.codes).tobytes())


def packed_places(features: LocalFeatures) -> Numbers:
    """Each feature's place in 32 bits, as rows keep it."""
    points = np.frombuffer(features.points, "<u2").reshape(-1, 4).astype(np.float64)
    longest = max(features.width, features.height)
    x = np.rint(points[:, 0] / 65535 * features.width / longest * 1023)
    y = np.rint(points[:, 1] / 65535 * features.height / longest * 1023)
    smaller = np.log2(longest) - points[:, 2] / _LOG_SCALE
    size = np.clip(np.rint(smaller * _STEPS), 0, 63)
    turn = np.rint(points[:, 3] / 65536 * _TURN) % _TURN
    fields = [one.astype(np.uint32) for one in (x, y, size, turn)]
    packed: Numbers = fields[0] | fields[1] << np.uint32(10) | fields[2] << np.uint32(20) | fields[3] << np.uint32(26)
    return packed


def unpacked_places(places: Numbers) -> NDArray[np.float32]:
    """Rows of x, y (of the longest edge), log2 of the diameter (of it), angle in radians."""
    x, y = places & 1023, places >> 10 & 1023
    size, turn = places >> 20 & 63, places >> 26
    columns = (x / 1023, y / 1023, -(size / _STEPS), turn * (2 * np.pi / _TURN))
    return np.stack(columns, axis=1).astype(np.float32)


def _codebook_bytes(codebook: Codebook) -> bytes:
    return bytes.fromhex(codebook.version.split(" ")[1])
