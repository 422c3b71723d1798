from __future__ import annotations

from console.services.contacts_wrong import Wrong
from console.store.routes_to_people import Route
from console.words import contacts
from tests.console.words.foster_words import faults_of


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Nothing about whom to ring is hard, long, forbidden, or there for no page."""
    assert faults_of(contacts) == []


def test_every_route_and_every_fault_has_its_words() -> None:
    """No field of the form is without a label, and no refusal without a sentence."""
    assert (set(contacts.ROUTES), set(contacts.WRONG)) == (set(Route), set(Wrong))


def test_no_sentence_says_that_somebody_is_told_by_the_box() -> None:
    """Lamplight rings and writes to nobody, and the card of a stop says so."""
    assert "Lamplight does not tell anyone" in contacts.TELL_STOP_TEXT
