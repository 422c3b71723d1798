from __future__ import annotations

import itertools
import random
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.errors import TextMalformed
from consent.frozen import CARD_WORDS, FINGERPRINT_WORDS, WORD_OCTETS
from consent.words import WORDS, check_words, closest_word, letters_of, words_for, words_from_text

EIGHT = ("abacus", "cautious", "turret", "bacon", "pandemic", "ranch", "moaner", "muscular")
CARDS = st.lists(st.sampled_from(WORDS), min_size=CARD_WORDS, max_size=CARD_WORDS).map(tuple)


def test_a_fingerprint_is_the_fraction_that_its_octets_are_of_all() -> None:
    """The words are the digits of the first 16 octets, read as a fraction, in base 7,776."""
    octets = bytes(range(32))
    fraction = Fraction(int.from_bytes(octets[:16], "big"), 2**128)

    digits = [int(fraction * 7776**place) % 7776 for place in range(1, 9)]

    assert words_for(octets, FINGERPRINT_WORDS) == EIGHT == tuple(WORDS[digit] for digit in digits)


@given(st.binary(min_size=WORD_OCTETS, max_size=32), st.integers(1, FINGERPRINT_WORDS))
def test_fewer_words_are_the_beginning_of_more(octets: bytes, count: int) -> None:
    """Somebody who reads out five of eight words reads the same five, whatever follows."""
    assert words_for(octets, count) == words_for(octets, FINGERPRINT_WORDS)[:count]
    assert words_for(octets[:WORD_OCTETS], count) == words_for(octets, count)


def test_the_ends_of_the_range_are_the_ends_of_the_list() -> None:
    """The least number is eight times the first word, the greatest eight times the last."""
    assert words_for(b"\x00" * 16, 8) == ("abacus",) * 8
    assert words_for(b"\xff" * 16, 8) == ("zoom",) * 8


