from __future__ import annotations

import gzip
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.lists.allowance import FetchEnded, FetchFault
from agent.lists.unpack import PIECE_OCTETS, unpacked


def pieces(octets: bytes, size: int) -> list[bytes]:
    """Return octets in pieces of a size."""
    return [octets[start : start + size] for start in range(0, len(octets), size)]


@given(
    st.binary(max_size=300).map(lambda octets: octets * 1000),
    st.integers(0, 9),
    st.sampled_from((1, 7, 1000, 10**6)),
)
def test_what_was_packed_comes_out(octets: bytes, level: int, size: int) -> None:
    """However it was packed and wherever it was cut, the same octets come out, in small pieces."""
    packed = gzip.compress(octets, level, mtime=0)
    size = max(size, len(packed) // 500)

    out = list(unpacked(pieces(packed, size)))

    assert b"".join(out) == octets
    assert all(len(piece) <= PIECE_OCTETS for piece in out)


def test_a_body_of_exactly_full_pieces_comes_out() -> None:
    """Octets that wait in the unpacker when a packed piece was read are not lost."""
    for more in range(-2, 3):
        octets = b"a" * (3 * PIECE_OCTETS + more)

        for size in (1, 2, 1000):
            assert b"".join(unpacked(pieces(gzip.compress(octets), size))) == octets


def refused(packed: list[bytes]) -> FetchFault:
    """Return why a packed body is not taken."""
    with pytest.raises(FetchEnded) as ended:
        list(unpacked(packed))
    return ended.value.fault


WHOLE = gzip.compress(b"a.example\n" * 50, mtime=0)
DAMAGED = {
    "nothing": [],
    "an empty piece": [b""],
    "not packed": [b"a.example\n"],
    "packed without its frame": [zlib.compress(b"a.example\n")],
    "a wrong sum": [WHOLE[:-8] + b"\0\0\0\0" + WHOLE[-4:]],
    "more behind": [WHOLE + b"x"],
    "more behind in a piece of its own": [WHOLE, b"x"],
    "two bodies": [WHOLE + WHOLE],
}


@pytest.mark.parametrize("packed", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_body_is_refused(packed: list[bytes]) -> None:
    """A packed body that is not exactly one whole body is not taken in part."""
    assert refused(packed) is FetchFault.CUT_OFF


def test_a_body_cut_anywhere_is_refused() -> None:
    """Without its last octets a packed body is never taken for whole, wherever it was cut."""
    assert {refused([WHOLE[:end]]) for end in range(len(WHOLE))} == {FetchFault.CUT_OFF}


def test_no_octets_break_the_unpacker(dice: random.Random) -> None:
    """Struck octets come out as they were packed, or are refused, and nothing else."""
    for _ in range(500):
        octets = bytearray(WHOLE)
        octets[dice.randrange(len(octets))] ^= 1 << dice.randrange(8)
        try:
            out = b"".join(unpacked(pieces(bytes(octets), dice.choice((1, 50, 1000)))))
        except FetchEnded:
            continue
        assert out == b"a.example\n" * 50
