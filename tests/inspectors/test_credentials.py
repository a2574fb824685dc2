"""What is said of Content Credentials and of declared sources, and how little is made of it."""

from typing import Any

import pytest

from tests import builders as build
from workbench.domain.examinations import Tag
from workbench.domain.findings import Bearing, Finding
from workbench.inspectors import c2pa_asserts, c2pa_binding, c2pa_manifest, c2pa_signer, declared_source
from workbench.inspectors.inspection import inspect

ALL = (c2pa_binding, c2pa_manifest, c2pa_signer, c2pa_asserts, declared_source)
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SIGNED = ("success:claimSignature.validated", "success:assertion.dataHash.match")
UNTRUSTED = (*SIGNED, "failure:signingCredential.untrusted")
TRUSTED = (*SIGNED, "success:signingCredential.trusted")


def tag(group: str, name: str, value: str) -> Tag:
    return Tag("c2pa", "C2PA", group, name, value)


def action(number: int, manifest: str = "1", **values: str) -> list[Tag]:
    return [tag(f"Action {number}", name, value) for name, value in {"manifest": manifest, **values}.items()]


def created(source: str, manifest: str = "1", number: int = 1) -> list[Tag]:
    return action(number, manifest, action="c2pa.created", digitalSourceType=IPTC + source)


def said(*statuses: str, tags: list[Tag] | None = None, **facts: str) -> dict[str, Finding]:
    rows = [tag("Status", *status.split(":", 1)) for status in statuses]
    container: dict[str, Any] = {"c2pa-manifest": "embedded", "c2pa-trust": "none"}
    container |= {key.replace("_", "-"): value for key, value in facts.items()}
    dossier = build.dossier(build.examination(*rows, *(tags or []), container=container))
    return {finding.code: finding for finding in inspect(dossier, ALL)}


def bearings(found: dict[str, Finding]) -> dict[str, str]:
    return {code: finding.bearing.value for code, finding in found.items()}


def test_sound_but_unchecked_is_neutral_and_says_that_no_list_was_given() -> None:
    assert bearings(said(*UNTRUSTED)) == {"c2pa.signer-no-list": "neutral", "c2pa.asserts": "neutral"}


def test_who_is_not_in_the_list_is_not_therefore_false() -> None:
    assert bearings(said(*UNTRUSTED, c2pa_trust="given"))["c2pa.signer-untrusted"] == "neutral"
    assert bearings(said(*UNTRUSTED, c2pa_trust="unreadable"))["c2pa.signer-list-unreadable"] == "neutral"


def test_a_trusted_signer_supports_only_what_binds() -> None:
    assert bearings(said(*TRUSTED))["c2pa.signer-trusted"] == "supports"
    broken = said(*TRUSTED[:1], TRUSTED[2], "failure:assertion.dataHash.mismatch")
    assert bearings(broken) == {"c2pa.mismatch": "undermines", "c2pa.signer-trusted": "neutral"}


@pytest.mark.parametrize(
    ("status", "code", "bearing"),
    [
        ("failure:assertion.dataHash.mismatch", "c2pa.inexact", "neutral"),
        ("failure:assertion.hashedURI.mismatch", "c2pa.altered", "undermines"),
        ("failure:assertion.action.malformed", "c2pa.faulty", "neutral"),
        ("failure:claimSignature.mismatch", "c2pa.signature-invalid", "undermines"),
        ("failure:signingCredential.expired", "c2pa.signer-expired", "neutral"),
        ("failure:signingCredential.revoked", "c2pa.signer-revoked", "neutral"),
        ("failure:signingCredential.invalid", "c2pa.signer-unsuitable", "neutral"),
    ],
)
def test_each_fault_is_named_and_weighed(status: str, code: str, bearing: str) -> None:
    assert bearings(said(*UNTRUSTED, status))[code] == bearing


