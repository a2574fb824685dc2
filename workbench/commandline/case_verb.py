"""`workbench case`: new, rebuild, encrypt, passphrase, recovery."""

import argparse
import contextlib
from pathlib import Path

from workbench.casework.cases import Case
from workbench.casework.workroom import Workroom
from workbench.commandline.passphrases import Passphrases
from workbench.commandline.voice import Voice


def run(options: argparse.Namespace, room: Workroom, voice: Voice) -> int:
    act = {"new": _new, "rebuild": _rebuild, "encrypt": _encrypt, "passphrase": _passphrase, "recovery": _recovery}
    act[options.case_verb](options, room, voice)
    return 0


def _new(options: argparse.Namespace, room: Workroom, voice: Voice) -> None:
    folder = Path(options.case)
    title = options.title or folder.resolve().name
    if not options.encrypted:
        _made(room.new_case(folder, title), voice)
        return
    case, recovery_key = room.locks.new_case(folder, title, Passphrases(options, room).new(or_current=True))
    _made(case, voice)
    _show(recovery_key, voice)


def _made(case: Case, voice: Voice) -> None:
    with contextlib.closing(case):
        voice.line({"case": str(case.folder), "id": case.id, "title": case.title})
        voice.tell("command.case-made", path=case.folder, title=case.title)


def _rebuild(options: argparse.Namespace, room: Workroom, voice: Voice) -> None:
    with contextlib.closing(room.open_case(Path(options.case))) as case:
        entries = case.journal.rebuild()
        voice.line({"case": str(case.folder), "entries": entries})
        voice.tell("command.rebuilt", entries=entries)


def _encrypt(options: argparse.Namespace, room: Workroom, voice: Voice) -> None:
    folder = Path(options.case)

    def told(done: int, count: int) -> bool:
        voice.progress("locks.encrypting", done=done, count=count)
        return True

    made = room.locks.encrypt(folder, Passphrases(options, room).new(or_current=True), told)
    voice.progress_done()
    voice.line({"case": str(folder), "encrypted": True, "left": list(made.left_plain)})
    voice.tell("locks.encrypted", path=folder)
    _show(made.recovery_key, voice)
    if made.left_plain:
        voice.tell("locks.left", names=", ".join(made.left_plain))
    voice.tell("locks.wiping")


def _passphrase(options: argparse.Namespace, room: Workroom, voice: Voice) -> None:
    folder, asked = Path(options.case), Passphrases(options, room)
    room.locks.change_passphrase(folder, asked.current(folder), asked.new())
    voice.line({"case": str(folder), "passphrase": "changed"})
    voice.tell("locks.passphrase-changed")


def _recovery(options: argparse.Namespace, room: Workroom, voice: Voice) -> None:
    folder = Path(options.case)
    _show(room.locks.change_recovery_key(folder, Passphrases(options, room).current(folder)), voice)


def _show(recovery_key: str, voice: Voice) -> None:
    voice.line({"recovery_key": recovery_key})
    voice.tell("locks.recovery", key=recovery_key)
