"""Libraries passed on: what was found with one is found with its pack, and a hostile pack does no harm."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cases import key
from workbench.assets import resources
from workbench.bootstrap import build
from workbench.casework.cases import KnownLibrary
from workbench.casework.knowing import KnownOutcome, Provenance, add_known
from workbench.casework.listing import import_list
from workbench.casework.measuring import Measuring
from workbench.casework.pack_manifest import FORMAT
from workbench.casework.pack_ports import Signer
from workbench.casework.packs import export_pack, import_pack
from workbench.casework.workroom import Workroom
from workbench.custody.seals import seal
from workbench.domain.examinations import Examination
from workbench.domain.intervals import parse_interval
from workbench.domain.known import Match, MatchKind
from workbench.domain.refusals import Refusal

SAMPLE = resources() / "sample"
PICTURES = [str(SAMPLE / "known" / name) for name in ("bridge.jpg", "mountain-path.jpg")]
QUERIES = ("photo_2025-11-25_03-41-07.jpg", "photo_2025-11-25_07-15-40.jpg")
TOLD = Provenance(parse_interval("2018-06"), "Spain", "an archive", "scanned", "a flood")
KINDS = ("pictures", "previews", "hashes")

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workroom]:
    made = build({"WORKBENCH_HOME": str(tmp_path_factory.mktemp("home")), "WORKBENCH_AUTHOR": "tester"})
    yield made
    made.close()


@pytest.fixture(scope="module")
def library(room: Workroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownLibrary]:
    made = room.new_library(tmp_path_factory.mktemp("known") / "older wars")
    add(room, made, PICTURES)
    yield made
    made.close()


def add(room: Workroom, library: KnownLibrary, paths: list[str]) -> list[KnownOutcome]:
    source = room.files(paths, "file", "", "")
    return list(add_known(library, source, TOLD, room.examiner(), room.encode, room.feature_row, room.limits))


def packed(room: Workroom, library: KnownLibrary, folder: Path, contents: str = "hashes") -> Path:
    target = folder / f"{contents}.pack"
    assert export_pack(library, target, contents, "workbench 0", room.exchange)[0] == library.store.count()
    return target


def taken(room: Workroom, library: KnownLibrary, pack: Path) -> tuple[Signer, list[KnownOutcome]]:
    measuring = Measuring(room.examiner(), room.encode, room.feature_row, room.limits)
    with room.scratch() as scratch:
        signer, outcomes = import_pack(library, pack, room.exchange, measuring, scratch)
        return signer, list(outcomes)


def codes(outcomes: list[KnownOutcome]) -> list[str]:
    return [outcome.refusal.code if outcome.refusal else outcome.outcome for outcome in outcomes]


def matches(room: Workroom, library: KnownLibrary, query: Path) -> tuple[Match, ...]:
    return room.finder([library])(query, examined(room, query))


def examined(room: Workroom, picture: Path) -> Examination:
    return room.examiner().examine(picture, hashlib.sha256(picture.read_bytes()).hexdigest(), room.limits)


def members(pack: Path) -> Members:
    with zipfile.ZipFile(pack) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def rewritten(pack: Path, folder: Path, change: Callable[[dict[str, Any], Members], None]) -> Path:
    """The pack as a stranger changed it, and signed it anew with a key of the stranger's own."""
    inside = members(pack)
    manifest = json.loads(inside["manifest.json"])
    change(manifest, inside)
    inside["manifest.json"] = json.dumps(manifest).encode()
    inside["manifest.sig"] = seal(FORMAT, inside["manifest.json"], key(folder)).encode()
    return zipped(folder / "changed.pack", inside)


def zipped(target: Path, inside: Members) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, body in inside.items():
            out.writestr(name, body)
    return target


@pytest.mark.parametrize("contents", KINDS)
def test_a_pack_finds_what_its_library_finds(
    contents: str, room: Workroom, library: KnownLibrary, tmp_path: Path
) -> None:
    other = room.new_library(tmp_path / "other")
    signer, outcomes = taken(room, other, packed(room, library, tmp_path, contents))
    assert signer.own
    assert codes(outcomes) == ["added", "added"]
    for name in QUERIES:
        before = matches(room, library, SAMPLE / "incoming" / name)
        after = matches(room, other, SAMPLE / "incoming" / name)
        assert before
        assert [found.known.sha256 for found in after] == [found.known.sha256 for found in before]
        if contents == "pictures":
            assert [(m.kind, m.edits, m.transform, m.aligned) for m in after] == [
                (m.kind, m.edits, m.transform, m.aligned) for m in before
            ]
        elif contents == "hashes":
            assert not any(found.aligned for found in after), "without its picture it is a likeness only"
    [exact] = matches_exactly(room, other, Path(PICTURES[0]))
    known = exact.known
    told = (TOLD.first_known, TOLD.place, TOLD.source, TOLD.note, TOLD.event)
    assert (known.first_known, known.place, known.source, known.note, known.event) == told
    assert known.path == "bridge.jpg", "where it lay on the sender's disk is not passed on"
    assert bool(other.store.preview(known.id)) == (contents != "hashes")
    assert other.vault.path(known.sha256).is_file() == (contents == "pictures")
    other.close()


