"""The manifest of a pack: what is in it, as canonical JSON.

    {"format": "workbench-pack/1", "program", "library": {"id", "name"}, "with": "pictures" | "previews" | "hashes",
     "recipes": [...], "entries": [{"id", "sha256", "name", "first_known", "place", "source", "event", "note",
     "size", "media_type", "width", "height", "digests": {"md5" | "sha1": hex}, "original": true | false,
     "fingerprints": [[kind, variant, bits, quality, number of its recipe], ...],
     "features": SHA-256 | null, "preview": SHA-256 | null}, ...]}

An entry's original is the member `originals/SHA256`, its row of local features `features/ID`, its preview
`previews/ID.jpg`. A name is the file's name alone: where it lay on somebody's disk is not passed on.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.casework.library_ports import Measured
from workbench.domain.entries import canonical_json
from workbench.domain.evidence import is_digest
from workbench.domain.examinations import Fingerprint
from workbench.domain.intervals import parse_interval
from workbench.domain.known import KnownImage
from workbench.domain.paths import last_part
from workbench.domain.refusals import Refusal

FORMAT = "workbench-pack/1"
MOST_TEXT = 4_000
"""Characters of one text from a pack."""
MOST_FINGERPRINTS = 32
_DIGESTS = {"md5": 32, "sha1": 40}
_ID = re.compile(r"[0-9a-f]{16}")
_VARIANTS = ("as-is", "as-is trimmed")
_BITS = re.compile(r"(?:[0-9a-f]{16}){1,16}")
_KIND = re.compile(r"[a-z0-9-]{1,32}")


@dataclass(frozen=True, slots=True)
class PackEntry:
    """One known image of a pack. `measured` has neither preview nor features yet: these are their digests."""

    member: str
    known: KnownImage
    measured: Measured
    features: str | None
    preview: str | None
    original: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """Each of `entries` is read, or the refusal that says why it cannot be, under the name that it gives itself."""

    library: str
    name: str
    entries: tuple[PackEntry | Refusal, ...]


def known_id(sha256: str, measured: Measured) -> str:
    """The id of a known image: the start of its SHA-256, or of one over all the hashes that are known of it."""
    if sha256:
        return sha256[:16]
    hashes = [*(f"{kind}:{digest}" for kind, digest in measured.digests)]
    hashes += [f"{one.kind}:{one.bits}" for one in measured.fingerprints]
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()[:16]


def entry_facts(entry: PackEntry, size: int, recipes: Sequence[str]) -> dict[str, Any]:
    """The manifest's record of one known image; `size` is its original's in bytes, 0 where it is not known."""
    known, measured = entry.known, entry.measured
    return {
        "id": entry.member,
        "sha256": known.sha256,
        "name": last_part(known.path),
        "first_known": known.first_known.text() if known.first_known else None,
        "place": known.place,
        "source": known.source,
        "event": known.event,
        "note": known.note,
        "size": size,
        "media_type": measured.media_type,
        "width": measured.size[0],
        "height": measured.size[1],
        "digests": dict(measured.digests),
        "original": entry.original,
        "fingerprints": [
            [f.kind, f.variant, f.bits, f.quality, recipes.index(f.recipe)] for f in measured.fingerprints
        ],
        "features": entry.features,
        "preview": entry.preview,
    }


def manifest_bytes(
    program: str, library: str, name: str, kind: str, recipes: Sequence[str], entries: list[Any]
) -> bytes:
    return canonical_json(
        {"format": FORMAT, "program": program, "library": {"id": library, "name": name}, "with": kind,
         "recipes": list(recipes), "entries": entries}
    )  # fmt: skip


def read_manifest(untrusted_manifest: bytes) -> Manifest:
    """What a stranger's manifest says; Refusal `pack.manifest-unreadable`, `pack.other-format`."""
    try:
        raw = json.loads(untrusted_manifest.decode("utf-8"))
        if not isinstance(raw, dict) or raw.get("format") != FORMAT:
            raise Refusal("pack.other-format", found=_shown(raw.get("format") if isinstance(raw, dict) else None))
        library, listed, recipes = raw["library"], raw["entries"], raw["recipes"]
        if not isinstance(listed, list) or not isinstance(recipes, list):
            raise ValueError("entries and recipes are no lists")
        made_by = [_text(recipe) for recipe in recipes]
        return Manifest(_text(library["id"]), _text(library["name"]), tuple(_entry(one, made_by) for one in listed))
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise Refusal("pack.manifest-unreadable", reason=type(error).__name__) from error


