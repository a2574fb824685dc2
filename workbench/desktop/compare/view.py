"""One image beside a known one, with what the match means and what it rests on."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.desktop.care.words import noted_on
from workbench.desktop.commands import Command
from workbench.desktop.compare.light_table_view import LightTableView
from workbench.desktop.compare.presenter import ComparePresenter
from workbench.desktop.controls import Guidance, Notice, button, card, column, empty, field, line, row, scrolled
from workbench.desktop.directions import unturned
from workbench.desktop.labels import ElidedLabel, PlainLabel
from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.pictures import from_own_jpeg, from_preview
from workbench.desktop.review.facts_panel import fact
from workbench.desktop.session import Session, Topic
from workbench.desktop.task_view import TaskView, holder, split, stacked
from workbench.desktop.theme import XS, Look, S
from workbench.domain.examinations import Preview
from workbench.domain.reports import FoundMatch


class CompareView(TaskView):
    task = "compare"

    def __init__(self, session: Session, presenter: ComparePresenter, look: Look, go: Callable[[str], None]) -> None:
        super().__init__()
        self._session, self._presenter, self._go = session, presenter, go
        speech = session.speech
        say = self._say = speech.say
        self.search_words = PlainLabel(size="small", ink="muted")
        self.search_button = button(say("desktop.command.search-libraries"), presenter.search.search)
        presenter.search.told = self._searched
        model = LineModel(lambda: len(presenter.found), self._line)
        self.list = LineList(say("desktop.compare.list"), model, LineDelegate(look, third=True))
        self.list.chosen = self._chosen
        self.query_name, self.known_name = ElidedLabel(size="small"), ElidedLabel(size="small")
        self.table = LightTableView(presenter.table, look, speech)
        self.canvas = self.table.canvas
        self._query_shown: str | None = None
        self._pair_shown: tuple[str | None, str] | None = None
        self.meaning = PlainLabel(size="heading")
        details, self._details = holder()
        self._details.setSpacing(S)
        self.reason = line(say("desktop.compare.reason"), say("desktop.compare.reason-hint"))
        self.reason.returnPressed.connect(self.dismiss)
        self.dismiss_button = button(say("desktop.command.dismiss-match"), self.dismiss)
        self.dismissed = PlainLabel(ink="muted")
        self.dismiss_row = column(field(say("desktop.compare.reason"), self.reason), row(self.dismiss_button, None))
        self.notice = Notice(say("desktop.dismiss"))
        names = unturned(row(  # above the two pictures, which do not change sides
            column(PlainLabel(say("desktop.compare.query"), size="small", ink="muted"), self.query_name, gap=XS),
            column(PlainLabel(say("desktop.compare.known"), size="small", ink="muted"), self.known_name, gap=XS),
        ))  # fmt: skip
        middle = column(self.notice, names, self.table)
        layout = middle.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setStretch(2, 1)
        words = card(scrolled(column(self.meaning, details, self.dismissed, self.dismiss_row, None),
                              say("desktop.compare.details")))  # fmt: skip
        self.splitter = split(self.list, middle, words, sizes=(240, 620, 320), stretch=1)
        back = button(say("desktop.command.go-review"), lambda: go("review"))
        self._empty_search = button(say("desktop.command.search-libraries"), presenter.search.search, primary=True)
        self._empty_library = button(say("desktop.command.go-library"), lambda: go("library"), primary=True)
        self.empty = Guidance("", "", back, self._empty_search, self._empty_library)
        self.body = stacked(self.empty, self.splitter)
        self.outer.addWidget(row(self.search_words, None, self.search_button))
        self.outer.addWidget(self.body, 1)
        session.listen(Topic.CASE, self._forget)
        for topic in (Topic.CASE, Topic.CURRENT, Topic.MATCHES, Topic.EVENTS, Topic.LIBRARIES):
            session.listen(topic, lambda: self.refresh() if self.isVisible() else None)

    def commands(self) -> Sequence[Command]:
        def here(name: str, *keys: str, run: Callable[[], None], narrow: bool = False) -> Command:
            return Command(name, keys, run, "compare", self.task, ready=lambda: bool(self._presenter.found),
                           narrow=narrow)  # fmt: skip

        return (
            here("next-match", "N", run=lambda: self.list.go(self.list.row + 1)),
            here("previous-match", "P", run=lambda: self.list.go(self.list.row - 1)),
            here("show-both", "Space", run=self.canvas.toggle, narrow=True),
            here("dismiss-match", "D", run=self.reason.setFocus),
            Command("search-libraries", ("Ctrl+M",), self._presenter.search.search, "compare",
                    ready=lambda: self._presenter.has_libraries and not self._presenter.search.running),
            here("back-to-review", "R", run=lambda: self._go("review")),
            *self.table.commands(here),
        )  # fmt: skip

    def narrow_widgets(self) -> Sequence[QWidget]:
        return (self.list,)

    def enter(self) -> None:
        self.refresh()
        if self._presenter.found:
            self.list.setFocus()
        else:
            (self._empty_search if self._presenter.has_libraries else self._empty_library).setFocus()

    def hide_pictures(self) -> None:
        self.canvas.cover()

    def show_picture(self) -> None:
        self.canvas.uncover()

    def dismiss(self) -> None:
        refusal = self._presenter.dismiss(self.reason.text())
        if refusal:
            self.notice.tell(refusal, "undermines")
        else:
            self.reason.clear()
            self.notice.tell(self._say("desktop.compare.dismissed-now"), "supports")

    def refresh(self) -> None:
        self._presenter.refresh()
        self.list.lines.reset()
        name = self._presenter.name()
        self.query_name.setText(name)
        has = self._presenter.has_libraries
        self.search_button.setVisible(has)
        if self._presenter.found:
            self.body.setCurrentWidget(self.splitter)
            self._show_query()
            self.list.go(self._presenter.chosen)
        else:
            self.canvas.cover()
            state = "no-image" if not name else "no-match" if has else "no-library"
            self.empty.title.setText(self._say(f"desktop.compare.{state}", name=name))
            self.empty.words.setText(self._say(f"desktop.compare.{state}-next"))
            self._empty_search.setVisible(has)
            self._empty_library.setVisible(not has)
            self.body.setCurrentWidget(self.empty)

    def _line(self, index: int) -> Line:
        found: FoundMatch = self._presenter.found[index]
        words = self._presenter.words(found)
        kind = self._say(f"kind.{found.match.kind.value}")
        more = self._say("desktop.compare.line", kind=kind, score=f"{found.match.score:.2f}")
        third = self._say("desktop.compare.set-aside") if found.dismissed else self._say(f"timing.{found.timing.value}")
        return Line(words.title, more, words.sign, words.ink, third)

    def _chosen(self, index: int) -> None:
        self._presenter.chosen = index
        found = self._presenter.current
        if found is None:
            return
        words = self._presenter.words(found)
        self.known_name.setText(words.title)
        self.meaning.setText(f"{words.sign} {words.meaning}")
        self.meaning.set_ink(words.ink if words.ink != "muted" else "text")
        empty(self._details)
        for label, text in words.details:
            self._details.addWidget(fact(label, text))
        self.dismissed.setText(
            self._say("desktop.compare.dismissed", reason=words.dismissed) if words.dismissed else ""
        )
        self.dismissed.setVisible(bool(words.dismissed))
        self.dismiss_row.setVisible(not words.dismissed)
        self._show_known(found.match.id)

    def _forget(self) -> None:
        """Nothing that was uncovered in one case is uncovered in the next."""
        self._query_shown = self._pair_shown = None
        self.canvas.cover()

    def _show_query(self) -> None:
        """The image at hand; whatever is under way for another one is no longer waited for."""
        subject = self._session.current
        if self._query_shown == subject:
            return
        self._query_shown = subject
        self.canvas.cover()
        self.canvas.show_query(from_own_jpeg(self._presenter.query_preview()))
        self._presenter.enlarge_query(
            lambda large: self.canvas.show_query(from_preview(large)) if self._query_shown == subject else None,
            lambda words: self.notice.tell(words, "undermines"),
        )

    def _show_known(self, match: str) -> None:
        """The pair of the image at hand and this match, covered."""
        pair = (self._session.current, match)
        if self._pair_shown == pair:
            return
        self._pair_shown = pair
        self._presenter.lay()
        missing = self._presenter.known_absent()
        self.canvas.show_known(from_own_jpeg(self._presenter.known_preview()), missing)
        self.canvas.begin(noted_on(self._session, self._session.current))
        self._presenter.enlarge_known(
            lambda large: self._sharpen(pair, large), lambda words: self._complain(pair, words)
        )
        self._tell_before_looking()

    def _sharpen(self, pair: tuple[str | None, str], large: Preview) -> None:
        if self._pair_shown == pair:
            self.canvas.show_known(from_preview(large))
            self._tell_before_looking()

    def _complain(self, pair: tuple[str | None, str], words: str) -> None:
        if self._pair_shown == pair:
            self.canvas.show_known(self.canvas.known, words)
            self._tell_before_looking()

    def _tell_before_looking(self) -> None:
        self.table.say_before_looking(" ".join(self._presenter.before_looking(self.canvas.missing)))

    def _searched(self, words: str) -> None:
        self.search_words.setText(words)
