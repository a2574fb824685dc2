"""kill -9 in the middle of an import: whatever was acknowledged is there."""

from pathlib import Path

from tests.benchmarks.kill_campaign import killed_import


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    for seed in range(3):
        outcome = killed_import(tmp_path / str(seed), files=60, seed=seed)
        assert outcome.lost == 0
        assert outcome.verified
