from __future__ import annotations

from console.words import ask
from tests.console.words.reading import faults


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Nothing on the page is hard, long, forbidden, or there for no page."""
    assert faults(ask) == []
