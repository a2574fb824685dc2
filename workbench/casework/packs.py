"""Libraries that people can pass on: a pack is written from one, and taken into another."""

import hashlib
import io
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench.casework.cases import KnownLibrary
from workbench.casework.knowing import KnownOutcome
from workbench.casework.measuring import Measuring
from workbench.casework.pack_manifest import (
    Manifest,
    PackEntry,
    entry_facts,
    manifest_bytes,
    read_manifest,
)
from workbench.casework.pack_ports import Exchange, OpenPack, Signer
from workbench.casework.ports import Vault
from workbench.domain.known import KnownImage
from workbench.domain.originals import Original
from workbench.domain.refusals import Refusal

CONTENTS = ("pictures", "previews", "hashes")
MANIFEST, SEAL = "manifest.json", "manifest.sig"
MOST_MANIFEST = 128 * 2**20
"""Bytes of a manifest: some two hundred thousand known images."""
_MOST_SEAL, _MOST_ROW, _MOST_PREVIEW = 4096, 1 << 16, 2 * 2**20


def export_pack(
    library: KnownLibrary,
    target: Path,
    contents: str,
    program: str,
    exchange: Exchange,
    go_on: Callable[[int], bool] = lambda done: True,
) -> tuple[int, str]:
    """Write the whole library as a signed pack; how many known images are in it, and the key that signed.

    `contents` is one of `CONTENTS`: with the originals, with small pictures, or with neither. The same library
    gives the same bytes. `go_on` is asked before each image with the number of those that are done. Refusal
    `pack.stopped` where it says no, `pack.too-many`, `report.unwritable`: then `target` is as it was.
    """
    count, key = 0, ""

    def members() -> Iterator[tuple[str, bytes | Original]]:
        nonlocal count, key
        recipes: dict[str, None] = {}
        entries: list[dict[str, Any]] = []
        for known, measured in library.store.everything():
            if not go_on(len(entries)):
                raise Refusal("pack.stopped", path=str(target))
            original = library.vault.path(known.sha256)
            with_original = contents == "pictures" and measured.picture and original.is_file()
            preview = measured.preview if contents != "hashes" else b""
            entry = PackEntry(
                known.id, known, measured,
                hashlib.sha256(measured.features).hexdigest() if measured.features else None,
                hashlib.sha256(preview).hexdigest() if preview else None,
                with_original,
            )  # fmt: skip
            recipes |= dict.fromkeys(one.recipe for one in measured.fingerprints)
            size = original.stat().st_size if measured.picture and original.is_file() else 0
            entries.append(entry_facts(entry, size, list(recipes)))
            if measured.features:
                yield f"features/{known.id}", measured.features
            if preview:
                yield f"previews/{known.id}.jpg", preview
            if with_original:
                yield f"originals/{known.sha256}", original
        count = len(entries)
        manifest = manifest_bytes(program, library.store.id, library.store.name, contents, list(recipes), entries)
        if len(manifest) > MOST_MANIFEST:
            raise Refusal("pack.too-many", count=count)
        yield MANIFEST, manifest
        note = exchange.seal(manifest)
        key = exchange.signer(manifest, note).key
        yield SEAL, note.encode()

    exchange.write(target, members())
    return count, key


def import_pack(
    library: KnownLibrary, file: Path, exchange: Exchange, measuring: Measuring, scratch: Vault
) -> tuple[Signer, Generator[KnownOutcome, None, None]]:
    """Who signed a pack, and the taking in of its known images; an outcome is yielded once each is kept.

    Nothing of it is trusted. A manifest that is not as it was signed is refused whole; an entry whose members
    are not what the manifest says is refused alone. Pictures are measured here anew; without its picture an
    image keeps the fingerprints that it came with, under the recipe that they state, its local features where they
    are of today's recipe and codebook (the outcome's caveat says where they are not), and a small picture is
    decoded in the child and encoded again. Refusal `pack.*` before anything is taken in.
    """
    with exchange.open(file) as pack:
        raw = pack.read(MANIFEST, MOST_MANIFEST)
        note = pack.read(SEAL, _MOST_SEAL)
    try:
        signer = exchange.signer(raw, note.decode("utf-8"))
    except ValueError as error:
        raise Refusal("pack.seal-broken", path=str(file)) from error
    manifest = read_manifest(raw)
    return signer, _taken_in(library, file, manifest, exchange, measuring, scratch)


