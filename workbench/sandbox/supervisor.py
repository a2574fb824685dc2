"""The parent's side of the sandbox: it never looks inside a file, and checks whatever the child says."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

from workbench.casework.precautions import Precautions
from workbench.domain.examinations import Examination, Isolation, IsolationLevel, Limits, Preview, Refused, Tag
from workbench.domain.features import Alignment, LocalFeatures, Picture
from workbench.domain.forensic_views import View, bounded
from workbench.domain.limits import broken, too_large, unusual
from workbench.domain.originals import Original
from workbench.domain.refusals import Refusal
from workbench.sandbox import comparing
from workbench.sandbox.exiftool import ExifTool
from workbench.sandbox.exiftool_answers import READER as EXIFTOOL
from workbench.sandbox.nursery import Nursery
from workbench.sandbox.pool import Loan, Pool
from workbench.sandbox.process import Process, Spawned, child_command
from workbench.sandbox.replies import Failure, Read, parse_pixels, parse_render
from workbench.sandbox.sitting import Sitting
from workbench.sandbox.worker import Worker, WorkerLost

FRESH = ("process", "fresh")
"""The layer that is recorded with an image that was read in a process of its own."""
PIXELS_BLOB = 2 * 3 * 1024 * 1024
"""Preview and thumbnail of an examination, in bytes."""


class ChildExaminer:
    """The `Examiner` that measures in locked child processes, `workers` of them and one in reserve.

    A step that hangs or dies costs that step: the child is killed and replaced, gets the file again, and the
    remaining steps go on. Safe to call from several threads at once.
    """

    def __init__(
        self,
        workers: int = 2,
        limits: Limits | None = None,
        command: Sequence[str] | None = None,
        exiftool: ExifTool | None = None,
        precautions: Precautions | None = None,
        nursery: Nursery | None = None,
    ) -> None:
        """`limits.memory_bytes` bounds each child from its start; a call with another bound gets a child of its own.

        `exiftool` is asked about each file too, in a confined process of its own, where it can be run so.

        `precautions` are looked at for every file; without them it is read whatever the level.

        Where `command` is given, it starts each child; otherwise they come from `nursery`, by default one that
        forks them where the system allows.
        """
        self._memory_bytes = (limits or Limits()).memory_bytes
        nursery = nursery or Nursery(child_command())
        self._start: Callable[[], Process] = partial(Spawned, command) if command else nursery.start
        self._exiftool = exiftool
        kept = precautions or Precautions(IsolationLevel.NONE)
        self._pool = Pool(workers, partial(self._worker, self._memory_bytes), nursery.close, kept)

    def _worker(self, memory_bytes: int) -> Worker:
        return Worker(self._start(), memory_bytes)

    def _lent(self, limits: Limits) -> AbstractContextManager[Loan]:
        """A child with as much memory as the limits have."""
        usual = limits.memory_bytes == self._memory_bytes
        return self._pool.lent(None if usual else partial(self._worker, limits.memory_bytes))

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

    def examine(self, original: Original, sha256: str, limits: Limits) -> Examination:
        """As `Examiner`: the bytes must be those of `sha256`, or Refusal `examine.changed`."""
        untrusted = _whole(original, sha256, limits)
        with self._lent(limits) as loan:
            sitting = Sitting(loan, original.name, untrusted, limits)
            readers = sitting.hello().readers
            sitting.ask({"step": "pixels"}, *({"step": "read", "reader": reader} for reader in readers))
            found = sitting.needed(PIXELS_BLOB, parse_pixels)
            third = self._third_reading(untrusted, limits)  # while the child goes on reading
            hello = sitting.hello()  # of the child that saw the picture: a reader may cost it its life
            if not found.complete:
                loan.wear_out()
            tags: list[Tag] = []
            facts: dict[str, str] = {}
            refused: list[Refused] = []
            for reader in readers:
                answer = sitting.read(reader)
                if isinstance(answer, Failure):
                    refused.append(_failed(reader, answer))
                else:
                    tags += answer.tags
                    facts |= answer.facts
                    refused += _cut(reader, answer, limits)
        tools = dict(hello.tools)
        if self._exiftool and third is not None:
            tools[EXIFTOOL] = self._exiftool.version
            if isinstance(third, Failure):
                refused.append(_failed(EXIFTOOL, third))
            else:
                tags += third.tags
                refused += _cut(EXIFTOOL, third, limits)
        return Examination(
            sha256=sha256,
            media_type=found.media_type,
            format=found.format,
            width=found.width,
            height=found.height,
            orientation=found.orientation,
            complete=found.complete,
            recipe=found.recipe,
            isolation=_recorded(hello.isolation, loan.fresh),
            tools=tools,
            container=facts,
            tags=tuple(tags),
            fingerprints=found.fingerprints,
            thumbnail=found.thumbnail,
            refused=tuple(refused),
            preview=found.preview,
            limits=unusual(limits),
        )

    def _third_reading(self, untrusted: bytes, limits: Limits) -> Read | Failure | None:
        if self._exiftool is None or not self._exiftool.version:
            return None
        return self._exiftool.read(untrusted, limits)

    def render(self, original: Original, longest_edge: int, limits: Limits) -> Preview:
        """As `Examiner`; `longest_edge` is brought into 16 to 8192."""
        edge = max(16, min(8192, longest_edge))
        with self._lent(limits) as loan:
            sitting = Sitting(loan, original.name, _bytes(original, limits), limits)
            sitting.ask({"step": "render", "longest_edge": edge})
            return sitting.needed(3 * edge * edge, lambda frame: parse_render(frame, edge))

    def forensic(
        self, original: Original, view: View, parameters: Mapping[str, int], longest_edge: int, limits: Limits
    ) -> Preview:
        """As `Examiner`; `longest_edge` is brought into 256 to 8192."""
        edge = max(256, min(8192, longest_edge))
        asked = {"step": "forensic", "view": view, "parameters": bounded(view, parameters), "longest_edge": edge}
        with self._lent(limits) as loan:
            sitting = Sitting(loan, original.name, _bytes(original, limits), limits)
            sitting.ask(asked)
            return sitting.needed(3 * edge * edge, lambda frame: parse_render(frame, edge))

    def features(self, original: Original, sha256: str, limits: Limits) -> LocalFeatures:
        """Local features of an original, as a library keeps them; Refusal as `examine`."""
        return comparing.features(self._pool, original, _whole(original, sha256, limits), limits, ("as-is",))[0][1]

    def query_features(self, original: Original, sha256: str, limits: Limits) -> tuple[tuple[str, LocalFeatures], ...]:
        """Local features of an original and of its mirror image, each with its variant's name; Refusal as `examine`.

        SIFT sees through turns and tilts, and through a frame around the picture; not through mirrors.
        """
        return comparing.features(self._pool, original, _whole(original, sha256, limits), limits, comparing.VARIANTS)

    def align(self, query: Original, known: Original, limits: Limits) -> Alignment:
        """How `query` lies on `known`, both looked at in one child; Refusal as `examine` for either."""
        answer = self.align_many(Picture(query), (Picture(known),), limits)[0]
        if isinstance(answer, Refused):
            raise Refusal(answer.code, name=known.name, **broken(answer.code, limits))
        return answer

    def align_many(self, query: Picture, known: Sequence[Picture], limits: Limits) -> tuple[Alignment | Refused, ...]:
        """As `align` for several known pictures, in their order; the query is decoded once for every few.

        A known picture that cannot be read is `Refused`, and costs the others nothing; Refusal as `examine`
        where it is the query.
        """
        return comparing.alignments(self._pool, query, known, limits, _bytes)

    def close(self) -> None:
        self._pool.close()


def _failed(reader: str, failure: Failure) -> Refused:
    return Refused(reader, failure.code, tuple((key, str(value)) for key, value in failure.facts.items()))


def _cut(reader: str, read: Read, limits: Limits) -> list[Refused]:
    """What the limits left out of a reader's words, one a limit."""
    codes = {f"examine.cut-{name}": needed for name, needed in read.cuts.items()}
    return [Refused(reader, code, tuple(broken(code, limits, needed).items())) for code, needed in codes.items()]


def _recorded(isolation: Isolation, fresh: bool) -> Isolation:
    """As the child said when no file had been near it, and whether this image had the process for itself."""
    return replace(isolation, layers=(*isolation.layers, FRESH)) if fresh else isolation


def _whole(original: Original, sha256: str, limits: Limits) -> bytes:
    """The file whole, and Refusal `examine.changed` where it is not what it was; as `_bytes`."""
    untrusted = _bytes(original, limits)
    if hashlib.sha256(untrusted).hexdigest() != sha256:
        raise Refusal("examine.changed", name=original.name, sha256=sha256)
    return untrusted


def _bytes(original: Original, limits: Limits) -> bytes:
    """The file whole; Refusal `examine.too-large` or `examine.unreadable`."""
    try:
        size = original.stat().st_size
        if size > limits.file_bytes:
            raise Refusal("examine.too-large", name=original.name, **too_large(limits.file_bytes, size))
        with original.open("rb") as file:
            return file.read(limits.file_bytes)
    except OSError as error:
        raise Refusal("examine.unreadable", name=original.name, detail=error.strerror or "") from error
