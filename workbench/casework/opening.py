"""What opening a case puts right by itself: what is cheap and safe, by setting aside and never by deleting."""

from pathlib import Path
from typing import Any

from workbench.casework.cases import Case, Notice
from workbench.casework.ports import Draft
from workbench.domain.refusals import Refusal

QUARANTINE = "quarantine"


def put_right(case: Case, tables_renewed: bool) -> tuple[Notice, ...]:
    """Set aside what an import that was cut short left behind, and say in the journal what was done.

    Only for a case that nobody else has open. What cannot be done now is said, and costs the opening nothing.
    """
    leftovers = case.vault.leftovers()
    if not leftovers and not tables_renewed:
        return ()
    facts: dict[str, Any] = {"at": "opening", "tables_renewed": tables_renewed, "leftovers": len(leftovers)}
    notices = [Notice("opening.tables", {})] if tables_renewed else []
    try:
        if leftovers:
            folder = aside(case)
            case.vault.set_aside(folder, leftovers)
            facts["quarantine"] = f"{QUARANTINE}/{folder.name}"
            notices.append(Notice("opening.leftovers", {"count": len(leftovers), "folder": str(folder)}))
        case.journal.append([Draft("case.repaired", facts)], case.author, case.clock())
    except Refusal as refusal:
        notices.append(Notice(refusal.code, refusal.facts))
    return tuple(notices)


def aside(case: Case) -> Path:
    """A folder in the case's quarantine that is not there yet, named after the moment; it is not made."""
    return aside_in(case.folder, f"{case.clock():%Y%m%dT%H%M%SZ}")


def aside_in(folder: Path, moment: str) -> Path:
    """As `aside`, for a case that cannot be opened."""
    wanted, number = folder / QUARANTINE / moment, 2
    while wanted.exists():
        wanted, number = folder / QUARANTINE / f"{moment}-{number}", number + 1
    return wanted
