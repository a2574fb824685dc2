"""Asking every inspector about one dossier."""

from collections.abc import Iterable
from typing import Protocol

from workbench.domain.dossiers import Dossier
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.verdicts import Pillar

FAILED = "inspector.failed"


class Inspector(Protocol):
    """One question: a module whose `inspect` is a pure function, and whose `CODES` are all that it can say."""

    @property
    def __name__(self) -> str: ...

    @property
    def CODES(self) -> tuple[str, ...]: ...

    def inspect(self, dossier: Dossier, /) -> Iterable[Finding]: ...


def inspect(dossier: Dossier, inspectors: Iterable[Inspector]) -> tuple[Finding, ...]:
    """The findings of all inspectors, in their order.

    An inspector that fails says so in a neutral finding of its own and silences no other.
    """
    found: list[Finding] = []
    for inspector in inspectors:
        try:
            found += inspector.inspect(dossier)
        except Exception as error:
            name = inspector.__name__.rpartition(".")[2]
            facts = (("inspector", name), ("error", type(error).__name__))
            found.append(Finding(FAILED, Basis.OBSERVED, Bearing.NEUTRAL, facts, f"{FAILED}.caveat", Pillar.PROVENANCE))
    return tuple(found)
