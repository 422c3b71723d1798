from __future__ import annotations

from console import words
from console.services.outcomes import Length, NotAsked, NotGiven


def test_every_outcome_and_length_has_its_words() -> None:
    """Whatever can become of a tap can be told, and so can every length."""
    assert set(words.tonight.NOT_GIVEN) == set(NotGiven)
    assert set(words.tonight.NOT_ANSWERED) == set(words.ask.NOT_ASKED) == set(NotAsked)
    assert set(words.tonight.LENGTHS) == set(Length)
