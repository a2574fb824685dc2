"""One child, seen from the supervisor: greeted, asked and put away."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from workbench.sandbox.deadline import Deadline, TimeIsUp, deadline
from workbench.sandbox.process import Process, prepare_pipes
from workbench.sandbox.protocol import HEADER_BYTES, BrokenFrame, ClosedPipe, Frame, receive, send
from workbench.sandbox.replies import Hello, InvalidReply, parse_hello

START_SECONDS = 60.0

Result = TypeVar("Result")


class WorkerLost(Exception):
    """The child did not answer. `code` says how it was lost; it has been stopped, and is still to be put away."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Worker:
    """A child and its two pipes. Not for two threads at once. `examined` counts the files that it was given."""

    def __init__(self, process: Process, memory_bytes: int) -> None:
        """Tells the child to lock itself and does not wait for it; `greet` does. WorkerLost as there."""
        self.examined = 0
        self._process = process
        self._hello: Hello | None = None
        prepare_pipes(process.requests, process.answers)
        try:
            self.tell({"memory_bytes": memory_bytes, "parent": process.parent})
        except WorkerLost as lost:
            self.kill()
            raise WorkerLost("examine.child-not-started") from lost

    def alive(self) -> bool:
        return self._process.alive()

    def greet(self) -> Hello:
        """Wait until the child is locked and says so; WorkerLost `examine.child-not-started` where it never does."""
        if self._hello is None:
            try:
                self._hello = parse_hello(self.answer(0, START_SECONDS))
            except (WorkerLost, InvalidReply) as error:
                self.kill()
                raise WorkerLost("examine.child-not-started") from error
        return self._hello

    def tell(self, header: Mapping[str, Any], blob: bytes = b"", seconds: float = START_SECONDS) -> None:
        """Send a request, and a file with it; its answer is fetched with `answer`. WorkerLost where it takes too long.

        That a child has gone is met where its answer is missing: earlier answers may still be in the pipe.
        """
        with deadline(self.stop, seconds) as limit:
            self._exchange(limit, lambda: self._send(limit, header, blob))

    def answer(self, blob_limit: int, seconds: float, header_limit: int = HEADER_BYTES) -> Frame:
        """The answer to the earliest request that has none yet.

        WorkerLost `examine.took-too-long`, `.child-died` or `.reply-invalid`; the child is then stopped.
        """
        with deadline(self.stop, seconds) as limit:
            return self._exchange(limit, lambda: receive(self._process.answers, blob_limit, limit.ready, header_limit))

    def _send(self, limit: Deadline, header: Mapping[str, Any], blob: bytes) -> None:
        try:
            send(self._process.requests, header, blob, limit.ready)
        except ClosedPipe:
            if limit.passed():
                raise TimeIsUp from None

    def _exchange(self, limit: Deadline, talk: Callable[[], Result]) -> Result:
        try:
            return talk()
        except (TimeIsUp, ClosedPipe, BrokenFrame) as error:
            if isinstance(error, BrokenFrame):
                code = "examine.reply-invalid"
            elif isinstance(error, TimeIsUp) or limit.passed():
                code = "examine.took-too-long"
            else:
                code = "examine.child-died"
            self.stop()
            raise WorkerLost(code) from error

    def kill(self) -> None:
        """End the child, wait until the system has taken back what it held, and close the pipes.

        Does nothing the second time.
        """
        self._process.end()

    def stop(self) -> None:
        """Kill the child without waiting; whoever reads from it meets the end of the pipe."""
        self._process.stop()