def test_unreadable_and_remote_say_nothing_of_the_picture() -> None:
    assert bearings(said(c2pa_manifest="unreadable", c2pa_error="Cbor: bad")) == {"c2pa.unreadable": "neutral"}
    remote = said(c2pa_manifest="remote", c2pa_url="https://example.org/m")
    assert bearings(remote) == {"c2pa.remote": "neutral"}
    assert dict(remote["c2pa.remote"].facts)["url"] == "https://example.org/m"
    assert said(c2pa_manifest="absent") == {}


def test_an_unsound_ingredient_is_named_and_is_not_this_files_fault() -> None:
    tags = [tag("Ingredient 1", name, value) for name, value in (
        ("manifest", "1"), ("relationship", "componentOf"), ("title", "old.jpg"),
        ("validation_status", "signingCredential.untrusted"),
        ("validation_status", "claimSignature.mismatch"))]  # fmt: skip
    found = said(*UNTRUSTED, tags=tags)
    assert found["c2pa.ingredient-unsound"].bearing is Bearing.NEUTRAL
    assert dict(found["c2pa.ingredient-unsound"].facts)["ingredients"] == "old.jpg (claimSignature.mismatch)"
    assert "c2pa.asserts" in found


def test_generated_is_what_was_created_by_a_model() -> None:
    assert bearings(said(*UNTRUSTED, tags=created("trainedAlgorithmicMedia")))["source.ai-generated"] == "undermines"
    edited = action(1, action="c2pa.edited", digitalSourceType=IPTC + "trainedAlgorithmicMedia")
    assert "source.ai-edited" in said(*UNTRUSTED, tags=edited)
    assert "source.ai-generated" not in said(*UNTRUSTED, tags=edited)


def test_generated_is_inherited_from_a_parent_and_not_from_a_component() -> None:
    for relationship, code in (("parentOf", "source.ai-generated"), ("componentOf", "source.ai-edited")):
        tags = [tag("Ingredient 1", name, value) for name, value in (
            ("manifest", "1"), ("relationship", relationship), ("active_manifest", "2"))]  # fmt: skip
        found = said(*UNTRUSTED, tags=[*tags, *created("trainedAlgorithmicMedia", "2")])
        assert [name for name in found if name.startswith("source.")] == [code]


def test_a_photographed_component_does_not_make_the_whole_a_photograph() -> None:
    assert "source.captured" not in said(*UNTRUSTED, tags=created("digitalCapture", "7"))


def test_declared_as_photographed_supports_only_on_a_trusted_signers_word() -> None:
    assert bearings(said(*TRUSTED, tags=created("digitalCapture")))["source.captured"] == "supports"
    assert bearings(said(*UNTRUSTED, tags=created("digitalCapture")))["source.captured"] == "neutral"
    written_in = [Tag("xmp", "XMP", "Iptc4xmpExt", "DigitalSourceType", IPTC + "digitalCapture")]
    assert bearings(said(*TRUSTED, tags=written_in))["source.captured"] == "neutral"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("DigitalSourceType", IPTC + "trainedAlgorithmicMedia", "source.ai-generated"),
        ("DigitalSourceType", "https://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic", "source.synthetic"),
        ("DigitalSourceType", IPTC + "compositeWithTrainedAlgorithmicMedia", "source.ai-edited"),
        ("DigitalSourceType", IPTC + "humanEdits", "source.declared"),
        ("AISystemUsed", "Some Generator", "source.ai-edited"),
    ],
)
def test_iptc_declarations_in_xmp(name: str, value: str, code: str) -> None:
    found = said(tags=[Tag("xmp", "XMP", "Iptc4xmpExt", name, value)], c2pa_manifest="absent")
    assert list(found) == [code]


@pytest.mark.parametrize("value", ["", "AI", "trained", IPTC, "http://c2pa.org/digitalsourcetype/empty"])
def test_what_is_no_declaration_is_not_guessed_at(value: str) -> None:
    assert said(tags=[Tag("xmp", "XMP", "Iptc4xmpExt", "DigitalSourceType", value)], c2pa_manifest="absent") == {}
