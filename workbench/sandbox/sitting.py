"""One file before one child, or before several where some are lost on the way."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from workbench.domain.examinations import Limits
from workbench.domain.limits import broken
from workbench.domain.refusals import Refusal
from workbench.sandbox.pool import Loan
from workbench.sandbox.protocol import Frame
from workbench.sandbox.replies import Failure, Hello, InvalidReply, Read, parse_failure, parse_read
from workbench.sandbox.worker import Worker, WorkerLost

HARMLESS = frozenset(
    {
        "examine.empty-file",
        "examine.not-an-image",
        "examine.unsupported-format",
        "examine.impossible-size",
        "examine.too-many-pixels",
        "examine.too-many-frames",
        "examine.too-many-scans",
        "examine.damaged-header",
    }
)
"""Refusals that come before anything was decoded: the child need not be replaced for them."""

OF_A_READER = {
    "examine.took-too-long": "examine.reader-took-too-long",
    "examine.out-of-memory": "examine.reader-out-of-memory",
}
"""What a reader's failure is called: it costs the file its tags, not its picture."""

Result = TypeVar("Result")


class Sitting:
    """Steps are asked all at once, so that the child need not wait between them, and answered one by one.

    Where the child is lost at one, the file and the steps after it go to another.
    """

    def __init__(self, loan: Loan, name: str, untrusted: bytes, limits: Limits) -> None:
        self._loan = loan
        self._name = name
        self._untrusted = untrusted
        self._limits = limits
        self._has_file: Worker | None = None
        self._waiting: deque[Mapping[str, Any]] = deque()
        self._readers_end: float | None = None

    def hello(self) -> Hello:
        """What the child that is at work said of itself; Refusal `examine.child-not-started` where none starts."""
        try:
            return self._loan.worker().greet()
        except WorkerLost as lost:
            raise Refusal(lost.code, name=self._name) from lost

    def ask(self, *steps: Mapping[str, Any]) -> None:
        """The steps, in the order in which `needed` and `read` then take their answers."""
        self._waiting.extend(steps)

    def needed(self, blob_limit: int, parse: Callable[[Frame], Result]) -> Result:
        """The next step's result; Refusal where it failed, since without it there is no examination."""
        answer = self._next(blob_limit, self._limits.step_seconds, parse)
        if isinstance(answer, Failure):
            self._waiting.clear()  # the child drops them, too
            if answer.code not in HARMLESS:
                self._loan.discard()
            needed = answer.facts.get("needed")
            limit = broken(answer.code, self._limits, needed if isinstance(needed, int) else None)
            raise Refusal(answer.code, **{**answer.facts, **limit, "name": self._name})
        return answer

    def read(self, reader: str) -> Read | Failure:
        """The next step's result, which is a reader's; a failure is one, too.

        All readers share `file_seconds`: those that come after them are not waited for.
        """
        now = time.monotonic()
        self._readers_end = self._readers_end or now + self._limits.file_seconds
        left = self._readers_end - now
        if left <= 0:
            self._waiting.popleft()
            return self._lost("examine.file-took-too-long")
        seconds = min(left, self._limits.reader_seconds)
        answer = self._next(0, seconds, lambda frame: parse_read(frame, reader, self._limits))
        if not isinstance(answer, Failure):
            return answer
        late = seconds < self._limits.reader_seconds and answer.code == "examine.took-too-long"
        code = "examine.file-took-too-long" if late else OF_A_READER.get(answer.code, answer.code)
        return Failure(code, {**answer.facts, **broken(code, self._limits)})

    def _next(self, blob_limit: int, seconds: float, parse: Callable[[Frame], Result]) -> Result | Failure:
        try:
            frame = self._served().answer(blob_limit, seconds, self._limits.output_bytes)
            return parse_failure(frame) or parse(frame)
        except WorkerLost as lost:
            return self._lost(lost.code)
        except InvalidReply:
            return self._lost("examine.reply-invalid")
        finally:
            self._waiting.popleft()

    def _lost(self, code: str) -> Failure:
        self._loan.discard()
        return Failure(code, {})

    def _served(self) -> Worker:
        """The child at work, given the file and all waiting steps where it has not had them yet.

        Refusal `isolation.less` where it is locked less than was agreed to.
        """
        worker = self._loan.admitted()
        if worker is self._has_file:
            return worker
        self._has_file = worker
        worker.examined += 1
        load = {"step": "load", "limits": asdict(self._limits)}
        worker.tell(load, self._untrusted, self._limits.step_seconds)
        for step in self._waiting:
            worker.tell(step, seconds=self._limits.step_seconds)
        return worker
