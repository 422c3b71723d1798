from __future__ import annotations

from console.words import health
from tests.console.words.reading import faults

FOSTER_HOMES_ONLY = {health.RECORDING_FINE, "Ring the social worker."}
"""What is shown only where there is a recorder (`tests/console/pages/test_health.py`)."""


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Nothing of Health, coverage and the test is hard, long, forbidden, or there for no page."""
    assert {text for _, text in faults(health)} == FOSTER_HOMES_ONLY
