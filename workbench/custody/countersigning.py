"""A colleague's word that a checkpoint was there at a time: one more line under the signed note.

The line is a C2SP `tlog-cosignature` (cosignature/v1): signature type 0x04, the time in seconds since 1970 in eight
bytes, then an Ed25519 signature over `cosignature/v1`, the time and the note's text. The name in the line is
`workbench.key/` and the colleague's public key in hex, so that the note alone is enough to check it; who holds that
key has to be learnt another way.
"""

import base64
import hashlib
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from workbench.casework.notary_ports import Countersignature
from workbench.custody.keys import SigningKey
from workbench.custody.seals import holder
from workbench.domain.evidence import is_digest

_NAME = "workbench.key/"


def countersign(note: str, key: SigningKey, at: datetime) -> str:
    """The note with one more line, by `key` at `at` (whole seconds). ValueError where it has none to stand under."""
    body, gap, lines = note.partition("\n\n")
    if not gap or not lines.startswith("\u2014 ") or len(body.split("\n")) != 3:
        raise ValueError("not a signed checkpoint")
    seconds = int(at.timestamp())
    name = _NAME + key.public.hex()
    signature = key.private.sign(_signed(body, seconds))
    raw = _key_id(name, key.public) + seconds.to_bytes(8, "big") + signature
    return f"{note.removesuffix(chr(10))}\n\u2014 {name} {base64.b64encode(raw).decode()}\n"


def countersignatures(note: str) -> tuple[Countersignature, ...]:
    """Who countersigned a note, and when; ValueError where one of the lines by a colleague does not hold."""
    body, _, lines = note.partition("\n\n")
    found = []
    for line in lines.removesuffix("\n").split("\n"):
        _, _, rest = line.partition(" ")
        name, _, coded = rest.partition(" ")
        if not name.startswith(_NAME) or not is_digest(name.removeprefix(_NAME)):
            continue
        public, raw = bytes.fromhex(name.removeprefix(_NAME)), base64.b64decode(coded, validate=True)
        seconds = int.from_bytes(raw[4:12], "big")
        if len(raw) != 76 or raw[:4] != _key_id(name, public) or seconds >= 1 << 35:
            raise ValueError("not a countersignature")
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(raw[12:], _signed(body, seconds))
        except InvalidSignature as error:
            raise ValueError("the countersignature does not hold") from error
        at = datetime.fromtimestamp(seconds, UTC).isoformat()
        found.append(Countersignature(holder(public), public.hex(), at))
    return tuple(found)


def _signed(body: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{body}\n".encode()


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n\x04" + public).digest()[:4]