def matches_exactly(room: Workroom, library: KnownLibrary, query: Path) -> list[Match]:
    return [match for match in matches(room, library, query) if match.kind is MatchKind.EXACT]


@pytest.mark.parametrize("contents", KINDS)
def test_the_same_library_gives_the_same_pack(
    contents: str, room: Workroom, library: KnownLibrary, tmp_path: Path
) -> None:
    first = packed(room, library, tmp_path, contents).read_bytes()
    assert packed(room, library, tmp_path, contents).read_bytes() == first


def test_a_pack_is_taken_in_once(room: Workroom, library: KnownLibrary, tmp_path: Path) -> None:
    other, pack = room.new_library(tmp_path / "other"), packed(room, library, tmp_path, "previews")
    taken(room, other, pack)
    assert codes(taken(room, other, pack)[1]) == ["known", "known"]


def test_a_changed_manifest_is_refused_whole(room: Workroom, library: KnownLibrary, tmp_path: Path) -> None:
    inside = members(packed(room, library, tmp_path))
    inside["manifest.json"] = inside["manifest.json"].replace(b"2018-", b"2008-")
    other = room.new_library(tmp_path / "other")
    with pytest.raises(Refusal) as refused:
        taken(room, other, zipped(tmp_path / "changed.pack", inside))
    assert refused.value.code == "pack.seal-broken"
    assert other.store.count() == 0


def test_an_unknown_signer_is_said(room: Workroom, library: KnownLibrary, tmp_path: Path) -> None:
    pack = rewritten(packed(room, library, tmp_path), tmp_path, lambda manifest, inside: None)
    signer, outcomes = taken(room, room.new_library(tmp_path / "other"), pack)
    assert signer == Signer(key(tmp_path).book, own=False)
    assert codes(outcomes) == ["added", "added"]


@pytest.mark.parametrize(
    ("contents", "folder"), [("pictures", "originals"), ("previews", "previews"), ("hashes", "features")]
)
def test_a_changed_member_costs_its_own_entry_only(
    contents: str, folder: str, room: Workroom, library: KnownLibrary, tmp_path: Path
) -> None:
    inside = members(packed(room, library, tmp_path, contents))
    changed = next(name for name in sorted(inside) if name.startswith(folder))
    inside[changed] = inside[changed][:-1] + bytes([inside[changed][-1] ^ 1])
    other = room.new_library(tmp_path / "other")
    outcomes = codes(taken(room, other, zipped(tmp_path / "changed.pack", inside))[1])
    assert sorted(outcomes) == ["added", "pack.member-altered"]
    assert other.store.count() == 1
    assert len(other.vault.stored()) == (contents == "pictures")


def test_a_strangers_small_picture_is_drawn_again(room: Workroom, library: KnownLibrary, tmp_path: Path) -> None:
    """The bytes that the window decodes are of our own making."""
    pack = packed(room, library, tmp_path, "previews")
    sent = {body for name, body in members(pack).items() if name.startswith("previews")}
    other = room.new_library(tmp_path / "other")
    taken(room, other, pack)
    kept = {other.store.preview(row.known.id) for row in other.store.page(0, 10)}
    assert len(kept) == 2
    assert not kept & sent


def _traversal(manifest: dict[str, Any], inside: Members) -> None:
    manifest["entries"][0] |= {"id": "../../../evil", "name": "../../../evil.jpg"}


def _fingerprint(manifest: dict[str, Any], inside: Members) -> None:
    manifest["entries"][0]["fingerprints"][0][2] = "not hex"


def _surrogate(manifest: dict[str, Any], inside: Members) -> None:
    manifest["entries"][0]["note"] = "\ud800"


def _float(manifest: dict[str, Any], inside: Members) -> None:
    manifest["entries"][0]["width"] = 1e300


