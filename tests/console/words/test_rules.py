from __future__ import annotations

from console.words import rules
from tests.console.words.gaps import faults_but


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Nothing here is hard, long, forbidden, or there for no page."""
    assert faults_but(rules) == []
