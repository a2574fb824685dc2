"""Which language the window speaks, and the choice of another."""

from collections.abc import Callable

from workbench.desktop.session import Session
from workbench.languages import keep_language
from workbench.wording import ENGLISH


class LanguagesPresenter:
    """Every language with how far it is translated. Knows no widgets.

    `use` is called with the language that was chosen, which is kept by then.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.use: Callable[[str], None] = lambda tag: None
        self.tags = tuple(session.room.wording.languages)

    @property
    def now(self) -> str:
        return self._session.room.wording.language

    def name(self, tag: str) -> str:
        """As the language calls itself, so that it is found by whoever reads no other."""
        return self._session.room.wording.languages[tag]

    def more(self, tag: str) -> str:
        """Whether it is in use, and how far it is translated."""
        say, reached = self._session.speech.say, self._session.room.wording.coverage(tag)
        state = say("desktop.language.now") if tag == self.now else ""
        main, whole = (100 * done // there for done, there in ((reached.main_done, reached.main),
                                                               (reached.done, reached.all)))  # fmt: skip
        share = say("desktop.language.coverage", main=main, all=whole) if tag != ENGLISH else ""
        return " · ".join(part for part in (state, share) if part)

    def choose(self, tag: str) -> None:
        """Speak it from now on; nothing happens where it is spoken already."""
        if tag != self.now:
            keep_language(self._session.room.home, tag, self._session.room.keep)
            self.use(tag)
