"""The picture inside the file beside the picture, made on demand in the locked child."""

from collections.abc import Callable
from dataclasses import dataclass

from workbench.desktop.care.words import noted_on
from workbench.desktop.enlarging import Enlarger
from workbench.desktop.session import Session
from workbench.domain.examinations import Preview


@dataclass(frozen=True, slots=True)
class EmbeddedPair:
    """Both upright and small; None where there is none."""

    embedded: Preview | None
    picture: Preview | None


class EmbeddedPresenter:
    """Asks once for each image, and only where somebody looks; an answer for another image is dropped."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._enlarger = Enlarger(session)
        self._asked: str | None = None

    @property
    def note(self) -> str:
        """What was noted on the image at hand."""
        return noted_on(self._session, self._session.current)

    def forget(self) -> None:
        """Another image: what was asked for the last one is not waited for."""
        self._enlarger.stop()
        self._asked = None

    def ask(self, done: Callable[[EmbeddedPair], None], failed: Callable[[str], None]) -> None:
        """Make the pair of the image at hand, unless that was asked already."""
        sha256 = self._session.current
        if sha256 is None or sha256 == self._asked:
            return
        self._asked = sha256
        self._enlarger.embedded(sha256, lambda pair: done(EmbeddedPair(*pair)), failed)
