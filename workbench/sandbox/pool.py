"""A few children at work and one warm in reserve."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from workbench.sandbox.worker import Worker, WorkerLost

RECYCLED_AFTER = 64


class Pool:
    """Lends each child to one thread at a time, `size` at most; safe to call from several threads."""

    def __init__(self, size: int, start: Callable[[], Worker], end: Callable[[], None]) -> None:
        """`start` starts one child, and `end` comes last of all; both are called in one thread, the pool's own."""
        self._start, self._end = start, end
        self._turns = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._closed = False
        # A child's death signal is tied to the thread that started it: this one lives as long as the pool.
        self._starter = ThreadPoolExecutor(1, "sandbox-starter")
        self._spare = self._starter.submit(start)

    @contextmanager
    def lent(self) -> Iterator["Loan"]:
        """A loan of one child; a healthy one that is not worn out comes back into the pool."""
        with self._turns:
            loan = Loan(self)
            try:
                yield loan
            finally:
                loan.give_back()

    def take(self) -> Worker:
        """An idle child or the spare one, greeted; WorkerLost where none starts, in two attempts."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
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

    def put(self, worker: Worker) -> None:
        with self._lock:
            if not self._closed and worker.examined < RECYCLED_AFTER:
                self._idle.append(worker)
                return
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


class Loan:
    """The child that one examination uses, and its replacement where it is lost on the way."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._worker: Worker | None = None

    def worker(self) -> Worker:
        if self._worker is None:
            self._worker = self._pool.take()
        return self._worker

    def discard(self) -> None:
        """Kill the child: it was lost, or met something that it should not go on from."""
        if self._worker is not None:
            self._worker.kill()
            self._worker = None

    def wear_out(self) -> None:
        """Let the child finish, and lend it no more: a decoder in it has met with damage."""
        self.worker().examined = RECYCLED_AFTER

    def give_back(self) -> None:
        if self._worker is not None:
            self._pool.put(self._worker)
            self._worker = None
