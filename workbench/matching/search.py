"""Libraries searched together: by bytes, by fingerprints of the whole picture, and by local features."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.casework.library_ports import Library, Located
from workbench.casework.ports import Vault
from workbench.domain.examinations import Examination
from workbench.domain.features import LocalFeatures
from workbench.domain.known import Candidate, Match
from workbench.matching.candidates import LibraryIndex
from workbench.matching.codebook import Codebook
from workbench.matching.local_candidates import local_candidates
from workbench.matching.local_index import LocalIndex
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

    def likely(self, variants: Sequence[tuple[str, LocalFeatures]]) -> tuple[Located, ...]:
        found = []
        for candidate in local_candidates(variants, self._local, self._codebook):
            shelf = self._shelves[candidate.library]
            known = shelf.store.numbered(candidate.number)
            if known:
                found.append(Located(known, candidate.library, shelf.vault.path(known.sha256)))
        return tuple(found)

    def locate(self, match: Match) -> Located:
        return Located(match.known, match.library, self._shelves[match.library].vault.path(match.known.sha256))

    def match_id(self, query: Examination, known: Located) -> str:
        return match_id(query.sha256, known.library, known.known.id)


@dataclass(frozen=True, slots=True)
class _Rows:
    """A library's rows as the index asks for them."""

    store: Library

    def between(self, first: int, last: int) -> Iterator[tuple[int, bytes]]:
        return self.store.between(first, last)

    def count(self, first: int, last: int) -> int:
        return self.store.feature_count(first, last)
