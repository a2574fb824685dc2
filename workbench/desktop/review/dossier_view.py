"""What is known of one image, laid out for reading: findings by pillar first, then the file, the tags, the history."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from workbench.desktop.controls import button, card, column, empty, row, scrolled
from workbench.desktop.labels import FittedText, PlainLabel
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.presenter import FindingWords, Reviewed
from workbench.desktop.task_view import holder
from workbench.desktop.theme import XS, S
from workbench.domain.verdicts import Pillar

_LONG = 40


class FindingsPanel(QWidget):
    """Findings in words by pillar, with basis, bearing and caveat; below them matches and verdicts."""

    def __init__(self, speech: Speech, compare: Callable[[], None], decide: Callable[[], None]) -> None:
        super().__init__()
        self._speech, self._compare, self._decide = speech, compare, decide
        inner, self._layout = holder()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner, speech.say("desktop.tab.findings")))

    def show_image(self, known: Reviewed, against: str) -> None:
        """`against` says which event the findings were judged by."""
        say, layout = self._speech.say, self._layout
        empty(layout)
        layout.addWidget(PlainLabel(against, size="small", ink="muted"))
        if not known.findings:
            layout.addWidget(PlainLabel(say("desktop.review.no-findings"), ink="muted"))
        for pillar in Pillar:
            found = [finding for finding in known.findings if finding.pillar is pillar]
            if found:
                layout.addWidget(PlainLabel(say(f"pillar.{pillar.value}"), size="heading"))
                for finding in found:
                    layout.addWidget(self._finding(finding))
        layout.addWidget(PlainLabel(say("desktop.review.matches-title"), size="heading"))
        if known.matches:
            layout.addWidget(card(*(PlainLabel(words) for words in known.matches),
                                  row(button(say("desktop.command.compare"), self._compare), None)))  # fmt: skip
        else:
            layout.addWidget(
                PlainLabel(
                    say("desktop.review.no-matches" if known.searched else "desktop.review.no-library"), ink="muted"
                )
            )
        layout.addWidget(PlainLabel(say("desktop.review.verdicts-title"), size="heading"))
        if known.verdicts:
            layout.addWidget(card(*(PlainLabel(words) for words in known.verdicts)))
        else:
            layout.addWidget(PlainLabel(say("desktop.review.no-verdicts"), ink="muted"))
        layout.addWidget(row(button(say("desktop.command.verdict"), self._decide), None))
        layout.addStretch(1)

    def _finding(self, finding: FindingWords) -> QWidget:
        sign = PlainLabel(finding.sign, size="heading", ink=finding.ink, wrap=False)
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        sign.setFixedWidth(20)
        title = PlainLabel(finding.title or finding.sentence)
        title.setStyleSheet("font-weight: 600;")
        words = [title, PlainLabel(finding.ground, size="small", ink=finding.ink)]
        if finding.title:
            words.insert(1, PlainLabel(finding.sentence))
        caveat = self._speech.say("desktop.review.caveat", caveat=finding.caveat) if finding.caveat else ""
        words.append(PlainLabel(caveat, size="small", ink="muted"))
        body = column(*words, gap=XS)
        made = row(sign, body, gap=S)
        layout = made.layout()
        if layout is not None:
            layout.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
            layout.setStretchFactor(body, 1)  # type: ignore[attr-defined]
        return card(made)


class TagsPanel(QWidget):
    """Every tag with its reader. What readers read differently stands first, in words and with a sign."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        say = speech.say
        inner, self._notes = holder()
        self._notes_area = scrolled(inner, say("desktop.tags.disagreements"))
        self._notes_area.setMaximumHeight(120)
        self.table = QTableWidget(0, 4)
        self.table.setAccessibleName(say("desktop.tab.tags"))
        self.table.setHorizontalHeaderLabels(["", say("desktop.tags.field"), say("desktop.tags.value"),
                                              say("desktop.tags.reader")])  # fmt: skip
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(22)
        for section, width in ((0, 22), (1, 150), (3, 76)):
            header.resizeSection(section, width)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self._value = PlainLabel(size="small")
        self._value_card = card(self._value, kind="inset")
        self.table.currentCellChanged.connect(lambda now, *_: self._show_value(now))
        self._none = PlainLabel(say("desktop.tags.none"), ink="muted")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, S, 0, 0)
        for part in (self._notes_area, self._none, self.table, self._value_card):
            outer.addWidget(part)
        outer.setStretchFactor(self.table, 1)

    def show_image(self, known: Reviewed) -> None:
        empty(self._notes)
        for words in known.disagreements:
            self._notes.addWidget(PlainLabel(words, size="small"))
        self._notes_area.setVisible(bool(known.disagreements))
        self._none.setVisible(not known.tags)
        self.table.setVisible(bool(known.tags))
        self.table.setRowCount(len(known.tags))
        for index, tag in enumerate(known.tags):
            for place, text in enumerate((tag.sign, tag.place, tag.value, tag.reader)):
                self.table.setItem(index, place, QTableWidgetItem(text))
        self._value_card.hide()

    def _show_value(self, index: int) -> None:
        cells = [self.table.item(index, place) for place in (1, 2, 3)]
        if all(cells):
            self._value.setText("\n".join(cell.text() for cell in cells if cell))
            self._value_card.show()


class FactsPanel(QWidget):
    """Pairs of label and text in one column: the file, how it came, and how it was measured; or the history."""

    def __init__(self, name: str) -> None:
        super().__init__()
        inner, self._layout = holder()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inner, name))

    def show_parts(self, *parts: tuple[str, list[tuple[str, str]]]) -> None:
        """Each part is a heading with (label, text) pairs."""
        empty(self._layout)
        for heading, pairs in parts:
            self._layout.addWidget(PlainLabel(heading, size="heading"))
            lines = [fact(label, text) for label, text in pairs]
            self._layout.addWidget(card(*lines))
        self._layout.addStretch(1)


def fact(label: str, text: str) -> QWidget:
    """A quiet label with its text below; hashes and paths can be copied, by mouse and by keyboard."""
    copied = any(len(word) > _LONG for word in text.split())
    value = FittedText(label or text[:_LONG], text) if copied else PlainLabel(text)
    parts: list[QWidget] = [PlainLabel(label, size="small", ink="muted")] if label else []
    return column(*parts, *([value] if text else []), gap=XS)
