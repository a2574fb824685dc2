"""Content Credentials in the locked child: manifest, binding and signer as three facts, from pictures signed here."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import signed_pictures as sign
from workbench.custody.trust_list import UNREADABLE_LIST
from workbench.domain.credential_tags import credentials
from workbench.domain.credentials import Binding, Credentials, Presence, Standing
from workbench.domain.examinations import Examination, IsolationLevel, Limits
from workbench.readers.c2pa_credentials import C2paReader, CredentialsMissing
from workbench.sandbox.supervisor import ChildExaminer

NOTARY = sign.notary()


@pytest.fixture(scope="module")
def examiner() -> Iterator[ChildExaminer]:
    examiner = ChildExaminer(workers=1)
    yield examiner
    examiner.close()


def examined(examiner: ChildExaminer, folder: Path, data: bytes, trust_anchors: str = "") -> Examination:
    path = folder / "untrusted.jpg"
    path.write_bytes(data)
    return examiner.examine(path, hashlib.sha256(data).hexdigest(), Limits(trust_anchors=trust_anchors))


def found(examiner: ChildExaminer, folder: Path, data: bytes, trust_anchors: str = "") -> Credentials:
    examination = examined(examiner, folder, data, trust_anchors)
    assert not examination.refused
    found = credentials(examination)
    assert found is not None
    return found


def test_the_library_runs_inside_the_lock_and_leaves_no_writable_code(examiner: ChildExaminer, tmp_path: Path) -> None:
    examination = examined(examiner, tmp_path, sign.signed(NOTARY, sign.created()))
    layers = dict(examination.isolation.layers)
    if "landlock" not in layers or layers["landlock"].startswith("failed"):
        pytest.skip("this kernel has no Landlock")
    assert examination.isolation.level is IsolationLevel.FULL
    assert layers["writable-code"].endswith(" sealed")
    assert examination.tools["c2pa"] != "absent"


def test_without_a_trust_list_a_sound_manifest_binds_and_nobody_is_trusted(
    examiner: ChildExaminer, tmp_path: Path
) -> None:
    credentials = found(examiner, tmp_path, sign.signed(NOTARY, sign.created()))
    assert credentials.manifest.presence is Presence.EMBEDDED
    assert credentials.manifest.generator == "test 1"
    assert credentials.binding is Binding.VALID
    assert (credentials.signer.standing, credentials.signer.name) == (Standing.UNTRUSTED, "Test Signer")
    assert credentials.signer.trust_list == "none"
    assert credentials.signer.time is None
    assert [(one.name, one.lineage, one.agent) for one in credentials.actions] == [
        ("c2pa.created", "own", "Test Camera")
    ]
    assert credentials.sound


def test_trust_needs_the_list_that_the_user_gives(examiner: ChildExaminer, tmp_path: Path) -> None:
    picture = sign.signed(NOTARY, sign.created())
    assert found(examiner, tmp_path, picture, NOTARY.root).signer.standing is Standing.TRUSTED
    assert found(examiner, tmp_path, picture, sign.notary().root).signer.standing is Standing.UNTRUSTED
    assert found(examiner, tmp_path, picture, NOTARY.root).signer.trust_list == "given"


def test_a_trust_list_that_cannot_be_read_costs_trust_and_nothing_else(examiner: ChildExaminer, tmp_path: Path) -> None:
    credentials = found(examiner, tmp_path, sign.signed(NOTARY, sign.created()), UNREADABLE_LIST)
    assert credentials.signer.trust_list == "unreadable"
    assert (credentials.signer.standing, credentials.binding) == (Standing.UNTRUSTED, Binding.VALID)


def test_one_changed_byte_breaks_the_binding_and_not_the_signature(examiner: ChildExaminer, tmp_path: Path) -> None:
    credentials = found(examiner, tmp_path, sign.changed(sign.signed(NOTARY, sign.created())), NOTARY.root)
    assert credentials.binding is Binding.MISMATCH
    assert credentials.signer.standing is Standing.TRUSTED
    assert not credentials.sound


def test_a_changed_assertion_is_told_from_a_changed_picture(examiner: ChildExaminer, tmp_path: Path) -> None:
    picture = sign.signed(NOTARY, sign.created(agent="Honest Camera")).replace(b"Honest Camera", b"Another Thing")
    credentials = found(examiner, tmp_path, picture)
    assert credentials.manifest.altered == ("assertion.hashedURI.mismatch",)
    assert not credentials.sound


def test_a_remote_manifest_is_named_and_not_fetched(examiner: ChildExaminer, tmp_path: Path) -> None:
    url = "http://127.0.0.1:9/manifest.c2pa"
    manifest = found(examiner, tmp_path, sign.signed(NOTARY, sign.created(), remote=url)).manifest
    assert (manifest.presence, manifest.url) == (Presence.REMOTE, url)


def test_what_a_parent_asserts_is_told_from_what_this_file_asserts(examiner: ChildExaminer, tmp_path: Path) -> None:
    parent = sign.signed(NOTARY, sign.created("trainedAlgorithmicMedia", "Model"))
    picture = sign.signed(NOTARY, sign.actions({"action": "c2pa.cropped"}), parent=parent)
    credentials = found(examiner, tmp_path, picture)
    by_lineage = {one.lineage: one for one in credentials.actions if one.name in ("c2pa.created", "c2pa.cropped")}
    assert by_lineage["own"].name == "c2pa.cropped"
    assert by_lineage["parent"].source_type.endswith("trainedAlgorithmicMedia")
    assert [(one.title, one.relationship, one.problems) for one in credentials.ingredients] == [
        ("parent.jpg", "parentOf", ())
    ]


def test_training_and_mining_and_creators(examiner: ChildExaminer, tmp_path: Path) -> None:
    mining = {"label": "cawg.training-mining", "data": {"entries": {"cawg.ai_training": {"use": "notAllowed"}}}}
    work = {
        "label": "stds.schema-org.CreativeWork",
        "data": {
            "@context": "http://schema.org/",
            "@type": "CreativeWork",
            "author": [{"@type": "Person", "name": "A. Photographer"}],
        },
    }
    credentials = found(examiner, tmp_path, sign.signed(NOTARY, sign.created(), mining, work))
    assert [(one.name, one.use) for one in credentials.permissions] == [("cawg.ai_training", "notAllowed")]
    assert credentials.creators == ("A. Photographer",)


def test_a_plain_picture_has_none(examiner: ChildExaminer, tmp_path: Path) -> None:
    examination = examined(examiner, tmp_path, sign.plain())
    assert examination.container["c2pa-manifest"] == "absent"
    assert credentials(examination) is None


def test_without_the_library_presence_is_still_seen() -> None:
    reader = C2paReader(None)
    assert reader.tool == ("c2pa", "absent")
    assert reader.read(sign.plain(), Limits()).facts == {"c2pa-manifest": "absent"}
    with pytest.raises(CredentialsMissing):
        reader.read(sign.signed(NOTARY, sign.created()), Limits())
