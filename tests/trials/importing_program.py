"""The workbench as it imports, without a window: takes in each folder that is named on standard input.

Run as a file and not as a module, so that nothing of the trials is in its memory. Answers each line with a JSON object
of how many files had which outcome. For the control it keeps so many MB of each folder.
"""

import contextlib
import json
import sys
from collections import Counter
from pathlib import Path

from workbench.bootstrap import build
from workbench.casework.importing import import_files


def main(folder: Path, kept_mb: int) -> None:
    kept = []
    room = build({"WORKBENCH_HOME": str(folder / "home"), "WORKBENCH_AUTHOR": "trial"})
    with contextlib.closing(room), contextlib.closing(room.new_case(folder / "case", "trial")) as case:
        for line in sys.stdin:
            source = room.files([line.strip()], "file", "", "")
            outcomes = import_files(case, source, room.examiner(), room.encode, room.limits)
            kept.append(b"\1" * (kept_mb * 10**6))
            print(json.dumps(Counter(outcome.status.value for outcome in outcomes)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
