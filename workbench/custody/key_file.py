"""`case.keys`: the data key of an encrypted case, wrapped by a passphrase and by a recovery key.

    {"format": "workbench.keys/1", "id": ..., "slots": [{"kind": "passphrase", ...}, {"kind": "recovery", ...}],
     "seal": HMAC-SHA256 of everything before}

The data key is 32 random bytes and never changes, so that a new passphrase rewrites nothing but this file. Each slot
holds it under ChaCha20-Poly1305 (RFC 8439), the slot's own parameters authenticated; the passphrase's key comes from
Argon2id (RFC 9106), the recovery key's from HKDF-SHA256 (RFC 5869). The seal's key is drawn from the data key.
Whoever keeps an earlier copy of this file keeps what its passphrase opens: a new passphrase cannot reach it.
"""

import base64
import contextlib
import hmac
import json
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from workbench.custody import recovery_key
from workbench.domain.entries import canonical_json

FORMAT = "workbench.keys/1"
MOST_BYTES = 1 << 14
KEY, SALT, NONCE = 32, 16, 12


class WrongKey(Exception):
    """What was given opens no slot."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What Argon2id is made to cost. The defaults lie between the two that RFC 9106 recommends: half a second and 256
    MiB. ValueError below RFC 9106's second recommendation, and above what a stranger's file may ask of a laptop."""

    memory_kib: int = 256 * 1024
    iterations: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        if not (64 * 1024 <= self.memory_kib <= 2**21 and 3 <= self.iterations <= 32 and 1 <= self.lanes <= 16):
            raise ValueError("Argon2id with less, or more, than is allowed")


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key file as it was read; nothing in it is believed before a slot opens and the seal holds."""

    id: str
    slots: tuple[Mapping[str, Any], ...]
    seal: str

    def opened(self, entered: str) -> bytes:
        """The data key, by a passphrase or a recovery key; WrongKey, or ValueError where the file was altered."""
        data_key = self._opened(entered)
        if not hmac.compare_digest(self.seal, _seal(data_key, self.id, self.slots)):
            raise ValueError("it was altered")
        return data_key

    def _opened(self, entered: str) -> bytes:
        for slot in self.slots:
            wrapping = _wrapping(slot, entered)
            if wrapping is not None:
                nonce, wrapped = _bytes(slot, "nonce"), _bytes(slot, "wrapped")
                with contextlib.suppress(InvalidTag):
                    return ChaCha20Poly1305(wrapping).decrypt(nonce, wrapped, _bound(self.id, slot))
        raise WrongKey

    def written(self) -> bytes:
        body = {"format": FORMAT, "id": self.id, "slots": [dict(slot) for slot in self.slots], "seal": self.seal}
        return json.dumps(body, indent=1, sort_keys=True).encode() + b"\n"

    def replaced(self, data_key: bytes, *slots: Mapping[str, Any]) -> "KeyFile":
        """The same with these slots in place of those of their kinds."""
        kinds = {slot["kind"] for slot in slots}
        kept = (*(slot for slot in self.slots if slot["kind"] not in kinds), *slots)
        return KeyFile(self.id, kept, _seal(data_key, self.id, kept))


def new_key_file(data_key: bytes, passphrase: str, recovery: bytes, cost: Cost) -> KeyFile:
    name = os.urandom(8).hex()
    slots = (passphrase_slot(name, data_key, passphrase, cost), recovery_slot(name, data_key, recovery))
    return KeyFile(name, slots, _seal(data_key, name, slots))


def read_key_file(untrusted: bytes) -> KeyFile:
    """A key file; ValueError for whatever else, and for one that asks for too little, or too much, of Argon2id."""
    try:
        if len(untrusted) > MOST_BYTES:
            raise ValueError("it is too long")
        raw = json.loads(untrusted)
        if raw["format"] != FORMAT:
            raise ValueError(f"its format is {str(raw['format'])[:40]}")
        slots = tuple(raw["slots"])
        for slot in slots:
            if slot["kind"] == "passphrase":
                _cost_of(slot)
            if len(_bytes(slot, "salt")) != SALT or len(_bytes(slot, "nonce")) != NONCE:
                raise ValueError("a slot is not as it was written")
        if not (isinstance(raw["id"], str) and isinstance(raw["seal"], str) and 1 <= len(slots) <= 8):
            raise ValueError("it is not a key file")
        return KeyFile(raw["id"], slots, raw["seal"])
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("it is not a key file") from error


def passphrase_slot(name: str, data_key: bytes, passphrase: str, cost: Cost) -> Mapping[str, Any]:
    told = {
        "kind": "passphrase",
        "kdf": "argon2id",
        "memory_kib": cost.memory_kib,
        "iterations": cost.iterations,
        "lanes": cost.lanes,
        "salt": _coded(os.urandom(SALT)),
    }
    return _slot(name, told, data_key, passphrase)


def recovery_slot(name: str, data_key: bytes, recovery: bytes) -> Mapping[str, Any]:
    told = {"kind": "recovery", "kdf": "hkdf-sha256", "salt": _coded(os.urandom(SALT))}
    return _slot(name, told, data_key, recovery_key.written(recovery))


def argon2id(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """A key of 32 bytes. Letters that can be coded in several ways are brought to one (NFC)."""
    deriving = Argon2id(
        salt=salt, length=KEY, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    return deriving.derive(unicodedata.normalize("NFC", passphrase).encode())


def _slot(name: str, told: Mapping[str, Any], data_key: bytes, entered: str) -> Mapping[str, Any]:
    wrapping = _wrapping(told, entered)
    if wrapping is None:
        raise ValueError("not a key for this slot")
    nonce = os.urandom(NONCE)
    wrapped = ChaCha20Poly1305(wrapping).encrypt(nonce, data_key, _bound(name, told))
    return {**told, "nonce": _coded(nonce), "wrapped": _coded(wrapped)}


def _wrapping(slot: Mapping[str, Any], entered: str) -> bytes | None:
    """The key that wraps the data key in a slot; None where what was entered cannot be meant for it."""
    salt = _bytes(slot, "salt")
    if slot["kind"] == "passphrase":
        return argon2id(entered, salt, _cost_of(slot))
    try:
        recovery = recovery_key.read(entered)
    except ValueError:
        return None
    return HKDF(SHA256(), KEY, salt, b"workbench recovery 1").derive(recovery)


def _cost_of(slot: Mapping[str, Any]) -> Cost:
    return Cost(int(slot["memory_kib"]), int(slot["iterations"]), int(slot["lanes"]))


def _bound(name: str, slot: Mapping[str, Any]) -> bytes:
    told = {key: value for key, value in slot.items() if key not in ("nonce", "wrapped")}
    return canonical_json({"format": FORMAT, "id": name, "slot": told})


def _seal(data_key: bytes, name: str, slots: tuple[Mapping[str, Any], ...]) -> str:
    key = HKDF(SHA256(), KEY, None, b"workbench key file 1").derive(data_key)
    told = canonical_json({"format": FORMAT, "id": name, "slots": [dict(slot) for slot in slots]})
    return hmac.digest(key, told, "sha256").hex()


def _bytes(slot: Mapping[str, Any], field: str) -> bytes:
    return base64.b64decode(slot[field], validate=True)


def _coded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
