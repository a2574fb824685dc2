"""The one place that names concrete parts and joins them."""

import contextlib
import importlib.util
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from importlib import metadata
from pathlib import Path

from workbench import assets
from workbench.casework.book_audit import Problem
from workbench.casework.cases import Case, KnownLibrary
from workbench.casework.finding import finder
from workbench.casework.library_ports import Finder
from workbench.casework.notary_ports import Notary
from workbench.casework.pack_manifest import FORMAT as PACK
from workbench.casework.pack_ports import Exchange, Signer
from workbench.casework.ports import Examiner
from workbench.casework.situating import Gazetteer, situated
from workbench.casework.verifying import Audit
from workbench.casework.workroom import Workroom
from workbench.custody.countersigning import countersign, countersignatures
from workbench.custody.keys import SigningKey, installation_key, read_checkpoint
from workbench.custody.list_signatures import key_files, signature_files
from workbench.custody.seals import holder, read_seal, seal
from workbench.custody.timestamps import read_reply, timestamp_request
from workbench.custody.trust_list import trust_anchors
from workbench.custody.vault import FolderVault
from workbench.domain.dossiers import Dossier
from workbench.domain.examinations import Limits
from workbench.domain.findings import Finding
from workbench.domain.gazetteer import PlaceTable, read_gazetteer
from workbench.domain.recipes import LOCAL_FEATURES, recipe_name
from workbench.inspectors import INSPECTORS
from workbench.inspectors.inspection import inspect
from workbench.matching.codebook import Codebook
from workbench.matching.evidence_search import CaseSearch
from workbench.matching.feature_rows import read_row, write_row
from workbench.matching.search import LibrarySearch, Shelf
from workbench.reports.html import HtmlRenderer
from workbench.reports.json_report import JsonRenderer
from workbench.sandbox.engraving import encode
from workbench.sandbox.exiftool import on_path as exiftool_on_path
from workbench.sandbox.supervisor import ChildExaminer
from workbench.settings import Settings, settings_from
from workbench.sources.files import FilesSource
from workbench.sources.hash_lists import read_list
from workbench.storage.case_store import CaseStore, create_case, open_case
from workbench.storage.case_views import CaseViews
from workbench.storage.library_store import LibraryStore, create_library, open_library
from workbench.storage.pack_file import is_pack, open_pack, write_pack
from workbench.storage.whole_file import keep
from workbench.wording import Wording

DISTRIBUTION = "strike-verification-workbench"
ORIGINALS = "originals"
FEATURE_INDEX = "features"


def build(environment: Mapping[str, str], limits: Limits | None = None) -> Workroom:
    """The workroom of this installation; nothing is started or written before it is asked for."""
    settings = settings_from(environment)
    resources = assets.resources()
    wording = Wording(resources / "locale")
    limits = limits or Limits(trust_anchors=trust_anchors(settings.trust))
    examiner, close = _examiner(limits)
    codebook = _codebook(resources / "codebook")
    gazetteer = _gazetteer(resources / "gazetteer")
    return Workroom(
        author=settings.author,
        program=f"workbench {program_version()}",
        home=settings.home,
        sample=resources / "sample",
        limits=limits,
        wording=wording,
        examiner=examiner,
        new_case=partial(_new_case, settings),
        open_case=partial(_open_case, settings),
        new_library=_new_library,
        open_library=_open_library,
        finder=partial(_finder, codebook, examiner, limits),
        evidence_search=lambda case: CaseSearch(case.id, codebook()),
        files=lambda locations, kind, url, by, posted="": FilesSource(tuple(locations), kind, url, by, posted),
        scratch=_scratch,
        exchange=_exchange(settings, codebook),
        inspection=partial(_inspection, gazetteer),
        gazetteer=gazetteer,
        encode=encode,
        feature_row=lambda features: write_row(features, codebook()),
        read_checkpoint=read_checkpoint,
        notary=_notary(settings, resources / "checker"),
        check_bundle=partial(_check_bundle, resources / "checker" / "check.py"),
        keep=keep,
        renderers={
            ".html": HtmlRenderer(wording, (resources / "templates" / "report.css").read_text("utf-8")),
            ".json": JsonRenderer(wording),
        },
        close=close,
    )


