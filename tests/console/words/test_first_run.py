from __future__ import annotations

from console.words import first_run
from tests.console.words.plain_words import faults_in


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Nothing on a screen is hard or long, and one sentence alone is of foster homes."""
    assert faults_in(first_run, without=("HOME_FOSTER_TEXT",)) == []
