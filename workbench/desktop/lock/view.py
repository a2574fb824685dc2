"""The lock page: a passphrase and nothing else of any case."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.desktop.choosing import Chooser
from workbench.desktop.commands import Command
from workbench.desktop.controls import CheckLine, Notice, button, card, column, field, line, row, scrolled
from workbench.desktop.labels import PlainLabel
from workbench.desktop.lock.presenter import Asking, LockPresenter
from workbench.desktop.plain_text import Speech, visible
from workbench.desktop.task_view import TaskView
from workbench.desktop.theme import L, M

_CURRENT = (Asking.UNLOCK, Asking.PASSPHRASE, Asking.RECOVERY)
_NEW = (Asking.CREATE, Asking.ENCRYPT, Asking.PASSPHRASE)


class LockView(TaskView):
    task = "lock"

    def __init__(self, presenter: LockPresenter, speech: Speech, chooser: Chooser, went: Callable[[], None]) -> None:
        super().__init__()
        self._presenter, self._speech, self._chooser, self._went = presenter, speech, chooser, went
        say = speech.say
        self.title = PlainLabel(size="display")
        self.folder = PlainLabel(size="small", ink="muted")
        self.words = PlainLabel(ink="muted")
        self.current, self._current = self._entry("desktop.lock.current")
        self.fresh, self._fresh = self._entry("desktop.lock.new")
        self.again, self._again = self._entry("desktop.lock.again")
        self.key = PlainLabel(size="heading", wrap=False)
        self.key.setFont(QFont("monospace"))
        self.key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self.left = PlainLabel(size="small", ink="muted")
        self.seen = CheckLine(say("desktop.lock.see"), self._see)
        self.done = button("", self.finish, primary=True)
        self.noted = button(say("desktop.lock.noted"), presenter.noted, primary=True)
        self.save = button(say("desktop.lock.save"), self.ask_target)
        self.cancel = button(say("desktop.lock.cancel"), presenter.leave)
        self.notice = Notice(say("desktop.dismiss"))
        parts = (self.title, self.folder, self.words, self._current, self._fresh, self._again, self.key, self.left,
                 self.seen, row(self.cancel, None, self.save, self.noted, self.done))  # fmt: skip
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(L, L, L, L)
        layout.setSpacing(M)
        layout.addStretch(1)
        layout.addWidget(card(*parts, gap=M, edges=L))
        layout.addWidget(self.notice)
        layout.addStretch(2)
        inner.setMaximumWidth(720)
        middle = QWidget()
        centred = QHBoxLayout(middle)
        centred.addStretch(1)
        centred.addWidget(inner, 8)
        centred.addStretch(1)
        self.outer.addWidget(scrolled(column(middle), say("desktop.lock.page")))
        presenter.changed = self.refresh
        self._shown = Asking.NOTHING

    def commands(self) -> Sequence[Command]:
        presenter = self._presenter
        can_lock = lambda: presenter.can_lock  # noqa: E731
        return (
            Command("lock-case", ("Ctrl+L",), presenter.lock, "case", ready=can_lock),
            Command("encrypt-case", ("Ctrl+Shift+E",), lambda: presenter.begin(Asking.ENCRYPT), "case",
                    ready=lambda: presenter.can_encrypt),
            Command("change-passphrase", ("Ctrl+Shift+P",), lambda: presenter.begin(Asking.PASSPHRASE), "case",
                    ready=can_lock),
            Command("new-recovery-key", ("Ctrl+Shift+K",), lambda: presenter.begin(Asking.RECOVERY), "case",
                    ready=can_lock),
            Command("leave-lock", ("Esc",), presenter.leave, "case", self.task),
        )  # fmt: skip

    def enter(self) -> None:
        self.refresh()
        for each in (self.current, self.fresh, self.noted):
            if each.isVisibleTo(self):
                each.setFocus()
                return

    def finish(self) -> None:
        """What was typed is taken out of the fields and handed on."""
        typed = [each.text() for each in (self.current, self.fresh, self.again)]
        if self._presenter.busy:
            return
        if self._presenter.asking is Asking.UNLOCK:
            self._presenter.unlock(typed[0])
        else:
            self._presenter.finish(*typed)

    def ask_target(self) -> None:
        say = self._speech.say
        if target := self._chooser.save(say("desktop.lock.save"), say("desktop.lock.file-name"), ".txt"):
            self._presenter.keep(target)

    def refresh(self) -> None:
        presenter, say = self._presenter, self._speech.say
        asking = presenter.asking
        if asking is not self._shown:
            self._shown = asking
            for each in (self.current, self.fresh, self.again):
                each.clear()
            self.seen.show_state(False)
            self._see(False)
            self._went()
        if asking is Asking.NOTHING:
            self.key.setText("")
            return
        self.title.setText(say(f"desktop.lock.title.{asking.value}"))
        self.words.setText(say("desktop.lock.waiting" if presenter.waiting else f"desktop.lock.words.{asking.value}"))
        self.folder.setText(visible(str(presenter.folder)))
        self.folder.setVisible(not presenter.covers)
        self._current.setVisible(asking in _CURRENT)
        self._fresh.setVisible(asking in _NEW)
        self._again.setVisible(asking in _NEW)
        shown = asking is Asking.SHOWN
        self.key.setVisible(shown)
        self.key.setText(presenter.recovery_key)
        self.key.setAccessibleName(say("desktop.lock.key", key=presenter.recovery_key) if shown else "")
        self.left.setVisible(bool(shown and presenter.left_plain))
        self.left.setText(say("locks.left", names=visible(presenter.left_plain)) if presenter.left_plain else "")
        self.seen.setVisible(not shown)
        self.noted.setVisible(shown)
        self.save.setVisible(shown)
        self.cancel.setVisible(not shown)
        self.cancel.setEnabled(not presenter.busy and not presenter.waiting)
        self.done.setVisible(not shown)
        self.done.setEnabled(not presenter.busy)
        words = "" if shown else say(f"desktop.lock.do.{asking.value}")
        self.done.setText(words)
        self.done.setAccessibleName(words)
        self.notice.tell(presenter.message, presenter.tone)

    def _entry(self, code: str) -> tuple[QLineEdit, QWidget]:
        made = line(self._speech.say(code))
        made.setEchoMode(QLineEdit.EchoMode.Password)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        made.returnPressed.connect(self.finish)
        return made, field(self._speech.say(code), made)

    def _see(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        for each in (self.current, self.fresh, self.again):
            each.setEchoMode(mode)
