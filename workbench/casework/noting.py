"""Notes on what a picture shows, for whoever looks next."""

from workbench.casework.cases import Case
from workbench.casework.claiming import find_evidence
from workbench.casework.ports import Draft
from workbench.domain.content_notes import ContentNote
from workbench.domain.entries import Entry


def note_content(case: Case, evidence: str, note: ContentNote) -> Entry:
    """Say what is to be seen on a piece of evidence; the newest note stands, and an empty one takes it back.

    Refusal `evidence.unknown`, `case.*`.
    """
    facts = {"evidence": find_evidence(case, evidence), **note.facts}
    return case.journal.append([Draft("content.noted", facts)], case.author, case.clock())[-1]
