from __future__ import annotations

from console.words import live
from tests.console.words.plain_words import faults_in


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Nothing on the line is hard, long, forbidden, or there for no page."""
    assert faults_in(live) == []
