"""The parent's side of the sandbox: it never looks inside a file, and checks whatever the child says."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from workbench.domain.examinations import Examination, Isolation, Limits, Preview, Refused, Tag
from workbench.domain.features import Alignment, LocalFeatures, Picture
from workbench.domain.forensic_views import View, bounded
from workbench.domain.refusals import Refusal
from workbench.sandbox import comparing
from workbench.sandbox.exiftool import ExifTool
from workbench.sandbox.exiftool_answers import READER as EXIFTOOL
from workbench.sandbox.nursery import Nursery
from workbench.sandbox.pool import Pool
from workbench.sandbox.process import Process, Spawned, child_command
from workbench.sandbox.replies import Failure, Read, parse_pixels, parse_render
from workbench.sandbox.sitting import Sitting
from workbench.sandbox.worker import Worker, WorkerLost

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
    ) -> None:
        """`limits.memory_bytes` bounds each child from its start, whatever later calls say.

        `exiftool` is asked about each file too, in a confined process of its own, where it can be run so.

        Where `command` is given, it starts each child; otherwise they are forked where the system allows.
        """
        memory_bytes = (limits or Limits()).memory_bytes
        nursery = Nursery(child_command())
        start: Callable[[], Process] = partial(Spawned, command) if command else nursery.start
        self._exiftool = exiftool
        self._pool = Pool(workers, lambda: Worker(start(), memory_bytes), nursery.close)

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
        untrusted = _whole(original, sha256, limits)
        with self._pool.lent() as loan:
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
                    refused.append(Refused(reader, answer.code))
                else:
                    tags += answer.tags
                    facts |= answer.facts
        tools = dict(hello.tools)
        if self._exiftool and third is not None:
            tools[EXIFTOOL] = self._exiftool.version
            if isinstance(third, Failure):
                refused.append(Refused(EXIFTOOL, third.code))
            else:
                tags += third.tags
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
            tools=tools,
            container=facts,
            tags=tuple(tags),
            fingerprints=found.fingerprints,
            thumbnail=found.thumbnail,
            refused=tuple(refused),
            preview=found.preview,
        )

    def _third_reading(self, untrusted: bytes, limits: Limits) -> Read | Failure | None:
        if self._exiftool is None or not self._exiftool.version:
            return None
        return self._exiftool.read(untrusted, limits)

    def render(self, original: Path, longest_edge: int, limits: Limits) -> Preview:
        """As `Examiner`; `longest_edge` is brought into 16 to 8192."""
        edge = max(16, min(8192, longest_edge))
        with self._pool.lent() as loan:
            sitting = Sitting(loan, original.name, _bytes(original, limits), limits)
            sitting.ask({"step": "render", "longest_edge": edge})
            return sitting.needed(3 * edge * edge, lambda frame: parse_render(frame, edge))

    def forensic(
        self, original: Path, view: View, parameters: Mapping[str, int], longest_edge: int, limits: Limits
    ) -> Preview:
        """As `Examiner`; `longest_edge` is brought into 256 to 8192."""
        edge = max(256, min(8192, longest_edge))
        asked = {"step": "forensic", "view": view, "parameters": bounded(view, parameters), "longest_edge": edge}
        with self._pool.lent() as loan:
            sitting = Sitting(loan, original.name, _bytes(original, limits), limits)
            sitting.ask(asked)
            return sitting.needed(3 * edge * edge, lambda frame: parse_render(frame, edge))

    def features(self, original: Path, sha256: str, limits: Limits) -> LocalFeatures:
        """Local features of an original, as a library keeps them; Refusal as `examine`."""
        return comparing.features(self._pool, original, _whole(original, sha256, limits), limits, ("as-is",))[0][1]

    def query_features(self, original: Path, sha256: str, limits: Limits) -> tuple[tuple[str, LocalFeatures], ...]:
        """Local features of an original and of its mirror image, each with its variant's name; Refusal as `examine`.

        SIFT sees through turns and tilts, and through a frame around the picture; not through mirrors.
        """
        return comparing.features(self._pool, original, _whole(original, sha256, limits), limits, comparing.VARIANTS)

    def align(self, query: Path, known: Path, limits: Limits) -> Alignment:
        """How `query` lies on `known`, both looked at in one child; Refusal as `examine` for either."""
        answer = self.align_many(Picture(query), (Picture(known),), limits)[0]
        if isinstance(answer, Refused):
            raise Refusal(answer.code, name=known.name, seconds=f"{limits.step_seconds:g}")
        return answer

    def align_many(self, query: Picture, known: Sequence[Picture], limits: Limits) -> tuple[Alignment | Refused, ...]:
        """As `align` for several known pictures, in their order; the query is decoded once for every few.

        A known picture that cannot be read is `Refused`, and costs the others nothing; Refusal as `examine`
        where it is the query.
        """
        return comparing.alignments(self._pool, query, known, limits, _bytes)

    def close(self) -> None:
        self._pool.close()


def _whole(original: Path, sha256: str, limits: Limits) -> bytes:
    """The file whole, and Refusal `examine.changed` where it is not what it was; as `_bytes`."""
    untrusted = _bytes(original, limits)
    if hashlib.sha256(untrusted).hexdigest() != sha256:
        raise Refusal("examine.changed", name=original.name, sha256=sha256)
    return untrusted


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
