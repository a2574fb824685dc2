"""Faults at every kind of place, in a case full of names, places and captions: log and notices hold none of them."""

import contextlib
import io
import json
import os
import stat
import sys
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.arsenal import arsenal
from tests.trials.ledger import Plan, Row, Trial
from workbench.__main__ import FAULT, run_verb
from workbench.bootstrap import build
from workbench.casework.workroom import Workroom
from workbench.commandline.parser import parser
from workbench.commandline.voice import Voice
from workbench.domain.faults import Own
from workbench.domain.refusals import Refusal
from workbench.logbook import KEPT, LARGEST, LogFile

SECRETS = ("Gulnara Amiri", "Spinwam", "the burnt house", "خوست", "IMG_20251125_021214", "33.3395")
"""A person, a place, a caption, a name in Arabic script, a file and a position."""


def run(plan: Plan) -> Iterator[Row]:
    home = plan.folder / "home"
    secrets = (*SECRETS, *(text for text in arsenal(Path("/canary"), 9) if len(text.strip()) > 3), str(plan.folder))
    notices = [*_command_line(plan, home, secrets), *_window(plan, home, secrets)]
    log = _written(home / "logs")
    told = [f"{secret[:30]!a}" for secret in secrets for text in (log, *notices) if _in(secret, text)]
    for one in told[:10]:
        print(f"logs: {one}", file=sys.stderr)
    yield Row("texts of the case in the log", "none", f"{sum(_in(one, log) for one in secrets)} of {len(secrets)}",
              log.count("\n"), not any(_in(one, log) for one in secrets) and '"fault"' in log)  # fmt: skip
    yield Row("texts of the case in crash notices", "none", f"{len(told)} found in {len(notices)} notices",
              len(notices), not told and len(notices) > 10)  # fmt: skip
    control = "".join(repr(error) for error in _errors(secrets))
    yield Row("control: the messages that were raised", "hold them", "they do" if _in(SECRETS[0], control) else "no",
              1, all(_in(one, control) for one in SECRETS[:1]))  # fmt: skip
    yield from _bounded(plan)


def _in(secret: str, text: str) -> bool:
    forms = (secret, secret.strip(), json.dumps(secret)[1:-1], repr(secret)[1:-1])
    return any(form and form.casefold() in text.casefold() for form in forms)


def _errors(secrets: tuple[str, ...]) -> list[BaseException]:
    """Errors of many kinds, with secrets in everything that an error can hold."""
    found: list[BaseException] = []
    for number, secret in enumerate(secrets):
        kinds: tuple[Callable[[], BaseException], ...] = (
            lambda s=secret: ValueError(s),
            lambda s=secret: OSError(28, s, s, None, s),
            lambda s=secret: KeyError(s),
            lambda s=secret: Refusal(s, name=s),
            lambda s=secret: UnicodeDecodeError("utf-8", s.encode("utf-8", "replace"), 0, 1, s),
            lambda s=secret: _chained(s),
            lambda s=secret: type("Named", (Exception,), {})(s),
        )
        found.append(kinds[number % len(kinds)]())
    return found


def _chained(secret: str) -> BaseException:
    try:
        try:
            raise KeyError(secret)
        except KeyError as error:
            error.add_note(secret)
            raise RuntimeError(secret) from error
    except RuntimeError as error:
        return error


def _failing(error: BaseException) -> Callable[..., Any]:
    def fail(*arguments: object, **named: object) -> Any:
        untrusted_caption = arguments  # noqa: F841 - values of a frame are not told either
        raise error

    return fail


def _command_line(plan: Plan, home: Path, secrets: tuple[str, ...]) -> Iterator[str]:
    room = _room(home)
    case = plan.folder / SECRETS[1]
    room.new_case(case, SECRETS[2]).close()
    errors = [error for error in _errors(secrets) if not isinstance(error, Refusal)]
    jobs: dict[str, tuple[str, ...]] = {
        "open_case": ("import", str(case), SECRETS[0]),
        "new_case": ("case", "new", str(plan.folder / SECRETS[0]), "--title", SECRETS[2]),
        "open_library": ("known", "list", str(plan.folder / SECRETS[1])),
        "files": ("inspect", SECRETS[0]),
        "check_bundle": ("verify", str(_file(plan.folder / f"{SECRETS[0]}.zip"))),
        "read_checkpoint": ("checkpoint", str(case)),
    }
    for number, (point, job) in enumerate(jobs.items()):
        for error in errors[number :: len(jobs)]:
            faulty = replace(room, **{point: _failing(error)})
            yield _told(faulty, parser().parse_args(list(job)))
    # What a person typed, and what is refused for it, is said on the terminal and not logged.
    _told(room, parser().parse_args(["import", str(plan.folder / SECRETS[0]), SECRETS[1]]), FAULT + 1)
    room.close()


