"""Two laptops go on from one case, each in its own book; joined, both have the same journal, and nothing is chosen."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import bundles
from tests.bundles import members_of, put, signed_anew
from tests.cases import NOON, ReadingExaminer, brought_in, files
from workbench.casework.cases import Case
from workbench.casework.claiming import record_claim, record_event
from workbench.casework.deciding import decide
from workbench.casework.joining import Joined, join
from workbench.casework.ports import Draft
from workbench.casework.verifying import HARMLESS, verify
from workbench.casework.workroom import Workroom
from workbench.custody.keys import installation_key
from workbench.domain.entries import canonical_json, leaf_hash, read_entry
from workbench.domain.examinations import Limits
from workbench.domain.intervals import parse_interval
from workbench.domain.merkle import grown, root
from workbench.domain.places import Place, Precision
from workbench.domain.refusals import Refusal
from workbench.domain.verdicts import Status, Verdict


@dataclass
class Laptop:
    """One of the two: its key, its copy of the case, and where its bundles go."""

    folder: Path
    room: Workroom
    case: Case

    def bundle(self, name: str = "out.zip", **options: Any) -> Path:
        return bundles.bundled(self.room, self.case, self.folder / name, **options)

    def takes(self, bundle: Path) -> Joined:
        return join(
            self.case, bundle, self.room.check_bundle, self.room.exchange, self.room.read_checkpoint,
            ReadingExaminer(), lambda preview: b"jpeg", Limits(),
        )  # fmt: skip

    def brings(self, name: str, body: bytes) -> str:
        return brought_in(self.case, files(self.folder / "in", **{name: body}))[0].sha256

    def claims(self, title: str) -> str:
        """An event, and the claim that the images show it; the claim's id."""
        place = Place("Khost", None, Precision.PROVINCE)
        event = record_event(self.case, title, parse_interval("2025-11-24/2025-11-25"), place)
        return record_claim(self.case, event.id, "They show it", "a post").id

    def says(self, evidence: str, claim: str, status: Status) -> str:
        event = self.case.views.events()[0].id
        verdict = Verdict(evidence, claim, event, status, "reviewer", "It was looked at.")
        entry = decide(self.case, verdict)
        return f"{entry.book}/{entry.number}"

    def journal(self) -> set[tuple[str, int, bytes]]:
        return {(row.book, row.number, row.body) for row in self.case.journal.stored_entries()}

    def problems(self) -> list[str]:
        return [
            problem.code
            for problem in verify(self.case, self.room.read_checkpoint).problems
            if problem.code not in HARMLESS
        ]


@dataclass
class Two:
    one: Laptop
    other: Laptop
    evidence: str
    claim: str


@pytest.fixture
def two(tmp_path: Path) -> Two:
    """One case with an image and a claim, as two laptops have it."""
    (tmp_path / "one").mkdir()
    room = bundles.workroom(tmp_path / "one")
    one = Laptop(tmp_path / "one", room, bundles.ticking(room.new_case(tmp_path / "one" / "case", "Khost")))
    evidence = one.brings("a.jpg", b"image a")
    claim = one.claims("Strike")
    (tmp_path / "other").mkdir()
    shutil.copytree(one.case.folder, tmp_path / "other" / "case")
    theirs = bundles.workroom(tmp_path / "other")
    other = Laptop(tmp_path / "other", theirs, bundles.ticking(theirs.open_case(tmp_path / "other" / "case")))
    return Two(one, other, evidence, claim)


def test_two_laptops_come_to_one_journal(two: Two) -> None:
    mine = two.one.brings("b.jpg", b"image b")
    theirs = two.other.brings("c.jpg", b"image c")
    done = two.one.takes(two.other.bundle())
    assert (done.originals, done.conflicts) == (1, ())
    assert done.entries > 0
    bundle, all_of_it = two.one.bundle(), two.one.journal()
    two.other.takes(bundle)
    assert len(all_of_it - two.other.journal()) == 1, "that the bundle was written, which was written after it"
    for laptop in (two.one, two.other):
        assert laptop.case.vault.stored() == {two.evidence, mine, theirs}
        assert {row.evidence.sha256 for row in laptop.case.views.evidence_page(0, 9)} == {two.evidence, mine, theirs}
        assert laptop.problems() == []
    assert two.one.case.views.preview(theirs) == b"jpeg", "bundles hold no previews: it was made again"
    kinds = [read_entry(row.body).kind for row in two.one.case.journal.stored_entries()]
    assert kinds.count("case.joined") == 1


