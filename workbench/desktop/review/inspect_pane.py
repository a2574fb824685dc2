"""What is known of the image at hand, in parts: findings first, and the rest each behind its own tab and key."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QTabWidget, QWidget

from workbench.desktop.atlas.atlas import Atlas
from workbench.desktop.commands import Command
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.copies_view import CopiesPanel, Here
from workbench.desktop.review.dossier_view import FindingsPanel
from workbench.desktop.review.facts_panel import FactsPanel
from workbench.desktop.review.grounds import TABS, Ground
from workbench.desktop.review.origin_panel import OriginPanel
from workbench.desktop.review.origins import origin_shown
from workbench.desktop.review.presenter import Reviewed
from workbench.desktop.review.surroundings import surroundings_shown
from workbench.desktop.review.surroundings_panel import SurroundingsPanel
from workbench.desktop.review.tags_panel import TagsPanel
from workbench.desktop.review.verdict_form import VerdictForm
from workbench.desktop.session import Session, Topic
from workbench.desktop.theme import Look


class InspectPane(QTabWidget):
    def __init__(
        self, session: Session, look: Look, atlas: Atlas, form: VerdictForm, copies: CopiesPanel,
        go: Callable[[str], None],
    ) -> None:  # fmt: skip
        """`go` leads to another task."""
        super().__init__()
        self._session, self._go = session, go
        speech: Speech = session.speech
        say = speech.say
        self.findings = FindingsPanel(speech, lambda: go("compare"), lambda: self.show_tab("verdict"), self.look_at)
        self.tags = TagsPanel(session, look, lambda: self.show_tab("tags"))
        self.surroundings = SurroundingsPanel(session, look, atlas, lambda: self.show_tab("surroundings"))
        self.origin = OriginPanel(session, look, lambda: self.show_tab("origin"))
        self.file = FactsPanel(say("desktop.tab.file"))
        self.history = FactsPanel(say("desktop.tab.history"))
        self.shown: Callable[[], None] = lambda: None
        """Called when a tab was asked for by name, so that the page can see to the focus."""
        self._known: Reviewed | None = None
        self._unread: set[str] = set()
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        self.setAccessibleName(say("desktop.review.tabs"))
        self.tabBar().setAccessibleName(say("desktop.review.tabs"))
        pages: dict[str, QWidget] = {
            "findings": self.findings, "verdict": form, "copies": copies, "tags": self.tags,
            "surroundings": self.surroundings, "origin": self.origin, "file": self.file, "history": self.history,
        }  # fmt: skip
        for tab in TABS:
            self.addTab(pages[tab], say(f"desktop.tab.{tab}"))
        self.currentChanged.connect(lambda _: self._fill())
        session.listen(Topic.CASE, self.tags.forget)

    def commands(self, here: Here) -> Sequence[Command]:
        return (
            here("findings", "F", run=lambda: self.show_tab("findings")),
            *self.tags.commands(here),
            *self.surroundings.commands(here),
            *self.origin.commands(here),
            here("file", "I", run=lambda: self.show_tab("file")),
            here("history", "Y", run=lambda: self.show_tab("history")),
        )

    def forget(self) -> None:
        """Keep nothing of the file and its history."""
        self._known = None
        self._unread.clear()
        self.file.show_parts()
        self.history.show_parts()

    def show_image(self, known: Reviewed) -> None:
        """Another image: the tab in view is filled now, and each other one when somebody comes to it."""
        self._known = known
        self._unread = set(TABS)
        self._fill()

    def _fill(self) -> None:
        tab, known = TABS[self.currentIndex()], self._known
        if known is None or tab not in self._unread:
            return
        self._unread.discard(tab)
        say, event, dossier = self._session.speech.say, self._session.event, known.dossier
        match tab:
            case "findings":
                against = say("desktop.review.against", event=event.title) if event else say("desktop.review.no-event")
                self.findings.show_image(known, against)
            case "tags":
                self.tags.show_image(dossier.examination if dossier else None)
            case "surroundings":
                self.surroundings.show_image(surroundings_shown(self._session, dossier))
            case "origin":
                self.origin.show_image(origin_shown(dossier.examination if dossier else None, self._session.speech))
            case "file":
                self.file.show_parts(
                    (say("desktop.file.arrivals"), [("", words) for words in known.arrivals]),
                    (say("desktop.file.measured"), list(known.measured)),
                )
            case "history":
                self.history.show_parts((say("desktop.tab.history"), list(known.history)))

    def show_tab(self, tab: str) -> None:
        self.setCurrentIndex(TABS.index(tab))
        self.shown()

    @property
    def tab(self) -> str:
        """The tab in view."""
        return TABS[self.currentIndex()]

    def take_up(self, tab: str) -> None:
        """Have a tab in view, where there is one of that name."""
        if tab in TABS:
            self.setCurrentIndex(TABS.index(tab))

    def look_at(self, ground: Ground) -> None:
        """Show what a finding rests on."""
        if ground.page == "tags":
            self.tags.narrow(ground)
        elif ground.page in TABS:
            self.show_tab(ground.page)
        else:
            self._go(ground.page)

    def cover(self) -> None:
        self.origin.embedded.cover()
