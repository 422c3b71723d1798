from __future__ import annotations

import hashlib
import itertools
import unicodedata

from consent.word_list import WORDS


def test_the_list_is_the_one_that_was_published() -> None:
    """With dice numbers and tabs put back, the list has the SHA-256 of the EFF's own file."""
    rolls = ("".join(roll) for roll in itertools.product("123456", repeat=5))
    published = "".join(f"{roll}\t{word}\n" for roll, word in zip(rolls, WORDS, strict=True))

    assert hashlib.sha256(published.encode()).hexdigest() == (
        "addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e"
    )


def test_no_word_begins_another() -> None:
    """Words that run together can be read in one way only, but for one pair of twins."""
    letters = sorted(word.replace("-", "") for word in WORDS)
    twins = [(one, two) for one, two in itertools.pairwise(letters) if two.startswith(one)]

    assert twins == [("yoyo", "yoyo")]
    assert all(unicodedata.normalize("NFKC", word).casefold() == word for word in WORDS)
