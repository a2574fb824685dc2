"""The odds that a match is an accident, from distances measured between unrelated photographs.

Measured by `tests/benchmarks/false_match_odds.py` in November 2026 with recipe 1 (Pillow 13.0, ImageHash 4.3.2,
pdqhash 0.2.8): 579 photographs, drawings and memes, each asked in all eight turns, whole and trimmed,
against every other of another group: about 328,000 trials a kind. The limits do not fall below 9.1e-6, since
no more was measured: true odds are likely far smaller, and nobody here has seen it. Near twins (two frames of
one burst, two screenshots of one program) are no accidents, and the limits do not cover them.
"""

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from workbench.domain.known import Candidate

RECIPE = "1"
"""The first part of the recipe that was measured: the limits hold for no other."""

UPPER_LIMITS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "phash": (9.1e-06, 9.1e-06, 9.1e-06, 9.1e-06, 9.1e-06, 9.1e-06, 9.1e-06, 9.1e-06, 9.1e-06, 9.1e-06, 1.9e-05),
        "dhash": (9.1e-06, 9.1e-06, 9.1e-06, 9.1e-06, 1.4e-05),
        "pdq": (
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
            9.1e-06,
        ),
    }
)
"""For each kind, by Hamming distance: the upper 95 % limit of the probability that one query comes so near to
one unrelated image, in any turn, whole or trimmed."""


def false_match_odds(evidence: Iterable[Candidate], images: int, kinds: int) -> float | None:
    """The chance, at most, that a query meets so near an image by accident among `images` unrelated ones.

    1 - (1 - p)^(images x kinds), p being the limit of the rarest of the agreements in `evidence`, and `kinds`
    the number of fingerprint kinds that were tried: who asks three times is three times as likely to be
    fooled. That several kinds agree is not counted, since they are not independent. None where nothing of
    it was measured.
    """
    limits = [
        UPPER_LIMITS[one.fingerprint][one.distance]
        for one in evidence
        if one.distance < len(UPPER_LIMITS.get(one.fingerprint, ()))
    ]
    if not limits:
        return None
    return -math.expm1(images * kinds * math.log1p(-min(limits)))


LOOKED_AT: tuple[tuple[float, float], ...] = ((0.65, 1.6e-06), (0.85, 7.4e-07))
"""Least score of an aligned match, rising, and the upper 95 % limit of the probability that one query is called the
same photograph as one unrelated image with at least that score.

Measured by `tests/benchmarks/false_alerts.py` in November 2026: 2,640 pictures that were not known, 600 of them in
frames that known ones share, each asked of 1,526 known images (4,028,640 pairs). Two were called the same, at 0.77
and 0.79, by one caption over two skies; the rule was made stricter since, and they are counted still."""


def look_odds(score: float, images: int) -> float | None:
    """The chance, at most, that a query is called the same photograph as one of `images` unrelated ones, by accident
    and with this score: 1 - (1 - p)^images. None where nothing was measured."""
    limits = [limit for least, limit in LOOKED_AT if score >= least]
    return -math.expm1(images * math.log1p(-limits[-1])) if limits else None
