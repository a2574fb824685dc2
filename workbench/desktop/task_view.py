"""What every task's view is to the window that holds it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.desktop.commands import Command
from workbench.desktop.directions import turned_window
from workbench.desktop.theme import M

_LEAST_WIDTH = 720
"""Logical pixels in which three parts side by side can be read; in a narrower window the page is scrolled."""


class TaskView(QWidget):
    """One task's page. `task` names it in navigation, commands and words."""

    task = ""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(M, M, M, M)
        self.outer.setSpacing(M)

    def commands(self) -> Sequence[Command]:
        """What can be done here; the window gives each its key, its menu line and its place in the palette."""
        return ()

    def narrow_widgets(self) -> Sequence[QWidget]:
        """The widgets in which the commands marked `narrow` hear their keys."""
        return ()

    def enter(self) -> None:
        """Called when the page is shown: bring it up to date and put the focus where work begins."""

    def hide_pictures(self) -> None:
        """Cover every picture now."""

    def show_picture(self) -> None:
        """Show the picture that this page is about."""

    def as_left(self) -> Mapping[str, str]:
        """How the page is left, as far as it is to be found so again in this case."""
        return {}

    def take_up(self, left: Mapping[str, str]) -> None:
        """Have the page as it was `left` once; what is not known any more is empty."""

    @property
    def layout_names(self) -> Sequence[str]:
        """The layouts of the page, whose borders are kept apart; `layout_name` is the one in use."""
        return (self.task,)

    @property
    def layout_name(self) -> str:
        return self.task

    def lay_out(self, name: str, splitter: QSplitter, sizes: Sequence[int]) -> None:
        """Put the borders of a layout where somebody left them."""
        splitter.setSizes(list(sizes))


def split(*parts: QWidget, sizes: Sequence[int], stretch: int) -> QSplitter:
    """Parts side by side whose borders can be moved; the one at `stretch` takes what is left over."""
    splitter = QSplitter()
    splitter.setHandleWidth(M)
    splitter.setMinimumWidth(_LEAST_WIDTH)
    for index, part in enumerate(parts):
        splitter.addWidget(part)
        splitter.setStretchFactor(index, int(index == stretch))
        splitter.setCollapsible(index, index != stretch)
    splitter.setSizes(list(sizes))
    if turned_window():  # Qt lays its parts a pixel too far to the right then
        splitter.setContentsMargins(0, 0, 1, 0)
    return splitter


class _Pages(QStackedWidget):
    """Needs the room that the page in view needs, and not that of the widest page behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint().expandedTo(page.minimumSize()) if page else super().minimumSizeHint()


def stacked(*pages: QWidget) -> QStackedWidget:
    stack = _Pages()
    for page in pages:
        stack.addWidget(page)
    return stack


def holder() -> tuple[QWidget, QVBoxLayout]:
    """A widget to be filled again and again."""
    widget = QWidget()
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, M // 2, M // 2, 0)
    layout.setSpacing(M)
    return widget, layout
