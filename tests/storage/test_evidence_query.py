"""What the database finds is what reading every image one by one would find; and a filter never does anything else."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import event as an_event
from tests.builders import examination, exif, match
from tests.cases import new_case, reopened
from workbench.casework.cases import Case
from workbench.casework.claiming import record_claim, record_event
from workbench.casework.comparing import match_facts
from workbench.casework.deciding import decide
from workbench.casework.documents import to_document
from workbench.casework.importing import examined_draft
from workbench.casework.indexing import index_evidence
from workbench.casework.ports import Draft
from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.gazetteer import Locality
from workbench.domain.places import Point
from workbench.domain.search_query import read_query
from workbench.domain.verdicts import Status, Verdict


class NoPlaces:
    def locate(self, point: Point, error_m: float = 0.0) -> Locality:
        return Locality(point, error_m)


def makes_known(dossier: Dossier) -> tuple[Finding, ...]:
    """One finding, on the camera's make."""
    makes = [tag.value for tag in dossier.examination.tags if tag.name == "Make"]
    return (Finding(f"made.by-{makes[0].lower()}", Basis.OBSERVED, Bearing.NEUTRAL, (), "", "source"),) if makes else ()


@dataclass(frozen=True)
class Photo:
    name: str
    make: str
    month: int
    status: str
    found: bool
    caption: str

    @property
    def digest(self) -> str:
        return sha256(repr(self).encode()).hexdigest()


photos = st.builds(
    Photo,
    st.sampled_from(["IMG_0001.jpg", "khost market.png", "Khost-2.jpg", "scan.tiff"]),
    st.sampled_from(["", "Canon", "samsung"]),
    st.integers(9, 11),
    st.sampled_from(["", "verified", "refuted", "open"]),
    st.booleans(),
    st.sampled_from(["", "after the strike", "the market, before"]),
)


def a_case(folder: Path, all_photos: list[Photo]) -> Case:
    case = new_case(folder)
    place = an_event()
    event = record_event(case, place.title, place.interval, place.place)
    claim = record_claim(case, event.id, "A strike", "a channel")
    for photo in all_photos:
        tags = exif(Make=photo.make) if photo.make else ()
        tags += exif(ImageDescription=photo.caption) if photo.caption else ()
        tags += exif(DateTimeOriginal=f"2025:{photo.month:02}:15 12:00:00", OffsetTimeOriginal="+00:00")
        measured = replace(examination(*tags), sha256=photo.digest)
        document = to_document(measured)
        arrival = {"path": f"/card/{photo.name}", "name": photo.name, "kind": "file", "url": "", "collected_by": "",
                   "file_modified": "", "posted": ""}  # fmt: skip
        came = {"evidence": photo.digest, "size": 3, "media_type": "image/jpeg", "arrival": arrival}
        drafts = [Draft("evidence.arrived", came), examined_draft(measured, document, b"")]
        if photo.found:
            drafts.append(Draft("match.found", match_facts(photo.digest, match(id=photo.digest[:8]))))
        case.journal.append(drafts, "tester", case.clock(), [document])
        if photo.status:
            decide(
                case, Verdict(photo.digest, claim.id, event.id, Status(photo.status), "R", "seen", gap_reason="known")
            )
    for _ in index_evidence(case, event, makes_known, NoPlaces(), "test"):
        pass
    return case


ASKED: dict[str, Callable[[Photo], bool]] = {
    "status:undecided": lambda one: one.status in ("", "open"),
    "status:verified,refuted": lambda one: one.status in ("verified", "refuted"),
    "tag:Make=canon": lambda one: one.make == "Canon",
    "tag:make": lambda one: bool(one.make),
    "finding:made_by": lambda one: bool(one.make),
    "finding:neutral": lambda one: bool(one.make),
    "finding:madeBySamsung": lambda one: one.make == "samsung",
    "taken:2025-10-15": lambda one: one.month == 10,
    "before:2025-10": lambda one: one.month == 9,
    "after:2025-10": lambda one: one.month == 11,
    "match:any": lambda one: one.found,
    "match:none": lambda one: not one.found,
    "place:aleppo": lambda one: one.found,
    "khost": lambda one: "khost" in one.name.lower(),
    "name:HOST": lambda one: "khost" in one.name.lower(),
    '"the strike"': lambda one: "strike" in one.caption,
    "mark": lambda one: "market" in one.name or "market" in one.caption,
    "seen": lambda one: bool(one.status),
    "format:jpg": lambda one: True,
    "format:png": lambda one: False,
    "isolation:full": lambda one: True,
    "refused:any": lambda one: False,
    "copies:any": lambda one: False,
    "claim:strike": lambda one: bool(one.status),
}


