"""What the use cases need to lock cases and to open them again."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from workbench.casework.cases import Case


@dataclass(frozen=True, slots=True)
class Encrypted:
    """What encrypting made: the recovery key, which is shown this once, and what else lies in the case's folder
    and stays as it is."""

    recovery_key: str
    left_plain: tuple[str, ...] = ()


class Locks(Protocol):
    """The locks of encrypted cases. What is entered is a passphrase or a recovery key."""

    def is_encrypted(self, folder: Path) -> bool: ...

    def is_locked(self, folder: Path) -> bool:
        """Whether opening the case takes a passphrase first."""
        ...

    def unlock(self, folder: Path, entered: str) -> None:
        """Have the case opened by this process from now on. Takes half a second. Refusal `keys.*`."""
        ...

    def lock(self, folder: Path) -> None:
        """Forget the keys; what is open stays open until it is closed."""
        ...

    def change_passphrase(self, folder: Path, entered: str, passphrase: str) -> None:
        """Refusal `keys.*`; then nothing was changed."""
        ...

    def change_recovery_key(self, folder: Path, entered: str) -> str:
        """The new one, to be shown once. Refusal `keys.*`."""
        ...

    def new_case(self, folder: Path, title: str, passphrase: str) -> tuple[Case, str]:
        """A new encrypted case, and its recovery key. Refusal `case.*`, `keys.passphrase-short`."""
        ...

    def encrypt(
        self, folder: Path, passphrase: str, told: Callable[[int, int], bool] = lambda done, of: True
    ) -> Encrypted:
        """Encrypt a plain case that nobody has open; it is unlocked then.

        A copy is written beside it, verified, and only then put in its place: until then the plain case stands, and is
        what remains where this is stopped, by `told` (called with the originals done, and of how many) or by a power
        cut. Refusal `encrypt.*`, `keys.passphrase-short`, `vault.disk-full`.
        """
        ...
