"""`workbench backup`, `restore` and `repair`."""

import argparse
import contextlib
from collections.abc import Callable
from pathlib import Path

from workbench.casework.cases import Case
from workbench.casework.verifying import HARMLESS, Audit, verify
from workbench.casework.workroom import Workroom
from workbench.commandline.voice import Voice
from workbench.domain.refusals import Refusal


def run_backup(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    done = room.keeper.back_up(Path(options.case), Path(options.to), _told(voice, "backup.progress"))
    voice.progress_done()
    voice.line({"path": str(done.path), "files": done.files, "bytes": done.size})
    voice.tell("backup.written", path=done.path, files=done.files, size=done.size >> 20)
    return 0


def run_restore(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    folder = Path(options.to)
    files = room.keeper.restore(Path(options.backup), folder, _told(voice, "backup.restoring"))
    voice.progress_done()
    voice.tell("backup.restored", files=files, path=folder)
    try:
        with contextlib.closing(room.open_case(folder)) as case:
            audit = verify(case, room.read_checkpoint)
    except Refusal as refusal:
        if refusal.code != "case.locked":
            raise
        voice.line({"path": str(folder), "files": files, "ok": None, "entries": None, "checkpoint": None})
        voice.tell("backup.locked", path=folder)
        return 0
    voice.line({"path": str(folder), "files": files} | _say(audit, voice))
    return 0 if audit.ok else 1


def run_repair(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    folder = Path(options.case)
    if folder.is_dir() and room.locks.is_locked(folder):
        _unlocked(room, folder)
    done = room.keeper.repair(folder, lambda case, name: _rendered(room, case, name))
    for notice in done.notices:
        voice.line({"did": notice.code, **notice.facts})
        voice.tell(notice.code, **notice.facts)
    voice.tell("repair.done" if done.notices else "repair.nothing", folder=done.aside)
    voice.line({"path": options.case, "aside": str(done.aside) if done.aside.exists() else None}
               | _say(done.audit, voice))  # fmt: skip
    return 0 if done.audit.ok else 1


def _unlocked(room: Workroom, folder: Path) -> None:
    """Opening asks for the passphrase; that the case cannot be opened for another reason is what is to be repaired."""
    try:
        room.open_case(folder).close()
    except Refusal:
        if room.locks.is_locked(folder):
            raise


def _rendered(room: Workroom, case: Case, sha256: str) -> bytes:
    preview = room.examiner().render(case.vault.path(sha256), room.limits.preview_edge, room.limits)
    return room.encode(preview)


def _say(audit: Audit, voice: Voice) -> dict[str, object]:
    """What an audit found, in sentences; and what of it stands in the last JSON line."""
    for problem in audit.problems:
        words = voice.wording.say(problem.code)
        voice.line({"subject": problem.subject, "ok": problem.code in HARMLESS, "problem": words})
        voice.tell("command.problem", subject=problem.subject, problem=words)
    voice.tell("command.verified" if audit.ok else "command.not-verified", entries=audit.entries,
               problems=len(audit.problems))  # fmt: skip
    for _, size, root in audit.checkpoints:
        voice.tell("command.checkpoint", size=size, root=root)
    newest = max(audit.checkpoints, key=lambda one: one[1], default=None)
    checkpoint = {"size": newest[1], "root": newest[2]} if newest else None
    return {"ok": audit.ok, "entries": audit.entries, "checkpoint": checkpoint}


def _told(voice: Voice, code: str) -> Callable[[int, int], bool]:
    def told(done: int, of: int) -> bool:
        voice.progress(code, percent=100 * done // max(of, 1))
        return True

    return told
