"""A working day on one case, in a process of its own: every verb, then every task of the window, then lock and unlock.

    python -m tests.trials.at_rest_session CASE INCOMING LIBRARY WORDS PASSPHRASE

Without a passphrase the case is plain. Prints what was imported, and the middle of each preview, as JSON.
"""

import contextlib
import io
import json
import os
import sys
from pathlib import Path

from tests.trials.at_rest_window import choose_a_folder, opened, settle
from workbench.__main__ import main as workbench
from workbench.assets import resources
from workbench.bootstrap import build
from workbench.desktop.application import application, open_window
from workbench.desktop.navigation import TASKS


def main() -> None:
    case, incoming, library, words, passphrase = sys.argv[1:]
    imported = _by_verbs(case, incoming, library, json.loads(words), passphrase)
    print(json.dumps({"imported": imported, "previews": _in_the_window(Path(case), passphrase)}))


def _by_verbs(case: str, incoming: str, library: str, words: dict[str, str], passphrase: str) -> list[dict[str, str]]:
    lock = ["--passphrase-file", "-"] if passphrase else []

    def run(*arguments: str) -> list[dict[str, str]]:
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
            workbench([*arguments, *lock, "--json"])
        return [json.loads(line) for line in out.getvalue().splitlines()]

    run("case", "new", case, "--title", words["title"], *(["--encrypted"] if passphrase else []))
    imported = run("import", case, incoming, "--as", "telegram", "--collected-by", words["source"])
    run("known", "add", library, str(resources() / "sample" / "known"), "--first-known", "2018-06")
    run("match", "--case", case, "--library", library)
    interval = ("--from", "2025-11-24T22:00+04:30", "--to", "2025-11-25T06:00+04:30", "--place", words["place"])
    [event] = run("event", "add", case, "--title", words["event"], *interval)
    [claim] = run("claim", "add", case, event["id"], "--text", words["claim"], "--by", words["source"])
    first = next(line["sha256"] for line in imported if line["outcome"] == "admitted")
    run("decide", case, first, claim["id"], "--status", "undetermined", "--reasons", words["reasons"],
        "--reviewer", "tester")  # fmt: skip
    run("inspect", "--case", case)
    run("inspect", incoming)
    run("verify", case)
    return imported


def _in_the_window(case: Path, passphrase: str) -> dict[str, str]:
    application(["workbench"])
    room = build(os.environ)
    window = open_window(room)
    window.show()
    opened(window, case, passphrase)
    views = window.session.case.views
    rows = views.evidence_page(0, 100)
    jpegs = {row.evidence.sha256: views.preview(row.evidence.sha256) for row in rows}
    for task in TASKS:
        window.go(task)
        window.grab()
    window.go("review")
    for row in rows[:4]:
        window.session.select(row.evidence.sha256)
        settle(window)
        window.views["review"].picture.toggle()  # type: ignore[attr-defined]
        settle(window)
        window.grab()
    choose_a_folder(window, case)
    if passphrase:
        window.lock.lock()
        settle(window)
        opened(window, case, passphrase)
    window.close()
    room.close()
    return {sha256: jpeg[len(jpeg) // 2 :][:48].hex() for sha256, jpeg in jpegs.items() if jpeg}


if __name__ == "__main__":
    main()
