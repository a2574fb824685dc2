"""What the parts of the review say and draw, without a window."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import dossier, event, examination, exif, gps_tags
from tests.cases import files
from tests.desktop.builders import session, workroom
from tests.desktop.inspected import CONTROLS, HOSTILE, NEAR_KHOST, Tagged, hostile_tags, plain_tags
from workbench.desktop.intake.presenter import IntakePresenter
from workbench.desktop.review.grounds import GROUNDS, PAGES, has_ground
from workbench.desktop.review.origins import MOST, origin_shown
from workbench.desktop.review.surroundings import surroundings_shown
from workbench.desktop.review.tags import DIFFERING, STRUCTURE, TagsPresenter
from workbench.desktop.review.times import axis, time_chart
from workbench.desktop.session import Session
from workbench.domain.credentials import Binding, Presence, Standing
from workbench.domain.examinations import Tag
from workbench.domain.intervals import Interval
from workbench.domain.tag_times import TimeKind
from workbench.domain.timelines import time_line
from workbench.inspectors import INSPECTORS

START = datetime(2025, 11, 25, tzinfo=UTC)


@pytest.fixture
def opened(tmp_path: Path) -> Session:
    """A case with one image with tags, one without, and one with hostile ones."""
    made = session(workroom(tmp_path, Tagged()))
    made.new(tmp_path / "case", "A case")
    paths = files(tmp_path / "in", one=b"image plain", two=b"image bare", three=b"image hostile")
    IntakePresenter(made, lambda admitted: None).bring_in(paths)
    return made


def digest(opened: Session, name: str) -> str:
    [row] = opened.case.views.evidence_page(0, 2, name)
    return row.evidence.sha256


def shown(opened: Session, *tags: Tag) -> TagsPresenter:
    presenter = TagsPresenter(opened)
    presenter.show(examination(*(tags or plain_tags()), container={"progressive": "yes"}))
    return presenter


def fields(presenter: TagsPresenter) -> list[str]:
    return [line.name for line in presenter.lines if not line.heading]


def test_readers_that_agree_share_a_line_and_those_that_differ_stand_beside_each_other(opened: Session) -> None:
    lines = shown(opened).lines
    [make] = [line for line in lines if line.name == "Make"]
    assert (make.value, make.readers, make.sign) == ("Canon", "exifread, pillow", "")
    at = [index for index, line in enumerate(lines) if line.name == "Software"]
    assert at[1] == at[0] + 1
    assert [(lines[i].value, lines[i].readers, lines[i].sign) for i in at] == [
        ("Program 1", "exifread", "≠"), ("Program 2", "pillow", "≠"),
    ]  # fmt: skip
    assert "differently" in lines[at[0]].spoken, "the sign is spoken in words"
    [lens] = [line for line in lines if line.name == "LensModel"]
    assert (lens.sign, "one reader alone" in lens.spoken) == ("1", True)


def test_a_code_is_shown_raw_with_what_it_means(opened: Session) -> None:
    presenter = shown(opened)
    at = fields(presenter).index("Orientation")
    row = [index for index, line in enumerate(presenter.lines) if not line.heading][at]
    assert (presenter.lines[row].value, presenter.lines[row].meaning) == ("6", "Rotate 90 CW")
    assert "Means: Rotate 90 CW" in presenter.details(row)
    assert presenter.copied(row, whole=False) == "6"


def test_tags_stand_under_family_and_group_and_the_most_read_come_first(opened: Session) -> None:
    lines = shown(opened, Tag("structure", "JFIF", "JFIF", "Version", "1.01"), *plain_tags()).lines
    headings = [line.heading for line in lines if line.heading]
    assert headings[0] == "EXIF · Image"
    assert headings[-2:] == ["JFIF · JFIF", "File structure"]
    assert len(headings) == len(set(headings)), "a group stands in one place"


@pytest.mark.parametrize(
    ("text", "found"),
    [("canon eos", ["Model"]), ("ROTATE", ["Orientation"]), ("dc somebody", ["creator"]), ("nothing such", [])],
)
def test_the_search_wants_every_word_in_name_value_meaning_or_reader(
    opened: Session, text: str, found: list[str]
) -> None:
    presenter = shown(opened)
    presenter.search(text)
    assert fields(presenter) == found


def test_families_narrow_and_what_is_read_differently_is_one_of_the_choices(opened: Session) -> None:
    presenter = shown(opened)
    assert {value for value, _ in presenter.families} == {"", DIFFERING, "EXIF", "XMP", STRUCTURE}
    presenter.choose("XMP")
    assert fields(presenter) == ["creator"]
    presenter.choose(DIFFERING)
    assert fields(presenter) == ["Software", "Software"]
    presenter.choose(STRUCTURE)
    assert fields(presenter) == ["progressive"]


def test_two_images_are_compared_tag_by_tag(opened: Session) -> None:
    presenter = shown(opened, *exif(Make="Canon", Model="Other"), Tag("xmp", "XMP", "dc", "title", "Only here"))
    presenter.compare_with(digest(opened, "one"))
    signs = {line.name: line.sign for line in presenter.lines if not line.heading}
    expected = {"Make": "=", "Model": "≠", "title": "◀", "creator": "▶", "progressive": "="}
    assert {name: signs[name] for name in expected} == expected
    [model] = [line for line in presenter.lines if line.name == "Model"]
    assert (model.value, model.other) == ("Other", "Canon EOS 40D")
    presenter.show_differences(True)
    assert "Make" not in fields(presenter)
    assert {"Model", "title", "creator"} <= set(fields(presenter))
    presenter.compare_with("")
    assert not presenter.compared
    assert fields(presenter).count("Make") == 1


def test_an_image_is_not_offered_to_be_compared_with_itself(opened: Session) -> None:
    presenter = shown(opened)
    opened.select(digest(opened, "one"))
    assert {name for _, name, _ in presenter.candidates("")} == {"two", "three"}
    assert [name for _, name, _ in presenter.candidates("tw")] == ["two"]


def test_hostile_tags_are_shown_and_copied_literally_with_controls_written_out(opened: Session) -> None:
    presenter = shown(opened, *hostile_tags())
    presenter.compare_with(digest(opened, "three"))
    for compared in (True, False):
        if not compared:
            presenter.compare_with("")
        for row, line in enumerate(presenter.lines):
            for text in (line.heading, line.name, line.value, line.meaning, line.other, line.spoken,
                         presenter.copied(row, whole=False), presenter.copied(row, whole=True).replace("\t", " "),
                         presenter.details(row).replace("\n", " ")):  # fmt: skip
                assert not CONTROLS & set(text)
                assert "\n" not in text
                assert text.count("\u2068") == text.count("\u2069")
    values = {line.value for line in presenter.lines}
    assert {HOSTILE[0], HOSTILE[2], HOSTILE[4], "photo⟨U+202E⟩gpj.exe", "\u2068خوست\u2069"} <= values


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**7)), min_size=1, max_size=12))
def test_the_line_of_time_keeps_the_order_of_all_moments(stretches: list[tuple[int, int]]) -> None:
    intervals = [
        Interval(START + timedelta(seconds=at), START + timedelta(seconds=at + length)) for at, length in stretches
    ]
    place = axis(intervals)
    moments = sorted(moment for one in intervals for moment in (one.start, one.end))
    places = [place(moment) for moment in moments]
    assert places == sorted(places)
    assert all(0 <= at <= 1 for at in places)


def test_each_time_has_its_source_its_zone_and_how_it_lies_to_the_event(opened: Session) -> None:
    measured = examination(*exif(DateTimeOriginal="2019:05:01 10:00:00"))
    chart = time_chart(time_line(dossier(measured)), opened.speech)
    taken = next(bar for bar in chart.bars if bar.kind is TimeKind.CAPTURE)
    assert (taken.relation, taken.sign, taken.open) == ("before the event", "◀", True)
    assert "DateTimeOriginal" in taken.source
    assert "exifread, pillow" in taken.source
    assert "any zone" in taken.spoken
    marked = next(bar for bar in chart.bars if bar.kind is TimeKind.EVENT)
    assert chart.event == marked.whole
    assert marked.relation == ""
    assert taken.whole[1] <= marked.whole[0]


@pytest.mark.parametrize(
    ("when", "relation"),
    [
        ("2025:10:09 23:00:00+04:30", "within the event's time"),
        ("2026:10:09 23:00:00+04:30", "after the event"),
        ("2025:10:09 23:00:00", "may lie within or outside the event's time"),
    ],
)
def test_a_time_that_may_lie_outside_is_not_said_to_lie_within(opened: Session, when: str, relation: str) -> None:
    measured = examination(
        *exif(DateTimeOriginal=when[:19], **({"OffsetTimeOriginal": when[19:]} if when[19:] else {}))
    )
    chart = time_chart(time_line(dossier(measured)), opened.speech)
    assert next(bar for bar in chart.bars if bar.kind is TimeKind.CAPTURE).relation == relation


def test_places_distance_and_sun_are_said_in_words(opened: Session) -> None:
    tags = (*gps_tags(NEAR_KHOST), *exif(DateTimeOriginal="2025:10:09 23:00:00", OffsetTimeOriginal="+04:30"))
    found = surroundings_shown(opened, dossier(examination(*tags), event=event(point=NEAR_KHOST)))
    told = "\n".join(f"{label}\n{text}" for label, text in found.places)
    assert "Khost" in told
    assert "of the event's place" in told
    assert "Afghanistan" in told
    assert any("night" in text for _, text in found.suns)
    assert "Khost" in found.map_words, "the map is also said"
    assert found.map


def test_an_image_that_was_not_examined_shows_nothing(opened: Session) -> None:
    assert not surroundings_shown(opened, None).chart.bars
    assert not origin_shown(None, opened.speech).credentials


def test_what_is_not_there_is_said_to_be_not_there(opened: Session) -> None:
    found = origin_shown(examination(), opened.speech)
    assert "None were found" in found.credentials[0][1]
    assert "names no editing" in found.editing[0][1]
    assert not found.embedded


def test_the_three_facts_of_credentials_and_the_history_are_said(opened: Session) -> None:
    tags = (
        Tag("c2pa", "C2PA", "Manifest 1", "claim_generator", "make_test"),
        Tag("c2pa", "C2PA", "Manifest 1", "signature_info.issuer", "A test"),
        Tag("c2pa", "C2PA", "Status", "success", "claimSignature.validated"),
        Tag("c2pa", "C2PA", "Status", "failure", "signingCredential.untrusted"),
        Tag("c2pa", "C2PA", "Status", "failure", "assertion.dataHash.mismatch"),
        *(Tag("xmp", "XMP", f"xmpMM History {number}", "Action", "saved") for number in range(1, MOST + 3)),
    )
    found = origin_shown(examination(*tags, container={"c2pa": "present", "c2pa-manifest": "embedded"}), opened.speech)
    told = dict(found.credentials)
    assert told["1. Is there a manifest?"] == "Yes, in the file"
    assert told["2. Is it bound to these bytes?"].startswith("✕ No")
    assert "Not checked against any trust list" in told["3. Who signed?"]
    steps = dict(found.editing)["Steps, in the file's order"]
    assert steps.startswith("1. saved")
    assert "2 more" in steps


def test_hostile_origins_are_shown_literally(opened: Session) -> None:
    facts = {"c2pa": "present", "c2pa-manifest": "embedded", "c2pa-error": HOSTILE[5]}
    found = origin_shown(examination(*hostile_tags(), container=facts), opened.speech)
    for label, text in (*found.credentials, *found.editing):
        assert not CONTROLS & set(label + text)
    assert any(HOSTILE[2] in text for _, text in found.credentials)


def test_every_finding_leads_to_what_it_rests_on(opened: Session) -> None:
    missing = [code for inspector in INSPECTORS for code in inspector.CODES if not has_ground(code)]
    assert not missing
    knows = opened.speech.knows
    for ground in GROUNDS.values():
        assert knows(ground.words), ground
        assert ground.page in PAGES, ground


def test_every_word_that_the_facts_can_need_is_there(opened: Session) -> None:
    knows = opened.speech.knows
    for name, values in (("presence", Presence), ("binding", Binding), ("standing", Standing)):
        assert all(knows(f"desktop.c2pa.{name}.{value.value}") for value in values)  # type: ignore[attr-defined]
    assert all(knows(f"time.{kind.value}") for kind in TimeKind)
