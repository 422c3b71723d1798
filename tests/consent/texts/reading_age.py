"""How hard a text is to read, by the measure that the console's words are held to.

The grade of Flesch and Kincaid counts words in a sentence and syllables in a word. It is an
estimate: it does not know whether a sentence makes sense, and syllables are counted by a rule.
Whether young people understand these texts has to be asked of young people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.console.test_words import _grade, _words


def sentences(lines: Iterable[str]) -> list[str]:
    """Return the sentences of some lines that hold a word."""
    parts = (part for line in lines for part in re.split(r"(?<=[.?:])\s+", line))
    return [part for part in parts if _words(part)]


def grade(lines: Iterable[str]) -> float:
    """Return the school year for which lines are written, by the American count."""
    return _grade(sentences(lines))


def hard(lines: Iterable[str], most: float) -> list[str]:
    """Return the whole sentences above a grade; the name of a site is not a word to be read."""
    return [
        sentence
        for sentence in sentences(lines)
        if len(_words(sentence)) >= 5 and ".example" not in sentence and _grade([sentence]) > most
    ]


def longest(lines: Iterable[str]) -> int:
    """Return the words of the longest sentence."""
    return max(len(_words(sentence)) for sentence in sentences(lines))
