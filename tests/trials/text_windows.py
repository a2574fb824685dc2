"""Going through the window with a case at hand, from page to page, list to list and tab to tab."""

import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTableView, QTabWidget, QWidget

from tests.desktop.builders import Told, wait_for
from tests.planted import Planted
from tests.trials.ledger import Plan
from tests.walking import Walk, catching_links
from workbench.casework.workroom import Workroom
from workbench.desktop.application import application, open_window
from workbench.desktop.choosing import replacing_question
from workbench.desktop.main_window import MainWindow
from workbench.desktop.navigation import TASKS

_TABLE_ROWS = 4


def walk_through(plan: Plan, room: Workroom, planted: Planted) -> tuple[Walk, int]:
    """Everything that can be come to, and how many places that were."""
    app = application(["text"])
    walk = Walk()
    end = catching_links(walk.opened)
    window = open_window(room, Told())
    window.resize(1366, 740)
    window.show()
    try:
        places = sum(1 for _ in _ways(plan, window, walk, planted))
    finally:
        window.close()
        window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        end()
    return walk, places


def _ways(plan: Plan, window: MainWindow, walk: Walk, planted: Planted) -> Iterator[None]:
    """Go from place to place, and look at each."""
    _settle(window)
    walk.look(window)
    yield
    window.open_folder(planted.case)
    _settle(window)
    for task in TASKS:
        window.go(task)
        _settle(window)
        walk.look(window)
        yield
        yield from _lists(plan, window, window.views[task], walk)
    window.go("report")
    for command in ("verify",):
        window.commands[command].run()
        _settle(window)
        walk.look(window)
        yield
    window.palette_list.open()
    walk.look(window)
    yield
    for field in ("event", "claim", "reasons", "place"):
        for text in planted.texts[field]:
            _say(walk, text)
            window.notice.tell(window.session.speech.say("event.unknown", id=text, known=text))
            walk.look(window.notice)
    yield
    for texts in (planted.texts["name"],):
        for text in texts:
            name = _say(walk, text.replace("/", "\u2215"))
            box = replacing_question(window, window.session.speech, Path(name))
            box.grab()
            walk.look(box)
            box.deleteLater()
            yield


def _say(walk: Walk, text: str) -> str:
    walk.said.setdefault(text[text.rindex("~", 0, -1) :], set()).add(text)
    return text


def _lists(plan: Plan, window: MainWindow, view: QWidget, walk: Walk) -> Iterator[None]:
    """Come to every line of every list of a page, and to every tab beside it."""
    for number, one in enumerate(_item_views(view)):
        model = one.model()
        step = 1 if plan.whole or number else 2
        rows = range(0, min(model.rowCount(), _TABLE_ROWS if isinstance(one, QTableView) else 1_000), step)
        for row in rows:
            if not one.isVisible():
                break
            one.setCurrentIndex(model.index(row, 0))
            _settle(window, quick=True)
            tabs = [tab for tab in view.findChildren(QTabWidget) if tab.isVisible()]
            for tab in tabs:
                for place in range(tab.count()):
                    tab.setCurrentIndex(place)
                    QCoreApplication.processEvents()
                    walk.look(tab.widget(place), shown_only=True)
                    yield
                    if row == rows[0] and number == 0:
                        for inner in _item_views(tab.widget(place)):
                            for line in range(min(inner.model().rowCount(), _TABLE_ROWS)):
                                inner.setCurrentIndex(inner.model().index(line, 0))
                                QCoreApplication.processEvents()
                                walk.look(tab.widget(place), shown_only=True)
                                yield
            walk.look(view, shown_only=True)
            yield


def _item_views(page: QWidget) -> list[QAbstractItemView]:
    return [
        one
        for one in page.findChildren(QAbstractItemView)
        if one.isVisible() and one.model() is not None and not _of_a_drop_down(one)
    ]


def _of_a_drop_down(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QComboBox):
        parent = parent.parentWidget()
    return parent is not None


def _settle(window: MainWindow, quick: bool = False) -> None:
    QCoreApplication.processEvents()
    if not quick:
        wait_for(lambda: not window.session.background.busy())  # type: ignore[attr-defined]
    else:
        until = time.monotonic() + 0.01
        while window.session.background.busy() and time.monotonic() < until:  # type: ignore[attr-defined]
            QCoreApplication.processEvents()
