"""From validation codes and tags to the three facts; and what is no term of the vocabulary is none."""

import pytest

from tests import builders as build
from workbench.domain.credential_tags import credentials
from workbench.domain.credentials import Binding, Credentials, Presence, Standing
from workbench.domain.examinations import Tag
from workbench.domain.source_types import source_type

SIGNED = ("claimSignature.validated", "signingCredential.trusted")


def tag(group: str, name: str, value: str) -> Tag:
    return Tag("c2pa", "C2PA", group, name, value)


def found(*tags: Tag, failure: tuple[str, ...] = (), success: tuple[str, ...] = (), **facts: str) -> Credentials:
    statuses = [tag("Status", "failure", code) for code in failure]
    statuses += [tag("Status", "success", code) for code in success]
    container = {"c2pa-manifest": "embedded", **{key.replace("_", "-"): value for key, value in facts.items()}}
    result = credentials(build.examination(*statuses, *tags, container=container))
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("failure", "success", "binding"),
    [
        ((), ("assertion.dataHash.match",), Binding.VALID),
        ((), ("assertion.bmffHash.match",), Binding.VALID),
        ((), ("assertion.boxesHash.match",), Binding.VALID),
        (("assertion.dataHash.mismatch",), (), Binding.MISMATCH),
        (("assertion.boxesHash.unknownBox",), (), Binding.MISMATCH),
        (("assertion.dataHash.mismatch",), ("assertion.dataHash.match",), Binding.INEXACT),
        (("claim.hardBindings.missing",), (), Binding.NONE),
        ((), ("assertion.hashedURI.match",), Binding.UNCHECKED),
        ((), (), Binding.UNCHECKED),
    ],
)
def test_binding(failure: tuple[str, ...], success: tuple[str, ...], binding: Binding) -> None:
    assert found(failure=failure, success=success).binding is binding


@pytest.mark.parametrize(
    ("failure", "success", "standing"),
    [
        ((), SIGNED, Standing.TRUSTED),
        (("signingCredential.untrusted",), SIGNED[:1], Standing.UNTRUSTED),
        (("signingCredential.untrusted", "signingCredential.expired"), SIGNED[:1], Standing.EXPIRED),
        (("claimSignature.outsideValidity",), SIGNED, Standing.EXPIRED),
        (("signingCredential.ocsp.revoked", "signingCredential.expired"), SIGNED, Standing.REVOKED),
        (("signingCredential.invalid",), SIGNED[:1], Standing.UNSUITABLE),
        (("claimSignature.mismatch",), SIGNED, Standing.SIGNATURE_INVALID),
        (("claimSignature.missing",), (), Standing.SIGNATURE_INVALID),
        ((), SIGNED[1:], Standing.UNCHECKED),
        ((), SIGNED[:1], Standing.UNCHECKED),
    ],
)
def test_signer(failure: tuple[str, ...], success: tuple[str, ...], standing: Standing) -> None:
    assert found(failure=failure, success=success).signer.standing is standing


def test_a_part_that_is_left_out_by_its_own_word_is_said() -> None:
    result = found(tag("Status", "informational", "assertion.dataHash.additionalExclusionsPresent"),
                   success=(*SIGNED, "assertion.dataHash.match"))  # fmt: skip
    assert result.binding is Binding.PARTIAL
    assert not result.sound


def test_the_three_facts_do_not_touch_one_another() -> None:
    result = found(failure=("assertion.dataHash.mismatch",), success=SIGNED)
    assert (result.binding, result.signer.standing) == (Binding.MISMATCH, Standing.TRUSTED)
    assert (result.manifest.altered, result.manifest.faulty) == ((), ())


def test_altered_is_told_from_faulty() -> None:
    manifest = found(failure=("assertion.hashedURI.mismatch", "assertion.action.malformed", "who.knows")).manifest
    assert manifest.altered == ("assertion.hashedURI.mismatch",)
    assert manifest.faulty == ("assertion.action.malformed", "who.knows")


@pytest.mark.parametrize("said", ["absent", "", "nonsense"])
def test_a_manifest_that_stands_there_unread_is_unreadable_and_not_absent(said: str) -> None:
    container = {"c2pa": "present", "c2pa-manifest": said}
    result = credentials(build.examination(container=container))
    assert result is not None
    assert result.manifest.presence is Presence.UNREADABLE
    assert not result.sound


def test_none_where_there_is_none() -> None:
    assert credentials(build.examination(container={"c2pa": "absent", "c2pa-manifest": "absent"})) is None
    assert credentials(build.examination(container={})) is None


def test_lineage_follows_parents_and_stops_at_components_and_circles() -> None:
    rows = (("1", "parentOf", "2"), ("2", "parentOf", "3"), ("3", "parentOf", "1"), ("1", "componentOf", "4"))
    tags = []
    for number, (owner, relationship, target) in enumerate(rows, 1):
        for name, value in (("manifest", owner), ("relationship", relationship), ("active_manifest", target)):
            tags.append(tag(f"Ingredient {number}", name, value))
    for number in range(1, 6):
        tags += [
            tag(f"Action {number}", "manifest", str(number)),
            tag(f"Action {number}", "action", f"c2pa.{number}"),
        ]
    lineages = {one.name: one.lineage for one in found(*tags).actions}
    assert lineages == {"c2pa.1": "own", "c2pa.2": "parent", "c2pa.3": "parent", "c2pa.4": "component",
                        "c2pa.5": "component"}  # fmt: skip


@pytest.mark.parametrize("text", ["yesterday", "2024-01-01T00:00:00", "9" * 400])
def test_a_time_without_sense_or_zone_is_none(text: str) -> None:
    assert found(tag("Manifest 1", "signature_info.time", text)).signer.time is None


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", "trainedAlgorithmicMedia"),
        ("https://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture/", "digitalCapture"),
        ("http://c2pa.org/digitalsourcetype/empty", "empty"),
        (" screenCapture ", "screenCapture"),
        ("http://example.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", None),
        ("http://cv.iptc.org/newscodes/digitalsourcetype/somethingElse", None),
        ("made with AI", None),
        ("", None),
    ],
)
def test_terms_of_the_vocabulary(text: str, term: str | None) -> None:
    assert source_type(text) == term