@given(st.lists(photos, max_size=8, unique_by=lambda one: one.digest),
       st.lists(st.tuples(st.sampled_from(sorted(ASKED)), st.booleans()), max_size=3))  # fmt: skip
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_database_finds_what_a_plain_filter_finds(all_photos: list[Photo], terms: list[tuple[str, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        case = a_case(Path(folder), all_photos)
        text = " ".join(f"-{term}" if negated else term for term, negated in terms)
        expected = [one.name for one in all_photos if all(ASKED[term](one) is not negated for term, negated in terms)]
        assert [row.name for row in case.views.evidence_page(0, 99, text)] == expected or "finding:" in text
        query = read_query(text)
        assert not query.hints
        positions = case.views.found(query, "event-1")
        assert [row.name for row in case.views.rows(positions)] == expected
        for cut in positions[1:2]:
            assert list(case.views.found(query, "event-1", after=cut)) == [one for one in positions if one > cut]
            assert list(case.views.found(query, "event-1", before=cut, limit=1)) == list(positions[:1])
        case.close()


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return a_case(tmp_path_factory.mktemp("query"), [Photo("a.jpg", "Canon", 10, "", True, "x")])


hostile = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["'", '"', ";", "--", "*", "^", "NEAR(", "AND", "OR", "NOT", ")", "{a}:", "0x", "tag:", "name:", "%", "_",
             "\\", "copies:ab", "came:0001-01-01T00:00+14:00", "taken:9999", "finding:'", "?1", "\ud800"]
        )
    ).map(" ".join),
)  # fmt: skip


@given(hostile)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_typed_harms_or_fails(standing: Case, text: str) -> None:
    before = standing.views.counts()
    assert len(standing.views.found(read_query(text), "event-1")) <= 1
    assert standing.views.counts() == before


def test_what_was_made_is_made_again_when_something_changes(tmp_path: Path) -> None:
    case = a_case(tmp_path, [Photo("a.jpg", "Canon", 10, "", False, "")])
    event = case.views.events()[0]
    assert case.index.count_wanting(event.id, "test") == 0
    assert case.index.count_wanting(event.id, "a newer version") == 1
    assert case.index.count_wanting("", "test") == 1, "findings are those against an event"
    digest = case.views.evidence_page(0, 1)[0].evidence.sha256
    case.journal.append([Draft("match.found", match_facts(digest, match()))], "tester", case.clock())
    [(position, evidence, _)] = case.index.wanting(event.id, "test", 0, 9)
    assert evidence == digest
    assert case.index.wanting(event.id, "test", position, 9) == []


def test_what_came_while_it_was_made_leaves_it_wanting(tmp_path: Path) -> None:
    case = a_case(tmp_path, [Photo("a.jpg", "Canon", 10, "", False, "")])
    event = case.views.events()[0]

    def slow(dossier: Dossier) -> tuple[Finding, ...]:
        facts = match_facts(dossier.evidence.sha256, match())
        case.journal.append([Draft("match.found", facts)], "tester", case.clock())
        return ()

    assert list(index_evidence(case, event, slow, NoPlaces(), "newer")) == [1]
    assert case.index.count_wanting(event.id, "newer") == 1


def test_words_are_found_again_after_a_rebuild_and_an_older_case_gets_them(tmp_path: Path) -> None:
    import contextlib

    import sqlcipher3

    case = a_case(tmp_path, [Photo("khost market.png", "Canon", 10, "verified", True, "")])
    asked = ("khost", "seen", "aleppo", "channel", "bermal")
    assert [len(case.views.evidence_page(0, 9, text)) for text in asked] == [1] * 5
    case.journal.rebuild()
    assert case.index.count_wanting("event-1", "test") == 1
    case.desk.put("kept", "yes")
    case.close()
    with contextlib.closing(sqlcipher3.connect(str(case.folder / "case.db"), isolation_level=None)) as db:
        db.execute("DROP TABLE words")
        db.execute("DROP TABLE trait_of")
    again = reopened(tmp_path)
    assert [len(again.views.evidence_page(0, 9, text)) for text in asked] == [1] * 5
    assert again.desk.get("kept") == "yes", "settings are no projection"
    assert again.journal.stale_projections() == ()


def test_the_words_of_a_verdict_that_was_superseded_are_no_longer_found(tmp_path: Path) -> None:
    photo = Photo("a.jpg", "", 10, "verified", False, "")
    case = a_case(tmp_path, [photo])
    decide(case, Verdict(photo.digest, "claim-1", "event-1", Status.REFUTED, "R", "another reading"))
    assert len(case.views.evidence_page(0, 9, "reading")) == 1
    assert case.views.evidence_page(0, 9, "seen") == ()


def test_no_query_reads_every_entry_or_every_document(standing: Case) -> None:
    """Each part goes by an index, or over the lines of the evidence alone."""
    from workbench.storage.evidence_query import statement

    db = standing.journal.db  # type: ignore[attr-defined]
    for text in ASKED:
        sql, values = statement(read_query(text), "event-1", 0, 0, 0)
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert not [line for line in plan if line.startswith(("SCAN entries", "SCAN documents", "SCAN h", "SCAN o"))], (
            text
        )


def test_settings_of_the_desk(tmp_path: Path) -> None:
    case = new_case(tmp_path)
    before = case.views.size()
    assert case.desk.get("a") == ""
    case.desk.put("a", "one")
    case.desk.put("a", "two")
    assert case.desk.get("a") == "two"
    case.desk.put("a", "")
    assert case.desk.get("a") == ""
    assert case.views.size() == before, "nothing of it is written into the journal"
