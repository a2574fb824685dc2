"""Who keeps cases safe: the port through which window and command line back up, bring back and repair."""

from pathlib import Path
from typing import Protocol

from workbench.casework.backup_ports import BackedUp, Told
from workbench.casework.repairing import Render, Repaired


class Keeper(Protocol):
    """Backs up, brings back and repairs the cases of this installation."""

    def back_up(self, folder: Path, to: Path, told: Told = lambda done, of: True) -> BackedUp:
        """All of a case in one file, whole or not at all, read back before it is said to be there.

        The case may be open, and be written to meanwhile: what was acknowledged before this is in it. An encrypted
        case stays encrypted, and need not be unlocked where nobody has it open. `to` is a file, or a folder in which
        one is made. Refusal `backup.*`, `report.unwritable`, `case.not-there`, `case.locked`.
        """
        ...

    def restore(self, backup: Path, folder: Path, told: Told = lambda done, of: True) -> int:
        """Bring a backup back into a folder that is not there or empty, whole or not at all; how many files.

        Refusal `backup.*`, `case.folder-in-use`, `vault.disk-full`.
        """
        ...

    def repair(self, folder: Path, render: Render) -> Repaired:
        """Put right what can be put right, by setting aside and never by deleting.

        Refusal `repair.*`, `case.not-there`, `case.locked`.
        """
        ...
