"""Untrusted bytes may raise only PolicyError, from the index reader and from every look-up."""

from __future__ import annotations

import random
from contextlib import suppress
from hashlib import blake2b

import pytest

from policy.categories import Category
from policy.errors import PolicyError
from policy.index import CHECK_OCTETS, MAGIC, CategoryIndex, ListSource
from policy.names import Name, from_text
from tests.conftest import Scale
from tests.fuzz.damage import damaged
from tests.policy.strategies import index_octets

NAMES = [from_text(f"{letter}.example") for letter in "abcdefgh"]
OCTETS = index_octets(
    [
        (ListSource("one", Category.ADULT), [(name, False) for name in NAMES[:5]]),
        (ListSource("two", Category.GAMES), [(name, True) for name in NAMES[3:]]),
    ]
)


def test_a_damaged_index_is_refused(dice: random.Random, scale: Scale) -> None:
    """A file that is not, octet for octet, the one written is refused with PolicyError."""
    for _ in range(scale(3_000, 100_000)):
        octets = damaged(OCTETS, dice)
        if octets == OCTETS:
            continue
        with pytest.raises(PolicyError):
            CategoryIndex(memoryview(octets))


def test_a_damaged_index_whose_check_sum_was_mended_is_read_or_refused(
    dice: random.Random, scale: Scale
) -> None:
    """A file made up to look sound is refused with PolicyError, or answers without raising."""
    accepted = 0
    for _ in range(scale(5_000, 200_000)):
        contents = damaged(OCTETS, dice)[:-CHECK_OCTETS]
        mended = contents + blake2b(contents, digest_size=CHECK_OCTETS).digest()
        with suppress(PolicyError):
            index = CategoryIndex(memoryview(mended))
            accepted += 1
            for name in NAMES:
                asked = Name(b"\3www" + name)
                assert all(0 <= offset < len(asked) for offset, _ in index.listings(asked))
                index.lists_naming(asked, Category.ADULT)

    assert accepted


def test_rubbish_behind_the_magic_is_refused(dice: random.Random, scale: Scale) -> None:
    """A file that only begins like an index is refused."""
    for _ in range(scale(2_000, 50_000)):
        with pytest.raises(PolicyError):
            CategoryIndex(memoryview(MAGIC + dice.randbytes(dice.randrange(200))))
