import pytest

from workbench.assets import resources
from workbench.domain.claims import InformationGrade, SourceGrade
from workbench.domain.evidence import ImportStatus
from workbench.domain.examinations import IsolationLevel
from workbench.domain.findings import Basis, Bearing
from workbench.domain.known import MatchKind, Timing
from workbench.domain.places import Precision
from workbench.domain.verdicts import Confidence, Light, MediaReview, Pillar, Status
from workbench.wording import Wording

PREFIXES = {
    "basis": Basis,
    "bearing": Bearing,
    "confidence": Confidence,
    "import-status": ImportStatus,
    "information-grade": InformationGrade,
    "isolation": IsolationLevel,
    "kind": MatchKind,
    "light": Light,
    "mediareview": MediaReview,
    "pillar": Pillar,
    "precision": Precision,
    "source-grade": SourceGrade,
    "status": Status,
    "timing": Timing,
}


@pytest.mark.parametrize("code", [f"{prefix}.{word}" for prefix, words in PREFIXES.items() for word in words])
def test_every_word_of_the_vocabularies_is_worded(code):
    assert Wording(resources() / "locale").sentences.get(code, "").strip()
