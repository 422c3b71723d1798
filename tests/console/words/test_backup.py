from __future__ import annotations

from console.words import backup
from tests.console.words.plain_words import faults_in

OF_A_FOSTER_HOME = {r"\bagreement", "social worker"}


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Nothing on the page is hard, long, forbidden, or there for no page."""
    assert faults_in(backup, without=("RECORDS",)) == []


def test_what_was_agreed_is_told_in_plain_words_too() -> None:
    """What only a foster home's page says of its records is as plain as the rest."""
    assert {fault for fault, _ in faults_in(backup)} == OF_A_FOSTER_HOME
