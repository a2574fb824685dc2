"""The parts of matching, joined. Loaded on first need: the index takes longer to load than a window should wait."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path

from workbench.casework.cases import Case, KnownLibrary
from workbench.casework.finding import finder
from workbench.casework.grouping import EvidenceSearch
from workbench.casework.library_ports import Finder
from workbench.casework.ports import Examiner
from workbench.domain.examinations import Limits
from workbench.domain.features import LocalFeatures
from workbench.domain.recipes import LOCAL_FEATURES, recipe_name
from workbench.matching.codebook import Codebook
from workbench.matching.evidence_search import CaseSearch
from workbench.matching.feature_rows import read_row, write_row
from workbench.matching.search import LibrarySearch, Shelf

FEATURE_INDEX = "features"


class Likeness:
    """Searches that share one codebook, which is read on first use."""

    def __init__(self, codebook: Path) -> None:
        self._codebook = cache(partial(Codebook.load, codebook))

    def finder(self, examiner: Callable[[], Examiner], limits: Limits, libraries: Sequence[KnownLibrary]) -> Finder:
        shelves = [Shelf(library.store, library.vault, library.folder / FEATURE_INDEX) for library in libraries]
        return finder(LibrarySearch(shelves, self._codebook()), examiner, limits)

    def evidence_search(self, case: Case) -> EvidenceSearch:
        return CaseSearch(case.id, self._codebook())

    def feature_row(self, features: LocalFeatures) -> bytes:
        return write_row(features, self._codebook())

    def usable(self, row: bytes) -> bool:
        """Whether a row of local features is one that today's searches understand."""
        try:
            return recipe_name(read_row(row, self._codebook()).recipe) == LOCAL_FEATURES
        except ValueError:
            return False
