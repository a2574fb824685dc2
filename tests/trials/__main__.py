"""Attack, starve and tear at the program, and print what held.

    python -m tests.trials [--whole] [--seed N] [NAME...]

Without --whole the quick part, which `packaging/test` runs; with it the whole campaign, which takes hours. Exit 1
where a figure missed its aim. Every random choice follows from the seed that is printed.
"""

import argparse
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from tests.trials import TRIALS
from tests.trials.ledger import Plan, Row, Trial, table


def main() -> int:
    options = _options()
    chosen = [trial for trial in TRIALS if not options.names or trial.name in options.names]
    rows: list[tuple[str, Row]] = []
    for trial in chosen:
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix=f"trial-{trial.name}-") as folder:
            for row in _rows(trial, Plan(options.whole, options.seed, Path(folder))):
                rows.append((trial.name, row))
                print(f"{trial.name}: {row.figure}: {row.outcome}", file=sys.stderr, flush=True)
        print(f"{trial.name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    print(f"{'whole campaign' if options.whole else 'quick part'}, seed {options.seed}\n")
    print(table(rows))
    return int(any(row.held is False for _, row in rows))


def _rows(trial: Trial, plan: Plan) -> Iterator[Row]:
    """The trial's rows; where it breaks, that is its last one, and the others still run."""
    try:
        yield from trial.run(plan)
    except Exception as error:
        traceback.print_exc()
        yield Row("the trial itself", "runs to its end", f"broke with {type(error).__name__}", 0, False)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Attack, starve and tear at the program, and print what held.")
    parser.add_argument("--whole", action="store_true", help="the whole campaign; hours")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(trial.name for trial in TRIALS))
    options = parser.parse_args()
    if unknown := set(options.names) - {trial.name for trial in TRIALS}:
        parser.error(f"no such trial: {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