def _reversed_interval(manifest: dict[str, Any], inside: Members) -> None:
    manifest["entries"][0]["first_known"] = "2020/2019"


def _no_entry(manifest: dict[str, Any], inside: Members) -> None:
    manifest["entries"][0] = 7


@pytest.mark.parametrize("harm", [_traversal, _fingerprint, _surrogate, _float, _reversed_interval, _no_entry])
def test_a_malformed_entry_is_left_out_alone(
    harm: Callable[[dict[str, Any], Members], None], room: Workroom, library: KnownLibrary, tmp_path: Path
) -> None:
    pack = rewritten(packed(room, library, tmp_path), tmp_path, harm)
    other = room.new_library(tmp_path / "other")
    outcomes = codes(taken(room, other, pack)[1])
    assert outcomes[:2] == ["pack.entry-unreadable", "added"]
    assert other.store.count() == 1
    assert not list(tmp_path.rglob("evil*"))


def test_a_bomb_is_not_unpacked(room: Workroom, library: KnownLibrary, tmp_path: Path) -> None:
    def harm(manifest: dict[str, Any], inside: Members) -> None:
        inside[f"features/{manifest['entries'][0]['id']}"] = b"\0" * 50_000_000

    pack = rewritten(packed(room, library, tmp_path), tmp_path, harm)
    assert codes(taken(room, room.new_library(tmp_path / "other"), pack)[1]) == ["pack.member-too-large", "added"]


def test_a_preview_that_is_no_picture_is_refused(room: Workroom, library: KnownLibrary, tmp_path: Path) -> None:
    def harm(manifest: dict[str, Any], inside: Members) -> None:
        body = b"<svg onload='alert(1)'/>"
        inside[f"previews/{manifest['entries'][0]['id']}.jpg"] = body
        manifest["entries"][0]["preview"] = hashlib.sha256(body).hexdigest()

    pack = rewritten(packed(room, library, tmp_path, "previews"), tmp_path, harm)
    assert codes(taken(room, room.new_library(tmp_path / "other"), pack)[1]) == ["examine.unsupported-format", "added"]


def test_a_member_that_nobody_named_is_said(room: Workroom, library: KnownLibrary, tmp_path: Path) -> None:
    pack = rewritten(
        packed(room, library, tmp_path), tmp_path, lambda manifest, inside: inside.update({"../../evil": b"x"})
    )
    outcomes = taken(room, room.new_library(tmp_path / "other"), pack)[1]
    assert codes(outcomes) == ["added", "added", "pack.member-unnamed"]
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_refused(room: Workroom, library: KnownLibrary, tmp_path: Path) -> None:
    pack = packed(room, library, tmp_path)
    with zipfile.ZipFile(pack, "a") as out:
        out.writestr(next(name for name in out.namelist() if name.startswith("features")), b"another")
    assert sorted(codes(taken(room, room.new_library(tmp_path / "a"), pack)[1])) == ["added", "pack.member-twice"]
    with zipfile.ZipFile(pack, "a") as out:
        out.writestr("manifest.json", b"{}")
    with pytest.raises(Refusal) as refused:
        taken(room, room.new_library(tmp_path / "b"), pack)
    assert refused.value.code == "pack.member-twice"


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        (b"[" * 60_000, "pack.manifest-unreadable"),
        (b"{}", "pack.other-format"),
        (b"\xff", "pack.manifest-unreadable"),
        (json.dumps({"format": FORMAT}).encode(), "pack.manifest-unreadable"),
        (json.dumps({"format": FORMAT + "0"}).encode(), "pack.other-format"),
    ],
)
def test_a_manifest_that_cannot_be_read_is_refused(manifest: bytes, code: str, room: Workroom, tmp_path: Path) -> None:
    note = seal(FORMAT, manifest, key(tmp_path)).encode()
    pack = zipped(tmp_path / "bad.pack", {"manifest.json": manifest, "manifest.sig": note})
    with pytest.raises(Refusal) as refused:
        taken(room, room.new_library(tmp_path / "other"), pack)
    assert refused.value.code == code


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 and no more", b"words"])
def test_what_is_no_zip_is_refused(body: bytes, room: Workroom, tmp_path: Path) -> None:
    (tmp_path / "bad.pack").write_bytes(body)
    with pytest.raises(Refusal) as refused:
        taken(room, room.new_library(tmp_path / "other"), tmp_path / "bad.pack")
    assert refused.value.code == "pack.unreadable"


