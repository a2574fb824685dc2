"""The Merkle tree of RFC 6962 section 2.1, kept as the roots of its complete subtrees.

A tree of n leaves is the list of the roots of its complete subtrees, one for each set bit of n, largest
first. Adding a leaf and reading the root take O(log n) hashes, so every journal transaction can sign one.
"""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").hexdigest()
"""The root of a tree without leaves."""


def node_hash(left: str, right: str) -> str:
    """The hash of an inner node: SHA-256 over a one byte and both children's hashes."""
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def grown(subtrees: Sequence[str], size: int, leaves: Iterable[str]) -> tuple[tuple[str, ...], int]:
    """The subtrees and size after adding `leaves` (64 hex digits each) to a tree of `size` leaves."""
    stack = list(subtrees)
    for leaf in leaves:
        stack.append(leaf)
        carry = size
        while carry & 1:
            right = stack.pop()
            stack.append(node_hash(stack.pop(), right))
            carry >>= 1
        size += 1
    return tuple(stack), size


def root(subtrees: Sequence[str]) -> str:
    """The Merkle tree hash of the tree that `subtrees` stand for."""
    if not subtrees:
        return EMPTY_ROOT
    whole = subtrees[-1]
    for left in reversed(subtrees[:-1]):
        whole = node_hash(left, whole)
    return whole