def _entry(untrusted: Any, recipes: Sequence[str]) -> PackEntry | Refusal:
    try:
        return _read(untrusted, recipes)
    except (KeyError, TypeError, ValueError, Refusal):
        name = untrusted.get("name") if isinstance(untrusted, dict) else None
        return Refusal("pack.entry-unreadable", path=_shown(name))


def _read(untrusted: Mapping[str, Any], recipes: Sequence[str]) -> PackEntry:
    sha256, member = untrusted["sha256"], untrusted["id"]
    digests = untrusted["digests"]
    if not (isinstance(member, str) and _ID.fullmatch(member)) or (sha256 != "" and not is_digest(sha256)):
        raise ValueError("no id or digest")
    if len(untrusted["fingerprints"]) > MOST_FINGERPRINTS or not isinstance(digests, dict):
        raise ValueError("too many fingerprints, or no digests")
    measured = Measured(
        fingerprints=tuple(_fingerprint(one, recipes) for one in untrusted["fingerprints"]),
        size=(_number(untrusted["width"], 10**6), _number(untrusted["height"], 10**6)),
        media_type=_text(untrusted["media_type"])[:64],
        digests=tuple(sorted((kind, _digest(kind, digest)) for kind, digest in digests.items())),
    )
    if len({(one.kind, one.variant) for one in measured.fingerprints}) < len(measured.fingerprints):
        raise ValueError("a fingerprint twice")
    original = untrusted["original"] is True
    if not (sha256 or measured.digests or measured.fingerprints) or (original and not sha256):
        raise ValueError("nothing to know it by")
    first = parse_interval(_text(untrusted["first_known"])) if untrusted["first_known"] is not None else None
    place, source, note, event = (_text(untrusted[key]) for key in ("place", "source", "note", "event"))
    path = last_part(_text(untrusted["name"]))
    known = KnownImage(known_id(sha256, measured), sha256, path, first, place, source, note, event)
    return PackEntry(
        member, known, measured, _optional(untrusted["features"]), _optional(untrusted["preview"]), original
    )


def _fingerprint(untrusted: Any, recipes: Sequence[str]) -> Fingerprint:
    kind, variant, bits, quality, recipe = untrusted
    if not (_KIND.fullmatch(kind) and variant in _VARIANTS and _BITS.fullmatch(bits)):
        raise ValueError("no fingerprint")
    return Fingerprint(kind, variant, bits, _number(quality, 100), recipes[_number(recipe, len(recipes) - 1)])


def _digest(kind: str, untrusted: Any) -> str:
    if not (isinstance(untrusted, str) and re.fullmatch(r"[0-9a-f]+", untrusted) and len(untrusted) == _DIGESTS[kind]):
        raise ValueError("no digest")
    return untrusted


def _optional(untrusted: Any) -> str | None:
    if untrusted is not None and not is_digest(untrusted):
        raise ValueError("no digest")
    return untrusted if isinstance(untrusted, str) else None


def _number(untrusted: Any, most: int) -> int:
    if not isinstance(untrusted, int) or isinstance(untrusted, bool) or not 0 <= untrusted <= most:
        raise ValueError("no such number")
    return untrusted


def _text(untrusted: Any) -> str:
    """Text that a database can hold: bounded, without lone surrogates."""
    if not isinstance(untrusted, str) or len(untrusted) > MOST_TEXT:
        raise ValueError("no text, or too long a one")
    untrusted.encode("utf-8")  # UnicodeEncodeError is a ValueError
    return untrusted


def _shown(untrusted: Any) -> str:
    text = untrusted if isinstance(untrusted, str) else "?"
    return text[:200].encode("utf-8", "backslashreplace").decode()
