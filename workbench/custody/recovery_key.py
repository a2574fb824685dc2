"""A recovery key as people write it down: 160 random bits and a checksum, in six groups of six characters.

The alphabet is Crockford's base 32: neither I, L, O nor U; small letters, and I, L and O for 1 and 0, are understood.
The last four characters are the first 20 bits of the SHA-256 of the bits before.
"""

import hashlib
import secrets

BYTES = 20
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ = str.maketrans("ILO", "110", " -\t")
_KEY, _CHECK, _GROUP = 32, 4, 6


def new_recovery_key() -> bytes:
    return secrets.token_bytes(BYTES)


def written(key: bytes) -> str:
    """The key as it is shown: `XXXXXX-XXXXXX-...`."""
    text = _coded(int.from_bytes(key, "big"), _KEY) + _checksum(key)
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def looks_like_one(untrusted: str) -> bool:
    """Whether somebody meant to type a recovery key, rightly or not."""
    text = untrusted.strip().upper()
    plain = text.translate(_READ)
    return len(plain) == _KEY + _CHECK and all(c in _ALPHABET for c in plain)


def read(untrusted: str) -> bytes:
    """The key that was typed; ValueError where it is none, or was mistyped."""
    if not looks_like_one(untrusted):
        raise ValueError("not a recovery key")
    text = untrusted.strip().upper().translate(_READ)
    number = 0
    for character in text[:_KEY]:
        number = number << 5 | _ALPHABET.index(character)
    key = number.to_bytes(BYTES, "big")
    if _checksum(key) != text[_KEY:]:
        raise ValueError("mistyped")
    return key


def _checksum(key: bytes) -> str:
    return _coded(int.from_bytes(hashlib.sha256(key).digest()[:3], "big") >> 4, _CHECK)


def _coded(number: int, characters: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(characters)))
