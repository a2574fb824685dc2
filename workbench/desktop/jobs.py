"""Background work on threads. Results are delivered in the window's thread by a signal that the caller owns."""

import threading
import time
from collections.abc import Callable, Container
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from workbench.desktop.background import Task
from workbench.domain.faults import Log, Own, code_name, own_name
from workbench.domain.refusals import Refusal

T = TypeVar("T")
_WORKERS = 4


class Job:
    """One piece of work; `tell` posts news to the window."""

    def __init__(self, post: Callable[[Any], None]) -> None:
        self._post = post
        self._cancelled = threading.Event()
        self.future: Future[None] | None = None

    def cancel(self) -> None:
        self._cancelled.set()
        if self.future:
            self.future.cancel()

    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def tell(self, news: Any) -> None:
        self._post(news)


class Jobs(QObject):
    """A few threads, and the way back from them. Lives in the window's thread.

    Each job is logged by the name of its function, how it ended and how long it took; `caught` is given what nobody
    foresaw, and where, and may be called in any thread. `codes` are those that a refusal may have.
    """

    _posted = Signal(object)

    def __init__(self, log: Log, caught: Callable[[BaseException, str], None], codes: Container[str]) -> None:
        super().__init__()
        self._log, self._caught, self._codes = log, caught, codes
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="job")
        self._running: set[Job] = set()
        self._closed = False
        # A bound method of an object of this thread: the delivery is queued into this thread.
        self._posted.connect(self._deliver)

    def run(
        self,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        failed: Callable[[Refusal], None],
        progress: Callable[[Any], None] = lambda news: None,
    ) -> Task:
        job = Job(lambda news: self._posted.emit(lambda: progress(news)))

        def body() -> None:
            outcome: Callable[[], None]
            began, how = time.monotonic(), Own("done")
            try:
                result = work(job)
                outcome = lambda: done(result)  # noqa: E731 - delivered later, in the other thread
            except Refusal as refusal:
                kept, how = refusal, code_name(refusal.code, self._codes)
                outcome = lambda: failed(kept)  # noqa: E731
            except Exception as error:
                self._caught(error, "job")
                fault, how = Refusal("desktop.fault", reason=type(error).__name__), Own("fault")
                outcome = lambda: failed(fault)  # noqa: E731
            took = round((time.monotonic() - began) * 1000)
            self._log.note(Own("job"), work=own_name(work), how=how, milliseconds=took)
            self._posted.emit(lambda: self._finish(job, outcome))

        self._running.add(job)
        job.future = self._pool.submit(body)
        job.future.add_done_callback(
            lambda future: self._posted.emit(lambda: self._running.discard(job)) if future.cancelled() else None
        )
        return job

    def busy(self) -> bool:
        return bool(self._running)

    def stop(self) -> None:
        """Ask everything to end where it stands; what it has then is delivered."""
        for job in list(self._running):
            job.cancel()

    def close(self, seconds: float = 5.0) -> None:
        """Cancel everything and wait a bounded time; nothing is delivered afterwards."""
        self._closed = True
        running = list(self._running)
        for job in running:
            job.cancel()
        wait([job.future for job in running if job.future], timeout=seconds)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _finish(self, job: Job, outcome: Callable[[], None]) -> None:
        self._running.discard(job)
        outcome()

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()
