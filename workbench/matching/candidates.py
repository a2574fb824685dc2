"""From a picture's fingerprints to the known images that they may belong to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.domain.examinations import PUBLISHED_PDQ, Fingerprint
from workbench.domain.known import Candidate, KnownImage
from workbench.matching.hamming import HammingIndex
from workbench.matching.thresholds import THRESHOLDS, Threshold

KNOWN_VARIANTS = ("as-is", "as-is trimmed")
"""What is kept of a known image: the query brings the turns."""


@dataclass(slots=True)
class _Shelf:
    """The hashes of one kind and recipe; `owners` gives, for each row, the known image and the variant."""

    index: HammingIndex
    owners: list[tuple[int, str]]


class LibraryIndex:
    """The known images of any number of libraries, found by exact bytes or by whole-image fingerprints."""

    def __init__(self, thresholds: Mapping[str, Threshold] = THRESHOLDS) -> None:
        self._thresholds = thresholds
        self._known: list[tuple[KnownImage, str, frozenset[tuple[str, str]]]] = []
        self._by_bytes: dict[str, list[int]] = {}
        self._shelves: dict[tuple[str, str], _Shelf] = {}
        self._sizes: dict[tuple[str, str], tuple[int, int]] = {}

    def __len__(self) -> int:
        """How many known images it holds."""
        return len(self._known)

    def add(
        self,
        library: str,
        known: KnownImage,
        fingerprints: Sequence[Fingerprint],
        upright_size: tuple[int, int] | None = None,
    ) -> None:
        """Take in a known image, with its upright width and height in pixels where they are known.

        Of its fingerprints only `KNOWN_VARIANTS` of sufficient quality are kept.
        """
        number = len(self._known)
        if upright_size and all(upright_size):
            self._sizes[library, known.id] = upright_size
        kept = [one for one in self._usable(fingerprints) if one.variant in KNOWN_VARIANTS]
        self._known.append((known, library, frozenset((one.kind, one.recipe) for one in kept)))
        self._by_bytes.setdefault(known.sha256, []).append(number)
        for one in kept:
            shelf = self._shelves.get((one.kind, one.recipe))
            if shelf is None:
                shelf = _Shelf(HammingIndex(self._thresholds[one.kind].bits), [])
                self._shelves[one.kind, one.recipe] = shelf
            shelf.index.append(one.bits)
            shelf.owners.append((number, one.variant))

    def same_bytes(self, sha256: str) -> tuple[tuple[KnownImage, str], ...]:
        """The known images with these very bytes, each with its library."""
        return tuple(self._known[number][:2] for number in self._by_bytes.get(sha256, ()))

    def size_of(self, library: str, known: str) -> tuple[int, int] | None:
        """Upright width and height of a known image, or None where they were not given."""
        return self._sizes.get((library, known))

    def nearest(self, fingerprints: Sequence[Fingerprint]) -> tuple[Candidate, ...]:
        """Every known image within the threshold of some fingerprint, nearest first by share of bits.

        A known image comes once for each pair of variants that points to it. Fingerprints of too low a
        quality, on either side, and those of another recipe are not compared: `compared` counts the rest.
        PDQ is a published function whose threshold allows for other decoders: lists of it are compared.
        """
        found = []
        for one in self._usable(fingerprints):
            threshold = self._thresholds[one.kind]
            for shelf in filter(None, map(self._shelves.get, _comparable(one))):
                for row, distance in shelf.index.within(one.bits, threshold.distance):
                    number, variant = shelf.owners[row]
                    known, library, _ = self._known[number]
                    found.append(Candidate(known, one.kind, one.variant, distance, threshold.bits, library, variant))
        return tuple(sorted(found, key=lambda one: one.distance / one.bits))

    def compared(self, fingerprints: Sequence[Fingerprint]) -> int:
        """How many known images these fingerprints can be compared with.

        The others, `len(index) - compared`, are flat, or were fingerprinted by another recipe: they were
        not found unlike, they were not looked at, and that must be said.
        """
        asked = {shelf for one in self._usable(fingerprints) for shelf in _comparable(one)}
        return sum(1 for _, _, shelves in self._known if shelves & asked)

    def _usable(self, fingerprints: Sequence[Fingerprint]) -> Iterator[Fingerprint]:
        for one in fingerprints:
            threshold = self._thresholds.get(one.kind)
            if threshold and one.quality >= threshold.least_quality and len(one.bits) * 4 == threshold.bits:
                yield one


def _comparable(one: Fingerprint) -> tuple[tuple[str, str], ...]:
    """The kinds and recipes that a fingerprint may soundly be compared with."""
    return ((one.kind, one.recipe), *(((one.kind, PUBLISHED_PDQ),) if one.kind == "pdq" else ()))
