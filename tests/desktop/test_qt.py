"""The Qt binding that is pinned, and why."""

import sys
from typing import Any

import PySide6
import pytest
from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtWidgets import QWidget

CALLS = 20_000


def test_the_binding_is_the_pinned_one() -> None:
    """6.12.0 aborts on CPython 3.10 and 3.11: it loses references to None and True."""
    assert PySide6.__version__.startswith("6.11.")


@pytest.mark.parametrize("value", [None, True, False], ids=str)
def test_constants_keep_their_references(desk: Any, value: object) -> None:
    widget, thing = QWidget(), QObject()
    before = sys.getrefcount(value)
    for _ in range(CALLS):
        widget.setEnabled(True)
        widget.isEnabled()
        widget.parentWidget()
        thing.setProperty("kind", value)
        thing.property("kind")
        widget.setWindowModality(Qt.WindowModality.NonModal)
    assert sys.getrefcount(value) > before - CALLS / 10


def test_the_window_keeps_nothing_in_the_systems_settings(desk: Any) -> None:
    assert not QSettings("workbench", "workbench").allKeys()
