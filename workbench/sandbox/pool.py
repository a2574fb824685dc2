"""A few children at work and one warm in reserve."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from workbench.casework.precautions import Precautions
from workbench.domain.refusals import Refusal
from workbench.sandbox.worker import Worker, WorkerLost

RECYCLED_AFTER = 64


class Pool:
    """Lends each child to one thread at a time, `size` at most; safe to call from several threads."""

    def __init__(
        self, size: int, start: Callable[[], Worker], end: Callable[[], None], precautions: Precautions
    ) -> None:
        """`start` starts one child, and `end` comes last of all; both are called in one thread, the pool's own."""
        self._start, self._end = start, end
        self.precautions = precautions
        self._turns = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._closed = False
        # A child's death signal is tied to the thread that started it: this one lives as long as the pool.
        self._starter = ThreadPoolExecutor(1, "sandbox-starter")
        # Until a child that took all its memory has ended, a fifth of a second may pass: the next file need not wait.
        self._ender = ThreadPoolExecutor(1, "sandbox-ender")
        self._spare = self._starter.submit(start)

    @contextmanager
    def lent(self, other: Callable[[], Worker] | None = None) -> Iterator["Loan"]:
        """A loan of one child; a healthy one that is not worn out comes back into the pool.

        `other` starts one that is not like the rest, such as one with more memory: it does not come back.

        Under the precaution of a fresh process the child has seen no file yet, and does not come back.
        """
        with self._turns:
            loan = Loan(self, self.precautions.fresh_process, other)
            try:
                yield loan
            except Refusal:
                raise
            except BaseException:  # whatever was wrong, this child is lent no more
                loan.discard()
                raise
            finally:
                loan.give_back()

    def take(self, fresh: bool) -> Worker:
        """An idle child or the spare one, greeted; WorkerLost where none starts, in two attempts.

        A `fresh` one has seen no file.
        """
        with self._lock:
            while usable := [worker for worker in self._idle if not (fresh and worker.examined)]:
                worker = usable[-1]
                self._idle.remove(worker)
                if worker.alive():
                    return worker
                worker.kill()  # it was killed from outside; that is no file's fault
        try:
            return self._greeted()
        except WorkerLost:
            return self._greeted()

    def _greeted(self) -> Worker:
        with self._lock:
            if self._closed:
                raise WorkerLost("examine.closed")
            spare, self._spare = self._spare, self._starter.submit(self._start)
        try:
            worker = spare.result()
        except OSError as error:
            raise WorkerLost("examine.child-not-started") from error
        worker.greet()
        if not worker.alive():  # it was killed while it waited
            worker.kill()
            raise WorkerLost("examine.child-not-started")
        return worker

    def take_other(self, start: Callable[[], Worker]) -> Worker:
        """A child of its own kind, greeted; WorkerLost where it does not start."""
        with self._lock:
            if self._closed:
                raise WorkerLost("examine.closed")
            started = self._starter.submit(start)
        try:
            worker = started.result()
        except OSError as error:
            raise WorkerLost("examine.child-not-started") from error
        worker.greet()
        return worker

    def put(self, worker: Worker) -> None:
        with self._lock:
            if not self._closed and worker.examined < RECYCLED_AFTER:
                self._idle.append(worker)
                return
        self.put_away(worker)

    def put_away(self, worker: Worker) -> None:
        """Kill the child now, and see to its end when there is time."""
        worker.stop()
        try:
            self._ender.submit(worker.kill)
        except RuntimeError:  # the pool was closed while the child was lent
            worker.kill()

    def close(self) -> None:
        """End every child that is not lent, and lend none any more; those that are lent end now or on their return."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.kill()
        if self._spare.exception() is None:
            self._spare.result().kill()
        self._starter.submit(self._end).result()
        self._starter.shutdown()
        self._ender.shutdown()


class Loan:
    """The child that one examination uses, and its replacement where it is lost on the way."""

    def __init__(self, pool: Pool, fresh: bool, other: Callable[[], Worker] | None = None) -> None:
        self._pool = pool
        self._other = other
        self._worker: Worker | None = None
        self.fresh = fresh

    def worker(self) -> Worker:
        if self._worker is None:
            other = self._other
            self._worker = self._pool.take_other(other) if other else self._pool.take(self.fresh)
        return self._worker

    def admitted(self) -> Worker:
        """The child, which is about to be given a file: every file comes through here.

        Refusal `isolation.less` where it is locked less than was agreed to; WorkerLost as `Pool.take`.
        """
        worker = self.worker()
        self._pool.precautions.admit(worker.greet().isolation)
        return worker

    def discard(self) -> None:
        """Kill the child: it was lost, or met something that it should not go on from."""
        if self._worker is not None:
            self._pool.put_away(self._worker)
            self._worker = None

    def wear_out(self) -> None:
        """Let the child finish, and lend it no more: a decoder in it has met with damage."""
        self.worker().examined = RECYCLED_AFTER

    def give_back(self) -> None:
        if self._worker is not None:
            if self._other or (self.fresh and self._worker.examined):
                self.wear_out()
            self._pool.put(self._worker)
            self._worker = None