def test_fingerprints_of_another_recipe_are_not_compared_and_that_is_said(
    room: Workroom, library: KnownLibrary, tmp_path: Path
) -> None:
    def older(manifest: dict[str, Any], inside: Members) -> None:
        manifest["recipes"] = [f"0; {recipe}" for recipe in manifest["recipes"]]

    other = room.new_library(tmp_path / "other")
    taken(room, other, rewritten(packed(room, library, tmp_path), tmp_path, older))
    query = SAMPLE / "incoming" / QUERIES[0]
    examination = examined(room, query)
    assert room.finder([other])(query, examination) == ()
    assert room.finder([other]).not_compared(examination) == 2
    assert room.finder([library]).not_compared(examination) == 0
    assert room.finder([library, other]).not_compared(examination) == 2
    assert room.finder([library, other]).not_compared_features() == 0


def test_pictures_of_another_recipe_are_measured_anew(room: Workroom, library: KnownLibrary, tmp_path: Path) -> None:
    def older(manifest: dict[str, Any], inside: Members) -> None:
        manifest["recipes"] = [f"0; {recipe}" for recipe in manifest["recipes"]]

    other = room.new_library(tmp_path / "other")
    taken(room, other, rewritten(packed(room, library, tmp_path, "pictures"), tmp_path, older))
    assert matches(room, other, SAMPLE / "incoming" / QUERIES[0])


def test_a_picture_that_comes_later_completes_what_was_known_without_it(
    room: Workroom, library: KnownLibrary, tmp_path: Path
) -> None:
    other = room.new_library(tmp_path / "other")
    taken(room, other, packed(room, library, tmp_path))
    assert codes(add(room, other, PICTURES)) == ["added", "added"]
    assert other.store.count() == 2
    assert all(match.aligned for match in matches(room, other, SAMPLE / "incoming" / QUERIES[0]))
    assert codes(add(room, other, PICTURES)) == ["known", "known"]


@pytest.mark.parametrize("kind", ["md5", "sha1", "sha256"])
def test_an_image_on_a_list_is_found_by_its_bytes(kind: str, room: Workroom, tmp_path: Path) -> None:
    digest = hashlib.new(kind, Path(PICTURES[0]).read_bytes()).hexdigest()
    (tmp_path / "list.txt").write_text(f"{digest}  found.jpg\n{digest[:-1]}\n")
    library = room.new_library(tmp_path / "listed")
    outcomes = list(import_list(library, tmp_path / "list.txt", "", TOLD, room.exchange))
    assert codes(outcomes) == ["added", "list.line-unreadable"]
    assert outcomes[1].path == "list.txt:2"
    [match] = matches_exactly(room, library, Path(PICTURES[0]))
    assert (match.known.path, match.known.event) == ("found.jpg", "a flood")
    assert not matches_exactly(room, library, Path(PICTURES[1]))


def test_a_pdq_list_finds_a_likeness(room: Workroom, library: KnownLibrary, tmp_path: Path) -> None:
    examination = examined(room, Path(PICTURES[0]))
    [pdq] = [one for one in examination.fingerprints if (one.kind, one.variant) == ("pdq", "as-is")]
    (tmp_path / "pdq.csv").write_text(f"{pdq.bits},100,bridge.png\n{'0' * 64},12,flat.png\n")
    listed = room.new_library(tmp_path / "listed")
    assert codes(list(import_list(listed, tmp_path / "pdq.csv", "", TOLD, room.exchange))) == ["added", "added"]
    query = SAMPLE / "incoming" / QUERIES[1]
    [match] = matches(room, listed, query)
    assert (match.known.path, match.kind, match.aligned) == ("bridge.png", MatchKind.WHOLE, False)
    examination = examined(room, query)
    assert room.finder([listed]).not_compared(examination) == 1, "the flat one"
    assert room.finder([listed]).not_compared_features() == 2, "no list has features"


@pytest.mark.parametrize("contents", KINDS)
def test_what_came_from_a_list_is_passed_on(contents: str, room: Workroom, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("a" * 32 + "\n")
    library, other = room.new_library(tmp_path / "listed"), room.new_library(tmp_path / "other")
    list(import_list(library, tmp_path / "list.txt", "", TOLD, room.exchange))
    assert codes(taken(room, other, packed(room, library, tmp_path, contents))[1]) == ["added"]
    assert [row.known.id for row in other.store.page(0, 9)] == [row.known.id for row in library.store.page(0, 9)]
    assert other.store.with_digest("md5", "a" * 32)
