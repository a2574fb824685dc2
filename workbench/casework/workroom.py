"""The joined parts that the jobs of a verifier need; bootstrap makes it, command line and window are given it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from workbench.casework.book_audit import CheckpointReader
from workbench.casework.cases import Case, KnownLibrary
from workbench.casework.examining import Inspection
from workbench.casework.grouping import EvidenceSearch
from workbench.casework.library_ports import Finder
from workbench.casework.notary_ports import Notary
from workbench.casework.pack_ports import Exchange
from workbench.casework.ports import Examiner, Source, Vault
from workbench.casework.reporting import Renderer
from workbench.casework.situating import Gazetteer
from workbench.casework.verifying import Audit
from workbench.domain.examinations import Limits, Preview
from workbench.domain.features import LocalFeatures
from workbench.wording import Wording


@dataclass(frozen=True, slots=True)
class Workroom:
    """Doors to the concrete parts.

    `gazetteer()` reads its tables on its first call.
    `examiner()` starts the child on its first call and returns the same one afterwards. A case or library
    holds a connection: open another one for another thread. `files` makes a source of files and folders:
    locations, kind, url, collected_by. `evidence_search` makes an empty one for a case. `scratch` is a vault for
    copies that end with the job. `renderers` maps a file's suffix to what renders it. `encode` makes
    a JPEG of a preview; `feature_row` the row of local features that a library keeps. `check_bundle` runs the
    standalone checker on an exported case with checkpoints kept elsewhere; with the audit comes the key that signed.
    """

    author: str
    program: str
    home: Path
    sample: Path
    limits: Limits
    wording: Wording
    examiner: Callable[[], Examiner]
    new_case: Callable[[Path, str], Case]
    open_case: Callable[[Path], Case]
    new_library: Callable[[Path], KnownLibrary]
    open_library: Callable[[Path], KnownLibrary]
    finder: Callable[[Sequence[KnownLibrary]], Finder]
    evidence_search: Callable[[Case], EvidenceSearch]
    files: Callable[..., Source]
    scratch: Callable[[], AbstractContextManager[Vault]]
    exchange: Exchange
    inspection: Inspection
    gazetteer: Callable[[], Gazetteer]
    encode: Callable[[Preview], bytes]
    feature_row: Callable[[LocalFeatures], bytes]
    read_checkpoint: CheckpointReader
    notary: Notary
    check_bundle: Callable[[Path, Sequence[str]], tuple[Audit, str]]
    keep: Callable[[Path, bytes], None]
    renderers: Mapping[str, Renderer]
    close: Callable[[], None]
