from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.store.database.cards import (
    KeptCard,
    card_of,
    cards_in,
    erase_card,
    keep_card,
    keep_cards_of,
)
from console.store.database.engine import Database

WHEN = datetime(2026, 11, 21, 18, 42, tzinfo=UTC)
MAYA = KeptCard(person="Maya", hashed="$argon2id$x", made_at=WHEN)
LEO = KeptCard(person="Leo", hashed="$argon2id$y", made_at=WHEN)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Return the database of a new home."""
    found = Database.open(tmp_path)
    yield found
    found.close()


def test_a_card_takes_the_place_of_the_one_before(database: Database) -> None:
    """What is kept reads back whole, and there is one card for each person."""
    with database.changing() as session:
        for card in (replace(MAYA, hashed="$argon2id$old"), LEO, MAYA):
            keep_card(session, card)
    with database.reading() as session:
        assert (card_of(session, "Maya"), card_of(session, "Leo")) == (MAYA, LEO)
        assert card_of(session, "Noor") is None
        assert set(cards_in(session)) == {MAYA, LEO}


def test_a_card_goes_when_it_is_stopped_or_its_person_leaves(database: Database) -> None:
    """Erasing one leaves the others, and erasing none there is does nothing."""
    with database.changing() as session:
        for card in (MAYA, LEO):
            keep_card(session, card)
        keep_cards_of(session, ["Maya", "Noor"])
        assert cards_in(session) == (MAYA,)
        erase_card(session, "Maya")
        erase_card(session, "Maya")
        assert cards_in(session) == ()
