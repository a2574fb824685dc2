"""What is to be seen on the image at hand, as it is being said."""

from workbench.casework.noting import note_content
from workbench.desktop.session import Session, Topic
from workbench.domain.content_notes import ContentKind, ContentNote, noted
from workbench.domain.refusals import Refusal


class NotePresenter:
    """`evidence` is the image that `begin` found at hand, also when somebody goes on to another one meanwhile."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.evidence = ""
        self.kinds: set[ContentKind] = set()
        self.text = ""
        session.listen(Topic.CASE, self.forget)

    def forget(self) -> None:
        self.evidence, self.kinds, self.text = "", set(), ""

    def begin(self) -> None:
        """Take up the image at hand with what was noted before."""
        self.forget()
        session = self._session
        row = session.case.views.evidence(session.current) if session.is_open and session.current else None
        if row:
            note: ContentNote = row.note
            self.evidence, self.kinds, self.text = row.evidence.sha256, set(note.kinds), note.text

    def turn(self, kind: ContentKind, on: bool) -> None:
        self.kinds = self.kinds | {kind} if on else self.kinds - {kind}

    def save(self) -> tuple[str, bool]:
        """Write it into the journal; the sentence that says what became of it, and whether it was done."""
        session, say = self._session, self._session.speech.say
        try:
            note = noted(frozenset(self.kinds), self.text)
            note_content(session.case, self.evidence, note)
        except Refusal as refusal:
            return session.speech.refusal(refusal), False
        self.forget()
        session.announce(Topic.VERDICTS)
        return say("desktop.note.saved" if note else "desktop.note.taken-back"), True
