"""Words instead of digits: a fingerprint or a card as people read it out, write it and type it.

Rules kept here:
- The first 16 octets are one number, most significant octet first. It is taken as a fraction of
  2^128 and written in base 7,776, most significant digit first; each digit is a place in the list.
  So fewer words are the beginning of more words, and no division leaves a rest that favours some:
  eight words take 103.4 of the 128 bits, and the likeliest eight are likelier than the unlikeliest
  by less than one part in 2^24.
- Only letters count. Case, spaces, commas, hyphens, line ends and a number before each word are
  for the eye, and words may run together: no word's letters begin another's. One pair of words has
  the same letters, `yo-yo` and `yoyo`, and is one word to every reader here.
- Words that were typed may be secret. No error repeats them; it says which word, by its place.
- What is suggested for a typing error comes from the list, never from the words expected: a
  fingerprint is compared, not guessed with help.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from consent.codes import Code
from consent.errors import TextMalformed
from consent.frozen import FINGERPRINT_WORDS, WORD_OCTETS
from consent.word_list import WORDS

__all__ = [
    "WORDS",
    "check_words",
    "closest_word",
    "letters_of",
    "words_for",
    "words_from_text",
]

_LETTERS: Final = re.compile(r"[^\W\d_]+")
# Of two words with the same letters the later stands for both.
_BY_LETTERS: Final = {word.replace("-", ""): word for word in WORDS}
_LENGTHS: Final = range(min(map(len, _BY_LETTERS)), max(map(len, _BY_LETTERS)) + 1)
_MOST_CHARACTERS: Final = 1_000
_MOST_ERRORS: Final = 2


def words_for(octets: bytes, count: int) -> tuple[str, ...]:
    """Return the words that stand for a digest, or for at least 16 octets of chance.

    Raises ValueError for fewer octets, or for more words than these can choose evenly.
    """
    if len(octets) < WORD_OCTETS or not 1 <= count <= FINGERPRINT_WORDS:
        raise ValueError(f"1 to {FINGERPRINT_WORDS} words, from {WORD_OCTETS} octets or more")
    whole = 1 << 8 * WORD_OCTETS
    rest = int.from_bytes(octets[:WORD_OCTETS], "big")
    words: list[str] = []
    for _ in range(count):
        place, rest = divmod(rest * len(WORDS), whole)
        words.append(WORDS[place])
    return tuple(words)


def letters_of(words: tuple[str, ...]) -> str:
    """Return words in the one form that is compared, and that keys are made from: letters, spaced.

    Two texts that this module reads alike have the same letters.
    """
    return " ".join(word.replace("-", "") for word in words)


def check_words(typed_text: str, expected: tuple[str, ...]) -> bool:
    """Say whether somebody typed exactly the words expected, in their order."""
    try:
        typed = words_from_text(typed_text, len(expected))
    except TextMalformed:
        return False
    # Nothing expected is a mistake of whoever asks, and no words are not the right words.
    return bool(expected) and letters_of(typed) == letters_of(expected)


def words_from_text(text: str, count: int) -> tuple[str, ...]:
    """Return the words of the list that somebody typed. Raises TextMalformed."""
    if len(text) > _MOST_CHARACTERS:
        raise TextMalformed(Code.WORDS_COUNT, f"more than {_MOST_CHARACTERS} characters")
    pieces = _LETTERS.findall(unicodedata.normalize("NFKC", text).casefold())
    words: list[str] = []
    while pieces:
        found = _run_together(pieces[0])
        if found is None and len(pieces) > 1:
            # A word of two parts, such as `drop-down`, with its hyphen left out or taken apart.
            word = _BY_LETTERS.get(pieces[0] + pieces[1])
            found = None if word is None else [word]
            del pieces[0]
        if found is None:
            raise TextMalformed(Code.WORDS_UNKNOWN, f"word {len(words) + 1}")
        del pieces[0]
        words += found
    if len(words) != count:
        raise TextMalformed(Code.WORDS_COUNT, f"{len(words)} words and not {count}")
    return tuple(words)


def closest_word(typed: str) -> str | None:
    """Return the word of the list that somebody probably meant, None where none is near.

    Near is at most two letters wrong, left out, added or swapped with their neighbour. Of several
    as near, one with the same first letter comes first, then the earlier in the list.
    """
    letters = "".join(_LETTERS.findall(unicodedata.normalize("NFKC", typed).casefold()))
    near = [
        (errors, letters[0] != candidate[0], place, word)
        for place, (candidate, word) in enumerate(_BY_LETTERS.items())
        if abs(len(candidate) - len(letters)) <= _MOST_ERRORS
        and (errors := _errors(letters, candidate)) <= min(_MOST_ERRORS, len(letters) - 1)
    ]
    return min(near)[-1] if near else None


def _run_together(letters: str) -> list[str] | None:
    """Return the words that letters without gaps spell, None where they spell none.

    There is at most one way, because no word begins another.
    """
    words: list[str] = []
    at = 0
    while at < len(letters):
        ends = [at + length for length in _LENGTHS if letters[at : at + length] in _BY_LETTERS]
        if not ends:
            return None
        words.append(_BY_LETTERS[letters[at : ends[0]]])
        at = ends[0]
    return words


def _errors(one: str, other: str) -> int:
    """Return how many letters differ: left out, added, wrong, or two neighbours swapped."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, fits in enumerate(other, start=1):
            fewest = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != fits))
            if j > 1 < i and letter == other[j - 2] and fits == one[i - 2]:
                fewest = min(fewest, rows[-2][j - 2] + 1)
            row.append(fewest)
        rows.append(row)
    return rows[-1][-1]
