"""The screens of two cases with the same evidence, by turns, in a window that is drawn in memory.

python -m tests.trials.at_rest_screens PLAIN ENCRYPTED PASSPHRASE ROUNDS        prints seconds, as JSON
"""

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from tests.trials.at_rest_window import settle
from workbench.bootstrap import build
from workbench.desktop.application import application, open_window
from workbench.desktop.main_window import MainWindow


def main() -> None:
    plain, encrypted, passphrase, rounds = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    application(["workbench"])
    room = build(os.environ)
    window = open_window(room)
    window.resize(1366, 740)
    window.show()
    settle(window)
    took: dict[str, list[tuple[float, float]]] = defaultdict(list)
    unlocking = []
    for number in range(rounds + 1):
        found: dict[Path, dict[str, float]] = {}
        for case in (plain, encrypted)[:: 1 if number % 2 else -1]:
            began = time.perf_counter()
            room.locks.unlock(case, passphrase)
            if case == encrypted:
                unlocking.append(time.perf_counter() - began)
            found[case] = _screens(window, case, number)
        if number:  # the first round warms up
            for screen, seconds in found[encrypted].items():
                took[screen].append((seconds, found[plain][screen]))
    window.close()
    room.close()
    print(json.dumps({**took, "unlocking": unlocking}))


def _screens(window: MainWindow, case: Path, number: int) -> dict[str, float]:
    session, found = window.session, {}

    def measure(name: str, act: Callable[[], object]) -> None:
        began = time.perf_counter()
        act()
        settle(window)
        window.grab()
        found[name] = time.perf_counter() - began

    measure("opening the case and its list", lambda: session.open(case))
    rows = session.case.views.evidence_page(0, 50)
    review = window.views["review"]
    chosen = rows[number % len(rows)].evidence.sha256
    session.select(rows[(number + 1) % len(rows)].evidence.sha256)
    settle(window)
    measure("another piece of evidence", lambda: session.select(chosen))
    measure("the list with its previews", review.gallery.toggle_small)  # type: ignore[attr-defined]
    measure("its picture, from the original", review.picture.toggle)  # type: ignore[attr-defined]
    measure("search", lambda: review.gallery.filter.put("640-1"))  # type: ignore[attr-defined]
    measure("intake", lambda: window.go("intake"))
    measure("report", lambda: window.go("report"))
    return found


if __name__ == "__main__":
    main()
