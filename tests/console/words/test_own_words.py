from __future__ import annotations

from console.services.own_words import ERASED_AFTER_DAYS
from console.services.own_words_wrong import Wrong
from console.store.purposes import Purpose
from console.words import own_words
from tests.console.words.foster_words import faults_of


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Nothing that a young person reads here is hard, long, forbidden, or there for no page."""
    assert faults_of(own_words) == []


def test_every_purpose_and_every_fault_has_its_words() -> None:
    """No choice of the form is without a label, and no refusal without a sentence."""
    assert (set(own_words.PURPOSES), set(own_words.WRONG)) == (set(Purpose), set(Wrong))


def test_the_days_that_are_said_are_the_days_that_are_counted() -> None:
    """When words are erased is said with the number that the box counts by."""
    assert f" {ERASED_AFTER_DAYS} days" in own_words.ERASED
