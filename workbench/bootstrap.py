"""The one place that names concrete parts and joins them."""

import contextlib
import hashlib
import importlib.util
import secrets
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import assets
from workbench.caretaking import Caretaker
from workbench.casework.book_audit import Problem
from workbench.casework.cases import KnownLibrary
from workbench.casework.disk_ports import Disk
from workbench.casework.notary_ports import Notary
from workbench.casework.pack_manifest import FORMAT as PACK
from workbench.casework.pack_ports import Exchange, Signer
from workbench.casework.ports import Examiner
from workbench.casework.precautions import Precautions
from workbench.casework.situating import Gazetteer, situated
from workbench.casework.verifying import Audit
from workbench.casework.workroom import Workroom
from workbench.custody.countersigning import countersign, countersignatures
from workbench.custody.disk import PlainDisk
from workbench.custody.keyring import Keyring, scratch_keys
from workbench.custody.keys import SigningKey, installation_key, read_checkpoint
from workbench.custody.list_signatures import key_files, signature_files
from workbench.custody.seals import holder, read_seal, seal
from workbench.custody.timestamps import read_reply, timestamp_request
from workbench.custody.trust_list import trust_anchors
from workbench.custody.vault import FolderVault
from workbench.custody.vault_forms import Sealed
from workbench.domain.dossiers import Dossier
from workbench.domain.examinations import Isolation, Limits
from workbench.domain.faults import Log, Own
from workbench.domain.findings import Finding
from workbench.domain.gazetteer import PlaceTable, read_gazetteer
from workbench.domain.limits import assignment, with_settings
from workbench.inspectors import INSPECTORS
from workbench.inspectors.inspection import inspect
from workbench.logbook import LogFile, NoLog, caught
from workbench.sandbox.engraving import encode
from workbench.sandbox.exiftool import on_path as exiftool_on_path
from workbench.sandbox.supervisor import ChildExaminer
from workbench.settings import Settings, settings_from, stored_limits
from workbench.sources.files import FilesSource
from workbench.sources.hash_lists import read_list
from workbench.speaking import speaking, spoken_language
from workbench.storage.library_store import LibraryStore, create_library, open_library
from workbench.storage.pack_file import is_pack, open_pack, write_pack
from workbench.storage.whole_file import keep
from workbench.strongroom import ORIGINALS, Strongroom

if TYPE_CHECKING:
    from workbench.likeness import Likeness

DISTRIBUTION = "strike-verification-workbench"


def build(
    environment: Mapping[str, str],
    limits: Limits | None = None,
    child: Sequence[str] | None = None,
    disk: Disk | None = None,
    given: Iterable[str] = (),
) -> Workroom:
    """The workroom of this installation; nothing is started or written before it is asked for.

    `given` are limits as `NAME=VALUE`, which go before those of `limits.toml`: Refusal `limits.*`. `child` starts
    another program than ours in the child's place; `disk` takes the place of the system's.
    """
    settings = settings_from(environment)
    resources = assets.resources()
    in_language = partial(speaking, resources, environment.get("WORKBENCH_DEVELOPER", "") == "1")
    wording, renderers = in_language(spoken_language(environment))
    limits = with_settings(limits or _limits(settings), map(assignment, given), "--limit")
    precautions = Precautions()
    start, close = _examiner(limits, precautions, child)
    log: Log = LogFile(settings.logs, _clock) if settings.log else NoLog()
    isolation = cache(lambda: _noted(start().isolation, log))
    examiner = partial(_admitted, start, isolation, precautions)
    likeness = _likeness(resources / "codebook")
    gazetteer = _gazetteer(resources / "gazetteer")
    disk = disk or PlainDisk()
    strongroom = Strongroom(partial(installation_key, settings.keys), settings.author, read_checkpoint, Keyring(), disk)
    return Workroom(
        author=settings.author,
        program=_program(),
        home=settings.home,
        sample=resources / "sample",
        limits=limits,
        wording=wording,
        log=log,
        fault=partial(caught, _program(), log, _clock),
        precautions=precautions,
        examiner=examiner,
        isolation=isolation,
        new_case=strongroom.plain_case,
        open_case=strongroom.open_case,
        locks=strongroom,
        keeper=Caretaker(strongroom, read_checkpoint, disk),
        lock_minutes=settings.lock_minutes,
        new_library=_new_library,
        open_library=_open_library,
        finder=lambda libraries: likeness().finder(examiner, limits, libraries),
        evidence_search=lambda case: likeness().evidence_search(case),
        files=lambda locations, kind, url, by, posted="": FilesSource(tuple(locations), kind, url, by, posted),
        scratch=_scratch,
        exchange=_exchange(settings, lambda row: likeness().usable(row)),
        inspection=partial(_inspection, gazetteer),
        inspectors=_inspectors(),
        gazetteer=gazetteer,
        map_sheet=partial(assets.map_sheet, resources / "map"),
        encode=encode,
        feature_row=lambda features: likeness().feature_row(features),
        read_checkpoint=read_checkpoint,
        notary=_notary(settings, resources / "checker"),
        check_bundle=partial(_check_bundle, resources / "checker" / "check.py"),
        keep=keep,
        renderers=renderers,
        speaking=in_language,
        close=close,
    )


