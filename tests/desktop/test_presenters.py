"""The window's state without any window: presenters over a real case, with the work done at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cases import ReadingExaminer, files
from tests.desktop.builders import AtOnce, an_event, open_session, session, workroom
from workbench.desktop.compare.presenter import ComparePresenter, odds_words
from workbench.desktop.compare.search import LibrarySearch
from workbench.desktop.events.presenter import ClaimForm, EventForm, EventsPresenter
from workbench.desktop.intake.presenter import IntakePresenter
from workbench.desktop.library.deliveries import ProvenanceForm
from workbench.desktop.library.presenter import LibraryPresenter
from workbench.desktop.report.presenter import AuditPresenter, ReportPresenter
from workbench.desktop.review.presenter import ReviewPresenter
from workbench.desktop.review.verdict_presenter import VerdictPresenter
from workbench.desktop.session import Session, Topic
from workbench.desktop.start.presenter import StartPresenter
from workbench.domain.evidence import ImportStatus
from workbench.domain.verdicts import Light, MediaReview, Pillar, Status


def reviewing(made: Session) -> tuple[ReviewPresenter, VerdictPresenter]:
    """The first image at hand, with a draft of a verdict begun on it."""
    review = ReviewPresenter(made)
    first = review.rows[0]
    assert first
    review.select(first.evidence.sha256)
    verdicts = VerdictPresenter(made, review)
    verdicts.begin(review.reviewed())
    return review, verdicts


def test_presenters_load_no_qt() -> None:
    modules = ["start", "intake", "review", "compare", "library", "events", "report"]
    wanted = "; ".join(f"import workbench.desktop.{module}.presenter" for module in modules)
    script = f"import sys; {wanted}; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_intake_lists_each_file_with_its_outcome_and_reason(tmp_path: Path) -> None:
    made = open_session(tmp_path)
    told: list[tuple[str, ...]] = []
    intake = IntakePresenter(made, told.append)
    intake.bring_in([*files(tmp_path / "in", a=b"image a", b=b"text", c=b"image a"), str(tmp_path / "gone")])
    counts = intake.state.counts
    assert [counts[status] for status in ImportStatus] == [1, 1, 1, 1]
    by_name = {line.name: line for line in intake.state.lines}
    assert not by_name["a"].reason
    assert "not an image" in by_name["b"].reason
    assert str(tmp_path / "gone") in by_name["gone"].reason
    assert len(told) == 1, "what was admitted is handed on to be searched for"
    assert not intake.state.running


def test_a_cancelled_import_keeps_what_was_finished(tmp_path: Path) -> None:
    begun: list[Path] = []

    def watch(path: Path) -> None:
        begun.append(path)
        if len(begun) == 3:
            background.latest.cancel()

    made = session(workroom(tmp_path, ReadingExaminer(watch)))
    background = made.background
    assert isinstance(background, AtOnce)
    made.new(tmp_path / "case", "A case")
    intake = IntakePresenter(made, lambda admitted: None)
    paths = files(tmp_path / "in", **{f"n{number:02}": b"image %d" % number for number in range(40)})
    intake.bring_in(paths)
    assert made.case.views.evidence_count() == intake.state.counts[ImportStatus.ADMITTED]
    assert len(begun) < 40


def test_earlier_refusals_are_listed_when_a_case_is_opened_again(tmp_path: Path) -> None:
    made = open_session(tmp_path, bad=b"no picture")
    made.close()
    intake = IntakePresenter(made, lambda admitted: None)
    made.open(tmp_path / "case")
    assert [(line.name, line.sign) for line in intake.state.lines] == [("bad", "✕")]


def test_the_list_narrows_to_what_was_typed(tmp_path: Path) -> None:
    made = open_session(tmp_path, bridge=b"image 1", garden=b"image 2")
    review = ReviewPresenter(made)
    review.filter("GARD")
    row = review.rows[0]
    assert row
    assert (review.rows.length, row.name) == (1, "garden")


def test_what_is_known_is_in_words_with_basis_bearing_and_caveat(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a")
    review, _ = reviewing(made)
    known = review.reviewed()
    assert known
    [finding] = [one for one in known.findings if one.id.startswith("metadata")]
    assert finding.ground == "neutral · observed in the file"
    assert finding.caveat
    assert dict(known.measured)["SHA-256"] == known.sha256
    assert "full isolation" in dict(known.measured)["Isolation when it was examined"]


def test_codes_that_contradict_are_barred_with_the_reason(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a")
    _, verdicts = reviewing(made)
    verdicts.toggle_category(MediaReview.ORIGINAL, True)
    assert "contradicts" in verdicts.blocked(MediaReview.STAGED)
    verdicts.toggle_category(MediaReview.STAGED, True)
    assert verdicts.draft.categories == {MediaReview.ORIGINAL}
    assert not verdicts.blocked(MediaReview.DECONTEXTUALIZED)


def test_a_verdict_says_what_it_still_needs_and_is_then_saved(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a")
    an_event(made)
    review, verdicts = reviewing(made)
    verdicts.set_status(Status.VERIFIED)
    assert "reasons" in verdicts.save()
    verdicts.draft.reasons = "Seen by two people"
    verdicts.draft.lights[Pillar.DATE] = Light.GREEN
    assert "Location" in verdicts.gap()
    assert "pillars" in verdicts.save(), "an empty pillar needs a reason"
    verdicts.draft.gap_reason = "The street was recognised"
    verdicts.draft.cites = {verdicts.citable()[0].id}
    assert verdicts.save() == ""
    [given] = made.case.views.verdicts(made.current or "")
    assert given.verdict.status is Status.VERIFIED
    assert given.verdict.cites
    known = review.reviewed()
    assert known
    assert "Verified" in known.verdicts[0]


def test_a_draft_waits_for_the_reviewer_to_come_back(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a", b=b"image b")
    an_event(made)
    review, verdicts = reviewing(made)
    verdicts.draft.reasons = "half a thought"
    first = made.current
    second = review.rows[1]
    assert second
    review.select(second.evidence.sha256)
    verdicts.begin(review.reviewed())
    assert verdicts.draft.reasons == ""
    review.select(first)
    verdicts.begin(review.reviewed())
    assert verdicts.draft.reasons == "half a thought"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (EventForm("", "2025"), "needs a title"),
        (EventForm("Strikes", "yesterday"), "not a time"),
        (EventForm("Strikes", "2025-10-12", "2025-10-09"), "ends before"),
        (EventForm("Strikes", "2025", point="here"), "not a position"),
        (EventForm("Strikes", "2025", point="95,10"), "not on the earth"),
    ],
)
def test_an_event_that_cannot_stand_is_refused_in_a_sentence(tmp_path: Path, form: EventForm, said: str) -> None:
    made = open_session(tmp_path)
    assert said in EventsPresenter(made).record_event(form)
    assert made.case.views.counts().events == 0


def test_an_image_is_offered_for_a_claim(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a")
    an_event(made)
    events = EventsPresenter(made)
    [claim] = events.claims()
    assert "No image" in events.offer(claim.id)
    reviewing(made)
    assert "offered" in events.offer(claim.id)
    assert "1 images offered" in events.claim_words(claim)[1]
    assert "words" in events.record_claim(ClaimForm(" ", "somebody"))


def test_a_library_is_made_filled_searched_and_a_match_set_aside(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a")
    an_event(made)
    reviewing(made)
    search = LibrarySearch(made)
    library = LibraryPresenter(made, search)
    compare = ComparePresenter(made, search)
    library.open(tmp_path / "known", new=True)
    told = ProvenanceForm("2019", "Aleppo", "an archive", "an older war", "a note")
    library.deliveries.add(files(tmp_path / "older", old=b"image a"), told)
    assert library.rows.length == 1
    compare.refresh()
    [found] = compare.found
    words = compare.words(found)
    assert "cannot show the event" in words.meaning
    assert "Aleppo" in dict(words.details).values()
    assert "reason" in compare.dismiss(" ")
    assert compare.dismiss("another street") == ""
    compare.refresh()
    assert compare.words(compare.found[0]).dismissed == "another street"


def test_known_images_that_could_not_be_compared_are_counted_with_what_to_do(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a")
    library = LibraryPresenter(made, LibrarySearch(made))
    library.open(tmp_path / "known", new=True)
    assert library.wanting() == ()
    library.deliveries.add(files(tmp_path / "older", old=b"image b"), ProvenanceForm())
    by_fingerprints, by_features, to_do = library.wanting()
    assert by_fingerprints.startswith("1 known images could not be compared by fingerprints")
    assert by_features.startswith("1 known images could not be compared by local features")
    assert "workbench known renew" in to_do
    made.close()
    assert library.wanting() == ()


def test_a_time_that_cannot_be_read_adds_nothing_to_a_library(tmp_path: Path) -> None:
    made = open_session(tmp_path)
    library = LibraryPresenter(made, LibrarySearch(made))
    library.open(tmp_path / "known", new=True)
    library.deliveries.add(files(tmp_path / "older", old=b"image a"), ProvenanceForm("long ago"))
    assert "not a time" in library.deliveries.message
    assert library.rows.length == 0


def test_a_library_that_has_moved_is_named_when_the_case_is_opened(tmp_path: Path) -> None:
    made = open_session(tmp_path)
    library = LibraryPresenter(made, LibrarySearch(made))
    library.open(tmp_path / "known", new=True)
    made.close()
    (tmp_path / "known").rename(tmp_path / "elsewhere")
    made.open(tmp_path / "case")
    [sentence] = library.absent()
    assert str(tmp_path / "known") in sentence


def test_a_report_is_written_and_says_where_it_lies(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a")
    an_event(made)
    reports = ReportPresenter(made)
    target = tmp_path / "out" / "report.html"
    reports.write(reports.events()[0][0], target)
    assert reports.written
    assert (reports.written.path, len(reports.written.sha256)) == (str(target), 64)
    assert reports.written.checkpoints
    assert b"Strikes" in target.read_bytes()


def test_checking_names_an_original_that_was_changed(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a")
    audits = AuditPresenter(made)
    audits.verify()
    assert audits.tone == "supports"
    row = ReviewPresenter(made).rows[0]
    assert row
    original = made.case.vault.path(row.evidence.sha256)
    original.chmod(0o644)
    original.write_bytes(b"something else")
    audits.verify()
    assert audits.tone == "undermines"
    assert any(row.evidence.sha256 in problem for problem in audits.problems)


def test_a_new_case_needs_a_title_and_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    made = session(workroom(tmp_path))
    start = StartPresenter(made)
    assert not start.new(tmp_path, " ")
    assert start.tone == "undermines"
    assert start.new(tmp_path, "Strikes in Khost / ../etc")
    assert made.case.folder == tmp_path / "strikes-in-khost-etc"
    assert start.folder_for(tmp_path, "Strikes in Khost / ../etc").name == "strikes-in-khost-etc-2"


def test_opening_what_is_no_case_is_said_and_keeps_what_is_open(tmp_path: Path) -> None:
    made = open_session(tmp_path)
    start = StartPresenter(made)
    assert not start.open(tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in start.message
    assert made.is_open


def test_closing_forgets_everything_of_the_case(tmp_path: Path) -> None:
    made = open_session(tmp_path, a=b"image a")
    reviewing(made)
    heard: list[str] = []
    made.listen(Topic.CASE, lambda: heard.append("case"))
    made.close()
    assert (made.is_open, made.current, made.event, heard) == (False, None, None, ["case"])


@pytest.mark.parametrize(("odds", "words"), [(0.5, "50%"), (1 / 4000, "1 : 4 000"), (0.0, "< 1 : 1 000 000 000 000")])
def test_odds_are_said_so_that_they_can_be_pictured(odds: float, words: str) -> None:
    assert odds_words(odds) == words
