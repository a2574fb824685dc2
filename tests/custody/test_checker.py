"""The standalone checker's own arithmetic: Ed25519 against RFC 8032 and another program, the tree against RFC 6962."""

import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bundles import checker
from tests.domain.test_merkle import LEAVES, ROOTS, naive_root
from workbench.domain.entries import canonical_json, leaf_hash

check = checker()

RFC_8032 = [  # section 7.1: secret key, public key, message, signature
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    ("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"),
]  # fmt: skip


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_published_signatures_hold_and_changed_ones_do_not(
    secret: str, public: str, message: str, signature: str
) -> None:
    key, text, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    made = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    assert (made.public_key().public_bytes_raw(), made.sign(text)) == (key, signed), "copied as it was published"
    assert check.signature_holds(key, text, signed)
    assert not check.signature_holds(key, text + b"x", signed)
    for place in (0, 31, 32, 63):
        changed = bytearray(signed)
        changed[place] ^= 1
        assert not check.signature_holds(key, text, bytes(changed))
    larger = int.from_bytes(signed[32:], "little") + check.L
    assert not check.signature_holds(key, text, signed[:32] + larger.to_bytes(32, "little")), "S beyond the order"
    assert not check.signature_holds(key, text, signed[:63])
    assert not check.signature_holds(b"\xff" * 32, text, signed), "no point of the curve"


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511), st.booleans())
def test_it_agrees_with_another_program(secret: bytes, message: bytes, bit: int, flip: bool) -> None:
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = key.public_key().public_bytes_raw(), bytearray(key.sign(message))
    if flip:
        signature[bit // 8] ^= 1 << bit % 8
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bytes(signature), message)
        holds = True
    except InvalidSignature:
        holds = False
    assert check.signature_holds(public, message, bytes(signature)) is holds is not flip


def test_published_roots() -> None:
    hashes = [check.leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
    assert check.tree_roots(hashes)[1:] == ROOTS


@given(st.lists(st.binary(max_size=6), max_size=33))
def test_every_root_is_that_of_the_definition(bodies: list[bytes]) -> None:
    leaves = [leaf_hash(body) for body in bodies]
    assert check.tree_roots(leaves) == [naive_root(leaves[:size]) for size in range(len(leaves) + 1)]


@given(st.lists(st.binary(max_size=6), min_size=2, max_size=20, unique=True), st.data())
def test_no_change_of_leaves_keeps_the_root(bodies: list[bytes], data: st.DataObject) -> None:
    """Altered, removed, added, swapped: each gives another root at the full size, or another size."""
    place = data.draw(st.integers(0, len(bodies) - 2))
    other = [*bodies[:place], bodies[place] + b"!!!!!!!", *bodies[place + 1 :]]
    swapped = [*bodies[:place], bodies[place + 1], bodies[place], *bodies[place + 2 :]]
    doubled = [*bodies, bodies[-1]]
    roots = {check.tree_roots(map(leaf_hash, one))[-1] for one in (bodies, other, swapped, bodies[:-1], doubled)}
    assert len(roots) == 5


@given(st.lists(st.integers(0, 40), max_size=25, unique=True))
def test_what_is_moved_is_as_little_as_can_be(numbers: list[int]) -> None:
    moved = check.out_of_order(numbers)
    rest = [number for number in numbers if number not in moved]
    assert rest == sorted(rest)
    longest = [0] * len(numbers)
    for i, number in enumerate(numbers):
        longest[i] = 1 + max((longest[j] for j in range(i) if numbers[j] < number), default=0)
    assert len(rest) == max(longest, default=0)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abcXYZ_", max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_canonical_json_is_the_projects(value: object) -> None:
    body = canonical_json(value)
    assert check.parsed(body) == value


@pytest.mark.parametrize(
    "body", [b'{"a": 1}', b'{"b":1,"a":2}', b"1.0", b"NaN", b'{"a":1,"a":1}', b'"\\u0061"', b"\xff", b"[" * 100_000]
)
def test_what_is_not_canonical_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        check.parsed(body)


def test_a_checkpoint_with_a_line_too_many_is_none() -> None:
    public = bytes.fromhex(RFC_8032[0][1])
    root = base64.b64encode(bytes(32)).decode()
    for note in ("", "a\n1\n", f"a\n1\n{root}\nmore\n\n\u2014 a AAAA\n", f"a\n-1\n{root}\n\n\u2014 a AAAA\n"):
        with pytest.raises(ValueError, match=r"."):
            check.read_checkpoint(note, public)
