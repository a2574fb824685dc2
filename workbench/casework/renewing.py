"""A library whose images were measured by another recipe or codebook than today's, measured again."""

import io
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from workbench.casework.cases import KnownLibrary
from workbench.casework.knowing import KnownOutcome
from workbench.casework.measuring import Measuring
from workbench.casework.ports import Vault
from workbench.domain.examinations import Examination, Fingerprint, Preview
from workbench.domain.features import LocalFeatures
from workbench.domain.known import KnownImage
from workbench.domain.refusals import Refusal

_AHEAD = 32
"""The most pictures in hand at once."""
_TICK = 0.1  # seconds between looks at whether the job was cancelled
_SPECIMEN = Preview(64, 64, bytes(value for y in range(64) for x in range(64) for value in (4 * x, 4 * y, 0)))

Recipes = frozenset[tuple[str, str]]
"""The kind and recipe of each fingerprint."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What a library holds of an image: `searchable` where its row of features is one of today's."""

    known: KnownImage
    recipes: Recipes
    features: bool
    searchable: bool
    picture: bool


@dataclass(frozen=True, slots=True)
class _Measured:
    held: _Held
    examination: Examination | None = None
    features: LocalFeatures | None = None
    refusal: Refusal | None = None


def renew_known(
    library: KnownLibrary,
    measuring: Measuring,
    searchable: Callable[[bytes], bool],
    scratch: Vault,
    cancelled: Callable[[], bool] = lambda: False,
    workers: int = 4,
) -> Generator[KnownOutcome, None, None]:
    """Measure again each known image that was measured otherwise than today, or not at all; its provenance stays.

    An outcome for each image of the library, those that need nothing first, is yielded once what it says is kept:
    `current`; `renewed`; `without-picture`, where the picture is not here and the image stays as it is; `refused`.
    `searchable` is True for a row of local features by today's recipe and codebook. Cancelling keeps what was
    renewed. Refusal `examine.child-not-started` before anything is done.
    """
    today = _recipes_today(measuring, scratch)
    wanted = []
    for known, kept in library.store.everything():
        if cancelled():
            return
        row = kept.features
        held = _Held(known, _recipes(kept.fingerprints), row is not None, bool(row and searchable(row)), kept.picture)
        if held.recipes == today and held.searchable:
            yield KnownOutcome(known.path, known.id, "current")
        elif not held.picture:
            yield KnownOutcome(known.path, known.id, "without-picture", caveat="renew.without-picture")
        else:
            wanted.append(held)
    for measured in _each_measured(library, measuring, wanted, cancelled, workers):
        yield _keep(library, measuring, measured)


def _keep(library: KnownLibrary, measuring: Measuring, measured: _Measured) -> KnownOutcome:
    held, examination = measured.held, measured.examination
    known = held.known
    if examination is None:
        return KnownOutcome(known.path, known.id, "refused", measured.refusal)
    same = _recipes(examination.fingerprints) == held.recipes
    if same and (held.searchable or (measured.features is None and not held.features)):
        return KnownOutcome(known.path, known.id, "current")
    renewed = library.store.renew(known.id, examination, *measuring.kept(examination, measured.features))
    return KnownOutcome(known.path, known.id, "renewed" if renewed else "without-picture")


def _each_measured(
    library: KnownLibrary,
    measuring: Measuring,
    wanted: Iterable[_Held],
    cancelled: Callable[[], bool],
    workers: int,
) -> Generator[_Measured, None, None]:
    """Several at a time, in their order; when `cancelled` turns true no further one is begun."""
    waiting, pending = iter(wanted), deque[Future[_Measured]]()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="renew")
    try:
        while not cancelled():
            while len(pending) < _AHEAD and (held := next(waiting, None)):
                pending.append(pool.submit(_measure, library.vault, measuring, held))
            if not pending:
                return
            wait([pending[0]], _TICK)
            if pending[0].done():
                yield pending.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _measure(vault: Vault, measuring: Measuring, held: _Held) -> _Measured:
    known = held.known
    original = vault.path(known.sha256)
    try:
        if not original.is_file():
            raise Refusal("library.original-missing", path=known.path, id=known.id)
        return _Measured(held, *measuring.measured(original, known.sha256))
    except Refusal as refusal:
        return _Measured(held, refusal=refusal.about(known.path))
    except Exception as error:  # a fault of ours on one picture must not cost the others
        return _Measured(held, refusal=Refusal("renew.fault", path=known.path, reason=type(error).__name__))


def _recipes_today(measuring: Measuring, scratch: Vault) -> Recipes:
    """The recipes of a picture that is measured now: the child alone knows the tools that it has."""
    staged = scratch.stage(io.BytesIO(measuring.encode(_SPECIMEN)), measuring.limits.file_bytes)
    try:
        return _recipes(measuring.examiner.examine(staged.path, staged.sha256, measuring.limits).fingerprints)
    finally:
        scratch.discard(staged)


def _recipes(fingerprints: Sequence[Fingerprint]) -> Recipes:
    return frozenset((one.kind, one.recipe) for one in fingerprints)
