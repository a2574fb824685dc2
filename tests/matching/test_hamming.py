import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.matching.hamming import HammingIndex

HASHES = st.integers(0, 2**64 - 1).map(lambda bits: f"{bits:016x}")


def apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


@given(st.lists(HASHES, max_size=80), HASHES, st.integers(0, 64))
def test_finds_exactly_what_counting_every_pair_finds(rows, query, distance):
    index = HammingIndex(64)
    assert [index.append(row) for row in rows] == list(range(len(rows)))
    expected = [(row, apart(bits, query)) for row, bits in enumerate(rows) if apart(bits, query) <= distance]
    assert list(index.within(query, distance)) == expected


@given(st.integers(0, 2**256 - 1), st.integers(0, 2**256 - 1))
def test_long_hashes_are_counted_whole(one, other):
    index = HammingIndex(256)
    index.append(f"{one:064x}")
    assert index.within(f"{other:064x}", 256) == ((0, (one ^ other).bit_count()),)


def test_rows_beyond_the_first_block_keep_their_numbers():
    index = HammingIndex(64)
    for row in range(70_000):
        index.append(f"{row:016x}")
    assert index.within(f"{69_999:016x}", 0) == ((69_999, 0),)
    assert len(index) == 70_000


@pytest.mark.parametrize("bits", ["", "00", "0" * 64, "zz" * 8])
def test_a_hash_of_another_length_is_an_error(bits):
    with pytest.raises(ValueError):  # noqa: PT011
        HammingIndex(64).append(bits)
