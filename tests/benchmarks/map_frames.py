"""How quickly the map is read and drawn: `python tests/benchmarks/map_frames.py`.

A frame is the whole view at 1300 x 700 with a case's marks, as it is drawn while the map is moved and once it has come
to rest. Times are those of the processor, so that other work on the machine does not count.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtGui import QImage, QPainter  # noqa: E402

from workbench.assets import map_sheet, resources  # noqa: E402
from workbench.bootstrap import build  # noqa: E402
from workbench.desktop.application import application  # noqa: E402
from workbench.desktop.atlas.atlas import Atlas  # noqa: E402
from workbench.desktop.atlas.chart import Spot, SpotKind, chart  # noqa: E402
from workbench.desktop.atlas.geography import Frame  # noqa: E402
from workbench.desktop.atlas.sheets import drawn  # noqa: E402
from workbench.desktop.atlas.view import MapView  # noqa: E402
from workbench.desktop.background import Task  # noqa: E402
from workbench.desktop.session import Session  # noqa: E402
from workbench.desktop.theme import Look  # noqa: E402
from workbench.domain.places import Point  # noqa: E402

WIDE, HIGH, STEPS = 1300, 700, 40
PLACES = {
    "world": (20.0, 20.0, 3.5), "Europe": (55.0, 10.0, 16.0), "Afghanistan": (33.0, 69.0, 40.0),
    "Khost": (33.3, 69.9, 600.0), "Norway": (66.0, 13.0, 80.0), "Kashmir": (34.5, 76.0, 90.0),
}  # fmt: skip


class _AtOnce:
    def run(self, work: Callable[[Task], object], done: Callable[[object], None], *_: object) -> None:
        done(work(self))  # type: ignore[arg-type]


def main() -> None:
    application(["map"])
    for name in ("world", "region", "close", "provinces", "claims"):
        began = time.process_time()
        sheet = map_sheet(resources() / "map", name)
        read = time.process_time()
        drawn(sheet, 5.0)
        print(f"{name:10}{(read - began) * 1000:7.0f} ms read{(time.process_time() - read) * 1000:7.0f} ms made ready")
    room = build(os.environ)
    look = Look(resources())
    session = Session(room, _AtOnce())  # type: ignore[arg-type]
    view = MapView(Atlas(session), session.speech, look)
    view.resize(WIDE, HIGH)
    own = [Spot(SpotKind.FILE, f"image {n}.jpg", Point(25 + n % 17, 60 + n % 23), 100.0) for n in range(300)]
    view.show_chart(chart([Spot(SpotKind.EVENT, "event", Point(33.3, 69.9), 100_000.0), *own]), "")
    print(f"{'frames, ms of processor':26}{'moved: middle':>15}{'worst':>8}{'at rest: middle':>18}{'worst':>8}")
    for name, (latitude, longitude, scale) in PLACES.items():
        figures = []
        for quick in (True, False):
            view._frame = Frame(latitude, longitude, scale, WIDE, HIGH)
            frame(view, quick)  # what it needs is read now
            taken = sorted(frame(view, quick) for _ in range(STEPS))
            figures += [taken[STEPS // 2], taken[-1]]
        print(f"{name:26}{figures[0]:>15.1f}{figures[1]:>8.1f}{figures[2]:>18.1f}{figures[3]:>8.1f}")


def frame(view: MapView, quick: bool) -> float:
    """Pushed a little and drawn, in milliseconds."""
    view.push(7, 3)
    image = QImage(WIDE, HIGH, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    began = time.process_time()
    view.draw(painter, quick)
    took = time.process_time() - began
    painter.end()
    return took * 1000


if __name__ == "__main__":
    main()
