"""How carefully files are read, as the person at this machine decided for as long as the program runs."""

from dataclasses import dataclass

from workbench.domain.examinations import Isolation, IsolationLevel
from workbench.domain.refusals import Refusal

_LEVELS = (IsolationLevel.NONE, IsolationLevel.REDUCED, IsolationLevel.FULL)


@dataclass(slots=True)
class Precautions:
    """No file is read in a process that is locked less than `accepted`. With `fresh_process` every image is read
    in a process that has seen no other and that sees no other afterwards.

    A decision is not remembered beyond the program's run: what is missing may be another thing tomorrow.
    """

    accepted: IsolationLevel = IsolationLevel.FULL
    fresh_process: bool = False

    def admits(self, isolation: Isolation) -> bool:
        return _LEVELS.index(isolation.level) >= _LEVELS.index(self.accepted)

    def admit(self, isolation: Isolation) -> None:
        """Refusal `isolation.less`, which names what is missing, where nobody agreed to so little."""
        if not self.admits(isolation):
            missing = ", ".join(isolation.missing) or "?"
            raise Refusal("isolation.less", level=isolation.level.value, missing=missing)
