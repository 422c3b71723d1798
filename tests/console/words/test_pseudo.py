from __future__ import annotations

import re
import unicodedata

from console.words.catalogue import gaps_in
from console.words.collected import sentences
from console.words.language import Direction
from console.words.pseudo import ACCENTED, LONGER, MIRRORED, PSEUDO, accented, mirrored


def test_nothing_of_the_english_is_left() -> None:
    """In both languages each letter of each sentence is another one, and every gap is kept."""
    for say in (accented, mirrored):
        for english in sentences():
            said = say(english)
            assert gaps_in(said) == gaps_in(english)
            assert re.search("[A-Za-z]", re.sub(r"{\w*}", "", said)) is None


def test_a_sentence_grows() -> None:
    """Each is at least as much longer as translations are."""
    for english in sentences():
        bare = len(re.sub(r"{\w*}", "", english))
        assert len(accented(english)) - len(english) >= bare * LONGER


def test_one_is_written_from_right_to_left() -> None:
    """The second one says so, and its letters are of that kind."""
    assert MIRRORED.direction is Direction.RIGHT_TO_LEFT
    assert {unicodedata.bidirectional(letter) for letter in mirrored("abcxyz") if letter > " "} == {
        "R"
    }
    assert [one.tag for one in PSEUDO] == [ACCENTED.tag, MIRRORED.tag]
