"""The product's own way of finding, asked with pictures in memory: a library on the disk, and processes that ask it."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from PIL import Image

from workbench import bootstrap
from workbench.casework.knowing import Provenance, add_known
from workbench.casework.library_ports import Finder
from workbench.casework.workroom import Workroom
from workbench.domain.examinations import Limits
from workbench.domain.known import Match, MatchKind
from workbench.domain.refusals import Refusal

SAME = (MatchKind.EXACT, MatchKind.WHOLE, MatchKind.PARTIAL)
Question = TypeVar("Question")
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Desk:
    """One process's examiner and finder, and a folder for what is asked."""

    room: Workroom
    finder: Finder
    folder: Path

    def ask(self, picture: Image.Image, name: str = "asked") -> tuple[Match, ...]:
        """What the product finds for these pixels, saved once more as social media would (JPEG, quality 90)."""
        path = self.folder / f"{name}.jpg"
        picture.convert("RGB").save(path, "JPEG", quality=90)
        return self.ask_file(path)

    def ask_file(self, path: Path) -> tuple[Match, ...]:
        """What the product finds for a file; nothing where it is refused."""
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        try:
            examination = self.room.examiner().examine(path, digest, self.room.limits)
        except Refusal:
            return ()
        return self.finder(path, examination)


def aligned(match: Match) -> bool:
    """Whether the match says `same photograph`: equal bytes, or laid upon one another and looked at."""
    return match.kind is MatchKind.EXACT or (match.kind in SAME and match.aligned)


def library(folder: Path, paths: Sequence[Path]) -> dict[str, Path]:
    """A new library of these files, built as `workbench known add` builds it; the path of each known image by id."""
    room = bootstrap.build(_environment(folder))
    held = {}
    with contextlib.closing(room.new_library(folder / "library")) as made:
        source = room.files([str(path) for path in paths], "file", "", "")
        outcomes = add_known(made, source, Provenance(), room.examiner(), room.encode, room.feature_row, Limits())
        for outcome in outcomes:
            if outcome.outcome != "refused":
                held.setdefault(outcome.id, Path(outcome.path))
    room.close()
    return held


def answers(
    folder: Path, ask: Callable[[Desk, Question], Answer], questions: Iterable[Question], processes: int = 2
) -> Generator[Answer, None, None]:
    """The answers, in the order of the questions, from processes that each opened the library of `folder`."""
    spawn = get_context("spawn")  # OpenMP's threads do not live on in a copy of this process
    with ProcessPoolExecutor(processes, spawn, initializer=_open, initargs=(folder,)) as pool:
        yield from pool.map(_asked, ((ask, question) for question in questions), chunksize=4)


_here: list[Desk] = []
"""Of a process that asks: it is made once and ends with the process."""


def _open(folder: Path) -> None:
    import cv2

    cv2.setNumThreads(1)
    room = bootstrap.build(_environment(folder))
    finder = room.finder([room.open_library(folder / "library")])
    _here.append(Desk(room, finder, Path(tempfile.mkdtemp(dir=folder))))


def _asked(work: tuple[Callable[[Desk, Question], Answer], Question]) -> Answer:
    ask, question = work
    return ask(_here[0], question)


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "WORKBENCH_HOME": str(folder / "home"), "HOME": str(folder)}
