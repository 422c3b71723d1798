from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.store.database.engine import Database
from console.store.database.pins import Pin, PinKind, keep_pin, keep_pins_of, pin_of, pins_in

MAYA = Pin(person="Maya", kind=PinKind.DIGITS, hashed="$argon2id$x")
LEO = Pin(
    person="Leo",
    kind=PinKind.PICTURES,
    hashed="$argon2id$y",
    wrong=6,
    barred_until=datetime(2026, 11, 21, 18, 42, tzinfo=UTC),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Return the database of a new home."""
    found = Database.open(tmp_path)
    yield found
    found.close()


def test_a_pin_is_kept_as_it_is_now(database: Database) -> None:
    """What is kept reads back whole, and a new one takes the place of the one before."""
    with database.changing() as session:
        for pin in (LEO, MAYA, Pin(person="Leo", kind=PinKind.DIGITS, hashed="$argon2id$z"), LEO):
            keep_pin(session, pin)
    with database.reading() as session:
        assert (pin_of(session, "Maya"), pin_of(session, "Leo")) == (MAYA, LEO)
        assert pin_of(session, "Noor") is None
        assert set(pins_in(session)) == {MAYA, LEO}


def test_a_pin_goes_with_its_person(database: Database) -> None:
    """Who is not here any more has none."""
    with database.changing() as session:
        for pin in (LEO, MAYA):
            keep_pin(session, pin)
        keep_pins_of(session, ["Maya", "Noor"])
        assert pins_in(session) == (MAYA,)
