"""The middle of the review: which image it is, the large picture, and what has to be said of both."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.desktop.commands import Command
from workbench.desktop.controls import Notice
from workbench.desktop.enlarging import FORENSIC_EDGE
from workbench.desktop.labels import ElidedLabel, PlainLabel
from workbench.desktop.pictures import from_own_jpeg, from_preview
from workbench.desktop.plain_text import Speech
from workbench.desktop.review.content_note import NotePresenter
from workbench.desktop.review.large_picture import LargePicture
from workbench.desktop.review.note_bar import NoteBar
from workbench.desktop.review.presenter import Reviewed, ReviewPresenter
from workbench.desktop.theme import Look, S


class PicturePane(QWidget):
    """`current` says which image is at hand now: a picture that comes late for another one is dropped."""

    def __init__(
        self, presenter: ReviewPresenter, note: NotePresenter, speech: Speech, look: Look,
        current: Callable[[], str | None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._presenter, self._current = presenter, current
        self.name = ElidedLabel(size="heading")
        self.facts = ElidedLabel(size="small", ink="muted")
        self.group = PlainLabel(size="small", ink="muted")
        self.group.hide()
        self.notice = Notice(speech.say("desktop.dismiss"))
        self.picture = LargePicture(look, speech, speech.say("desktop.review.picture"))
        self.picture.wanted = self._want_pixels
        self.shown: str | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(S)
        for part in (self.name, self.facts, self.group, self.notice):
            layout.addWidget(part)
        layout.addWidget(self.picture, 1)
        self.noting = NoteBar(note, speech, self.notice.tell)
        layout.addWidget(self.noting)

    def commands(self, here: Callable[..., Command]) -> Sequence[Command]:
        return (
            here("show-picture", "Q", run=self.picture.toggle),
            here("actual-pixels", "Z", run=self._zoom),
            here("review-magnifier", "Shift+Z", run=self._magnify),
            here("note-content", "Shift+C", run=self.noting.begin),
        )

    def show_name(self, name: str, facts: str) -> None:
        """Another image, as far as the list knows it; its picture comes with `show_image`."""
        self.name.setText(name)
        self.facts.setText(facts)
        self.group.hide()

    def show_image(self, known: Reviewed) -> bool:
        """Show an image, covered; False where it is the one that was there."""
        self.show_name(known.name, known.facts)
        self.group.setText(known.group)
        self.group.setVisible(bool(known.group))
        if self.shown == known.sha256:
            self.picture.warn(known.note)
            return False
        self.shown = known.sha256
        self.noting.hide()
        self.notice.hide()
        self.picture.show_subject(from_own_jpeg(self._presenter.preview(known.sha256)), note=known.note)
        self._enlarge(known.sha256)
        return True

    def show_other(self, sha256: str, name: str, facts: str) -> None:
        """On the way past an image: its name, and no picture yet."""
        self.show_name(name, facts)
        if self.shown != sha256:
            self.shown = None
            self.picture.show_subject(None)

    def forget(self) -> None:
        """No image is at hand."""
        self.shown = None
        self.show_name("", "")
        self.picture.show_subject(None)

    def _zoom(self) -> None:
        self.picture.uncover()
        self.picture.zoom()

    def _magnify(self) -> None:
        self.picture.uncover()
        self.picture.magnify()

    def _want_pixels(self) -> None:
        """Fetch the file's own pixels, where the picture on the screen has fewer."""
        sha256, image = self.shown, self.picture.image
        if sha256 is None or image is None:
            return
        self.picture.file_size = self._presenter.own_size(sha256)
        if image.width() < min(self.picture.file_size[0], FORENSIC_EDGE):
            self._enlarge(sha256, pixels=True)

    def _enlarge(self, sha256: str, pixels: bool = False) -> None:
        def here() -> bool:
            return self._current() == sha256 == self.shown

        self._presenter.enlarge(
            sha256,
            lambda large: self.picture.sharpen(from_preview(large)) if here() else None,
            lambda words: self.notice.tell(words, "undermines") if here() else None,
            pixels,
        )
