"""Beside a verdict in the making: what does not go together, and words to begin with."""

from pathlib import Path

from tests.desktop.builders import an_event, open_session
from workbench.desktop.review.counsel import TEMPLATES, added, templates
from workbench.desktop.review.presenter import ReviewPresenter
from workbench.desktop.review.verdict_presenter import VerdictPresenter
from workbench.desktop.session import Session
from workbench.domain.verdicts import Light, Pillar, Status


def begun(made: Session) -> VerdictPresenter:
    review = ReviewPresenter(made)
    row = review.rows[0]
    assert row
    review.select(row.evidence.sha256)
    verdicts = VerdictPresenter(made, review)
    verdicts.begin(review.reviewed())
    return verdicts


def test_what_does_not_go_together_is_said_in_words(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a")
    an_event(made)
    verdicts = begun(made)
    assert verdicts.pointed_out() == ()
    verdicts.draft.lights[Pillar.DATE] = Light.RED
    verdicts.set_status(Status.VERIFIED)
    words = " ".join(verdicts.pointed_out())
    assert "{" not in words
    assert made.speech.say("desktop.pillar.date") in words


def test_what_is_cited_goes_into_the_reasons_once(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a")
    an_event(made)
    verdicts = begun(made)
    subject = verdicts.subject
    assert subject
    [first, *_] = verdicts.citable()
    verdicts.draft.cites = {first.id}
    verdicts.draft.reasons = "Seen by me."
    verdicts.put_cited()
    verdicts.put_cited()
    sentence = next(finding.sentence for finding in subject.findings if finding.id == first.id)
    assert verdicts.draft.reasons == f"Seen by me.\n{sentence}"


def test_every_template_is_a_beginning_with_gaps(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a")
    verdicts = begun(made)
    assert [name for name, _ in templates(made.speech)] == list(TEMPLATES)
    for name in TEMPLATES:
        verdicts.put_template(name)
        assert "…" in verdicts.draft.reasons
    assert len(verdicts.draft.reasons.split("\n")) == len(TEMPLATES)


def test_reasons_grow_by_paragraphs() -> None:
    assert added("", "b") == "b"
    assert added("a\n", "b") == "a\nb"
    assert added("a b", "b") == "a b"
    assert added("a", "") == "a"
