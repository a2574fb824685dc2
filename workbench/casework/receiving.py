"""Files from others taken into a library: packs and lists of hashes, whichever each turns out to be."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from pathlib import Path

from workbench.casework.cases import KnownLibrary
from workbench.casework.knowing import KnownOutcome, Provenance
from workbench.casework.listing import import_list
from workbench.casework.measuring import Measuring
from workbench.casework.pack_ports import Exchange, Signer
from workbench.casework.packs import import_pack
from workbench.casework.ports import Vault
from workbench.domain.refusals import Refusal
from workbench.domain.unseen import writable


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a pack: told before anything of it is taken in."""

    path: str
    signer: Signer


def receive(
    library: KnownLibrary,
    files: Iterable[Path],
    meaning: str,
    provenance: Provenance,
    exchange: Exchange,
    measuring: Callable[[], Measuring],
    scratch: Vault,
) -> Generator[Signed | KnownOutcome, None, None]:
    """What becomes of every entry of a pack and every line of a list, each told once it is kept.

    A file that is neither is refused, and the next one taken. `meaning` and `provenance` are as for `import_list`;
    a pack brings its own provenance. `measuring` is asked for where there is a pack. Closing it keeps what was told.
    """
    for file in files:
        try:
            if not exchange.is_pack(file):
                yield from import_list(library, file, meaning, provenance, exchange)
                continue
            signer, outcomes = import_pack(library, file, exchange, measuring(), scratch)
            yield Signed(writable(str(file)), signer)
            yield from outcomes
        except Refusal as refusal:
            yield KnownOutcome(writable(str(file)), "", "refused", refusal)
