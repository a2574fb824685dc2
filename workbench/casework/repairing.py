"""What `workbench repair` does to a case that can be opened: what is wrong is set aside or made again, and said."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.casework.book_audit import CheckpointReader, Problem
from workbench.casework.cases import Case, Notice
from workbench.casework.opening import QUARANTINE
from workbench.casework.ports import Draft
from workbench.casework.salvaging import Salvaged
from workbench.casework.verifying import Audit, verify
from workbench.domain.refusals import Refusal

Render = Callable[[Case, str], bytes]
"""A preview of an original, as a JPEG; Refusal where it cannot be made."""
MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was done, where things were set aside, and the audit of the case as it is now."""

    notices: tuple[Notice, ...]
    aside: Path
    audit: Audit


def repair(
    case: Case, read_checkpoint: CheckpointReader, aside: Path, render: Render, salvage: Salvaged | None = None
) -> Repaired:
    """Put right what can be put right; nobody else has the case open. `salvage` is what came out of a damaged
    database before. The journal says what was done, in an entry `case.repaired`. Refusal as the vault and the journal.
    """
    notices: list[Notice] = []
    facts: dict[str, Any] = {"at": "repair", "quarantine": f"{QUARANTINE}/{aside.name}"}
    if salvage:
        notices.append(Notice("repair.database", {"folder": str(aside), "entries": len(salvage.rows)}))
        notices += [Notice("repair.lost", {"subject": name}) for name in salvage.lost]
        facts["database"] = {
            "entries": len(salvage.rows),
            "lost": list(salvage.lost[:MOST_NAMED]),
            "lost_count": len(salvage.lost),
            "lost_checkpoints": list(salvage.lost_checkpoints[-MOST_NAMED:]),
        }
    notices += _originals(case, verify(case, read_checkpoint), aside, facts)
    if stale := _stale(case):
        case.journal.rebuild()
        facts["tables"] = list(stale)
        notices.append(Notice("repair.tables", {"tables": ", ".join(stale)}))
    previews = _previews(case, verify(case, read_checkpoint), render)
    if previews:
        facts["previews"] = {name: hashlib.sha256(jpeg).hexdigest() for name, jpeg in previews.items()}
        notices.append(Notice("repair.previews", {"count": len(previews)}))
    if notices:
        case.journal.append([Draft("case.repaired", facts)], case.author, case.clock(), previews=previews)
    audit = verify(case, read_checkpoint)
    return Repaired(tuple(notices), aside, audit)


def _originals(case: Case, audit: Audit, aside: Path, facts: dict[str, Any]) -> list[Notice]:
    notices = []
    if leftovers := case.vault.leftovers():
        case.vault.set_aside(aside, leftovers)
        facts["leftovers"] = len(leftovers)
        notices.append(Notice("repair.leftovers", {"count": len(leftovers), "folder": str(aside)}))
    for code in ("unrecorded", "damaged"):
        names = _named(audit.problems, f"verify.original-{code}")
        if names:
            case.vault.set_aside(aside, originals=names)
            facts[code] = names
            notices.append(Notice(f"repair.{code}", {"count": len(names), "folder": str(aside)}))
    return notices


def _stale(case: Case) -> tuple[str, ...]:
    try:
        return case.journal.stale_projections()
    except (ValueError, KeyError, TypeError):  # an entry that was altered: tables made from it would be no better
        return ()


def _previews(case: Case, audit: Audit, render: Render) -> dict[str, bytes]:
    previews = {}
    for name in _named(audit.problems, "verify.preview-altered"):
        try:
            previews[name] = render(case, name)
        except (Refusal, OSError):
            continue  # verify goes on naming it
    return previews


def _named(problems: tuple[Problem, ...], code: str) -> list[str]:
    return [problem.subject.rpartition(" ")[2] for problem in problems if problem.code == code]
