"""The list of evidence: read in pages, small pictures covered until asked for."""

from collections import OrderedDict

from PySide6.QtGui import QImage

from workbench.desktop.line_list import Line, LineDelegate, LineList, LineModel
from workbench.desktop.pictures import from_own_jpeg, shrunk
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.presenter import ReviewPresenter
from workbench.desktop.theme import Look

_KEPT = 200
_EDGE = 144


class EvidenceList(LineList):
    def __init__(self, presenter: ReviewPresenter, speech: Speech, look: Look) -> None:
        self._presenter = presenter
        self._pictures: OrderedDict[str, QImage | None] = OrderedDict()
        self.uncovered = False
        model = LineModel(lambda: presenter.rows.length, self._line)
        model.picture = self._picture
        super().__init__(speech.say("desktop.review.list"), model, LineDelegate(look, pictures=True))

    def uncover(self, uncovered: bool) -> None:
        """Show or cover the small pictures."""
        self.uncovered = uncovered
        if not uncovered:
            self._pictures.clear()
        self.viewport().update()

    def evidence(self, row: int) -> str | None:
        found = self._presenter.rows[row] if 0 <= row < self._presenter.rows.length else None
        return found.evidence.sha256 if found else None

    def _line(self, index: int) -> Line:
        row = self._presenter.rows[index]
        if row is None:
            return Line("")
        name, more = self._presenter.line(row)
        return Line(name, more)

    def _picture(self, index: int) -> QImage | None:
        row = self._presenter.rows[index]
        if not self.uncovered or row is None:
            return None
        sha256 = row.evidence.sha256
        if sha256 not in self._pictures:
            image = from_own_jpeg(self._presenter.preview(sha256))
            self._pictures[sha256] = shrunk(image, _EDGE) if image else None
            if len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
        return self._pictures[sha256]
