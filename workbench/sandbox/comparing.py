"""The parent's side of finding a photograph again: files go to a child, features and alignments come back."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from workbench.domain.examinations import Limits, Refused
from workbench.domain.features import Alignment, LocalFeatures
from workbench.domain.refusals import Refusal
from workbench.sandbox.comparing_replies import FEATURES_BLOB, parse_alignments, parse_features
from workbench.sandbox.pool import Pool
from workbench.sandbox.sitting import Sitting

VARIANTS = ("as-is", "mirrored")
TOGETHER = 8
TOGETHER_BYTES = 64 * 2**20
"""How many known pictures go to a child at once, and how many bytes: all of them share one deadline."""

Answer = Alignment | Refused


def features(
    pool: Pool, original: Path, untrusted: bytes, limits: Limits, variants: tuple[str, ...]
) -> tuple[tuple[str, LocalFeatures], ...]:
    """Features of each of the variants, by name; Refusal as `Examiner.examine`."""
    with pool.lent() as loan:
        sitting = Sitting(loan, original.name, untrusted, limits)
        sitting.ask({"step": "features", "variants": variants})
        return sitting.needed(FEATURES_BLOB, lambda frame: parse_features(frame, variants))


def alignments(
    pool: Pool, query: Path, known: Sequence[Path], limits: Limits, read: Callable[[Path, Limits], bytes]
) -> tuple[Answer, ...]:
    """An answer for each known picture, in their order; Refusal where the query cannot be read.

    Where several together cost a child its life or its time, each is asked again alone, so that the one to blame
    is found and the others are answered.
    """
    untrusted_query = read(query, limits)
    if not known:
        return ()
    answers: list[Answer] = []
    for bunch in _bunches(known, limits, read):
        readable = [one for one in bunch if isinstance(one, bytes)]
        try:
            found = iter(_asked(pool, query, untrusted_query, readable, limits)) if readable else iter(())
        except Refusal:
            found = iter(_alone(pool, query, untrusted_query, readable, limits))
        answers += [one if isinstance(one, Refused) else next(found) for one in bunch]
    return tuple(answers)


def _alone(pool: Pool, query: Path, untrusted_query: bytes, known: Sequence[bytes], limits: Limits) -> list[Answer]:
    _asked(pool, query, untrusted_query, (), limits)  # the query itself may be to blame: then its refusal is the answer
    answers: list[Answer] = []
    for one in known:
        try:
            answers += _asked(pool, query, untrusted_query, (one,), limits)
        except Refusal as refusal:
            answers.append(Refused("align", refusal.code))
    return answers


def _asked(
    pool: Pool, query: Path, untrusted_query: bytes, known: Sequence[bytes], limits: Limits
) -> tuple[Answer, ...]:
    parts = (untrusted_query, *known)
    with pool.lent() as loan:
        sitting = Sitting(loan, query.name, b"".join(parts), limits)
        sitting.ask({"step": "align", "lengths": [len(part) for part in parts]})
        return sitting.needed(0, lambda frame: parse_alignments(frame, len(known)))


def _bunches(
    known: Sequence[Path], limits: Limits, read: Callable[[Path, Limits], bytes]
) -> Iterator[list[bytes | Refused]]:
    bunch: list[bytes | Refused] = []
    size = 0
    for path in known:
        try:
            one: bytes | Refused = read(path, limits)
        except Refusal as refusal:
            one = Refused("align", refusal.code)
        length = len(one) if isinstance(one, bytes) else 0
        if bunch and (len(bunch) == TOGETHER or size + length > TOGETHER_BYTES):
            yield bunch
            bunch, size = [], 0
        bunch.append(one)
        size += length
    if bunch:
        yield bunch
