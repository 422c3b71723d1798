from __future__ import annotations

from console.words import set_up
from tests.console.words.reading import faults


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Nothing on the pages is hard, long, forbidden, or there for no page."""
    assert faults(set_up) == []
