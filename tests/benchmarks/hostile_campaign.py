"""Every real and hostile file that the shared data holds, imported in one go.

    python tests/benchmarks/hostile_campaign.py [FOLDER ...]

Without folders: `../shared/data/metadata` and `../shared/data/hostile` beside the checkout. Prints how many
files were met, what became of them by reason, the time, the peak memory of parent and child, and whether the
case verifies and every admitted original is byte for byte what it was. Exits 1 where a file has no outcome.
"""

import contextlib
import filecmp
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from workbench.bootstrap import build
from workbench.casework.importing import import_files
from workbench.casework.verifying import verify

ROOT = Path(__file__).parents[2]
SHARED = [ROOT.parent / "shared" / "data" / name for name in ("metadata", "hostile")]


def main() -> int:
    folders = [Path(name) for name in sys.argv[1:]] or SHARED
    if missing := [str(folder) for folder in folders if not folder.is_dir()]:
        print(f"not there: {', '.join(missing)}")
        return 2
    files = sum(1 for folder in folders for path in folder.rglob("*") if not path.is_dir())
    with tempfile.TemporaryDirectory() as home:
        room = build({"WORKBENCH_HOME": f"{home}/home", "WORKBENCH_AUTHOR": "campaign"})
        with contextlib.closing(room), contextlib.closing(room.new_case(Path(home) / "case", "campaign")) as case:
            began, slowest, outcomes = time.perf_counter(), (0.0, ""), []
            last = began
            source = room.files([str(folder) for folder in folders], "file", "", "")
            for outcome in import_files(case, source, room.examiner(), room.encode, room.limits):
                outcomes.append(outcome)
                now = time.perf_counter()
                slowest, last = max(slowest, (now - last, outcome.path)), now
            took = time.perf_counter() - began
            changed = sum(
                not filecmp.cmp(outcome.path, case.vault.path(outcome.sha256), shallow=False)
                for outcome in outcomes
                if outcome.status == "admitted"
            )
            sound = verify(case, room.read_checkpoint).ok
            isolation = room.examiner().isolation
    met = Counter(outcome.path for outcome in outcomes)
    parent = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    uneven = sum(count != 1 for count in met.values())
    print(f"files {files}, outcomes {len(outcomes)}, files with other than one outcome {uneven}")
    for status, count in Counter(f"{o.status.value} {o.code}" for o in outcomes).most_common():
        print(f"{count:7}  {status}")
    each = took / max(1, files) * 1000
    print(f"time {took:.1f} s ({each:.1f} ms a file); longest wait {slowest[0]:.1f} s: {slowest[1]}")
    print(f"peak memory: parent {parent} MiB, largest child {child} MiB; isolation {isolation.level.value}")
    print(f"originals changed {changed}; the case verifies: {sound}")
    return 0 if files == len(outcomes) == len(met) and sound and not changed else 1


if __name__ == "__main__":
    sys.exit(main())
