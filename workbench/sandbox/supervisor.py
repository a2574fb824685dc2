"""The parent's side of the sandbox: it never looks inside a file, and checks whatever the child says."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from workbench.domain.examinations import Examination, Isolation, Limits, Preview, Refused, Tag
from workbench.domain.refusals import Refusal
from workbench.sandbox.pool import Loan, Pool
from workbench.sandbox.protocol import Frame
from workbench.sandbox.replies import Failure, InvalidReply, parse_failure, parse_pixels, parse_read, parse_render
from workbench.sandbox.worker import WorkerLost

PIXELS_BLOB = 2 * 3 * 1024 * 1024
"""Preview and thumbnail of an examination, in bytes."""
HARMLESS = frozenset(
    {
        "examine.empty-file",
        "examine.not-an-image",
        "examine.unsupported-format",
        "examine.too-many-pixels",
    }
)
"""Refusals that come before anything was decoded: the child need not be replaced."""

Result = TypeVar("Result")


class ChildExaminer:
    """The `Examiner` that measures in locked child processes, `workers` of them and one in reserve.

    A step that hangs or dies costs that step: the child is killed and replaced, gets the file again, and the
    remaining steps go on. Safe to call from several threads at once.
    """

    def __init__(self, workers: int = 2, limits: Limits | None = None) -> None:
        """`limits.memory_bytes` bounds each child from its start, whatever later calls say."""
        self._pool = Pool(workers, (limits or Limits()).memory_bytes)

    @property
    def isolation(self) -> Isolation:
        """The level that a child reached when it was probed; Refusal `examine.child-not-started` where none starts."""
        with self._pool.lent() as loan:
            try:
                return loan.worker().greet().isolation
            except WorkerLost as lost:
                raise Refusal(lost.code, name="") from lost

    @property
    def tools(self) -> Mapping[str, str]:
        """The libraries that measure, with their versions, as the child has them."""
        with self._pool.lent() as loan:
            try:
                return loan.worker().greet().tools
            except WorkerLost as lost:
                raise Refusal(lost.code, name="") from lost

    def examine(self, original: Path, sha256: str, limits: Limits) -> Examination:
        """As `Examiner`: the bytes must be those of `sha256`, or Refusal `examine.changed`."""
        untrusted = _bytes(original, limits)
        if hashlib.sha256(untrusted).hexdigest() != sha256:
            raise Refusal("examine.changed", name=original.name, sha256=sha256)
        with self._pool.lent() as loan:
            sitting = _Sitting(loan, original, untrusted, limits)
            found = sitting.needed({"step": "pixels"}, PIXELS_BLOB, parse_pixels)
            hello = sitting.hello()
            tags: list[Tag] = []
            facts: dict[str, str] = {}
            refused: list[Refused] = []
            for reader in hello.readers:
                answer = sitting.read(reader)
                if isinstance(answer, Failure):
                    refused.append(Refused(reader, answer.code))
                    continue
                tags += answer.tags
                facts |= answer.facts
        return Examination(
            sha256=sha256,
            media_type=found.media_type,
            format=found.format,
            width=found.width,
            height=found.height,
            orientation=found.orientation,
            complete=found.complete,
            recipe=found.recipe,
            isolation=hello.isolation,
            tools=hello.tools,
            container=facts,
            tags=tuple(tags),
            fingerprints=found.fingerprints,
            thumbnail=found.thumbnail,
            refused=tuple(refused),
            preview=found.preview,
        )

    def render(self, original: Path, longest_edge: int, limits: Limits) -> Preview:
        """As `Examiner`; `longest_edge` is brought into 16 to 8192."""
        edge = max(16, min(8192, longest_edge))
        with self._pool.lent() as loan:
            sitting = _Sitting(loan, original, _bytes(original, limits), limits)
            request = {"step": "render", "longest_edge": edge}
            return sitting.needed(request, 3 * edge * edge, lambda frame: parse_render(frame, edge))

    def close(self) -> None:
        self._pool.close()


class _Sitting:
    """One file before one child, or before several where some are lost."""

    def __init__(self, loan: Loan, original: Path, untrusted: bytes, limits: Limits) -> None:
        self._loan = loan
        self._name = original.name
        self._untrusted = untrusted
        self._limits = limits

    def hello(self) -> Any:
        return self._loan.worker().greet()

    def needed(self, request: Mapping[str, Any], blob_limit: int, parse: Callable[[Frame], Result]) -> Result:
        """A step without which there is no examination; Refusal where it fails."""
        answer = self._step(request, blob_limit, self._limits.step_seconds, parse)
        if isinstance(answer, Failure):
            raise Refusal(answer.code, **{**answer.facts, "name": self._name, "seconds": _seconds(self._limits)})
        return answer

    def read(self, reader: str) -> Any:
        request = {"step": "read", "reader": reader}
        return self._step(
            request, 0, self._limits.reader_seconds, lambda frame: parse_read(frame, reader, self._limits)
        )

    def _step(
        self, request: Mapping[str, Any], blob_limit: int, seconds: float, parse: Callable[[Frame], Result]
    ) -> Result | Failure:
        try:
            fresh = self._loan.fresh
            worker = self._loan.worker()
            if fresh:
                worker.load(self._untrusted, asdict(self._limits), self._limits.step_seconds)
            frame = worker.ask(request, blob_limit, seconds)
            failure = parse_failure(frame)
            result = failure or parse(frame)
        except WorkerLost as lost:
            self._loan.discard()
            return Failure(lost.code, {})
        except InvalidReply:
            self._loan.discard()
            return Failure("examine.reply-invalid", {})
        if failure and failure.code not in HARMLESS:
            self._loan.discard()
        return result


def _bytes(original: Path, limits: Limits) -> bytes:
    """The file whole; Refusal `examine.too-large` or `examine.unreadable`."""
    try:
        size = original.stat().st_size
        if size > limits.file_bytes:
            raise Refusal("examine.too-large", name=original.name, bytes=size, limit=limits.file_bytes)
        with original.open("rb") as file:
            return file.read(limits.file_bytes)
    except OSError as error:
        raise Refusal("examine.unreadable", name=original.name, detail=error.strerror or "") from error


def _seconds(limits: Limits) -> str:
    return f"{limits.step_seconds:g}"
