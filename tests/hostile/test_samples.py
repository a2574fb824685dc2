"""A hundred of the crashers, bombs and truncations that others have collected: one outcome each, and none by luck."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from workbench.domain.examinations import Limits
from workbench.domain.refusals import Refusal
from workbench.sandbox.supervisor import ChildExaminer

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile"
OUTCOMES = {
    "examined",
    "examine.empty-file",
    "examine.not-an-image",
    "examine.unsupported-format",
    "examine.too-many-pixels",
    "examine.damaged",
    "examine.damaged-header",
    "examine.out-of-memory",
    "examine.took-too-long",
    "examine.child-died",
}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collected hostile files are not beside this checkout")
def test_every_sample_has_one_outcome(examiner: ChildExaminer) -> None:
    files = sorted(path for path in SAMPLES.rglob("*") if path.is_file())
    chosen = files[:: len(files) // 100]

    def outcome(path: Path) -> str:
        try:
            examiner.examine(path, hashlib.sha256(path.read_bytes()).hexdigest(), Limits())
        except Refusal as refusal:
            return refusal.code
        return "examined"

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(outcome, chosen))
    assert set(outcomes) <= OUTCOMES
    assert {"examined", "examine.damaged"} <= set(outcomes)
