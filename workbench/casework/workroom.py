"""The joined parts that the jobs of a verifier need; bootstrap makes it, command line and window are given it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.casework.book_audit import CheckpointReader
from workbench.casework.cases import Case, KnownLibrary
from workbench.casework.examining import Inspection
from workbench.casework.grouping import EvidenceSearch
from workbench.casework.keeping import Keeper
from workbench.casework.library_ports import Finder
from workbench.casework.lock_ports import Locks
from workbench.casework.notary_ports import Notary
from workbench.casework.pack_ports import Exchange
from workbench.casework.ports import Examiner, Source, Vault
from workbench.casework.precautions import Precautions
from workbench.casework.reporting import Renderer
from workbench.casework.situating import Gazetteer
from workbench.casework.verifying import Audit
from workbench.domain.examinations import Isolation, Limits, Preview
from workbench.domain.faults import Log, Own
from workbench.domain.features import LocalFeatures
from workbench.domain.world_map import MapSheets
from workbench.wording import Wording


@dataclass(frozen=True, slots=True)
class Workroom:
    """Doors to the concrete parts.

    `fault` logs an error that nobody foresaw, with where it was caught, and gives the notice that may be passed on.
    `gazetteer()` reads its tables on its first call; `map_sheet` reads a sheet of the map by its name, on every call.
    `examiner()` starts the child on its first call and returns the same one afterwards; Refusal `isolation.less`
    where it is locked less than `precautions` has, which is asked again for every file. `isolation()` says how it
    is locked, whatever that is. A case or library
    holds a connection: open another one for another thread. `files` makes a source of files and folders:
    locations, kind, url, collected_by. `evidence_search` makes an empty one for a case. `scratch` is a vault for
    copies that end with the job. `renderers` maps a file's suffix to what renders it; `speaking` gives words
    and renderers in a language. `encode` makes a JPEG of a preview; `inspectors` names the version of what `inspection`
    asks; `feature_row` the row of local features that a library keeps. `check_bundle` runs the standalone checker on an
    exported case with checkpoints kept elsewhere; with the audit comes the key that signed.
    """

    author: str
    program: str
    home: Path
    sample: Path
    limits: Limits
    wording: Wording
    log: Log
    fault: Callable[[BaseException, Own], str]
    precautions: Precautions
    examiner: Callable[[], Examiner]
    isolation: Callable[[], Isolation]
    new_case: Callable[[Path, str], Case]
    open_case: Callable[[Path], Case]
    locks: Locks
    keeper: Keeper
    lock_minutes: float
    new_library: Callable[[Path], KnownLibrary]
    open_library: Callable[[Path], KnownLibrary]
    finder: Callable[[Sequence[KnownLibrary]], Finder]
    evidence_search: Callable[[Case], EvidenceSearch]
    files: Callable[..., Source]
    scratch: Callable[[], AbstractContextManager[Vault]]
    exchange: Exchange
    inspection: Inspection
    inspectors: str
    gazetteer: Callable[[], Gazetteer]
    map_sheet: MapSheets
    encode: Callable[[Preview], bytes]
    feature_row: Callable[[LocalFeatures], bytes]
    read_checkpoint: CheckpointReader
    notary: Notary
    check_bundle: Callable[[Path, Sequence[str]], tuple[Audit, str]]
    keep: Callable[[Path, bytes], None]
    renderers: Mapping[str, Renderer]
    speaking: Callable[[str], tuple[Wording, Mapping[str, Renderer]]]
    close: Callable[[], None]

    def in_language(self, tag: str) -> "Workroom":
        """The same doors, with words and reports in the language `tag`."""
        wording, renderers = self.speaking(tag)
        return replace(self, wording=wording, renderers=renderers)
