"""Signatures on things that leave the installation: a C2SP `signed-note` over a digest.

    TITLE
    base64 of the SHA-256 of what is signed
    base64 of the Ed25519 public key (32 bytes)

    — TITLE base64 of key id and signature

The key travels with the note: the note shows that nothing was changed since its holder signed, and whose key it
was by its id; who holds that key has to be learnt another way.
"""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from workbench.custody.keys import SigningKey, key_id


def seal(title: str, signed: bytes, key: SigningKey) -> str:
    """A note by `key` on `signed`; `title` has no space, plus sign or line end."""
    body = f"{title}\n{_coded(hashlib.sha256(signed).digest())}\n{_coded(key.public)}\n"
    return f"{body}\n\u2014 {title} {_coded(key_id(title, key.public) + key.private.sign(body.encode()))}\n"


def read_seal(title: str, signed: bytes, untrusted_note: str) -> bytes:
    """The public key (32 bytes) whose signature on `signed` holds; ValueError otherwise."""
    body, _, signature = untrusted_note.partition("\n\n")
    lines = body.split("\n")
    if len(lines) != 3 or lines[0] != title:
        raise ValueError("not a seal of this kind")
    if lines[1] != _coded(hashlib.sha256(signed).digest()):
        raise ValueError("another text was signed")
    public = base64.b64decode(lines[2], validate=True)
    mark, _, rest = signature.removesuffix("\n").partition(" ")
    name, _, coded = rest.partition(" ")
    raw = base64.b64decode(coded, validate=True)
    if mark != "\u2014" or name != title or raw[:4] != key_id(title, public):
        raise ValueError("no signature by this key")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], f"{body}\n".encode())
    except InvalidSignature as error:
        raise ValueError("the signature does not hold") from error
    return public


def holder(public: bytes) -> str:
    """The name of a key, as `SigningKey.book` has it: 16 hex digits of the public key's SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def _coded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