def _examiner(limits: Limits) -> tuple[Callable[[], Examiner], Callable[[], None]]:
    """A door to the one child examiner, started on first use, and the way to end it."""

    @cache
    def start() -> ChildExaminer:
        return ChildExaminer(limits=limits, exiftool=exiftool_on_path())

    def close() -> None:
        if start.cache_info().currsize:
            start().close()

    return start, close


def program_version() -> str:
    """The installed version, or `0` in a checkout that was never installed."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "0"


def _clock() -> datetime:
    return datetime.now(UTC)


def _new_case(settings: Settings, folder: Path, title: str) -> Case:
    key = installation_key(settings.keys)
    store = create_case(folder, secrets.token_hex(8), title, key, settings.author, _clock())
    return _case(settings, store)


def _open_case(settings: Settings, folder: Path) -> Case:
    return _case(settings, open_case(folder, installation_key(settings.keys)))


def _case(settings: Settings, store: CaseStore) -> Case:
    vault = FolderVault(store.folder / ORIGINALS)
    vault.create()
    return Case(store.case_id, store.title, store.folder, settings.author, store, CaseViews(store.db), vault, _clock)


def _new_library(folder: Path) -> KnownLibrary:
    return _library(create_library(folder, secrets.token_hex(8), folder.resolve().name))


def _open_library(folder: Path) -> KnownLibrary:
    return _library(open_library(folder))


def _library(store: LibraryStore) -> KnownLibrary:
    vault = FolderVault(store.folder / ORIGINALS)
    vault.create()
    return KnownLibrary(store.folder, store, vault)


def _finder(
    codebook: Callable[[], Codebook],
    examiner: Callable[[], Examiner],
    limits: Limits,
    libraries: Sequence[KnownLibrary],
) -> Finder:
    shelves = [Shelf(library.store, library.vault, library.folder / FEATURE_INDEX) for library in libraries]
    return finder(LibrarySearch(shelves, codebook()), examiner(), limits)


def _codebook(folder: Path) -> Callable[[], Codebook]:
    """The quantiser of local features, read on first use."""
    return cache(partial(Codebook.load, folder))


def _exchange(settings: Settings, codebook: Callable[[], Codebook]) -> Exchange:
    def signer(manifest: bytes, note: str) -> Signer:
        public = read_seal(PACK, manifest, note)
        return Signer(holder(public), public == installation_key(settings.keys).public)

    def usable(row: bytes) -> bool:
        try:
            return recipe_name(read_row(row, codebook()).recipe) == LOCAL_FEATURES
        except ValueError:
            return False

    return Exchange(
        write=write_pack,
        open=open_pack,
        seal=lambda manifest: seal(PACK, manifest, installation_key(settings.keys)),
        signer=signer,
        usable_features=usable,
        is_pack=is_pack,
        listed=read_list,
    )


def _notary(settings: Settings, checker: Path) -> Notary:
    def key() -> SigningKey:
        return installation_key(settings.keys)

    return Notary(
        public=lambda: key().public,
        key_files=lambda: key_files(key().public),
        sign_list=lambda name, text: signature_files(name, text, key()),
        countersign=lambda note, at: countersign(note, key(), at),
        countersignatures=countersignatures,
        timestamp_request=timestamp_request,
        timestamp_reply=read_reply,
        nonce=lambda: secrets.randbits(63),
        checker=checker,
    )


def _check_bundle(checker: Path, bundle: Path, kept: Sequence[str]) -> tuple[Audit, str]:
    """What the standalone checker says of a bundle, in the words of `verify`."""
    spec = importlib.util.spec_from_file_location("workbench_bundle_checker", checker)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(checker)
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.check(bundle, kept)
    problems = tuple(Problem(one.subject, f"verify.{one.code}") for one in found.problems)
    return Audit(problems, found.entries, tuple((one.book, one.size, one.root) for one in found.books)), found.signer


@contextlib.contextmanager
def _scratch() -> Iterator[FolderVault]:
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        vault = FolderVault(Path(folder))
        vault.create()
        yield vault


def _gazetteer(folder: Path) -> Callable[[], PlaceTable]:
    """The gazetteer, read on first use."""

    @cache
    def table() -> PlaceTable:
        return read_gazetteer(*((folder / name).read_text("utf-8") for name in ("divisions.tsv", "places.tsv")))

    return table


def _inspection(gazetteer: Callable[[], Gazetteer], dossier: Dossier) -> tuple[Finding, ...]:
    return inspect(situated(dossier, gazetteer()), INSPECTORS)
