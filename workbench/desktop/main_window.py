"""The window: tasks down the left side, one of them in view, and what holds for all of them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from workbench.desktop.atlas.atlas import Atlas
from workbench.desktop.care.view import CareView, Window
from workbench.desktop.choosing import Chooser, DialogChooser
from workbench.desktop.command_palette import CommandPalette
from workbench.desktop.commands import Command, Commands
from workbench.desktop.compare.presenter import ComparePresenter
from workbench.desktop.compare.search import LibrarySearch
from workbench.desktop.compare.view import CompareView
from workbench.desktop.controls import Notice, scrolled
from workbench.desktop.events.presenter import EventsPresenter
from workbench.desktop.events.view import EventsView
from workbench.desktop.faults import FaultNotice, Faults
from workbench.desktop.forensic.presenter import ForensicPresenter
from workbench.desktop.forensic.view import ForensicView
from workbench.desktop.intake.presenter import IntakePresenter
from workbench.desktop.intake.view import IntakeView
from workbench.desktop.isolation.presenter import IsolationPresenter
from workbench.desktop.isolation.question import IsolationQuestion
from workbench.desktop.jobs import Jobs
from workbench.desktop.keeping.menu import KeepingMenu
from workbench.desktop.keeping.presenter import KeepingPresenter
from workbench.desktop.keys.view import KeysView
from workbench.desktop.languages.presenter import LanguagesPresenter
from workbench.desktop.languages.view import LanguagesView
from workbench.desktop.library.presenter import LibraryPresenter
from workbench.desktop.library.view import LibraryView
from workbench.desktop.lock.curtain import Curtain
from workbench.desktop.lock.idle import IdleWatch
from workbench.desktop.lock.presenter import LockPresenter
from workbench.desktop.lock.view import LockView
from workbench.desktop.menus import Menus
from workbench.desktop.navigation import ASIDE, TASKS, Rail, Way
from workbench.desktop.report.handing_on import HandingOnPresenter
from workbench.desktop.report.presenter import AuditPresenter, ReportPresenter
from workbench.desktop.report.view import ReportView
from workbench.desktop.restoring import Restoring
from workbench.desktop.review.presenter import ReviewPresenter
from workbench.desktop.review.verdict_presenter import VerdictPresenter
from workbench.desktop.review.view import ReviewView
from workbench.desktop.session import Session, Topic
from workbench.desktop.start.presenter import StartPresenter
from workbench.desktop.start.view import StartView
from workbench.desktop.status_line import StatusLine
from workbench.desktop.task_view import TaskView, stacked
from workbench.desktop.theme import Look
from workbench.desktop.undoing import Undoing
from workbench.desktop.window_commands import window_commands
from workbench.desktop.window_state import WindowState, keep_state, read_state


class MainWindow(QMainWindow):
    def __init__(
        self, session: Session, jobs: Jobs, look: Look, faults: Faults, chooser: Chooser | None = None
    ) -> None:
        super().__init__()
        self.session, self.look, self.faults, self._jobs = session, look, faults, jobs
        self.next_language, self.next_folder = "", None  # type: str, Path | None
        self._say = session.speech.say
        self.setAcceptDrops(True)
        self.restoring = Restoring(session)
        self.views = {view.task: view for view in self._make_views(chooser or DialogChooser(self, session.speech))}
        self.commands = Commands()
        self.way = Way()
        self.rail = Rail(session.speech, look, self.go)
        self.notice = Notice(self._say("desktop.dismiss"))
        self.fault_notice = FaultNotice(session.speech, self.notice.tell)
        faults.raised.connect(self.fault_notice.show_fault)
        self.stack = stacked(*self.views.values())
        self._lay_out()
        self._register()
        self.palette_list = CommandPalette(self, self.commands, session.speech, look, self._run)
        self.status = StatusLine(session, self.isolation)
        self.setStatusBar(self.status)
        watch = IdleWatch(self, self.lock.touched, self.lock.tick)
        self.curtain = Curtain(self, session, self.lock, watch, self.status)
        session.listen(Topic.CASE, self._case_changed)
        session.listen(Topic.COVER, self.hide_pictures)
        self._restore()
        self._case_changed()
        self.isolation.tell = lambda words: self.notice.tell(words)
        self.isolation.probe()

    @property
    def task(self) -> str:
        """The task in view."""
        view = self.stack.currentWidget()
        return view.task if isinstance(view, TaskView) else ""

    def _make_views(self, chooser: Chooser) -> Sequence[TaskView]:
        session, look, speech = self.session, self.look, self.session.speech
        search, atlas = LibrarySearch(session), Atlas(session)
        review = ReviewPresenter(session)
        self.intake = IntakePresenter(session, search.search)
        self.isolation = IsolationPresenter(session)
        self.audits = AuditPresenter(session)
        self.start = StartPresenter(session)
        self.keys = KeysView(speech, look, self.back)
        self.languages = LanguagesPresenter(session)
        self.languages.use = self._speak
        self.undoing = Undoing(session, lambda words: self.notice.tell(words))
        verdicts = VerdictPresenter(session, review, self.undoing.verdicts)
        self.lock = LockPresenter(session, self._jobs)
        keeping = KeepingPresenter(session)
        keeping.restored = self.open_folder
        self.keeping = KeepingMenu(
            keeping, speech, chooser, lambda: session.is_open, self.start.folder_for,
            lambda words, tone: self.notice.tell(words, tone),
        )  # fmt: skip
        self.start.locked, self.start.encrypted = self.lock.ask, self.lock.create
        self.lock.put_by, self.lock.take_up = verdicts.put_by, verdicts.take_up
        self.lock.said = lambda words: self.notice.tell(words)
        return (
            LockView(self.lock, speech, chooser, lambda: self.curtain.turn()),
            StartView(self.start, speech, look, chooser, self.keeping.ask_restore),
            IntakeView(self.intake, self.isolation, speech, look, chooser, self.go),
            ReviewView(session, review, verdicts, look, atlas, self.go),
            CompareView(session, ComparePresenter(session, search, self.undoing.dismissed), look, self.go),
            ForensicView(session, ForensicPresenter(session), look, self.go),
            LibraryView(LibraryPresenter(session, search), speech, look, chooser, lambda: session.is_open),
            EventsView(EventsPresenter(session), atlas, speech, look, self.go),
            self.keys,
            LanguagesView(self.languages, speech, look, self.back),
            CareView(
                look,
                speech,
                Window(
                    self.go,
                    self.back,
                    lambda words: self.notice.tell(words),
                    lambda: self.views[self.task].show_picture(),
                    lambda: session.announce(Topic.COVER),
                ),
            ),
            ReportView(ReportPresenter(session), self.audits, HandingOnPresenter(session), speech, chooser, self.go),
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
        self.fault_notice.setProperty("top", True)
        down.addWidget(self.fault_notice)
        self.question = IsolationQuestion(self.isolation, self.session)
        down.addWidget(self.question)
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
        for command in window_commands(self):
            self.commands.add(command)
        for view in self.views.values():
            for command in view.commands():
                self.commands.add(command)
        menus = Menus(self, self.session, self.commands, self.views, self._run)
        self.actions_by = menus.actions
        self.keys.show_commands(menus.sheet)

    def _run(self, command: Command) -> None:
        """Do a command, going first to the task that it belongs to; one that cannot be done now says so."""
        if not self.curtain.lets(command.id):
            return
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
        if self.curtain.drawn:
            self._show("lock")
            return
        task = task if self.session.is_open or task in ASIDE else "start"
        if task in TASKS:
            self.restoring.task = task
        if task in (*TASKS, *ASIDE):
            self.way.go(task)
        self._show(task)

    def back(self) -> None:
        if task := self.way.back() or ("" if self.session.is_open else "start"):
            self._show(task)

    def _show(self, task: str) -> None:
        view = self.views[task]
        self.notice.hide()
        self.palette_list.hide()
        self.stack.setCurrentWidget(view)
        self.rail.setVisible(self.session.is_open and task in (*TASKS, *ASIDE))
        self.rail.show_task(task, self.session.is_open)
        view.enter()

    def hide_pictures(self) -> None:
        self.look.care.hide()
        for view in self.views.values():
            view.hide_pictures()

    def _speak(self, language: str) -> None:
        """Close, to be made anew in another language on the same case."""
        self.next_language = language
        self.next_folder = self.session.case.folder if self.session.is_open else None
        self.close()

    def close_case(self) -> None:
        self.session.close()

    def open_folder(self, folder: Path) -> None:
        """Open a case at start; a refusal is said on the start page."""
        self.start.open(folder)

    def _case_changed(self) -> None:
        session = self.session
        self.way.forget()
        self.curtain.follow()
        usual = "review" if session.is_open and session.case.views.evidence_count() else "intake"
        left = self.restoring.task
        self.restoring.take_up()
        self.go(left if left in TASKS else usual)
        notices = session.case.notices if session.is_open else ()
        if notices:
            self.notice.tell(" ".join(self._say(one.code, **one.facts) for one in notices))

    def show_title(self) -> None:
        """The case's title; while it is locked, none."""
        title = self._say("desktop.title")
        if self.session.is_open and not self.lock.covers:
            case = self.session.case
            title = self._say("desktop.title-case", case=case.title or case.folder.name)
        self.setWindowTitle(title.replace("[*]", "[*][*]"))  # Qt puts a mark of its own in place of a single one

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.session.is_open and not self.curtain.drawn:
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
        palette = self.look.palette.name if self.look.chosen else ""
        geometry = bytes(self.saveGeometry().data())
        keep_state(self.session.room.home, WindowState(geometry, palette, self.restoring.sizes), self.session.room.keep)
        self.look.care.close()
        self.intake.cancel()
        self._jobs.close()
        self.session.close()
        super().closeEvent(event)

    def _restore(self) -> None:
        state = read_state(self.session.room.home)
        self.restoring.follow(self.views, state.borders)
        if not (state.geometry and self.restoreGeometry(QByteArray(state.geometry))):
            room = self.screen().availableGeometry()
            self.resize(min(1320, room.width() - 24), min(860, room.height() - 40))