def _limits(settings: Settings) -> Limits:
    """As they are set for all files on this installation. Refusal `limits.*`."""
    usual = Limits(trust_anchors=trust_anchors(settings.trust))
    return with_settings(usual, stored_limits(settings.limits), str(settings.limits))


def _examiner(
    limits: Limits, precautions: Precautions, child: Sequence[str] | None
) -> tuple[Callable[[], Examiner], Callable[[], None]]:
    """The one child examiner, started on first use, and the way to end it."""

    @cache
    def start() -> ChildExaminer:
        return ChildExaminer(limits=limits, command=child, exiftool=exiftool_on_path(), precautions=precautions)

    def close() -> None:
        if start.cache_info().currsize:
            start().close()

    return start, close


def _admitted(start: Callable[[], Examiner], isolation: Callable[[], Isolation], precautions: Precautions) -> Examiner:
    """The examiner, where its children are locked as well as was agreed to; Refusal `isolation.less`."""
    precautions.admit(isolation())
    return start()


def _noted(isolation: Isolation, log: Log) -> Isolation:
    log.note(Own("isolation"), level=Own(isolation.level.value))
    return isolation


def _program() -> str:
    return f"workbench {program_version()}"


def program_version() -> str:
    """The installed version, or `0` in a checkout that was never installed."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "0"


def _clock() -> datetime:
    return datetime.now(UTC)


def _new_library(folder: Path) -> KnownLibrary:
    return _library(create_library(folder, secrets.token_hex(8), folder.resolve().name))


def _open_library(folder: Path) -> KnownLibrary:
    return _library(open_library(folder))


def _library(store: LibraryStore) -> KnownLibrary:
    vault = FolderVault(store.folder / ORIGINALS)
    vault.create()
    return KnownLibrary(store.folder, store, vault)


def _likeness(codebook: Path) -> Callable[[], "Likeness"]:
    @cache
    def joined() -> "Likeness":
        from workbench.likeness import Likeness  # a sixth of a second that a window which opens need not wait

        return Likeness(codebook)

    return joined


def _exchange(settings: Settings, usable: Callable[[bytes], bool]) -> Exchange:
    def signer(manifest: bytes, note: str) -> Signer:
        public = read_seal(PACK, manifest, note)
        return Signer(holder(public), public == installation_key(settings.keys).public)

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
        keys = scratch_keys()  # what is staged for a look is nobody else's to read
        vault = FolderVault(Path(folder), Sealed(keys.content, keys.names))
        vault.create()
        yield vault


def _gazetteer(folder: Path) -> Callable[[], PlaceTable]:
    """The gazetteer, read on first use."""

    @cache
    def table() -> PlaceTable:
        return read_gazetteer(*((folder / name).read_text("utf-8") for name in ("divisions.tsv", "places.tsv")))

    one_at_a_time = threading.Lock()

    def read() -> PlaceTable:
        with one_at_a_time:
            return table()

    return read


def _inspectors() -> str:
    """What they are by: the program's version, and all that they can say."""
    codes = "\n".join(code for inspector in INSPECTORS for code in (inspector.__name__, *inspector.CODES))
    return f"{program_version()}; {hashlib.sha256(codes.encode()).hexdigest()[:16]}"


def _inspection(gazetteer: Callable[[], Gazetteer], dossier: Dossier) -> tuple[Finding, ...]:
    return inspect(situated(dossier, gazetteer()), INSPECTORS)
