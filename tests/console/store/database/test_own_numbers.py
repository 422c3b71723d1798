from __future__ import annotations

from pathlib import Path

from console.store.database.engine import Database
from console.store.database.own_numbers import (
    MAX_NUMBERS,
    OwnNumber,
    keep_own_numbers,
    own_numbers,
)


def test_numbers_are_kept_in_their_order_in_place_of_those_before(state: Path) -> None:
    """What a carer typed last is all there is, and no more than fits on the page."""
    database = Database.open(state)
    many = [OwnNumber(name=f"Aunt {n}", number=f"0{n}00") for n in range(MAX_NUMBERS + 2)]
    with database.changing() as session:
        keep_own_numbers(session, many)
    with database.changing() as session:
        first = own_numbers(session)
        keep_own_numbers(session, many[::-1][:1])
    with database.reading() as session:
        second = own_numbers(session)

    assert first == tuple(many[:MAX_NUMBERS])
    assert second == (many[-1],)
