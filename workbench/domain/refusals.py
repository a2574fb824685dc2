"""What the workbench declines to do, as data. `wording.py` turns a code into a sentence."""

from collections.abc import Mapping
from types import MappingProxyType

from workbench.domain.paths import last_part


class Refusal(Exception):
    """Something was not done, and the reason is known.

    `code` is a key of `wording.SENTENCES`; `facts` fill its placeholders. Nothing here is
    a sentence: the same refusal is worded once, for screen, report and command line.
    """

    def __init__(self, code: str, /, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: Mapping[str, str | int] = MappingProxyType(facts)

    def about(self, path: str) -> "Refusal":
        """The same refusal under the name by which a person knows the file, not that of the copy that was read."""
        return Refusal(self.code, **{**self.facts, "path": path, "name": last_part(path)})
