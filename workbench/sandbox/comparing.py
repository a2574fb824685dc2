"""The parent's side of finding a photograph again: files go to a child, features and alignments come back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from workbench.domain.examinations import Limits, Refused
from workbench.domain.features import Alignment, LocalFeatures, Picture
from workbench.domain.originals import Original
from workbench.domain.refusals import Refusal
from workbench.sandbox.comparing_replies import FEATURES_BLOB, parse_alignments, parse_features
from workbench.sandbox.pool import Pool
from workbench.sandbox.sitting import Sitting

VARIANTS = ("as-is", "mirrored")
TOGETHER = 8
TOGETHER_BYTES = 64 * 2**20
"""How many known pictures go to a child at once, and how many bytes: all of them share one deadline."""

Answer = Alignment | Refused
Homography = tuple[tuple[float, float, float], ...]


def features(
    pool: Pool, original: Original, untrusted: bytes, limits: Limits, variants: tuple[str, ...]
) -> tuple[tuple[str, LocalFeatures], ...]:
    """Features of each of the variants, by name; Refusal as `Examiner.examine`."""
    with pool.lent() as loan:
        sitting = Sitting(loan, original.name, untrusted, limits)
        sitting.ask({"step": "features", "variants": variants})
        return sitting.needed(FEATURES_BLOB, lambda frame: parse_features(frame, variants))


def alignments(
    pool: Pool, query: Picture, known: Sequence[Picture], limits: Limits, read: Callable[[Original, Limits], bytes]
) -> tuple[Answer, ...]:
    """An answer for each known picture, in their order; Refusal where the query cannot be read.

    Where several together cost a child its life or its time, each is asked again alone, so that the one to blame
    is found and the others are answered.
    """
    untrusted_query = _part(query, limits, read)
    if not known:
        return ()
    answers: list[Answer] = []
    together = 1 if pool.precautions.fresh_process else TOGETHER
    for bunch in _bunches(known, limits, read, together):
        readable = [one for one in bunch if isinstance(one, _Part)]
        try:
            found = iter(_asked(pool, query, untrusted_query, readable, limits)) if readable else iter(())
        except Refusal:
            found = iter(_alone(pool, query, untrusted_query, readable, limits))
        answers += [one if isinstance(one, Refused) else next(found) for one in bunch]
    return tuple(answers)


@dataclass(frozen=True, slots=True)
class _Part:
    """One picture's share of a request: what the child is told of it, and its bytes."""

    told: tuple[int, tuple[int, int, int] | None, tuple[int, int] | None, Homography | None]
    untrusted: bytes


def _part(picture: Picture, limits: Limits, read: Callable[[Original, Limits], bytes]) -> _Part:
    untrusted = read(picture.original, limits) if picture.original else picture.preview
    found = picture.features
    told = (
        len(untrusted),
        (found.width, found.height, len(found)) if found else None,
        None if picture.original else picture.size,
        picture.alike,
    )
    return _Part(told, untrusted + found.points + found.descriptors if found else untrusted)


def _alone(pool: Pool, query: Picture, untrusted_query: _Part, known: Sequence[_Part], limits: Limits) -> list[Answer]:
    _asked(pool, query, untrusted_query, (), limits)  # the query itself may be to blame: then its refusal is the answer
    answers: list[Answer] = []
    for one in known:
        try:
            answers += _asked(pool, query, untrusted_query, (one,), limits)
        except Refusal as refusal:
            answers.append(Refused("align", refusal.code))
    return answers


def _asked(
    pool: Pool, query: Picture, untrusted_query: _Part, known: Sequence[_Part], limits: Limits
) -> tuple[Answer, ...]:
    parts = (untrusted_query, *known)
    with pool.lent() as loan:
        sitting = Sitting(loan, query.name, b"".join(part.untrusted for part in parts), limits)
        sitting.ask({"step": "align", "parts": [part.told for part in parts]})
        return sitting.needed(0, lambda frame: parse_alignments(frame, len(known)))


def _bunches(
    known: Sequence[Picture], limits: Limits, read: Callable[[Original, Limits], bytes], together: int
) -> Iterator[list[_Part | Refused]]:
    bunch: list[_Part | Refused] = []
    size = 0
    for picture in known:
        try:
            one: _Part | Refused = _part(picture, limits, read)
        except Refusal as refusal:
            one = Refused("align", refusal.code)
        length = len(one.untrusted) if isinstance(one, _Part) else 0
        if bunch and (len(bunch) == together or size + length > TOGETHER_BYTES):
            yield bunch
            bunch, size = [], 0
        bunch.append(one)
        size += length
    if bunch:
        yield bunch
