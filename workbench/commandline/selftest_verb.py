"""`workbench selftest`: whether this installation, frozen or not, can do its job."""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from workbench.casework.sample import run_sample
from workbench.casework.verifying import verify
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.examinations import IsolationLevel


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    """Isolation, every sentence, and the sample case from import to a verified report, each named with its outcome."""
    room.precautions.accepted = IsolationLevel.NONE  # the only pictures that are read are the program's own
    with tempfile.TemporaryDirectory(prefix="workbench-selftest-") as folder:
        checks: dict[str, Callable[[], bool]] = {
            "isolation": lambda: room.isolation().level is not IsolationLevel.NONE,
            "wording": lambda: bool(room.wording.sentences),
            "sample": lambda: _sample(room, Path(folder) / "sample"),
        }
        outcomes = [_check(name, check, voice) for name, check in checks.items()]
    _languages(room, voice)
    level = room.isolation()
    voice.tell("selftest.isolation", level=level.level.value, layers=", ".join(f"{a}: {b}" for a, b in level.layers))
    voice.line({"ok": all(outcomes), "isolation": level.level.value, "layers": dict(level.layers)})
    return 0 if all(outcomes) else 1


def _languages(room: Workroom, voice: Voice) -> None:
    """How far each language has been translated."""
    for tag, name in room.wording.languages.items():
        reached = room.wording.coverage(tag)
        voice.line({"language": tag, **asdict(reached)})
        voice.tell("selftest.language", tag=tag, name=name, **asdict(reached))


def _check(name: str, check: Callable[[], bool], voice: Voice) -> bool:
    try:
        ok, reason = check(), ""
    except Exception as error:  # whatever a broken installation does, each check is reported
        ok, reason = False, f"{type(error).__name__}: {error}"
    voice.line({"check": name, "ok": ok, "reason": reason or None})
    voice.tell("selftest.ok" if ok else "selftest.failed", check=name, reason=reason)
    return ok


def _sample(room: Workroom, folder: Path) -> bool:
    done = run_sample(room, folder, lambda step: None)
    case = room.open_case(done.case)
    try:
        return verify(case, room.read_checkpoint).ok and any(image.matches for image in done.report.images)
    finally:
        case.close()
