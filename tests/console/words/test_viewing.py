from __future__ import annotations

from console.services.viewing import REASONS
from console.services.viewing_wrong import Wrong
from console.words import viewing
from tests.console.words.foster_words import faults_of


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Nothing on the page of a look is hard, long, forbidden, or there for no page."""
    assert faults_of(viewing) == []


def test_every_reason_and_every_fault_has_its_words() -> None:
    """A carer chooses among all reasons but reading their own, and each refusal is said."""
    assert set(REASONS) == set(viewing.REASONS)
    assert set(Wrong) == set(viewing.WRONG)
