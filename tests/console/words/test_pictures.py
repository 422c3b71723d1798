from __future__ import annotations

from console.words import pictures
from tests.console.words.reading import faults

MOST_WORDS = 5


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Nothing beside the pictures is hard, long, forbidden, or there for no page."""
    assert faults(pictures) == []


def test_beside_a_picture_stand_few_words() -> None:
    """Whoever looks and hardly reads meets five words at most."""
    texts = [text for name, text in vars(pictures).items() if name.isupper()]

    assert [text for text in texts if len(text.split()) > MOST_WORDS] == []
