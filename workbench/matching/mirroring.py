"""The features of a picture's mirror image, without looking at the picture again."""

import numpy as np

from workbench.domain.features import LocalFeatures

_ROWS, _COLUMNS, _ANGLES = 4, 4, 8
"""A SIFT descriptor: a grid of rows and columns, each a histogram of eight directions."""


def mirrored(features: LocalFeatures) -> LocalFeatures:
    """What extraction finds in the picture mirrored left-right, but for rounding.

    A keypoint moves to the other side and its angle is mirrored; so its grid is mirrored along the rows, and
    directions turn the other way.
    """
    points = np.frombuffer(features.points, "<u2").reshape(-1, 4).copy()
    points[:, 0] = 65535 - points[:, 0]
    points[:, 3] = (32768 - points[:, 3].astype(np.int64)) % 65536
    grid = np.frombuffer(features.descriptors, np.uint8).reshape(-1, _ROWS, _COLUMNS, _ANGLES)
    turned = grid[:, ::-1, :, (-np.arange(_ANGLES)) % _ANGLES]
    return LocalFeatures(
        features.recipe, features.width, features.height, points.tobytes(), np.ascontiguousarray(turned).tobytes()
    )
