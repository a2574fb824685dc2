"""Libraries searched together: by bytes, by fingerprints of the whole picture, and by local features."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.casework.library_ports import Library, Located
from workbench.casework.ports import Vault
from workbench.domain.examinations import Examination
from workbench.domain.features import LocalFeatures, Picture
from workbench.domain.known import Candidate, KnownImage, Match
from workbench.matching.candidates import LibraryIndex
from workbench.matching.codebook import Codebook
from workbench.matching.feature_rows import read_row, restored_features
from workbench.matching.local_candidates import local_candidates, worth_a_look
from workbench.matching.local_index import LocalIndex
from workbench.matching.odds import look_odds
from workbench.matching.whole import exact_match, match_id, whole_matches


@dataclass(frozen=True, slots=True)
class Shelf:
    """One library in a search: what is known, the originals, and the folder of its index of local features."""

    store: Library
    vault: Vault
    index_folder: Path | None


class LibrarySearch:
    """A `Search` over any number of libraries, as they are when it is made."""

    def __init__(self, shelves: Sequence[Shelf], codebook: Codebook) -> None:
        self._shelves: Mapping[str, Shelf] = {shelf.store.id: shelf for shelf in shelves}
        self._codebook = codebook
        self._whole = LibraryIndex()
        self._local: dict[str, LocalIndex] = {}
        for name, shelf in self._shelves.items():
            for known, fingerprints, size in shelf.store.contents():
                self._whole.add(name, known, fingerprints, size)
            self._local[name] = LocalIndex(codebook, _Rows(shelf.store), shelf.index_folder)

    def whole(self, query: Examination) -> tuple[Match, ...]:
        return whole_matches(query, self._whole)

    def digest_kinds(self) -> set[str]:
        return {kind for shelf in self._shelves.values() for kind in shelf.store.digest_kinds()}

    def same_digest(self, query: Examination, kind: str, digest: str) -> tuple[Match, ...]:
        return tuple(
            exact_match(query, known, name, (Candidate(known, kind, "as-is", 0, len(digest) * 4, name),))
            for name, shelf in self._shelves.items()
            for known in shelf.store.with_digest(kind, digest)
        )

    def not_compared(self, query: Examination) -> int:
        return len(self._whole) - self._whole.compared(query.fingerprints)

    def not_compared_features(self) -> int:
        return len(self._whole) - sum(index.images for index in self._local.values())

    def likely(self, variants: Sequence[tuple[str, LocalFeatures]]) -> tuple[Located, ...]:
        found = []
        for candidate in worth_a_look(local_candidates(variants, self._local, self._codebook)):
            known = self._shelves[candidate.library].store.numbered(candidate.number)
            if known:
                found.append(self._located(known, candidate.library, candidate.number))
        return tuple(found)

    def locate(self, match: Match) -> Located:
        return self._located(match.known, match.library, None)

    def odds(self, score: float) -> float | None:
        return look_odds(score, len(self._whole))

    def match_id(self, query: Examination, known: Located) -> str:
        return match_id(query.sha256, known.library, known.known.id)

    def _located(self, known: KnownImage, library: str, number: int | None) -> Located:
        shelf = self._shelves[library]
        original = shelf.vault.path(known.sha256)
        size = self._whole.size_of(library, known.id)
        features = self._features(shelf.store, number, size) if number is not None and size else None
        if original.is_file():
            return Located(known, library, Picture(original, features=features))
        preview = shelf.store.preview(known.id)
        if preview and size:
            return Located(known, library, Picture(None, preview, features, size=size))
        return Located(known, library, None)

    def _features(self, store: Library, number: int, size: tuple[int, int]) -> LocalFeatures | None:
        """Those that the library keeps of a known image: taking them again would cost ten times the look."""
        with contextlib.suppress(ValueError):  # a row that was damaged since: they are taken again
            for _, row in store.between(number, number):
                return restored_features(read_row(row, self._codebook), self._codebook, size)
        return None


@dataclass(frozen=True, slots=True)
class _Rows:
    """A library's rows as the index asks for them."""

    store: Library

    def between(self, first: int, last: int) -> Iterator[tuple[int, bytes]]:
        return self.store.between(first, last)

    def count(self, first: int, last: int) -> int:
        return self.store.feature_count(first, last)
