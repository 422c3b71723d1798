from __future__ import annotations

from consent.frozen import Kind
from console.words import agreement
from tests.console.words.foster_words import faults_of


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Nothing on these pages is hard, long, forbidden, or there for no page."""
    assert faults_of(agreement) == []


def test_every_kind_of_record_that_can_come_in_has_a_sentence() -> None:
    """No record is taken in without a word of it on the page."""
    assert set(agreement.ADMITTED) == set(Kind)
