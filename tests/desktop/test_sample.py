"""The sample case in the window, with the real child: from the first page to two pictures side by side."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.desktop.builders import Told, wait_for, workroom_with_child
from workbench.desktop.application import application, open_window


def test_the_sample_case_opens_and_a_recycled_picture_lies_beside_the_known_one(tmp_path: Path) -> None:
    app = application(["test"])
    room = workroom_with_child(tmp_path)
    window = open_window(room, Told())
    try:
        window.resize(1366, 740)
        window.show()
        window.activateWindow()
        assert wait_for(window.isActiveWindow, 10)
        views: tuple[Any, ...] = tuple(window.views[task] for task in ("start", "review", "compare"))
        start, review, compare = views
        QTest.mouseClick(start.sample_button, Qt.MouseButton.LeftButton)
        assert wait_for(lambda: window.session.is_open, 180)
        assert window.task == "review"
        rows = [review.list.lines.index(row) for row in range(review.list.lines.rowCount())]
        recycled = next(row for row in rows if "03-41-07" in row.data())
        review.list.setCurrentIndex(recycled)
        assert wait_for(lambda: review.picture.image is not None, 60)
        QTest.keyClick(review.list, Qt.Key.Key_Q)
        # The large picture comes from the child as bare pixels, larger than the preview that stood in for it.
        picture = review.picture
        assert picture.uncovered
        assert wait_for(lambda: picture.image.width() > 384, 60)
        QTest.keyClick(review.list, Qt.Key.Key_C)
        assert window.task == "compare"
        assert "cannot show the event" in compare.meaning.text()
        assert not compare.canvas.table.uncovered
        QTest.keyClick(compare.list, Qt.Key.Key_Space)
        assert compare.canvas.table.uncovered
        assert wait_for(lambda: min(compare.canvas.query.width(), compare.canvas.known.width()) > 384, 60)
    finally:
        window.close()
        app.processEvents()
        room.close()