def _told(room: Workroom, options: Namespace, expected: int = FAULT) -> str:
    out, errors = io.StringIO(), io.StringIO()
    code = run_verb(options, room, Voice(room.wording, False, out, errors))
    if expected == FAULT and code != FAULT:
        raise AssertionError(f"{options.verb} ended with {code}: {errors.getvalue()}")
    return errors.getvalue()


def _window(plan: Plan, home: Path, secrets: tuple[str, ...]) -> Iterator[str]:
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QCoreApplication, QTimer
    from PySide6.QtGui import QGuiApplication

    from tests.desktop.builders import Told, wait_for
    from workbench.desktop.application import application, open_window

    application(["logs"])
    room = _room(home)
    window = open_window(room, Told())
    window.show()
    window.session.new(plan.folder / "case", SECRETS[2])
    with _hooks():
        window.faults.watch()
        for number, error in enumerate(_errors(secrets)):
            window.fault_notice.details = ""
            if number % 3 == 0:
                QTimer.singleShot(0, _failing(error))
            elif number % 3 == 1 and not isinstance(error, Refusal):
                window.session.background.run(_failing(error), lambda made: None, lambda refusal: None)
            else:
                threading.Thread(target=_failing(error), name=SECRETS[0]).start()
            if not wait_for(lambda: bool(window.fault_notice.details), 10):
                raise AssertionError(f"no notice of {type(error).__name__}")
            window.commands["copy-fault"].run()
            yield QGuiApplication.clipboard().text()
            yield window.fault_notice.text
    wait_for(lambda: not window.session.background.busy())  # type: ignore[attr-defined]
    window.close()
    window.deleteLater()
    QCoreApplication.processEvents()
    room.close()


@contextlib.contextmanager
def _hooks() -> Iterator[None]:
    from PySide6.QtCore import qInstallMessageHandler

    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before
        qInstallMessageHandler(None)


def _room(home: Path) -> Workroom:
    return build({**os.environ, "WORKBENCH_HOME": str(home), "WORKBENCH_AUTHOR": SECRETS[0]})


def _file(path: Path) -> Path:
    path.write_bytes(b"PK")
    return path


def _written(folder: Path) -> str:
    return "".join(file.read_text("utf-8") for file in sorted(folder.iterdir())) if folder.is_dir() else ""


def _bounded(plan: Plan) -> Iterator[Row]:
    from tests.cases import NOON

    folder, lines = plan.folder / "many", plan.count(3_000, 30_000)
    log = LogFile(folder, lambda: NOON, largest=LARGEST if plan.whole else LARGEST // 16)
    many = lambda: [log.note(Own("job"), n=number) for number in range(lines // 4)]  # noqa: E731
    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    files = sorted(folder.iterdir())
    largest = max(file.stat().st_size for file in files)
    whole = all(json.loads(line) for file in files for line in file.read_text().splitlines())
    held = len(files) <= KEPT + 1 and largest <= LARGEST and whole
    yield Row("log files and the largest of them", f"<= {KEPT + 1}, <= {LARGEST >> 10} KiB",
              f"{len(files)}, {largest >> 10} KiB", lines, held)  # fmt: skip
    modes = {stat.S_IMODE(file.stat().st_mode) for file in files} | {stat.S_IMODE(folder.stat().st_mode) & 0o77}
    private = os.name != "posix" or modes == {0o600, 0}
    told = " ".join(sorted(f"{one:o}" for one in modes))
    yield Row("who may read the log", "the user alone", told, len(files), private)
    off = build({**os.environ, "WORKBENCH_HOME": str(plan.folder / "none"), "WORKBENCH_LOG": "off"})
    off.log.note(Own("begun"))
    off.close()
    kept = (plan.folder / "none" / "logs").exists()
    yield Row("a log where WORKBENCH_LOG is off", "none", "kept" if kept else "none", 1, not kept)


TRIAL = Trial("logs", run)
