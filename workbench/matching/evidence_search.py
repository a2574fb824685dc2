"""The evidence of one case, searched for near-copies of its own: in memory, and grown while it is asked."""

from collections.abc import Iterator, Sequence

from workbench.casework.library_ports import Located
from workbench.domain.examinations import Examination
from workbench.domain.features import LocalFeatures, Picture
from workbench.domain.known import KnownImage, Match
from workbench.domain.originals import Original
from workbench.matching.candidates import LibraryIndex
from workbench.matching.codebook import Codebook
from workbench.matching.feature_rows import read_row, restored_features, write_row
from workbench.matching.local_candidates import LEAST_MATCHES, local_candidates
from workbench.matching.local_index import LocalIndex
from workbench.matching.odds import look_odds
from workbench.matching.whole import match_id, whole_matches


class CaseSearch:
    """The evidence that was added to it, proposed for a look; `name` stands where a library's would."""

    def __init__(self, name: str, codebook: Codebook) -> None:
        self._name, self._codebook = name, codebook
        self._whole = LibraryIndex()
        self._local = LocalIndex(codebook, _NoRows(), None)
        self._added: list[KnownImage] = []
        self._originals: dict[str, Original] = {}
        self._rows: dict[str, tuple[bytes, tuple[int, int]]] = {}

    def add(self, examination: Examination, original: Original, features: LocalFeatures | None) -> None:
        known = KnownImage(examination.sha256, examination.sha256, original.name)
        self._whole.add(self._name, known, examination.fingerprints, examination.upright_size)
        self._originals[known.id] = original
        if features is not None:
            row = write_row(features, self._codebook)
            self._local.add(len(self._added), row)
            self._rows[known.id] = row, examination.upright_size
        self._added.append(known)

    def whole(self, query: Examination) -> tuple[Match, ...]:
        return whole_matches(query, self._whole)

    def likely(self, variants: Sequence[tuple[str, LocalFeatures]]) -> tuple[Located, ...]:
        found = local_candidates(variants, {self._name: self._local}, self._codebook)
        return tuple(self._located(self._added[one.number]) for one in found if one.matches >= LEAST_MATCHES)

    def locate(self, match: Match) -> Located:
        return self._located(match.known)

    def odds(self, score: float) -> float | None:
        return look_odds(score, len(self._added))

    def match_id(self, query: Examination, known: Located) -> str:
        return match_id(query.sha256, known.library, known.known.id)

    def _located(self, known: KnownImage) -> Located:
        features = None
        if known.id in self._rows:
            row, size = self._rows[known.id]
            features = restored_features(read_row(row, self._codebook), self._codebook, size)
        return Located(known, self._name, Picture(self._originals[known.id], features=features))


class _NoRows:
    """A library that begins empty."""

    def between(self, first: int, last: int) -> Iterator[tuple[int, bytes]]:
        return iter(())

    def count(self, first: int, last: int) -> int:
        return 0
