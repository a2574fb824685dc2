"""The light table without a window: covers, modes, blinking, going from place to place, and what is said first."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases import files
from tests.desktop.builders import an_event, open_session
from workbench.desktop.compare.geometry import IDENTITY
from workbench.desktop.compare.light_table import ADJUSTABLE, BLINK_MILLISECONDS, LightTable, Mode
from workbench.desktop.compare.presenter import ComparePresenter
from workbench.desktop.compare.search import LibrarySearch
from workbench.desktop.library.deliveries import ProvenanceForm
from workbench.desktop.library.presenter import LibraryPresenter
from workbench.domain.known import MatchKind

PANE = (600.0, 400.0)
FLAT = ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 1.0))
TWO = ((0.1, 0.1, 0.3, 0.2), (0.6, 0.7, 0.9, 0.9))


def table(differences: tuple[tuple[float, float, float, float], ...] = ()) -> LightTable:
    """Two pictures of one size on the table, uncovered."""
    made = LightTable()
    made.show(IDENTITY, differences)
    made.measure((300, 200), (300, 200))
    made.uncovered = True
    return made


def test_pictures_are_covered_at_first_and_again_for_every_other_pair() -> None:
    assert not LightTable().uncovered
    made = table()
    made.choose(Mode.OVERLAY)
    made.show(IDENTITY, ())
    assert not made.uncovered
    assert made.wanted is Mode.OVERLAY


@pytest.mark.parametrize("mode", Mode)
def test_no_way_of_looking_uncovers(mode: Mode) -> None:
    made = table(TWO)
    made.uncovered = False
    made.choose(mode)
    made.adjust(1)
    made.zoom(PANE, 2)
    made.go_to_difference(1)
    assert not made.uncovered


def test_covered_pictures_do_not_blink() -> None:
    made = table()
    made.choose(Mode.BLINK)
    assert made.blinking
    made.uncovered = False
    assert not made.blinking


def test_blinking_is_slow_and_can_be_stopped() -> None:
    assert BLINK_MILLISECONDS >= 500
    made = table()
    made.choose(Mode.BLINK)
    made.choose(Mode.BLINK)
    assert not made.blinking
    made.choose(Mode.BLINK)
    assert made.blinking
    made.adjust(1)
    assert (made.blinking, made.known_up) == (False, True)
    made.adjust(-1)
    assert not made.known_up


def test_another_way_of_looking_ends_a_pause() -> None:
    made = table()
    made.choose(Mode.BLINK)
    made.choose(Mode.BLINK)
    made.choose(Mode.SIDE)
    made.choose(Mode.BLINK)
    assert made.blinking


@pytest.mark.parametrize("mode", ADJUSTABLE)
def test_every_mode_keeps_its_own_amount_between_nothing_and_all(mode: Mode) -> None:
    made = table()
    made.choose(mode)
    before = made.amount
    made.adjust(1)
    assert made.amount > before
    for _ in range(30):
        made.adjust(1)
    assert made.amount == 1
    for other in set(ADJUSTABLE) - {mode}:
        made.choose(other)
        assert made.amount < 1
    made.choose(mode)
    made.set_amount(-3)
    assert made.amount == 0


def test_a_stronger_difference_is_doubled_more_often() -> None:
    made = table()
    made.choose(Mode.DIFFERENCE)
    made.set_amount(0)
    assert made.doublings == 0
    made.set_amount(1)
    assert made.doublings == 4


def test_what_cannot_be_laid_is_seen_side_by_side() -> None:
    made = LightTable()
    made.show(FLAT, ())
    made.measure((300, 200), (300, 200))
    made.choose(Mode.OVERLAY)
    assert (made.can_be_laid, made.mode) == (False, Mode.SIDE)
    assert made.pair
    made.show(IDENTITY, ())
    made.measure((300, 200), None)
    assert (made.can_be_laid, made.mode) == (False, Mode.SIDE)
    made.measure((300, 200), (300, 200))
    assert made.mode is Mode.OVERLAY


def test_a_sharper_picture_does_not_move_what_is_looked_at() -> None:
    made = table()
    made.zoom(PANE, 4)
    made.pan(PANE, (30, 40))
    before = made.spot(PANE)
    made.measure((1500, 1000), (3000, 2000))
    assert made.spot(PANE) == before
    made.see_whole()
    assert made.spot(PANE).zoom < before.zoom


def test_differences_come_one_after_another_and_begin_again() -> None:
    made = table(TWO)
    made.marks = False
    seen = []
    for _ in range(3):
        made.go_to_difference(1)
        seen.append(made.difference)
        spot, box = made.spot(PANE), TWO[made.difference or 0]
        assert (spot.x, spot.y) == pytest.approx(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
        assert spot.zoom > 1
    assert seen == [0, 1, 0]
    assert made.marks
    made.go_to_difference(-1)
    assert made.difference == 1


def test_the_last_difference_comes_first_on_the_way_back() -> None:
    made = table(TWO)
    made.go_to_difference(-1)
    assert made.difference == 1
    plain = table()
    plain.go_to_difference(1)
    assert plain.difference is None


def comparing(folder: Path) -> ComparePresenter:
    """A presenter that looks at one match, of equal bytes."""
    made = open_session(folder, a=b"image a")
    an_event(made)
    search = LibrarySearch(made)
    made.select(made.case.views.evidence_page(0, 1)[0].evidence.sha256)
    library = LibraryPresenter(made, search)
    library.open(folder / "known", new=True)
    library.deliveries.add(files(folder / "older", old=b"image a"), ProvenanceForm("2019"))
    presenter = ComparePresenter(made, search)
    presenter.refresh()
    return presenter


def test_what_must_be_known_is_said_before_one_looks(tmp_path: Path) -> None:
    presenter = comparing(tmp_path)
    [found] = presenter.found
    assert presenter.before_looking() == ()

    def as_if(kind: MatchKind, aligned: bool) -> str:
        presenter.found = (replace(found, match=replace(found.match, kind=kind, aligned=aligned)),)
        return " ".join(presenter.before_looking())

    assert "not aligned" in as_if(MatchKind.WHOLE, False)
    assert as_if(MatchKind.WHOLE, True) == ""
    assert "another photograph" in as_if(MatchKind.SCENE, True)
    assert "gone" in presenter.before_looking("gone")[-1]


def test_the_match_that_is_looked_at_is_laid_on_the_table(tmp_path: Path) -> None:
    presenter = comparing(tmp_path)
    [found] = presenter.found
    presenter.found = (replace(found, match=replace(found.match, transform=FLAT, differences=TWO)),)
    presenter.lay()
    presenter.table.measure((30, 20), (30, 20))
    assert presenter.table.differences == TWO
    assert "No way was found" in " ".join(presenter.before_looking())
