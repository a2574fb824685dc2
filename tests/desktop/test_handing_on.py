"""A bundle goes out of one window, and is taken in by another laptop's."""

import shutil
from pathlib import Path

from tests.cases import brought_in, files
from tests.desktop.builders import an_event, open_session, session, workroom
from workbench.desktop.report.handing_on import HandingOnPresenter
from workbench.desktop.session import Topic


def test_a_bundle_goes_out_and_another_laptop_joins_it(tmp_path: Path) -> None:
    mine = open_session(tmp_path, a=b"image a")
    (tmp_path / "other").mkdir()
    shutil.copytree(mine.case.folder, tmp_path / "other" / "case")
    theirs = session(workroom(tmp_path / "other"))
    theirs.open(tmp_path / "other" / "case")
    an_event(theirs)
    brought_in(theirs.case, files(tmp_path / "other" / "in", b=b"image b"))
    out = HandingOnPresenter(theirs)
    bundle = tmp_path / "out" / "bundle.zip"
    out.bundle(bundle, with_originals=True)
    assert out.tone == "supports", out.message
    assert out.lines[0][1] == str(bundle)
    heard: list[str] = []
    mine.listen(Topic.EVIDENCE, lambda: heard.append("evidence"))
    joining = HandingOnPresenter(mine)
    joining.join(bundle)
    assert joining.tone == "supports", joining.message
    assert mine.case.views.evidence_count() == 2
    assert [event.title for event in mine.case.views.events()]
    assert heard == ["evidence"]


def test_what_is_no_bundle_is_said_and_nothing_changes(tmp_path: Path) -> None:
    mine = open_session(tmp_path, a=b"image a")
    (tmp_path / "x.zip").write_bytes(b"no bundle")
    joining = HandingOnPresenter(mine)
    before = mine.case.views.counts()
    joining.join(tmp_path / "x.zip")
    assert joining.tone == "undermines"
    assert str(tmp_path / "x.zip") in joining.message
    assert mine.case.views.counts() == before
    assert joining.ready, "and the next one can be tried"
