"""Does the window stutter? A case of many images, a real window on it, and the longest time nobody could be heard.

    python tests/benchmarks/stutter.py --images 100000 [--folder /dev/shm/stutter]

The case is made by writing to its journal directly, with examinations that nobody measured: no picture is decoded for
it. It is made once and used again while the folder is there. Wants a display (`xvfb-run -a` will do).
"""

import argparse
import hashlib
import io
import os
import random
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PIL import Image, ImageDraw

from tests.builders import examination, exif, gps_tags
from workbench import bootstrap
from workbench.casework.claiming import record_claim, record_event
from workbench.casework.documents import to_document
from workbench.casework.importing import examined_draft
from workbench.casework.indexing import index_evidence
from workbench.casework.ports import Draft
from workbench.casework.workroom import Workroom
from workbench.domain.intervals import parse_interval
from workbench.domain.places import Place, Point, Precision

PLACES = ("khost", "bermal", "spera", "paktika", "angoor-ada", "miran-shah", "wana", "kabul")
AT_ONCE = 500


def picture(number: int, edge: int = 384) -> bytes:
    """A small JPEG; not two with the same bytes."""
    chance = random.Random(number)
    made = Image.new("RGB", (edge, edge * 3 // 4), tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(made)
    for _ in range(24):
        x, y = chance.randrange(edge), chance.randrange(edge)
        draw.ellipse((x - 30, y - 20, x + 30, y + 20), fill=tuple(chance.randrange(256) for _ in range(3)))
    draw.text((8, 8), str(number), fill="white")
    out = io.BytesIO()
    made.save(out, "JPEG", quality=80)
    return out.getvalue()


def build(room: Workroom, folder: Path, images: int) -> None:
    """The case: a third with EXIF, a fifth of these with a position; one in twenty decided, one in thirty found."""
    chance = random.Random(7)
    previews = [picture(number) for number in range(64)]
    with closing(room.new_case(folder, "A hundred thousand")) as case:
        place = Place("Bermal", Point(32.9042, 69.4589), Precision.LOCALITY)
        event = record_event(
            case, "Strikes in Paktika", parse_interval("2025-10-09T22:00+04:30/2025-10-10T02:00+04:30"), place
        )
        claim = record_claim(case, event.id, "It shows the strike at the market", "a channel")
        for begin in range(0, images, AT_ONCE):
            drafts, documents, shown = [], [], {}
            for number in range(begin, min(begin + AT_ONCE, images)):
                made = one(number, chance, previews[number % 64], case.vault.path)
                documents.append(made.document)
                shown[made.sha256] = previews[number % 64]
                drafts += made.drafts
                if number % 20 == 0:
                    drafts += verdict(made.sha256, claim.id, event.id, ("verified", "likely", "refuted")[number % 3])
            case.journal.append(drafts, case.author, case.clock(), documents, shown)
            print(f"\rwritten: {begin + AT_ONCE}", end="", flush=True)
        began = time.monotonic()
        for done in index_evidence(case, event, room.inspection, room.gazetteer(), room.inspectors):
            if done % 1000 == 0:
                print(
                    f"\rread for the search: {done}, {(time.monotonic() - began) / done * 1000:.1f} ms each",
                    end="",
                    flush=True,
                )
        print()


@dataclass
class Made:
    sha256: str
    document: bytes
    drafts: list[Draft]


def one(number: int, chance: random.Random, jpeg: bytes, path: Callable[[str], object]) -> Made:
    body = jpeg[:2] + b"\xff\xfe\x00\x0a" + f"{number:08}".encode() + jpeg[2:]  # a comment: no two files are the same
    sha256 = hashlib.sha256(body).hexdigest()
    original = path(sha256)
    original.parent.mkdir(parents=True, exist_ok=True)
    original.write_bytes(body)
    tags = ()
    if number % 3 == 0:
        when = f"2025:{chance.randrange(9, 12):02}:{chance.randrange(1, 29):02} {chance.randrange(24):02}:10:00"
        tags = exif(
            Make=("Canon", "samsung", "Xiaomi")[number % 9 // 3],
            Model=f"M{number % 17}",
            DateTimeOriginal=when,
            ImageDescription=f"{PLACES[number % 8]} after the strike",
        )
        if number % 15 == 0:
            tags += gps_tags(Point(32.5 + chance.random(), 69.0 + chance.random()))
    measured = replace(examination(*tags), sha256=sha256, width=384, height=288)
    document = to_document(measured)
    name = f"IMG_{number:06}_{PLACES[number % 8]}.jpg"
    arrival = {
        "path": f"/cards/{number % 40}/{name}",
        "name": name,
        "kind": "telegram",
        "url": "",
        "collected_by": "AB",
        "file_modified": "",
        "posted": "",
    }
    arrived = Draft(
        "evidence.arrived", {"evidence": sha256, "size": len(body), "media_type": "image/jpeg", "arrival": arrival}
    )
    drafts = [arrived, examined_draft(measured, document, jpeg)]
    if number % 30 == 0:
        drafts.append(Draft("match.found", match(sha256, number)))
    return Made(sha256, document, drafts)


def match(evidence: str, number: int) -> dict[str, object]:
    known = {
        "id": f"k{number}",
        "sha256": "cd" * 32,
        "path": f"older/{number}.jpg",
        "first_known": "2019-05",
        "place": "Aleppo",
        "source": "an archive",
        "note": "",
        "event": "",
    }
    same = [["1.0", "0.0", "0.0"], ["0.0", "1.0", "0.0"], ["0.0", "0.0", "1.0"]]
    return {
        "id": f"m{number}",
        "evidence": evidence,
        "library": "none",
        "kind": "whole",
        "known": known,
        "fingerprints": [],
        "aligned": True,
        "transform": same,
        "edits": [],
        "differences": [],
        "overlap_query": "1.0",
        "overlap_known": "1.0",
        "score": "0.97",
        "false_match_odds": "0.0005",
    }


def verdict(evidence: str, claim: str, event: str, status: str) -> list[Draft]:
    facts = {
        "evidence": evidence,
        "claim": claim,
        "event": event,
        "status": status,
        "reviewer": "AB",
        "reasons": "Seen on two channels",
        "categories": [],
        "pillars": [],
        "confidence": "not-stated",
        "cites": [],
        "gap_reason": "shown elsewhere",
        "supersedes": [],
    }
    return [Draft("exhibit.offered", {"evidence": evidence, "claim": claim}), Draft("verdict.given", facts)]


@dataclass
class Watchdog:
    """How long the event loop did not come round: a timer that should ring every few milliseconds, and the gaps in it.

    `work` is how much of each gap the window's own thread was computing: the rest it waited, for other threads of its
    own process or for a machine that others keep busy.
    """

    gaps: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    last: float = 0.0
    worked: float = 0.0

    def ring(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        if self.last:
            self.gaps.append(now - self.last)
            self.work.append(worked - self.worked)
        self.last, self.worked = now, worked

    @property
    def longest(self) -> float:
        return max(self.gaps, default=0.0) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path("/dev/shm/stutter"))  # noqa: S108
    parser.add_argument("--imported", type=int, default=200)
    parser.add_argument("--where", action="store_true", help="say where the event loop stood in stalls over 80 ms")
    told = parser.parse_args()
    environment = {**os.environ, "WORKBENCH_HOME": str(told.folder / "home"), "WORKBENCH_AUTHOR": "Benchmark"}
    case = told.folder / f"case-{told.images}"
    if not case.exists():
        with closing(bootstrap.build(environment)) as room:
            build(room, case, told.images)
    os.environ.update(environment)
    started(case, environment)
    Sitting(case, environment, told).run()


def started(case: Path, environment: dict[str, str]) -> None:
    """A process of its own, from nothing to a window that was drawn, without and with the case."""
    code = """
import sys, time
began = time.perf_counter()
from pathlib import Path
import os
from workbench import bootstrap
from workbench.desktop.application import application, open_window
app = application(["workbench"])
room = bootstrap.build(os.environ)
window = open_window(room)
window.show()
app.processEvents()
shown, drawn = time.perf_counter(), time.process_time()
window.open_folder(Path(sys.argv[1]))
app.processEvents()
opened = time.perf_counter()
assert window.views["review"].list.lines.rowCount(), window.task
worked = time.process_time()
print(f"window drawn after {shown - began:.2f} s, first screen of the case {opened - shown:.2f} s later,"
      f" of which {drawn:.2f} s and {worked - drawn:.2f} s were computing, in all threads")
window.close()
room.close()
os._exit(0)
"""
    root = str(Path(__file__).parents[2])
    for _ in range(2):  # the first time the files come from the disk
        told = subprocess.run(
            [sys.executable, "-c", code, str(case)],
            env={**environment, "PYTHONPATH": root},
            capture_output=True,
            text=True,
            check=False,
        )
    print(told.stdout.strip() or told.stderr)


class Sitting:
    """One window on the case, and each task with the watchdog beside it."""

    def __init__(self, case: Path, environment: dict[str, str], told: argparse.Namespace) -> None:
        from PySide6.QtCore import QEvent, QObject, Qt, QTimer
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        from workbench.desktop.application import application, open_window

        self.case, self.told, self.qt, self.key = case, told, Qt, QTest.keyClick
        self.app: QApplication = application(["benchmark"])
        self.room = bootstrap.build(environment)
        self.window = open_window(self.room)
        self.window.resize(1366, 740)
        self.window.show()
        self.dog = Watchdog()
        self.timer = QTimer(interval=4)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(lambda: self.dog.ring())
        self.timer.start()
        self.main = threading.get_ident()
        if told.where:
            threading.Thread(target=self._look, daemon=True).start()

        class Frames(QObject):
            def eventFilter(inner, watched, event):
                if event.type() == QEvent.Type.Paint:
                    self.dog.frames.append(time.perf_counter())
                return False

        self.frames = Frames()
        self.review = self.window.views["review"]
        for view in (self.review.list, self.review.grid):
            view.viewport().installEventFilter(self.frames)
        self.rows: list[tuple[str, float, str]] = []

    def _look(self) -> None:
        """Beside the window: where it stands while it does not answer."""
        import traceback

        said = 0.0
        while True:
            time.sleep(0.02)
            late = time.perf_counter() - self.dog.last
            if self.dog.last and late > 0.08 and self.dog.last != said:
                said = self.dog.last
                stack = traceback.extract_stack(sys._current_frames()[self.main])
                print(
                    "   stands in",
                    " < ".join(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in reversed(stack[-7:])),
                )

    @contextmanager
    def watched(self, what: str) -> Iterator[None]:
        self.spin(0.05)
        self.dog.gaps, self.dog.work, self.dog.frames = [], [], []
        self.dog.last, self.dog.worked = time.perf_counter(), time.thread_time()
        began = time.perf_counter()
        yield
        self.dog.ring()
        took = time.perf_counter() - began
        self.rows.append((what, self.dog.longest, self._frame_words(took)))
        own = max(self.dog.work, default=0.0) * 1000
        words = self._frame_words(took)
        print(f"  {what:<42} longest stall {self.dog.longest:6.0f} ms, own work {own:5.0f} ms   {words}", flush=True)

    def _frame_words(self, took: float) -> str:
        between = sorted(b - a for a, b in zip(self.dog.frames, self.dog.frames[1:], strict=False))
        if len(between) < 20:
            return f"{took:.2f} s"
        return (
            f"{took:.2f} s, {len(between) + 1} frames, median {between[len(between) // 2] * 1000:.1f} ms,"
            f" 99 % under {between[len(between) * 99 // 100] * 1000:.1f} ms"
        )

    def spin(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end and not until():
            self.app.processEvents()
            time.sleep(0.0005)

    def rest(self, seconds: float = 3) -> None:
        self.spin(seconds, lambda: not self.window.session.background.busy())

    def scroll(self, view: object, seconds: float) -> None:
        """From one end to the other, one step a frame."""
        bar = view.verticalScrollBar()
        began = time.perf_counter()
        while (share := (time.perf_counter() - began) / seconds) < 1:
            bar.setValue(int(bar.maximum() * share))
            self.app.processEvents()
        view.scrollToTop()

    def wheel(self, view: object, seconds: float) -> None:
        """As a hand turns a wheel: 120 pixels a frame."""
        bar = view.verticalScrollBar()
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            bar.setValue(bar.value() + 120)
            self.app.processEvents()

    def run(self) -> None:
        review, window, qt = self.review, self.window, self.qt
        with self.watched("opening the case"):
            window.open_folder(self.case)
            self.app.processEvents()
        self.rest()
        with self.watched("list: through everything"):
            self.scroll(review.list, 6)
        review.gallery.toggle_small()
        with self.watched("list: small pictures, by the wheel"):
            self.wheel(review.list, 4)
        with self.watched("to the grid"):
            review.gallery.toggle_grid()
            self.spin(0.3)
        with self.watched("grid: through everything, small pictures"):
            self.scroll(review.grid, 6)
        with self.watched("grid: by the wheel, small pictures"):
            self.wheel(review.grid, 4)
        with self.watched("grid: Page Down, 60 times"):
            for _ in range(60):
                self.key(review.grid, qt.Key.Key_PageDown)
                self.app.processEvents()
        with self.watched("grid: End and Home"):
            for key in (qt.Key.Key_End, qt.Key.Key_Home):
                self.key(review.grid, key)
                self.spin(0.1)
        review.gallery.toggle_grid()
        with self.watched("list: from image to image, 40 times"):
            for _ in range(40):
                self.key(review.list, qt.Key.Key_Down)
                self.spin(0.05)
        self.rest()
        for text in (
            "khost",
            "status:undecided tag:Make=Canon",
            "place:Khost taken:2025-10",
            "finding:gps -match:any",
            '"after the strike" -kabul',
            "im",
            "name:0123",
        ):
            with self.watched(f"search: {text}"):
                began = time.perf_counter()
                review.gallery.filter.put(text)
                self.spin(60, lambda: not review._presenter.search.looking)
                print(
                    f"    answered after {(time.perf_counter() - began) * 1000:.0f} ms: {review._presenter.rows.length}"
                )
                self.spin(0.1)
        review.gallery.filter.put("")
        with self.watched("filter: typed letter by letter"):
            review.filter.setFocus()
            for letter in "bermal status:undecided":
                self.key(review.filter, letter)
                self.spin(0.06)
            self.rest()
        review.gallery.filter.put("")
        with self.watched("select all, and nothing again"):
            review.gallery.marks.every()
            self.spin(0.1)
            review.gallery.marks.clear()
        with self.watched("next undecided, 30 times"):
            for _ in range(30):
                review.gallery.to_undecided(True)
                self.spin(0.02)
        review.gallery.filter.put("match:any")
        self.rest()
        review.list.go(3)
        with self.watched("compare: there, next matches, back"):
            window.go("compare")
            self.spin(0.6)
            window.go("review")
            self.spin(0.2)
        review.gallery.filter.put("")
        self.rest()
        fresh = self.told.folder / "fresh"
        fresh.mkdir(exist_ok=True)
        mark = int(time.time())
        for number in range(self.told.imported):
            (fresh / f"{number}.jpg").write_bytes(picture(mark + number, 320))
        self.room.examiner()
        with self.watched(f"import of {self.told.imported}, in the list"):
            window.intake.bring_in([str(fresh)])
            while self.window.intake.state.running:
                self.wheel(review.list, 0.2)
                self.spin(0.05)
        print(f"    {window.intake.summary()}")
        with self.watched("and what follows it"):
            self.rest(30)
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"memory of the window's process at its most: {used:.0f} MB")
        print(f"longest stall of all: {max(stall for _, stall, _ in self.rows):.0f} ms")
        window.close()
        self.room.close()
        os._exit(0)


if __name__ == "__main__":
    main()
