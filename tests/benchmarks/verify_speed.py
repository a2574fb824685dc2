"""`workbench verify` on a case of many entries: seconds, and the same after a change in its middle.

python tests/benchmarks/verify_speed.py [--entries 10000]
"""

import argparse
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from workbench.bootstrap import build
from workbench.casework.ports import Draft
from workbench.casework.verifying import verify


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--entries", type=int, default=10_000)
    entries = options.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        room = build({"WORKBENCH_HOME": f"{folder}/home", "WORKBENCH_AUTHOR": "benchmark"})
        case = room.new_case(Path(folder) / "case", "benchmark")
        began = time.perf_counter()
        for number in range(entries - 2):
            facts = {"path": f"/nowhere/{number}", "sha256": "", "code": "source.missing", "facts": {}}
            case.journal.append([Draft("arrival.refused", facts)], "benchmark", datetime.now(UTC))
        print(f"wrote {entries} entries, a transaction and a checkpoint each: {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        audit = verify(case, room.read_checkpoint)
        sound = "sound" if audit.ok else "NOT sound"
        print(f"verified {audit.entries} entries in {time.perf_counter() - began:.2f} s: {sound}")
        began = time.perf_counter()
        print(f"projections made again in {(case.journal.rebuild(), time.perf_counter() - began)[1]:.2f} s")
        case.close()
        db = sqlite3.connect(Path(folder) / "case" / "case.db")
        db.execute(
            "UPDATE entries SET body = replace(body, '/nowhere/', '/Nowhere/') WHERE number = ?", (entries // 2,)
        )
        db.commit()
        db.close()
        case = room.open_case(Path(folder) / "case")
        found = verify(case, room.read_checkpoint)
        case.close()
        print(f"after a change to entry {entries // 2}: {[problem.subject for problem in found.problems]}")
    return 0 if audit.ok and len(found.problems) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
