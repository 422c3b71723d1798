from __future__ import annotations

from console.words import this_device
from tests.console.words.reading import faults


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Whoever holds a device can read the page about its rules."""
    assert faults(this_device) == []
