"""JPEG ghost: where a part was once saved as a JPEG of a lower quality (Farid, Exposing digital forgeries from
JPEG ghosts, IEEE Trans. Information Forensics and Security 4(1), 2009)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.forensics.pixels import Pixels, apart, luminance, saved_again
from workbench.forensics.tiles import by_tiles

LADDER = (30, 40, 50, 60, 70, 80, 90)
"""The qualities that give each block its least and greatest change."""
BLOCK = 16
FLAT = 4
"""A block whose luminance keeps within so many steps has nothing that a coarser save could have taken away."""
HATCH = np.where(np.add.outer(np.arange(BLOCK), np.arange(BLOCK)) % 8 < 2, 128, 255).astype(np.uint8)
"""What stands where there is no answer, so that it is not taken for one."""
_SQUARES = (np.arange(256) ** 2).astype(np.float32)


def jpeg_ghost(rgb: Image.Image, reduction: int, *, quality: int, across: int, down: int) -> Image.Image:
    """The squared change of the luminance when saved again at `quality`, averaged over 16 x 16 pixels, on the scale
    from the least (black) to the greatest (white) change that the block has at any quality: black where the part
    was saved at this quality before. Blocks that are flat are hatched: they cannot tell.

    `across` and `down` shift the grid of 8 x 8 pixels by 0 to 7: a part that was pasted off the picture's own grid
    answers at its own shift only.
    """

    def work(tile: Pixels) -> Pixels:
        rows, columns = tile.shape[0] - 2 * BLOCK, tile.shape[1] - 2 * BLOCK
        fill = ((0, -rows % BLOCK), (0, -columns % BLOCK))
        grey = np.pad(luminance(tile), fill, "edge")
        on_grid = np.ascontiguousarray(grey[down : _whole(down, grey.shape[0]), across : _whole(across, grey.shape[1])])
        answer, told = _large(_answers(on_grid, quality)), _large(_told(on_grid))
        hatch = np.tile(HATCH, [side // BLOCK for side in on_grid.shape])
        shown: Pixels = np.where(told, answer, hatch)
        return shown[BLOCK - down :, BLOCK - across :][:rows, :columns]

    return by_tiles(rgb, work, reduction, margin=BLOCK)


def _whole(start: int, length: int) -> int:
    """Where the last whole block from `start` ends."""
    return start + (length - start) // BLOCK * BLOCK


def _answers(grey: Pixels, quality: int) -> Pixels:
    """0 to 255 for each block."""
    changes = {one: _change(grey, one) for one in {*LADDER, quality}}
    least = np.minimum.reduce(list(changes.values()))
    span = np.maximum.reduce(list(changes.values())) - least
    share = (changes[quality] - least) / np.where(span > 0, span, 1)
    found: Pixels = np.rint(share * 255).astype(np.uint8)
    return found


def _told(grey: Pixels) -> NDArray[np.bool_]:
    """Which blocks are not flat."""
    rows, columns = grey.shape[0] // BLOCK, grey.shape[1] // BLOCK
    down = grey.reshape(rows, BLOCK, -1)
    most = down.max(1).reshape(rows, columns, BLOCK).max(2)
    least = down.min(1).reshape(rows, columns, BLOCK).min(2)
    found: NDArray[np.bool_] = most - least > FLAT
    return found


def _large(blocks: NDArray[Any]) -> NDArray[Any]:
    return blocks.repeat(BLOCK, 0).repeat(BLOCK, 1)


def _change(grey: Pixels, quality: int) -> NDArray[np.float32]:
    """The mean squared change of each block of 16 x 16."""
    squares = _SQUARES[apart(grey, saved_again(grey, quality))]
    rows, columns = squares.shape[0] // BLOCK, squares.shape[1] // BLOCK
    down = np.add.reduce(squares.reshape(rows, BLOCK, -1), 1)
    found: NDArray[np.float32] = np.add.reduce(down.reshape(rows, columns, BLOCK), 2) / BLOCK**2
    return found
