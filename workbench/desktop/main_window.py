"""The window: tasks down the left side, one of them in view, and what holds for all of them."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QVBoxLayout, QWidget

from workbench.desktop.choosing import Chooser, DialogChooser
from workbench.desktop.command_palette import CommandPalette
from workbench.desktop.commands import Command, Commands
from workbench.desktop.compare.presenter import ComparePresenter
from workbench.desktop.compare.search import LibrarySearch
from workbench.desktop.compare.view import CompareView
from workbench.desktop.controls import Notice, scrolled
from workbench.desktop.events.presenter import EventsPresenter
from workbench.desktop.events.view import EventsView
from workbench.desktop.forensic.presenter import ForensicPresenter
from workbench.desktop.forensic.view import ForensicView
from workbench.desktop.intake.presenter import IntakePresenter
from workbench.desktop.intake.view import IntakeView
from workbench.desktop.jobs import Jobs
from workbench.desktop.library.presenter import LibraryPresenter
from workbench.desktop.library.view import LibraryView
from workbench.desktop.navigation import TASKS, Rail, Way
from workbench.desktop.report.presenter import AuditPresenter, ReportPresenter
from workbench.desktop.report.view import ReportView
from workbench.desktop.review.presenter import ReviewPresenter
from workbench.desktop.review.verdict_presenter import VerdictPresenter
from workbench.desktop.review.view import ReviewView
from workbench.desktop.session import Session, Topic
from workbench.desktop.start.presenter import StartPresenter
from workbench.desktop.start.view import StartView
from workbench.desktop.status_line import StatusLine
from workbench.desktop.task_view import TaskView, stacked
from workbench.desktop.theme import DARK, Look
from workbench.desktop.window_state import WindowState, keep_state, read_state

_REPEATED = ("next", "previous", "pan", "zoom")
"""How the names of commands begin that go on while their key is held."""
GROUPS = ("case", "go", "review", "compare", "forensic", "library", "events", "report", "view")


class MainWindow(QMainWindow):
    def __init__(self, session: Session, jobs: Jobs, look: Look, chooser: Chooser | None = None) -> None:
        super().__init__()
        self.session, self.look, self._jobs = session, look, jobs
        self._say = session.speech.say
        self.setAcceptDrops(True)
        self.views = {view.task: view for view in self._make_views(chooser or DialogChooser(self))}
        self.commands = Commands()
        self._way = Way()
        self.rail = Rail(session.speech, look, self.go)
        self.notice = Notice(self._say("desktop.dismiss"))
        self.stack = stacked(*self.views.values())
        self._lay_out()
        self.actions_by: dict[str, QAction] = {}
        self._register()
        self.palette_list = CommandPalette(self, self.commands, session.speech, look, self._run)
        self.status = StatusLine(session, lambda words: self.notice.tell(words))
        self.setStatusBar(self.status)
        session.listen(Topic.CASE, self._case_changed)
        session.listen(Topic.COVER, self.hide_pictures)
        self._restore()
        self._case_changed()

    @property
    def task(self) -> str:
        """The task in view."""
        view = self.stack.currentWidget()
        return view.task if isinstance(view, TaskView) else ""

    def _make_views(self, chooser: Chooser) -> Sequence[TaskView]:
        session, look, speech = self.session, self.look, self.session.speech
        search = LibrarySearch(session)
        review = ReviewPresenter(session)
        self.intake = IntakePresenter(session, search.search)
        self.audits = AuditPresenter(session)
        self.start = StartPresenter(session)
        return (
            StartView(self.start, speech, look, chooser),
            IntakeView(self.intake, speech, look, chooser, self.go),
            ReviewView(session, review, VerdictPresenter(session, review), look, self.go),
            CompareView(session, ComparePresenter(session, search), look, self.go),
            ForensicView(session, ForensicPresenter(session), look, self.go),
            LibraryView(LibraryPresenter(session, search), speech, look, chooser, lambda: session.is_open),
            EventsView(EventsPresenter(session), speech, look),
            ReportView(ReportPresenter(session), self.audits, speech, chooser, self.go),
        )

    def _lay_out(self) -> None:
        centre = QWidget()
        centre.setObjectName("page")
        across = QHBoxLayout(centre)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        down = QVBoxLayout()
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        self.notice.setProperty("top", True)
        down.addWidget(self.notice)
        # However small the window is, what does not fit can be scrolled to.
        area = scrolled(self.stack, self._say("desktop.page"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        down.addWidget(area, 1)
        across.addLayout(down, 1)
        self.setCentralWidget(centre)
        self.setMinimumSize(560, 320)

    def _register(self) -> None:
        """Give every command its key, its menu line and its place in the palette."""
        for command in self._own_commands():
            self.commands.add(command)
        for view in self.views.values():
            for command in view.commands():
                self.commands.add(command)
        menus: dict[str, QMenu] = {}
        for group in GROUPS:
            if any(command.group == group for command in self.commands):
                menus[group] = self.menuBar().addMenu(self._say(f"desktop.group.{group}"))
                menus[group].aboutToShow.connect(partial(self._show_what_is_possible, True))
                menus[group].aboutToHide.connect(partial(self._show_what_is_possible, False))
        for command in self.commands:
            action = self._action(command)
            menus[command.group].addAction(action)
            self.actions_by[command.id] = action
        self.menuBar().setAccessibleName(self._say("desktop.menus"))

    def _action(self, command: Command) -> QAction:
        action = QAction(self._say(f"desktop.command.{command.id}").replace("&", "&&"), self)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setAutoRepeat(command.id.removeprefix("forensic-").startswith(_REPEATED))
        action.triggered.connect(lambda: self._run(command))
        if not command.task:
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self.addAction(action)
            return action
        view = self.views[command.task]
        narrow = command.narrow
        context = Qt.ShortcutContext.WidgetShortcut if narrow else Qt.ShortcutContext.WidgetWithChildrenShortcut
        action.setShortcutContext(context)
        for widget in view.narrow_widgets() if narrow else (view,):
            widget.addAction(action)
        return action

    def _own_commands(self) -> Sequence[Command]:
        is_open = lambda: self.session.is_open  # noqa: E731
        to_tasks = tuple(
            Command(f"go-{task}", (f"Ctrl+{number}",), partial(self.go, task), "go", ready=is_open)
            for number, task in enumerate(TASKS, 1)
        )
        return (
            Command("palette", ("Ctrl+K",), lambda: self.palette_list.open(), "go"),
            *to_tasks,
            Command("back", ("Alt+Left",), self.back, "go", ready=lambda: self._way.can_go_back),
            Command("close-case", ("Ctrl+W",), self.close_case, "case", ready=is_open),
            Command("quit", ("Ctrl+Q",), lambda: self.close(), "case"),
            Command("hide-pictures", ("H", "Ctrl+H"), lambda: self.session.announce(Topic.COVER), "view"),
            Command("light-or-dark", ("Ctrl+Shift+L",), self.look.toggle, "view"),
            Command("isolation", ("Ctrl+Shift+S",), lambda: self.status.explain_isolation(), "view"),
        )

    def _run(self, command: Command) -> None:
        """Do a command, going first to the task that it belongs to; one that cannot be done now says so."""
        if not command.ready():
            if "Esc" in command.keys:
                return
            words = self._say(f"desktop.command.{command.id}")
            self.notice.tell(self._say("desktop.palette.cannot", command=words))
            return
        if command.task and command.task != self.task:
            self.go(command.task)
        elif command.group == "report":
            self.go("report")
        command.run()

    def go(self, task: str) -> None:
        """Show a task; without a case there is only the start."""
        task = task if self.session.is_open else "start"
        if task in TASKS:
            self._way.go(task)
        self._show(task)

    def back(self) -> None:
        if task := self._way.back():
            self._show(task)

    def _show(self, task: str) -> None:
        view = self.views[task]
        self.notice.hide()
        self.stack.setCurrentWidget(view)
        self.rail.show_task(task, self.session.is_open)
        view.enter()

    def hide_pictures(self) -> None:
        for view in self.views.values():
            view.hide_pictures()

    def close_case(self) -> None:
        self.session.close()

    def open_folder(self, folder: Path) -> None:
        """Open a case at start; a refusal is said on the start page."""
        self.start.open(folder)

    def _case_changed(self) -> None:
        session = self.session
        self.rail.setVisible(session.is_open)
        self._way.forget()
        if not session.is_open:
            self.setWindowTitle(self._say("desktop.title"))
            self.go("start")
            return
        self.setWindowTitle(self._say("desktop.title-case", case=session.case.title or session.case.folder.name))
        self.go("review" if session.case.views.evidence_count() else "intake")

    def _show_what_is_possible(self, in_menu: bool) -> None:
        """An open menu greys what cannot be done now; keys stay, so that they can say so."""
        for command in self.commands:
            self.actions_by[command.id].setEnabled(not in_menu or command.ready())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.session.is_open:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.bring_in(paths)

    def bring_in(self, paths: Sequence[str]) -> None:
        """Import what was dropped on the window."""
        self.go("intake")
        view = self.views["intake"]
        if paths and isinstance(view, IntakeView):
            view.bring_in(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.palette_list.isVisible():
            self.palette_list.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        dark = (self.look.palette is DARK) if self.look.chosen else None
        geometry = bytes(self.saveGeometry().data())
        keep_state(self.session.room.home, WindowState(geometry, dark), self.session.room.keep)
        self.intake.cancel()
        self._jobs.close()
        self.session.close()
        super().closeEvent(event)

    def _restore(self) -> None:
        state = read_state(self.session.room.home)
        if not (state.geometry and self.restoreGeometry(QByteArray(state.geometry))):
            room = self.screen().availableGeometry()
            self.resize(min(1320, room.width() - 24), min(860, room.height() - 40))
