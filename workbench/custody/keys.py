"""The installation's signing key, and checkpoints signed with it.

A checkpoint is a C2SP `tlog-checkpoint`: origin, size, base64 root, an empty line, and signature lines as
in C2SP `signed-note`, Ed25519 (algorithm byte 0x01). The key lies with the installation and not with the
case: whoever is given a case folder is not given the means to sign for it.
"""

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from workbench.domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key pair. `book` names the journal book that it writes: 16 hex digits of the public key's hash."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def book(self) -> str:
        return hashlib.sha256(self.public).hexdigest()[:16]

    def checkpoint(self, origin: str, size: int, root: str) -> str:
        """The signed checkpoint of a tree of `size` leaves with `root` (64 hex digits)."""
        body = f"{origin}\n{size}\n{base64.b64encode(bytes.fromhex(root)).decode()}\n"
        signature = key_id(origin, self.public) + self.private.sign(body.encode())
        return f"{body}\n\u2014 {origin} {base64.b64encode(signature).decode()}\n"


def key_id(name: str, public: bytes) -> bytes:
    """Four bytes that tell keys of one name apart (C2SP signed-note, Ed25519)."""
    return hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]


def read_checkpoint(note: str, public: bytes) -> tuple[str, int, str]:
    """Origin, size and root (hex) of a checkpoint whose signature by `public` holds; ValueError otherwise."""
    body, _, signatures = note.partition("\n\n")
    lines = body.split("\n")
    if len(lines) != 3:
        raise ValueError("not a checkpoint")
    origin, size, root = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
    for line in signatures.removesuffix("\n").split("\n"):  # nothing but a line feed ends a line
        mark, _, rest = line.partition(" ")
        name, _, coded = rest.partition(" ")
        signed = base64.b64decode(coded, validate=True)
        if base64.b64encode(signed).decode() != coded:
            raise ValueError("not the signature as it was written")
        if mark == "\u2014" and name == origin and signed[:4] == key_id(origin, public):
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signed[4:], f"{body}\n".encode())
            except InvalidSignature as error:
                raise ValueError("the signature does not hold") from error
            return origin, size, root.hex()
    raise ValueError("no signature by this key")


def installation_key(folder: Path) -> SigningKey:
    """The key kept in `folder`, made on first use, readable by its owner only. Refusal `keys.unreadable`."""
    file = folder / "signing-key.pem"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _keep(file)
        key = load_pem_private_key(file.read_bytes(), None)
    except (OSError, ValueError) as error:
        raise Refusal("keys.unreadable", path=str(file), reason=str(error)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Refusal("keys.unreadable", path=str(file), reason="not an Ed25519 key")
    return SigningKey(key)


def _keep(file: Path) -> None:
    """Write a new key under a name of its own, then link it: two instances that start at once share one key."""
    fresh = file.with_suffix(f".{os.getpid()}")
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        if not file.exists():
            os.replace(fresh, file)
    fresh.unlink(missing_ok=True)
