"""What was noted on a picture, in words that stand on its cover."""

from workbench.desktop.plain_text import Speech, joined
from workbench.desktop.session import Session
from workbench.domain.content_notes import ContentNote


def note_words(speech: Speech, note: ContentNote) -> str:
    """The kinds and the words of a note; nothing where nothing was noted."""
    if not note:
        return ""
    kinds = joined(", ", (speech.say(f"content-kind.{kind.value}") for kind in note.kinds))
    return speech.say("desktop.note.line", note=joined(": ", (part for part in (kinds, note.text) if part)))


def noted_on(session: Session, sha256: str | None) -> str:
    """The same for a piece of evidence of the open case."""
    row = session.case.views.evidence(sha256) if session.is_open and sha256 else None
    return note_words(session.speech, row.note) if row else ""
