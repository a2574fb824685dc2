"""Files of a source, copied and examined several at a time, in the order in which they came."""

from collections import deque
from collections.abc import Callable, Collection, Generator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice

from workbench.casework.ports import Examiner, Source, Staged, Vault
from workbench.domain.evidence import Arrival
from workbench.domain.examinations import Examination, Limits
from workbench.domain.features import LocalFeatures
from workbench.domain.refusals import Refusal
from workbench.domain.unseen import writable

GROUP = 32
"""The most files that come together."""
_SHARED = 8
"""So many are waited for, `_TICK` at most, before they are handed on: each group costs its taker a synced commit."""
_TICK = 0.1  # seconds between looks at whether the job was cancelled


@dataclass(frozen=True, slots=True)
class Met:
    """A file that was copied and examined, or the refusal that says why not.

    `examination` is None where it was refused, and where its bytes are known already. Nothing of it is
    acknowledged yet: whoever takes it publishes or discards `staged`.
    """

    arrival: Arrival
    staged: Staged | None = None
    examination: Examination | None = None
    refusal: Refusal | None = None
    features: LocalFeatures | None = None

    @property
    def path(self) -> str:
        return writable(self.arrival.path)


def meet(
    vault: Vault,
    source: Source,
    examiner: Examiner,
    limits: Limits,
    known: Collection[str],
    cancelled: Callable[[], bool],
    workers: int = 4,
    with_features: bool = False,
) -> Generator[list[Met], None, None]:
    """Groups of files that are ready together, `with_features` with their local features.

    Digests in `known`, which may grow meanwhile, are not examined.

    When `cancelled` turns true, or the generator is closed, no further file is begun, and copies that nobody
    took are discarded as soon as their file is done with.
    """
    pending: deque[Future[Met]] = deque()
    arrivals = source.arrivals()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="meet")
    try:
        exhausted = False
        while not cancelled():
            while not exhausted and len(pending) < GROUP:
                arrival = next(arrivals, None)
                if arrival is None:
                    exhausted = True
                else:
                    pending.append(pool.submit(_meet, vault, source, arrival, examiner, limits, known, with_features))
            if not pending:
                return
            wait(list(islice(pending, _SHARED)), _TICK)
            if not pending[0].done():
                continue
            group: list[Met] = []
            while pending and pending[0].done() and len(group) < GROUP:
                group.append(pending.popleft().result())
            yield group
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for left in pending:
            left.add_done_callback(lambda done: _drop(vault, done))


def _meet(
    vault: Vault,
    source: Source,
    arrival: Arrival,
    examiner: Examiner,
    limits: Limits,
    known: Collection[str],
    with_features: bool,
) -> Met:
    staged = None
    try:
        with source.open(arrival) as untrusted:
            staged = vault.stage(untrusted, limits.file_bytes)
        if staged.sha256 in known:
            return Met(arrival, staged)
        examination = examiner.examine(staged.path, staged.sha256, limits)
        features = _features(examiner, staged, limits) if with_features else None
        return Met(arrival, staged, examination, features=features)
    except Refusal as refusal:
        return Met(arrival, staged, refusal=refusal.about(writable(arrival.path)))
    except OSError as error:
        reason = error.strerror or str(error)
        return Met(arrival, staged, refusal=Refusal("source.unreadable", path=writable(arrival.path), reason=reason))
    except Exception as error:  # a fault of ours on one file must not cost the others
        fault = Refusal("import.fault", path=writable(arrival.path), reason=type(error).__name__)
        return Met(arrival, staged, refusal=fault)


def _features(examiner: Examiner, staged: Staged, limits: Limits) -> LocalFeatures | None:
    """Local features, or None where the picture has none to give: it is still known by its fingerprints."""
    try:
        return examiner.features(staged.path, staged.sha256, limits)
    except Refusal:
        return None


def _drop(vault: Vault, done: Future[Met]) -> None:
    """A file in hand when the job ended leaves no copy behind."""
    if not done.cancelled() and done.exception() is None and (staged := done.result().staged):
        vault.discard(staged)
