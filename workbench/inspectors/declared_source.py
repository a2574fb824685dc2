"""What does the file declare that its picture is made of: a camera's light, a trained model, a program?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.domain.credential_tags import credentials
from workbench.domain.credentials import Credentials, Standing
from workbench.domain.dossiers import Dossier
from workbench.domain.examinations import Examination
from workbench.domain.findings import Basis, Bearing, Finding
from workbench.domain.source_types import AI_EDITED, CAPTURED, GENERATED, OTHERS, SYNTHETIC, source_type
from workbench.domain.verdicts import Pillar

GENERATED_CODE, EDITED_CODE, SYNTHETIC_CODE = "source.ai-generated", "source.ai-edited", "source.synthetic"
CAPTURED_CODE, OTHER_CODE = "source.captured", "source.declared"
CODES = (GENERATED_CODE, EDITED_CODE, SYNTHETIC_CODE, CAPTURED_CODE, OTHER_CODE)

AI_PROPERTIES = frozenset({"AISystemUsed", "AISystemVersionUsed", "AIPromptInformation", "AIPromptWriterName"})
"""IPTC Photo Metadata 2025.1: what a generating system and its user leave."""
_SHOWN = 400


@dataclass(frozen=True, slots=True)
class _Declaration:
    code: str
    term: str
    where: str
    signed: bool = False


def inspect(dossier: Dossier) -> Iterable[Finding]:
    """As declared by C2PA or IPTC, never as guessed from pixels. Each code once, with all that declare it."""
    found = credentials(dossier.examination)
    declared = [*_in_credentials(found), *_in_xmp(dossier.examination)]
    trusted = found is not None and found.sound and found.signer.standing is Standing.TRUSTED
    for code in CODES:
        ours = [one for one in declared if one.code == code]
        if not ours:
            continue
        bearing = Bearing.UNDERMINES if code in (GENERATED_CODE, EDITED_CODE, SYNTHETIC_CODE) else Bearing.NEUTRAL
        if code == CAPTURED_CODE and trusted and any(one.signed for one in ours):
            bearing = Bearing.SUPPORTS
        facts = (
            ("terms", ", ".join(dict.fromkeys(one.term for one in ours))[:_SHOWN]),
            ("where", "; ".join(dict.fromkeys(one.where for one in ours))[:_SHOWN]),
        )
        yield Finding(code, Basis.OBSERVED, bearing, facts, f"{code}.caveat", Pillar.PROVENANCE)


def _in_credentials(found: Credentials | None) -> Iterator[_Declaration]:
    """A model's work is the whole picture only where it was created so, here or in what this was made from."""
    if found is None:
        return
    for one, whole in (
        *((action, action.name == "c2pa.created") for action in found.actions),
        *((source, True) for source in found.sources),
    ):
        term = source_type(one.source_type)
        code = _code(term) if term else None
        if term is None or code is None:
            continue
        if code == GENERATED_CODE and (not whole or one.lineage == "component"):
            code = EDITED_CODE
        elif code != EDITED_CODE and one.lineage == "component":
            continue  # that one part was photographed says nothing of the whole
        agent = f" ({one.agent[:100]})" if one.agent else ""
        place = "" if one.lineage == "own" else f", {one.lineage}"
        yield _Declaration(code, term, f"C2PA {one.name[:100]}{agent}{place}", signed=one.lineage == "own")


def _in_xmp(examination: Examination) -> Iterator[_Declaration]:
    for tag in examination.tags:
        if tag.family not in ("XMP", "IPTC"):
            continue
        if tag.name.lower() == "digitalsourcetype" and (term := source_type(tag.value)) and (code := _code(term)):
            yield _Declaration(code, term, f"{tag.family} {tag.name}")
        elif tag.name in AI_PROPERTIES and tag.value.strip():
            yield _Declaration(EDITED_CODE, tag.value.strip()[:100], f"{tag.family} {tag.name}")


def _code(term: str) -> str | None:
    for code, terms in (
        (GENERATED_CODE, GENERATED),
        (EDITED_CODE, AI_EDITED),
        (SYNTHETIC_CODE, SYNTHETIC),
        (CAPTURED_CODE, CAPTURED),
        (OTHER_CODE, OTHERS),
    ):
        if term in terms:
            return code
    return None
