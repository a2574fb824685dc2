"""What the use cases need to let others vouch for a case: signatures on lists, countersignatures, time stamps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Countersignature:
    """A colleague's signature that holds: 16 digits of the key's SHA-256, the key in hex, and when (UTC)."""

    key: str
    public_key: str
    at: str


@dataclass(frozen=True, slots=True)
class TimestampReply:
    """What a time-stamping authority answered, as its reply states it. `status` 0 and 1: granted; then `imprint`
    is the digest in hex that was stamped, `algorithm` and `policy` are object identifiers, `at` is ISO 8601, UTC."""

    status: int
    algorithm: str = ""
    imprint: str = ""
    nonce: int | None = None
    at: str = ""
    policy: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Notary:
    """Doors to the concrete parts.

    `public` gives this installation's Ed25519 key (32 bytes), `key_files` that key as files for other programs, and
    `sign_list` the signatures on a list of files (its name, its text) as files beside it. `countersign` adds this
    installation's line to a checkpoint's note, `countersignatures` reads such lines; both raise ValueError for other
    texts. `timestamp_request` makes a request for a SHA-256 digest and a nonce; `timestamp_reply` reads a reply,
    ValueError where it is none. `nonce` is never the same twice.
    """

    public: Callable[[], bytes]
    key_files: Callable[[], Mapping[str, bytes]]
    sign_list: Callable[[str, bytes], Mapping[str, bytes]]
    countersign: Callable[[str, datetime], str]
    countersignatures: Callable[[str], tuple[Countersignature, ...]]
    timestamp_request: Callable[[bytes, int], bytes]
    timestamp_reply: Callable[[bytes], TimestampReply]
    nonce: Callable[[], int]
    checker: Path
    """The folder of the standalone checker and the text that explains a bundle."""
