"""Work that may take longer than a blink, as presenters see it."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from workbench.domain.refusals import Refusal

T = TypeVar("T")


class Task(Protocol):
    """One piece of work under way."""

    def cancel(self) -> None: ...

    def cancelled(self) -> bool: ...

    def tell(self, news: Any) -> None:
        """From the work: hand `news` to whoever listens, in the window's thread."""
        ...


class Background(Protocol):
    def run(
        self,
        work: Callable[[Task], T],
        done: Callable[[T], None],
        failed: Callable[[Refusal], None],
        progress: Callable[[Any], None] = lambda news: None,
    ) -> Task:
        """Do `work` elsewhere, then call `done` or `failed` in the window's thread.

        `done` may be called before `run` returns.
        A task cancelled before it began calls neither; one that is cancelled while it runs ends itself and
        calls `done` with what it has. Any other error than a Refusal fails as `desktop.fault`.
        """
        ...
