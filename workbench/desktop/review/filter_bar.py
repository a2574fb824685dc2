"""The line in which a filter is typed, menus that write into it, and what it did not understand."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from workbench.desktop.commands import Command
from workbench.desktop.controls import button, column, line, row
from workbench.desktop.labels import PlainLabel
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.copies_view import Here
from workbench.desktop.review.saved_filters import FilterChoices, SavedFilters, with_term
from workbench.desktop.review.search import Search
from workbench.desktop.theme import XS

_TYPING_MILLISECONDS = 150


class FilterBar(QWidget):
    def __init__(
        self, search: Search, choices: FilterChoices, saved: SavedFilters, speech: Speech, done: Callable[[], None]
    ) -> None:
        """`done` is called when somebody is done with typing."""
        super().__init__()
        self._search, self._choices, self._saved, self._say = search, choices, saved, speech.say
        say = speech.say
        self.line = line(say("desktop.review.filter"), say("desktop.review.filter-hint"))
        self.line.setClearButtonEnabled(True)
        self._typing = QTimer(self, interval=_TYPING_MILLISECONDS, singleShot=True)
        self._typing.timeout.connect(self.apply)
        self.line.textChanged.connect(lambda: self._typing.start())
        self.line.returnPressed.connect(done)
        self.terms, self.terms_menu = self._menu("desktop.filters")
        self.kept, self.kept_menu = self._menu("desktop.saved")
        self.terms_menu.aboutToShow.connect(self._fill_terms)
        self.kept_menu.aboutToShow.connect(self._fill_kept)
        self.hints = PlainLabel(size="small", ink="caution")
        self.hints.hide()
        self.name = line(say("desktop.saved.name"), say("desktop.saved.name-hint"))
        self.name.returnPressed.connect(self._save)
        self.naming = row(self.name, button(say("desktop.saved.keep"), self._save), gap=XS)
        self.naming.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(column(self.line, row(self.terms, self.kept, None, gap=XS), self.naming, self.hints, gap=XS))

    def commands(self, here: Here) -> Sequence[Command]:
        return (
            here("filter", "Ctrl+F", "/", run=self.begin),
            here("filter-terms", "Alt+F", run=self.terms.showMenu),
            here("saved-filters", "Alt+S", run=self.kept.showMenu),
            here("save-filter", "Ctrl+S", run=self.begin_saving),
        )

    def forget(self) -> None:
        """Another case: nothing is asked for."""
        blocked = self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(blocked)
        self._typing.stop()
        self.naming.hide()
        self.tell()

    def begin(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    def flush(self) -> None:
        """Ask for what was typed, without waiting for more."""
        if self._typing.isActive():
            self.apply()

    def apply(self) -> None:
        self._typing.stop()
        self._search.ask(self.line.text())
        self.tell()

    def tell(self, *more: str) -> None:
        """Say what the filter did not understand, or something else about it."""
        words = [*more, *self._search.hints()]
        self.hints.setText("\n".join(words))
        self.hints.setVisible(bool(words))

    def put(self, text: str) -> None:
        """Have this filter, now."""
        self.line.setText(text)
        self.apply()

    def begin_saving(self) -> None:
        """Ask for a name."""
        if not self.line.text().strip():
            self.begin()
            self.tell(self._say("desktop.saved.nothing"))
            return
        self.naming.show()
        self.name.setFocus()

    def _save(self) -> None:
        words = self._saved.save(self.name.text(), self.line.text())
        self.name.clear()
        self.naming.hide()
        self.line.setFocus()
        self.tell(words)

    def _menu(self, name: str) -> tuple[QPushButton, QMenu]:
        made = button(self._say(name), lambda: None)
        menu = QMenu(made)
        menu.setAccessibleName(self._say(name))
        made.setMenu(menu)
        made.setProperty("tight", True)
        return made, menu

    def _fill_terms(self) -> None:
        self.terms_menu.clear()
        for group in self._choices.GROUPS:
            choices = self._choices.of(group)
            if not choices:
                continue
            under = self.terms_menu.addMenu(self._say(f"desktop.filters.of-{group}"))
            under.setAccessibleName(self._say(f"desktop.filters.of-{group}"))
            for one in choices:
                words = f"{one.words}  ({one.count})" if one.count else one.words
                action = under.addAction(f"{words}   {one.text}".replace("&", "&&"))
                action.triggered.connect(partial(self._add, one.text))

    def _add(self, term: str, _: bool = False) -> None:
        if term.endswith(":"):  # its value is still to be typed
            self.line.setText(f"{self.line.text().rstrip()} {term}".strip())
            self.line.setFocus()
        else:
            self.put(with_term(self.line.text(), term))

    def _fill_kept(self) -> None:
        self.kept_menu.clear()
        kept, text = self._saved.all(), self.line.text().strip()
        for name, saved in kept.items():
            self.kept_menu.addAction(f"{name}   {saved}".replace("&", "&&")).triggered.connect(
                partial(self._put, saved)
            )
        if kept:
            self.kept_menu.addSeparator()
        self.kept_menu.addAction(self._say("desktop.command.save-filter")).triggered.connect(self.begin_saving)
        for name in (name for name, saved in kept.items() if saved == text):
            words = self._say("desktop.saved.forget", name=name)
            self.kept_menu.addAction(words.replace("&", "&&")).triggered.connect(partial(self._forget, name))

    def _put(self, text: str, _: bool = False) -> None:
        self.put(text)

    def _forget(self, name: str, _: bool = False) -> None:
        self.tell(self._saved.forget(name))
