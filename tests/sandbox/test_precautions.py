"""No file reaches a child that is locked less than was agreed to; and a hostile source's images share no process."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.sandbox.fake_child import command
from workbench.casework.precautions import Precautions
from workbench.domain.examinations import Examination, Isolation, IsolationLevel, Limits
from workbench.domain.features import Picture
from workbench.domain.refusals import Refusal
from workbench.sandbox.supervisor import FRESH, ChildExaminer

LEVELS = (IsolationLevel.NONE, IsolationLevel.REDUCED, IsolationLevel.FULL)


def examined(examiner: ChildExaminer, folder: Path, text: str = "good") -> Examination:
    path = folder / "file"
    path.write_text(text)
    return examiner.examine(path, hashlib.sha256(text.encode()).hexdigest(), Limits())


def process(examination: Examination) -> str:
    return dict(examination.isolation.layers)["pid"]


@pytest.mark.parametrize("accepted", LEVELS)
@pytest.mark.parametrize("reached", LEVELS)
def test_less_than_was_agreed_to_is_refused_and_says_what_is_missing(
    accepted: IsolationLevel, reached: IsolationLevel
) -> None:
    isolation = Isolation(reached, (("seccomp", "failed: ENOSYS"), ("probe fork", "possible"), ("rlimits", "yes")))
    asked = Precautions(accepted)
    if LEVELS.index(reached) >= LEVELS.index(accepted):
        asked.admit(isolation)
        return
    with pytest.raises(Refusal) as caught:
        asked.admit(isolation)
    assert caught.value.code == "isolation.less"
    assert caught.value.facts == {"level": reached.value, "missing": "seccomp, probe fork"}


def test_nothing_less_than_full_is_agreed_to_by_itself() -> None:
    assert Precautions().accepted is IsolationLevel.FULL


@pytest.fixture
def strict() -> Iterator[ChildExaminer]:
    """With children that reach reduced isolation only, and nobody who agreed to that."""
    with closing(ChildExaminer(1, command=command(), precautions=Precautions())) as made:
        yield made


def test_no_file_is_given_to_a_child_that_is_locked_too_little(strict: ChildExaminer, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("good")
    digest = hashlib.sha256(b"good").hexdigest()
    assert strict.isolation.level is IsolationLevel.REDUCED
    for ask in (
        lambda: strict.examine(path, digest, Limits()),
        lambda: strict.render(path, 100, Limits()),
        lambda: strict.features(path, digest, Limits()),
        lambda: strict.align_many(Picture(path), (Picture(path),), Limits()),
    ):
        with pytest.raises(Refusal) as caught:
            ask()
        assert caught.value.code == "isolation.less"


def test_once_agreed_to_it_is_read(strict: ChildExaminer, tmp_path: Path) -> None:
    with closing(ChildExaminer(1, command=command(), precautions=Precautions(IsolationLevel.REDUCED))) as examiner:
        assert examined(examiner, tmp_path).isolation.level is IsolationLevel.REDUCED


def test_images_of_a_hostile_source_share_no_process(tmp_path: Path) -> None:
    asked = Precautions(IsolationLevel.NONE)
    with closing(ChildExaminer(1, command=command(), precautions=asked)) as examiner:
        usual = [examined(examiner, tmp_path) for _ in range(3)]
        assert len({process(one) for one in usual}) == 1
        asked.fresh_process = True
        fresh = [examined(examiner, tmp_path) for _ in range(3)]
        assert len({process(one) for one in (*usual, *fresh)}) == 4
        assert all(FRESH in one.isolation.layers for one in fresh)
        assert not any(FRESH in one.isolation.layers for one in usual)
        asked.fresh_process = False
        assert process(examined(examiner, tmp_path)) not in {process(one) for one in fresh}
