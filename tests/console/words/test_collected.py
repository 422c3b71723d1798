from __future__ import annotations

from console.words import mine
from console.words.collected import entries, sentences


def test_each_sentence_is_there_once() -> None:
    """A sentence that stands in two places is one entry with both."""
    found = sentences()

    assert len(found) == len(set(found))
    assert {"words.mine.HELP", "words.get_help.TITLE"} <= set(
        next(one.places for one in entries() if one.english == mine.HELP)
    )


def test_tables_and_tuples_are_gathered() -> None:
    """Sentences of a mapping, a tuple and a telephone number's line are there too."""
    found = set(sentences())

    assert {"Monday", "Police, fire or ambulance.", "Cat", "Hello {person}"} <= found
    assert not {"08001111", "Lamplight"} & found