def test_conflicting_verdicts_stand_side_by_side_until_a_person_settles_them(two: Two) -> None:
    mine = two.one.says(two.evidence, two.claim, Status.LIKELY)
    theirs = two.other.says(two.evidence, two.claim, Status.REFUTED)
    done = two.one.takes(two.other.bundle())
    assert done.conflicts == ((two.evidence, two.claim),)
    standing = {given.id for given in two.one.case.views.verdicts(two.evidence) if not given.superseded}
    assert standing == {mine, theirs}
    settled = two.one.says(two.evidence, two.claim, Status.UNDETERMINED)
    given = two.one.case.views.verdicts(two.evidence)
    assert {one.id for one in given if not one.superseded} == {settled}
    assert len(given) == 3, "superseded, and kept"
    two.other.takes(two.one.bundle())
    assert {one.id for one in two.other.case.views.verdicts(two.evidence) if not one.superseded} == {settled}


def test_what_two_laptops_named_apart_keeps_two_names(two: Two) -> None:
    mine, theirs = two.one.claims("Second strike"), two.other.claims("Another strike")
    two.one.takes(two.other.bundle())
    assert len({two.claim, mine, theirs}) == 3
    assert [event.title for event in two.one.case.views.events()] == ["Strike", "Second strike", "Another strike"]
    assert {claim.id for claim in two.one.case.views.claims()} == {two.claim, mine, theirs}


def test_joining_again_changes_nothing_but_says_that_it_was_done(two: Two) -> None:
    two.other.brings("c.jpg", b"image c")
    bundle = two.other.bundle()
    two.one.takes(bundle)
    before = two.one.journal()
    done = two.one.takes(bundle)
    assert (done.entries, done.originals) == (0, 0)
    assert len(two.one.journal() - before) == 1
    assert two.one.problems() == []


def test_where_a_library_lies_here_stays(two: Two) -> None:
    facts = {"library": "L1", "name": "known", "path": "here"}
    for laptop, path in ((two.one, "here"), (two.other, "there")):
        laptop.case.journal.append([Draft("library.attached", {**facts, "path": path})], "tester", NOON)
    two.one.takes(two.other.bundle())
    assert [library.path for library in two.one.case.views.libraries()] == ["here"]


def refused(laptop: Laptop, bundle: Path) -> str:
    before, stored = laptop.journal(), laptop.case.vault.stored()
    incoming = laptop.case.folder / "originals" / "incoming"
    with pytest.raises(Refusal) as caught:
        laptop.takes(bundle)
    laptop.room.wording.refusal(caught.value)
    assert laptop.journal() == before
    assert laptop.case.vault.stored() == stored
    assert list(incoming.iterdir()) == []
    return caught.value.code


def test_another_case_is_refused(two: Two, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    room = bundles.workroom(stranger)
    case = Laptop(stranger, room, bundles.ticking(room.new_case(stranger / "case", "Kunar")))
    case.brings("x.jpg", b"image x")
    assert refused(two.one, case.bundle()) == "join.other-case"


def test_hashes_alone_are_refused_where_the_originals_are_not_here(two: Two) -> None:
    two.other.brings("c.jpg", b"image c")
    bundle = two.other.bundle(originals=False)
    assert refused(two.one, bundle) == "join.originals-missing"
    two.one.brings("c.jpg", b"image c")
    assert two.one.takes(bundle).originals == 0


def test_a_book_that_goes_on_in_two_ways_is_refused(two: Two, tmp_path: Path) -> None:
    shutil.copytree(two.one.case.folder, tmp_path / "again")
    copied = bundles.ticking(two.one.room.open_case(tmp_path / "again"))
    twin = Laptop(tmp_path, two.one.room, copied)
    twin.brings("c.jpg", b"image c")
    two.one.brings("d.jpg", b"image d")
    assert refused(two.one, twin.bundle()) == "join.forked"


Change = Callable[[dict[str, bytes]], None]


def no_longer_a_digest(members: dict[str, bytes]) -> None:
    put(members, [line.replace(b'"evidence":"', b'"evidence":"../') for line in members["journal.jsonl"].splitlines()])


def an_entry_gone(members: dict[str, bytes]) -> None:
    put(members, members["journal.jsonl"].splitlines()[:-2])


def another_title(members: dict[str, bytes]) -> None:
    members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | {"title": "Kunar"}).encode()


