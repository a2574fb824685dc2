"""The Merkle tree against Certificate Transparency's published vectors, and its own invariants."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain import merkle
from workbench.domain.entries import leaf_hash

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [  # google/certificate-transparency, merkle tree test data: the root at each size from 1
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(leaves: list[str]) -> str:
    """RFC 6962 section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256().hexdigest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


def test_published_vectors() -> None:
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
    for size, root in enumerate(ROOTS, 1):
        assert merkle.root(merkle.grown((), 0, hashes[:size])[0]) == root


def test_a_tree_without_leaves_has_the_hash_of_nothing() -> None:
    assert merkle.root(()) == hashlib.sha256(b"").hexdigest()


@given(st.lists(st.binary(max_size=8), max_size=40), st.integers(0, 40))
def test_growing_in_two_steps_gives_the_tree_of_the_definition(bodies: list[bytes], cut: int) -> None:
    leaves = [leaf_hash(body) for body in bodies]
    subtrees, size = merkle.grown((), 0, leaves[:cut])
    subtrees, size = merkle.grown(subtrees, size, leaves[cut:])
    assert size == len(leaves)
    assert merkle.root(subtrees) == naive_root(leaves)
