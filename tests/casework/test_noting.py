"""What is to be seen on a picture: in the journal, in the tables, joined, searched, reported."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases import NOON, brought_in, files, new_case, reopened
from tests.reports import builders as build
from tests.storage.test_older_tables import altered
from workbench.assets import resources
from workbench.bootstrap import build as build_room
from workbench.casework.noting import note_content
from workbench.commandline.parser import parser
from workbench.commandline.verbs import VERBS
from workbench.commandline.voice import standard_voice
from workbench.domain.content_notes import ContentKind, ContentNote, noted, read_note
from workbench.domain.entries import Entry
from workbench.domain.refusals import Refusal
from workbench.domain.search_query import read_query
from workbench.reports.html import HtmlRenderer
from workbench.storage import projections
from workbench.wording import Wording

GRAVE = ContentNote((ContentKind.BODIES, ContentKind.CHILDREN), "in a courtyard")


def test_the_newest_note_stands_and_an_empty_one_takes_it_back(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    sha256 = brought_in(case, files(tmp_path / "in", a=b"image a"))[0].sha256
    note_content(case, sha256[:8], GRAVE)
    row = case.views.evidence(sha256)
    assert row is not None
    assert row.note == GRAVE
    assert len(case.views.found(read_query("courtyard"), "")) == 1
    line = case.views.history(sha256)[-1]
    assert dict(line.facts) == {"kinds": "bodies, children", "text": "in a courtyard"}
    note_content(case, sha256, ContentNote())
    row = case.views.evidence(sha256)
    assert row is not None
    assert not row.note
    assert case.journal.stale_projections() == ()
    with pytest.raises(Refusal):
        note_content(case, "abcd", GRAVE)
    case.close()


def test_of_two_laptops_notes_the_newest_stands_in_whatever_order_they_come(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    sha256 = brought_in(case, files(tmp_path / "in", a=b"image a"))[0].sha256
    late = NOON.replace(hour=20).isoformat(timespec="milliseconds")
    early = NOON.replace(hour=6).isoformat(timespec="milliseconds")
    entry = Entry("other", 1, "content.noted", "x", late, {"evidence": sha256, **GRAVE.facts}, "0" * 64)
    older = replace(entry, at=early, facts={"evidence": sha256, "kinds": [], "text": ""})
    db = case.journal.db  # type: ignore[attr-defined]
    for position, one in enumerate((entry, older), 1000):
        projections.apply(db, position, one)
    row = case.views.evidence(sha256)
    assert row is not None
    assert row.note == GRAVE
    case.close()


def test_a_case_without_the_table_gets_it_from_its_journal(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    sha256 = brought_in(case, files(tmp_path / "in", a=b"image a"))[0].sha256
    note_content(case, sha256, GRAVE)
    case.close()
    altered(case.folder / "case.db", "DROP TABLE content_notes")
    again = reopened(tmp_path)
    row = again.views.evidence(sha256)
    assert row is not None
    assert row.note == GRAVE
    again.close()


def test_a_note_has_one_form_and_bounds() -> None:
    made = noted(frozenset({ContentKind.OTHER, ContentKind.BODIES}), "  two\n lines ")
    assert made == ContentNote((ContentKind.BODIES, ContentKind.OTHER), "two lines")
    with pytest.raises(Refusal):
        noted(frozenset(), "x" * 201)
    assert read_note({"kinds": ["what another version knows"], "text": ""}).kinds == (ContentKind.OTHER,)
    for wrong in ({"kinds": "bodies", "text": ""}, {"kinds": [1], "text": ""}, {"kinds": [], "text": 1}):
        with pytest.raises(ValueError, match="no content note"):
            read_note(wrong)


def test_a_report_says_it_beside_the_name_and_on_the_cover_and_covers_the_picture() -> None:
    wording, css = Wording(resources() / "locale"), "p {}"
    image = build.image(note=ContentNote((ContentKind.INJURED,), "<b>blood</b>"), preview=b"\xff\xd8\xff\xe0jpeg")
    page = HtmlRenderer(wording, css).render(build.report(images=(image,))).decode()
    assert "injured people" in page
    assert "<b>blood" not in page
    cover = page[page.index("<summary>") : page.index("</summary>")]
    assert "injured people" in cover
    assert page.index("injured people") < page.index("<img")
    before = page[: page.index("<img")]
    assert before.count("<details") == before.count("</details>") + 1, "the picture is inside"
    without = HtmlRenderer(wording, css).render(build.report(images=(build.image(),))).decode()
    assert "content-note" not in without


def test_the_facts_of_a_note_are_plain_json() -> None:
    assert json.loads(json.dumps(GRAVE.facts)) == {"kinds": ["bodies", "children"], "text": "in a courtyard"}


def test_a_note_is_written_and_taken_back_by_a_verb(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    room = build_room({"WORKBENCH_HOME": str(tmp_path / "home"), "WORKBENCH_AUTHOR": "tester"})
    case = new_case(tmp_path)
    sha256 = brought_in(case, files(tmp_path / "in", a=b"image a"))[0].sha256
    case.close()
    asked = ["note", str(case.folder), sha256[:8], "--json"]
    voice = standard_voice(room.wording, True)
    assert VERBS["note"](parser().parse_args([*asked, "--kind", "other", "--text", "a face"]), room, voice) == 0
    assert json.loads(capsys.readouterr().out) == {"evidence": sha256, "kinds": ["other"], "text": "a face"}
    assert VERBS["note"](parser().parse_args(asked), room, voice) == 0
    again = reopened(tmp_path)
    row = again.views.evidence(sha256)
    assert row is not None
    assert not row.note
    again.close()
