"""The window's small parts, each made in one way: buttons, fields, cards, notices."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from workbench.desktop.directions import directed, unturned
from workbench.desktop.labels import PlainLabel, repolish
from workbench.desktop.theme import XS, M, S


def button(words: str, run: Callable[[], object], *, primary: bool = False, flat: bool = False) -> QPushButton:
    made = QPushButton(directed(words.replace("&", "&&")))
    made.setAccessibleName(words)
    made.setProperty("primary", primary)
    made.setProperty("flat", flat)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setMinimumWidth(24)
    made.setAutoDefault(False)
    made.clicked.connect(lambda: run())
    return made


def line(name: str, placeholder: str = "") -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(placeholder)
    return made


def exact_line(name: str, placeholder: str = "") -> QLineEdit:
    """A line for an address, a time or a position, which runs from left to right in every language."""
    return unturned(line(name, placeholder))


def text_box(name: str, placeholder: str = "", rows: int = 3) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(placeholder)
    made.setTabChangesFocus(True)
    made.setFixedHeight(made.fontMetrics().lineSpacing() * rows + 22)
    return made


class _Choice(QComboBox):
    """What is too long for its room ends in an ellipsis, on whichever side it ends."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option,
                                           QStyle.SubControl.SC_ComboBoxEditField, self).width()  # fmt: skip
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room - 4)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def choice(name: str, choices: Iterable[tuple[str, str]] = ()) -> QComboBox:
    """A drop-down of (value, words)."""
    made = _Choice()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(8)
    made.view().setAccessibleName(name)
    fill(made, choices)
    return made


def fill(box: QComboBox, choices: Iterable[tuple[str, str]], chosen: str | None = None) -> None:
    """Replace a drop-down's choices without announcing it."""
    blocked = box.blockSignals(True)
    box.clear()
    for value, words in choices:
        box.addItem(directed(words), value)
    if chosen is not None:
        box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(blocked)


def field(words: str, widget: QWidget, hint: str = "") -> QWidget:
    """A label above its field, and a hint below."""
    label = PlainLabel(words, size="small", ink="muted")
    label.setBuddy(widget)
    parts: list[QWidget] = [label, widget]
    if hint:
        parts.append(PlainLabel(hint, size="small", ink="muted"))
    return column(*parts, gap=XS)


def column(*parts: QWidget | int | None, gap: int = S, edges: int = 0) -> QWidget:
    """Widgets one below the other; None stretches."""
    return _box(QVBoxLayout(), parts, gap, edges)


def row(*parts: QWidget | int | None, gap: int = S, edges: int = 0) -> QWidget:
    return _box(QHBoxLayout(), parts, gap, edges)


def _box(layout: QVBoxLayout | QHBoxLayout, parts: Iterable[QWidget | int | None], gap: int, edges: int) -> QWidget:
    holder = QWidget()
    layout.setContentsMargins(edges, edges, edges, edges)
    layout.setSpacing(gap)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        else:
            # In a row, words that wrap take the room that buttons leave.
            wraps = isinstance(layout, QHBoxLayout) and isinstance(part, QLabel) and part.wordWrap()
            layout.addWidget(part, int(wraps))
    holder.setLayout(layout)
    return holder


def card(*parts: QWidget | int | None, gap: int = S, edges: int = M, kind: object = True) -> QFrame:
    frame = QFrame()
    frame.setProperty("card", kind)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(edges, edges, edges, edges)
    layout.setSpacing(gap)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        else:
            layout.addWidget(part)
    return frame


def scrolled(inner: QWidget, name: str) -> QScrollArea:
    """`inner` in an area that scrolls, so that everything stays in reach however small the window is."""
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    inner.setObjectName("scrolled")
    area.setWidget(inner)
    area.viewport().setAutoFillBackground(False)
    area.setMinimumSize(QSize(120, 60))
    return area


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)


class CheckLine(QWidget):
    """A check box whose words wrap; a click on the words is a click on the box."""

    def __init__(self, words: str, clicked: Callable[[bool], object]) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setAccessibleName(words)
        self.box.clicked.connect(lambda on: clicked(on))
        self._label = PlainLabel(words)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._label, 1)

    def show_state(self, checked: bool, enabled: bool = True) -> None:
        self.box.setChecked(checked)
        self.box.setEnabled(enabled)
        self._label.set_ink("text" if enabled else "muted")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.box.isEnabled() and self.rect().contains(event.position().toPoint()):
            self.box.click()


class BigButton(QPushButton):
    """A button with a sign, a name and a sentence."""

    def __init__(self, title: str, hint: str, run: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("big", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)  # as high as its neighbours
        self.setAutoDefault(False)
        self.setAccessibleName(f"{title}. {hint}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: run())
        self._sign = QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(M)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        words = column(PlainLabel(title, size="heading"), PlainLabel(hint, size="small", ink="muted"), None, gap=XS)
        layout.addWidget(words, 1)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint().expandedTo(QSize(180, 84)) if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.heightForWidth(max(self.width(), 120)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout else 84

    def draw(self, icon: QIcon) -> None:
        self._sign.setPixmap(icon.pixmap(32, 32))


class Guidance(QWidget):
    """What an empty view shows: what is missing, what comes next, and the buttons for it."""

    def __init__(self, title: str, words: str, *buttons: QPushButton) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(S)
        layout.addStretch(1)
        self.title = PlainLabel(title, size="heading")
        self.words = PlainLabel(words, ink="muted")
        for label in (self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        if buttons:
            layout.addSpacing(S)
            layout.addWidget(row(None, *buttons, None))
        layout.addStretch(2)


class Notice(QFrame):
    """A sentence in the place where it matters; it is put away by its button and never blocks anything."""

    def __init__(self, dismiss: str) -> None:
        super().__init__()
        self.setObjectName("notice")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(M, XS, XS, XS)
        self._label = PlainLabel()
        layout.addWidget(self._label, 1)
        layout.addWidget(button(dismiss, self.hide, flat=True))
        self.hide()

    def add_button(self, made: QPushButton) -> None:
        """Something to do about it, before the button that puts it away."""
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):
            layout.insertWidget(1, made)

    @property
    def text(self) -> str:
        return self._label.text()

    def tell(self, words: str, tone: str = "accent") -> None:
        """Show a sentence. `tone`: `accent`, `undermines` or `supports`; a sign stands for it as well."""
        sign = {"undermines": "✕ ", "supports": "✓ "}.get(tone, "")
        self._label.setText(sign + words)
        self.setAccessibleName(words)
        self.setProperty("tone", tone)
        repolish(self)
        self.setVisible(bool(words))
