"""A real case on a real disk, with the child replaced by an examiner that reads no pictures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tests.builders import examination
from workbench.bootstrap import ORIGINALS
from workbench.casework.cases import Case
from workbench.casework.importing import import_files
from workbench.custody.disk import PlainDisk
from workbench.custody.keys import SigningKey, installation_key
from workbench.custody.vault import FolderVault
from workbench.domain.evidence import ImportOutcome
from workbench.domain.examinations import Examination, Isolation, IsolationLevel, Limits, Preview, Refused
from workbench.domain.features import Alignment, LocalFeatures, Picture
from workbench.domain.forensic_views import View
from workbench.domain.refusals import Refusal
from workbench.sources.files import FilesSource
from workbench.storage.case_store import CaseStore, create_case, open_case
from workbench.storage.case_views import CaseViews
from workbench.storage.desk import CaseDesk
from workbench.storage.evidence_index import CaseIndex

NOON = datetime(2025, 11, 25, 12, tzinfo=UTC)


class ReadingExaminer:
    """An Examiner for files that begin with `image`; whatever else it is given is not an image.

    `on_examine` is called with each path first, so that a test can watch, or raise.
    """

    isolation = Isolation(IsolationLevel.FULL, (("test", "no child"),))

    def __init__(self, on_examine: Callable[[Path], None] = lambda path: None) -> None:
        self._on_examine = on_examine

    def examine(self, original: Path, sha256: str, limits: Limits) -> Examination:
        self._on_examine(original)
        with original.open("rb") as opened:
            is_image = opened.read(5) == b"image"
        if not is_image:
            raise Refusal("examine.not-an-image", name=original.name)
        return replace(examination(), sha256=sha256, preview=Preview(1, 1, b"\0\0\0"), isolation=self.isolation)

    def features(self, original: Path, sha256: str, limits: Limits) -> LocalFeatures:
        return LocalFeatures("test", 1, 1, b"", b"")

    def query_features(self, original: Path, sha256: str, limits: Limits) -> tuple[tuple[str, LocalFeatures], ...]:
        return (("as-is", self.features(original, sha256, limits)),)

    def align_many(self, query: Picture, known: Sequence[Picture], limits: Limits) -> tuple[Alignment | Refused, ...]:
        return tuple(Refused("align", "examine.damaged") for _ in known)

    def render(self, original: Path, longest_edge: int, limits: Limits) -> Preview:
        return Preview(1, 1, b"\0\0\0")

    def forensic(
        self, original: Path, view: View, parameters: Mapping[str, int], longest_edge: int, limits: Limits
    ) -> Preview:
        return Preview(1, 1, b"\0\0\0")

    def close(self) -> None: ...


def key(folder: Path) -> SigningKey:
    return installation_key(folder / "keys")


def new_case(folder: Path, name: str = "case") -> Case:
    return as_case(create_case(folder / name, "c0ffee00c0ffee00", "A case", key(folder), "tester", NOON, PlainDisk()))


def reopened(folder: Path, name: str = "case", keys: Path | None = None) -> Case:
    return as_case(open_case(folder / name, key(keys or folder), PlainDisk()))


def as_case(store: CaseStore) -> Case:
    vault = FolderVault(store.folder / ORIGINALS)
    vault.create()
    views = CaseViews(store.db)
    desk = CaseDesk(store.db, store.folder, PlainDisk())
    index = CaseIndex(store.db, store.folder, PlainDisk())
    return Case(store.case_id, store.title, store.folder, "tester", store, views, vault, lambda: NOON, desk, index)


def files(folder: Path, **contents: bytes) -> list[str]:
    """Files made in `folder`, by name; returns their paths."""
    folder.mkdir(exist_ok=True)
    paths = []
    for name, body in contents.items():
        path = folder / name
        path.write_bytes(body)
        paths.append(str(path))
    return paths


def brought_in(case: Case, locations: list[str], examiner: ReadingExaminer | None = None) -> list[ImportOutcome]:
    """Everything at `locations`, imported."""
    examiner = examiner or ReadingExaminer()
    return list(import_files(case, FilesSource(locations), examiner, lambda preview: b"jpeg", Limits()))
