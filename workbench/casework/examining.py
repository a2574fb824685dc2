"""What was measured from evidence, and what follows from it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from workbench.casework.cases import Case
from workbench.casework.documents import from_document
from workbench.casework.ports import Examiner
from workbench.domain.claims import Event
from workbench.domain.dossiers import Dossier
from workbench.domain.evidence import Arrival, Evidence
from workbench.domain.examinations import Examination, Limits, Preview
from workbench.domain.findings import Finding
from workbench.domain.forensic_views import View
from workbench.domain.known import Match
from workbench.domain.limits import agreed
from workbench.domain.originals import Original
from workbench.domain.refusals import Refusal

Inspection = Callable[[Dossier], tuple[Finding, ...]]
"""All registered inspectors, run over one dossier."""


def examination_of(case: Case, evidence: str) -> Examination | None:
    """The newest examination in the case, or None. Refusal `document.damaged` where its record was altered."""
    row = case.views.evidence(evidence)
    if row is None or row.document is None:
        return None
    try:
        document = case.journal.document(row.document)
        return from_document(document) if document else None
    except ValueError as error:
        raise Refusal("document.damaged", id=evidence[:16]) from error


def dossier_of(case: Case, evidence: str, event: Event | None, matches: Sequence[Match]) -> Dossier | None:
    """All that the inspectors may look at for one piece of evidence; None where it was not examined."""
    row, examination = case.views.evidence(evidence), examination_of(case, evidence)
    if row is None or examination is None:
        return None
    arrivals = case.views.arrivals(evidence)
    arrived = tuple(at for at, _ in arrivals)
    return Dossier(row.evidence, tuple(one for _, one in arrivals), examination, event, tuple(matches), arrived)


def findings_of(
    case: Case, evidence: str, event: Event | None, matches: Iterable[Match], inspection: Inspection
) -> tuple[Finding, ...]:
    """What the inspectors conclude; dismissed matches are for the caller to leave out."""
    dossier = dossier_of(case, evidence, event, tuple(matches))
    return inspection(dossier) if dossier else ()


def inspect_file(
    vault_copy: Original, sha256: str, arrival: Arrival, examiner: Examiner, limits: Limits, inspection: Inspection
) -> tuple[Examination, tuple[Finding, ...]]:
    """Examine a file outside any case. Refusal `examine.*` as from the examiner."""
    examination = examiner.examine(vault_copy, sha256, limits)
    evidence = Evidence(sha256, vault_copy.stat().st_size, examination.media_type)
    return examination, inspection(Dossier(evidence, (arrival,), examination, None, ()))


def enlarge(case: Case, evidence: str, examiner: Examiner, longest_edge: int, limits: Limits) -> Preview:
    """The picture upright, decoded in the child from the original. Refusal `examine.*`, `original.missing`."""
    return examiner.render(_original(case, evidence), longest_edge, _agreed(case, evidence, limits))


def embedded_picture(
    case: Case, evidence: str, examiner: Examiner, limits: Limits
) -> tuple[Preview | None, Preview | None]:
    """The picture inside the file and the picture itself, both upright and small, measured anew in the child.

    None for what is not there. Refusal as `enlarge`.
    """
    found = examiner.examine(_original(case, evidence), evidence, _agreed(case, evidence, limits))
    return found.thumbnail.preview if found.thumbnail else None, found.preview


def forensic_view(
    case: Case,
    evidence: str,
    examiner: Examiner,
    view: View,
    parameters: Mapping[str, int],
    longest_edge: int,
    limits: Limits,
) -> Preview:
    """A forensic view of the original; nothing is written into the case. Refusal as `enlarge`."""
    original, higher = _original(case, evidence), _agreed(case, evidence, limits)
    return examiner.forensic(original, view, parameters, longest_edge, higher)


def _agreed(case: Case, evidence: str, limits: Limits) -> Limits:
    """The limits, or the higher ones under which this file was let in."""
    examination = examination_of(case, evidence)
    return agreed(limits, examination.limits) if examination else limits


def _original(case: Case, evidence: str) -> Original:
    original = case.vault.path(evidence)
    if not original.is_file():
        raise Refusal("original.missing", id=evidence[:16])
    return original
