"""Lists of hashes, told apart by what is in them."""

import hashlib
import json
from pathlib import Path

import pytest

from workbench.casework.pack_ports import Listed
from workbench.domain.examinations import PUBLISHED_PDQ
from workbench.domain.refusals import Refusal
from workbench.sources.hash_lists import read_list

PDQ = ["33" * 32, "0f" * 32, "f0" * 32]
SHA = [hashlib.sha256(bytes([n])).hexdigest() for n in range(30)]
MD5, SHA1 = "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709"

_UNREAD = [(n, "", "list.line-unreadable") for n in (1, 2, 3)]


def listed(folder: Path, text: str | bytes, meaning: str = "") -> list[Listed]:
    file = folder / "list"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_list(file, meaning))


def said(one: Listed) -> tuple[int, str, str]:
    """The line, the name, and the hash by which it is known, with its kind."""
    if one.refusal:
        return one.line, "", one.refusal.code
    kinds = [*(f"{kind} {text}" for kind, text in one.digests), *(f"pdq {p.bits}" for p in one.fingerprints)]
    return one.line, one.name, (["sha256 " + one.sha256] if one.sha256 else kinds)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{PDQ[1]},87,a, b.jpg\n{PDQ[2].upper()},12,\n", [(1, "a, b.jpg", f"pdq {PDQ[1]}"), (2, "", f"pdq {PDQ[2]}")]),
        (f"pdq {PDQ[1]}\nvideo_md5 {MD5}\n", [(1, "", f"pdq {PDQ[1]}"), _UNREAD[1]]),
        ("\n".join(PDQ * 2), [(n, "", f"pdq {bits}") for n, bits in enumerate(PDQ * 2, 1)]),
        (f"# ours\n{MD5}\r\n\r\n{SHA1.upper()}\n", [(2, "", f"md5 {MD5}"), (4, "", f"sha1 {SHA1}")]),
        (f"{SHA[0]}  a b.jpg\n{MD5} *c.jpg\n", [(1, "a b.jpg", f"sha256 {SHA[0]}"), (2, "c.jpg", f"md5 {MD5}")]),
        (f"SHA256 (a.jpg) = {SHA[0]}\n", [(1, "a.jpg", f"sha256 {SHA[0]}")]),
        (f"Name,MD5\nx.jpg,{MD5.upper()}\ny.jpg,none\n", [(2, "x.jpg", f"md5 {MD5}"), _UNREAD[2]]),
        (f"SHA-256;x\n{SHA[0]}\n", [_UNREAD[0], (2, "", f"sha256 {SHA[0]}")]),
        (f"hash,quality,filename\n{PDQ[1]},80,a.jpg\n", [(2, "a.jpg", f"pdq {PDQ[1]}")]),
        (f"filename,hash\na.jpg,{MD5}\n", [(2, "a.jpg", f"md5 {MD5}")]),
        (f"\ufeff{MD5}\n\x00\x01\n{MD5[1:]}\n", [(1, "", f"md5 {MD5}"), _UNREAD[1], _UNREAD[2]]),
        (f"{PDQ[1]},quality,a.jpg\n{PDQ[1]},101,a.jpg\n{PDQ[1]},-1,a.jpg\n", _UNREAD),
    ],
)  # fmt: skip
def test_each_line_is_an_image_or_says_why_not(text: str, expected: list[tuple[int, str, str]], tmp_path: Path) -> None:
    assert [said(one) for one in listed(tmp_path, text)] == expected


def test_a_pdq_hash_says_how_good_it_is_and_who_made_it(tmp_path: Path) -> None:
    [stated] = listed(tmp_path, f"{PDQ[1]},87,a.jpg\n")[0].fingerprints
    [unstated] = listed(tmp_path, f"pdq {PDQ[1]}\n")[0].fingerprints
    assert (stated.quality, stated.variant, stated.recipe) == (87, "as-is", PUBLISHED_PDQ)
    assert unstated.quality == 50


def test_sixty_four_digits_are_told_apart_where_they_can_be(tmp_path: Path) -> None:
    assert all(one.sha256 for one in listed(tmp_path, "\n".join(SHA)))
    assert all(one.fingerprints for one in listed(tmp_path, "\n".join(PDQ)))


@pytest.mark.parametrize("text", [PDQ[1], "\n".join([*PDQ[1:], *SHA[:2]])])
def test_where_they_cannot_a_person_is_asked(text: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        listed(tmp_path, text)
    assert refused.value.code == "list.ambiguous"
    assert all(one.sha256 for one in listed(tmp_path, text, "sha256"))
    assert all(one.fingerprints for one in listed(tmp_path, text, "pdq"))


def vics(*media: object) -> dict[str, object]:
    return {
        "@odata.context": "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media",
        "value": list(media),
    }


def test_vics_gives_exact_hashes_and_nothing_else(tmp_path: Path) -> None:
    medium = {"MediaID": 7, "Category": 1, "MD5": MD5.upper(), "SHA1": SHA1, "PhotoDNA": "AAAA", "MediaSize": 3}
    flat = listed(tmp_path, json.dumps(vics(medium, {"MediaID": 8, "Category": 2}, None)))
    nested = listed(tmp_path, json.dumps(vics({"CaseID": "x", "Media": [medium, {"MD5": 5}]})))
    assert flat[0] == Listed(1, "VICS 7", digests=(("md5", MD5), ("sha1", SHA1)))
    assert [said(one)[2] for one in flat[1:]] == ["list.line-unreadable"] * 2
    assert nested[0] == flat[0]
    assert said(nested[1]) == _UNREAD[1]


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '{"value": 3}', "[]", b'{"value": ["\xff"]}'])
def test_json_that_is_no_list_is_refused(text: str | bytes, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        listed(tmp_path, text)
    assert refused.value.code in ("list.unreadable", "list.not-a-list")


def test_prose_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        listed(tmp_path, "It was a dark and stormy night.\n" * 200)
    assert refused.value.code == "list.not-a-list"


def test_a_line_without_end_is_bounded(tmp_path: Path) -> None:
    assert [said(one)[2] for one in listed(tmp_path, "z" * 100_000 + "\n" + MD5)][-1] == f"md5 {MD5}"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        list(read_list(tmp_path / "gone"))
    assert refused.value.code == "list.unreadable"
