"""Every page of the window in every look, small and side by side, to be looked at by a person.

    python tests/benchmarks/contact_sheet.py FOLDER [--language en ps] [--scale 480]

Writes one PNG for each size, palette and language: the sample case's pages with the verdicts of `workbench demo`, and
with the pages at full size beside it under `pages/`. Needs a display (`xvfb-run`), and reads pictures in the child.
"""

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QPainter

from tests.desktop.builders import Told, wait_for
from workbench.__main__ import main as workbench
from workbench.bootstrap import build
from workbench.desktop.application import application, open_window
from workbench.desktop.navigation import TASKS
from workbench.desktop.theme import PALETTES

SIZES = ((1366, 768), (1920, 1080))
REVIEW_TABS = ("findings", "verdict", "copies", "tags", "surroundings", "origin", "file", "history")
COLUMNS = 4


def main() -> None:
    options = _options()
    target = Path(options.folder)
    (target / "pages").mkdir(parents=True, exist_ok=True)
    application(["contact-sheet"])
    with tempfile.TemporaryDirectory(prefix="contact-sheet-") as scratch:
        home = {**os.environ, "WORKBENCH_HOME": f"{scratch}/home", "WORKBENCH_AUTHOR": "Reviewer"}
        os.environ.update(home)
        workbench(["demo", f"{scratch}/demo"])
        for language in options.language:
            room = build({**home, "WORKBENCH_LANGUAGE": language})
            window = open_window(room, Told())
            window.open_folder(Path(scratch) / "demo" / "case")
            window.show()
            for width, height in SIZES:
                window.resize(width, height)
                for palette in PALETTES.values():
                    window.look.use(palette)
                    name = f"{language}-{width}x{height}-{palette.name}"
                    pages = [(page, _settled(window)) for page in _pages(window)]
                    for page, image in pages:
                        image.save(str(target / "pages" / f"{name}-{page}.png"))
                    _sheet([image for _, image in pages], options.scale).save(str(target / f"{name}.png"))
                    print(target / f"{name}.png", flush=True)
            window.close()
            window.deleteLater()
            application([]).sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            room.close()


def _pages(window: Any) -> Any:
    """Goes from page to page; each is to be grabbed before the next is asked for."""
    for task in TASKS:
        window.go(task)
        if task != "review":
            yield task
            continue
        for tab in REVIEW_TABS:
            window.views["review"].show_tab(tab)
            yield f"review-{tab}"
    for aside in ("keys",):
        window.go(aside)
        yield aside
    window.go("review")


def _settled(window: Any) -> QImage:
    wait_for(lambda: not window.session.background.busy(), 30)
    wait_for(lambda: False, 0.3)  # pictures that come a moment later
    image: QImage = window.grab().toImage()
    return image


def _sheet(images: list[QImage], width: int) -> QImage:
    small = [image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation) for image in images]
    height = max(image.height() for image in small)
    rows = -(-len(small) // COLUMNS)
    sheet = QImage(COLUMNS * (width + 8), rows * (height + 8), QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.darkGray)
    painter = QPainter(sheet)
    for number, image in enumerate(small):
        row, column = divmod(number, COLUMNS)
        painter.drawImage(QPoint(column * (width + 8) + 4, row * (height + 8) + 4), image)
    painter.end()
    return sheet


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Every page of the window in every look, as contact sheets.")
    parser.add_argument("folder")
    parser.add_argument("--language", nargs="+", default=["en", "ps"])
    parser.add_argument("--scale", type=int, default=480, help="width of each page on the sheet")
    return parser.parse_args()


if __name__ == "__main__":
    main()