def test_words_change_exactly_at_their_bounds() -> None:
    """The last number of eight words and the first of the next are told apart without rounding."""
    for step in range(1, 10_000):
        bound = step * (7776**8 // 10_000) + step
        first = -(-bound * 2**128 // 7776**8)
        for number in (first - 1, first):
            last = number * 7776**8 // 2**128 % 7776
            assert words_for(number.to_bytes(16, "big"), 8)[-1] == WORDS[last]


def test_every_first_word_is_as_likely_as_every_other() -> None:
    """Of all numbers, each word begins so many that the shares differ by one at most."""
    whole = 2**128
    # The numbers that begin with word k are those from the k-th bound up to the next.
    bounds = [-(-k * whole // 7776) for k in range(7777)]

    shares = Counter(after - before for before, after in itertools.pairwise(bounds))

    assert max(shares) - min(shares) <= 1
    for place in (1, 17, 4_000, 7_775):
        assert words_for(bounds[place].to_bytes(16, "big"), 1) == (WORDS[place],)
        assert words_for((bounds[place] - 1).to_bytes(16, "big"), 1) == (WORDS[place - 1],)


def test_eight_words_are_nearly_even() -> None:
    """No eight words are likelier than others by more than one part in 2^24."""
    assert 2**128 // 7776**8 >= 2**24


@pytest.mark.parametrize(
    ("octets", "count"), [(b"\x00" * 15, 8), (b"\x00" * 16, 0), (bytes(32), 9)]
)
def test_what_cannot_be_even_is_not_made(octets: bytes, count: int) -> None:
    """Too few octets, no word at all, or more words than 16 octets can choose, are a mistake."""
    with pytest.raises(ValueError, match="words"):
        words_for(octets, count)


TYPED = {
    "as printed": "abacus drop-down felt-tip t-shirt yo-yo",
    "in capitals": "ABACUS DROP-DOWN FELT-TIP T-SHIRT YO-YO",
    "with commas": "Abacus, drop-down, felt-tip, t-shirt, yo-yo.",
    "with hyphens": "abacus-drop-down-felt-tip-t-shirt-yo-yo",
    "without their hyphens": "abacus dropdown felttip tshirt yoyo",
    "with parts as words": "abacus drop down felt tip t shirt yo yo",
    "run together": "abacusdropdownfelttiptshirtyoyo",
    "over lines, numbered": "1. abacus\r\n2. drop\u2013down\n3. felt\u2011tip\n4. t_shirt 5. yo yo",
    "with hard spaces": "\u00a0abacus\u00a0drop-down\u3000felt-tip\tt-shirt  yo-yo\u200b",
    "in wide letters": "\uff41\uff42\uff41\uff43\uff55\uff53 drop-down felt-tip t-shirt yo-yo",
}


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
def test_what_is_for_the_eye_does_not_count(text: str) -> None:
    """Case, spaces, commas, hyphens, numbers and line ends make no other words."""
    expected = ("abacus", "drop-down", "felt-tip", "t-shirt", "yo-yo")

    assert letters_of(words_from_text(text, 5)) == "abacus dropdown felttip tshirt yoyo"
    assert check_words(text, expected)


@given(CARDS, st.randoms())
def test_any_words_are_read_however_they_are_set(
    words: tuple[str, ...], chance: random.Random
) -> None:
    """Five words of the list, in any case and with any gaps, are read as these five."""
    gaps = [chance.choice(["", " ", ", ", "-", "\n", " \u2014 "]) for _ in words]
    text = "".join(
        chance.choice([word.upper(), word, word.title()]) + gap
        for word, gap in zip(words, gaps, strict=True)
    )

    assert letters_of(words_from_text(text, CARD_WORDS)) == letters_of(words)
    assert check_words(text, words)


WRONG = {
    "another word": "abacus cautious turret bacon pandemic ranch moaner zoom",
    "another order": "cautious abacus turret bacon pandemic ranch moaner muscular",
    "one too few": "abacus cautious turret bacon pandemic ranch moaner",
    "one too many": "abacus cautious turret bacon pandemic ranch moaner muscular zoom",
    "a typing error": "abacus cautious turret bacon pandemic ranch moaner musculer",
    "nothing": "",
    "no letters": "1 2 3 4 5 6 7 8",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_other_words_are_not_the_words(text: str) -> None:
    """Only all the words, in their order, pass a check."""
    assert not check_words(text, EIGHT)
    assert check_words(" ".join(EIGHT), EIGHT)


def test_no_words_are_not_the_right_words() -> None:
    """Where nothing is expected, nothing that is typed is right."""
    assert not check_words("", ())


REFUSED = {
    "an unknown word": ("abacus zebre zoom", 3, Code.WORDS_UNKNOWN, "word 2"),
    "an unknown last word": ("abacus zebra zooom", 3, Code.WORDS_UNKNOWN, "word 3"),
    "half a word": ("abacus drop zoom", 3, Code.WORDS_UNKNOWN, "word 2"),
    "half a word at the end": ("abacus zoom drop", 3, Code.WORDS_UNKNOWN, "word 3"),
    "a word run into a wrong one": ("abacuszebre zoom", 3, Code.WORDS_UNKNOWN, "word 1"),
    "too few": ("abacus zebra", 3, Code.WORDS_COUNT, "2 words and not 3"),
    "too many": ("abacus zebra zoom zoom", 3, Code.WORDS_COUNT, "4 words and not 3"),
    "none": ("", 3, Code.WORDS_COUNT, "0 words and not 3"),
    "a novel": ("zoom " * 201, 201, Code.WORDS_COUNT, "more than 1000 characters"),
}


@pytest.mark.parametrize(("text", "count", "code", "where"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_the_words_is_refused_by_its_place(
    text: str, count: int, code: Code, where: str
) -> None:
    """A refusal names the place of the first wrong word, and never the word itself."""
    with pytest.raises(TextMalformed) as refused:
        words_from_text(text, count)

    assert (refused.value.code, refused.value.where) == (code, where)


@given(st.text(max_size=60), st.integers(0, 8))
def test_nothing_that_is_typed_surprises(text: str, count: int) -> None:
    """Whatever is typed gives words of the list, or a refusal with a code."""
    try:
        words = words_from_text(text, count)
    except TextMalformed:
        return
    assert len(words) == count
    assert set(words) <= set(WORDS)


MEANT = {
    "a wrong letter": ("abicus", "abacus"),
    "a letter too few": ("acount", "account"),
    "a letter too many": ("abbacus", "abacus"),
    "two swapped": ("zoolgoy", "zoology"),
    "two swapped in a short word": ("bcaon", "bacon"),
    "two swapped and a wrong letter": ("xoolgoy", "zoology"),
    "in capitals, with a space": (" ZEBRRA ", "zebra"),
    "the hyphen left out": ("dropdwn", "drop-down"),
    "the same first letter rather": ("bactom", "bacon"),
    "a word itself": ("zoom", "zoom"),
    "a twin with a hyphen": ("yo-yo", "yoyo"),
}


@pytest.mark.parametrize(("typed", "meant"), MEANT.values(), ids=MEANT)
def test_a_typing_error_is_understood(typed: str, meant: str) -> None:
    """What has a letter or two wrong brings the word that was probably meant."""
    assert closest_word(typed) == meant


@pytest.mark.parametrize("typed", ["", "a", "qqqqqq", "42", "x" * 10_000, "abacuscautious"])
def test_nothing_is_suggested_where_nothing_is_near(typed: str) -> None:
    """What is far from every word brings no suggestion."""
    assert closest_word(typed) is None