@pytest.mark.parametrize("change", [no_longer_a_digest, an_entry_gone, another_title])
def test_what_was_changed_is_refused_whoever_signed_it_again(two: Two, change: Change) -> None:
    two.other.brings("c.jpg", b"image c")
    members = members_of(two.other.bundle())
    change(members)
    signer = installation_key(two.other.folder / "home" / "keys")
    bundle = bundles.closed(signed_anew(members, signer), two.other.folder / "changed.zip")
    assert refused(two.one, bundle) == "join.not-as-written"


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("evidence.arrived", {"evidence": "../../outside", "size": 1, "media_type": "image/jpeg", "arrival": {}}),
        ("verdict.given", {"evidence": "a", "claim": "b", "status": "certain", "supersedes": []}),
        ("event.recorded", {"id": "e"}),
        ("match.found", {"id": "m", "evidence": "a", "known": 7}),
        ("copies.linked", {"evidence": 3, "other": "b"}),
        ("arrival.refused", {"path": "p", "sha256": "", "code": "c", "facts": ["no", "names"]}),
        ("claim.recorded", {"id": "c", "event": "e", "text": {"not": "text"}, "by": "x"}),
    ],
)
def test_what_is_signed_and_yet_cannot_be_shown_is_refused(two: Two, kind: str, facts: dict[str, Any]) -> None:
    """A colleague's key was taken, say: the signature holds, and the entry is built to break the screens."""
    two.other.brings("c.jpg", b"image c")
    assert refused(two.one, with_entry(two.other, kind, facts)) in ("join.unfit", "join.not-as-written")


def with_entry(laptop: Laptop, kind: str, facts: dict[str, Any]) -> Path:
    """A bundle whose last entry was written by hand and signed with the laptop's own key."""
    members = members_of(laptop.bundle())
    key = installation_key(laptop.folder / "home" / "keys")
    rows = members["journal.jsonl"].splitlines()
    own = [leaf_hash(row) for row in rows if json.loads(row)["book"] == key.book]
    entry = {"book": key.book, "number": len(own), "kind": kind, "author": "x", "at": NOON.isoformat(),
             "facts": facts, "previous": own[-1]}  # fmt: skip
    put(members, [*rows, canonical_json(entry)])
    size, head = len(own) + 1, root(grown((), 0, [*own, leaf_hash(canonical_json(entry))])[0])
    manifest = json.loads(members["manifest.json"])
    [book] = [one for one in manifest["books"] if one["book"] == key.book]
    book |= {"size": size, "root": head, "checkpoints": book["checkpoints"] + 1}
    members["manifest.json"] = canonical_json(manifest | {"entries": len(rows) + 1})
    note = {"book": key.book, "note": key.checkpoint(book["origin"], size, head), "size": size}
    notes = [json.loads(line) for line in members["checkpoints.jsonl"].splitlines()] + [note]
    ordered = sorted(notes, key=lambda one: (one["book"], one["size"]))
    put(members, [canonical_json(one) for one in ordered], "checkpoints.jsonl")
    if kind == "match.found":
        put(members, [canonical_json({name: facts.get(name) for name in ("id", "evidence", "library", "known")})],
            "known.jsonl")  # fmt: skip
    return bundles.closed(signed_anew(members, key), laptop.folder / "hostile.zip")