def _taken_in(
    library: KnownLibrary, file: Path, manifest: Manifest, exchange: Exchange, measuring: Measuring, scratch: Vault
) -> Generator[KnownOutcome, None, None]:
    with exchange.open(file) as pack:
        here, named = library.store.digests(), {MANIFEST, SEAL}
        for entry in manifest.entries:
            if isinstance(entry, Refusal):
                yield KnownOutcome(str(entry.facts["path"]), "", "refused", entry)
                continue
            named |= {f"features/{entry.member}", f"previews/{entry.member}.jpg", f"originals/{entry.known.sha256}"}
            try:
                known = entry.known.sha256 in here
                yield _known(entry) if known else _take(library, pack, entry, exchange, measuring, scratch)
            except Refusal as refusal:
                yield KnownOutcome(entry.known.path, entry.known.id, "refused", refusal.about(entry.known.path))
        for name in sorted(pack.members.keys() - named):
            shown = name[:200].encode("utf-8", "backslashreplace").decode()
            yield KnownOutcome(shown, "", "refused", Refusal("pack.member-unnamed", path=shown))


def _known(entry: PackEntry) -> KnownOutcome:
    return KnownOutcome(entry.known.path, entry.known.id, "known")


def _take(
    library: KnownLibrary,
    pack: OpenPack,
    entry: PackEntry,
    exchange: Exchange,
    measuring: Measuring,
    scratch: Vault,
) -> KnownOutcome:
    known = entry.known
    if entry.original:
        added = _measured_anew(library, pack, known, measuring)
        return KnownOutcome(known.path, known.id, "added" if added else "known")
    measured, caveat = entry.measured, ""
    if entry.features:
        row = _member(pack, f"features/{entry.member}", _MOST_ROW, entry.features)
        if exchange.usable_features(row):
            measured = replace(measured, features=row)
        else:
            caveat = "pack.features-unusable"
    if entry.preview:
        jpeg = _member(pack, f"previews/{entry.member}.jpg", _MOST_PREVIEW, entry.preview)
        measured = replace(measured, preview=_drawn_again(jpeg, measuring, scratch))
    if library.store.note(known, measured):
        return KnownOutcome(known.path, known.id, "added", caveat=caveat)
    return KnownOutcome(known.path, known.id, "known")


def _measured_anew(library: KnownLibrary, pack: OpenPack, known: KnownImage, measuring: Measuring) -> bool:
    """The original in its place and synced first, then its line in the library, as for any picture."""
    name = f"originals/{known.sha256}"
    with pack.open(name, measuring.limits.file_bytes) as untrusted:
        staged = library.vault.stage(untrusted, measuring.limits.file_bytes)
    try:
        if staged.sha256 != known.sha256:
            raise Refusal("pack.member-altered", name=name)
        examination, features = measuring.measured(staged.path, staged.sha256)
        library.vault.publish([staged])
    finally:
        library.vault.discard(staged)
    return library.store.add(known, examination, *measuring.kept(examination, features))


def _drawn_again(untrusted_jpeg: bytes, measuring: Measuring, scratch: Vault) -> bytes:
    """A stranger's small picture as pixels from the child, and those as a JPEG of our own making."""
    staged = scratch.stage(io.BytesIO(untrusted_jpeg), _MOST_PREVIEW)
    try:
        return measuring.encode(measuring.examiner.render(staged.path, measuring.limits.preview_edge, measuring.limits))
    finally:
        scratch.discard(staged)


def _member(pack: OpenPack, name: str, limit: int, digest: str) -> bytes:
    body = pack.read(name, limit)
    if hashlib.sha256(body).hexdigest() != digest:
        raise Refusal("pack.member-altered", name=name)
    return body
