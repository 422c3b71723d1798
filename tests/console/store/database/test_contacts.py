from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from console.store.database.contacts import (
    Contact,
    Told,
    contacts_in,
    keep_contacts,
    keep_told,
    told_in,
)
from console.store.database.engine import Database
from console.store.routes_to_people import Route
from tests.console import homes

TOLD = Told(box="b0" * 32, place=7, who="Priya", at=homes.WHEN)
DUTY = Contact(route=Route.OUT_OF_HOURS, name="Duty", number="0300 555 0199")
PRIYA = Contact(route=Route.SOCIAL_WORKER, name="Priya", number="0300 555 0100")


@pytest.fixture
def database(state: Path) -> Iterator[Database]:
    """Return an open database."""
    database = Database.open(state)
    yield database
    database.close()


def test_contacts_come_in_the_order_of_their_routes(database: Database) -> None:
    """The social worker stands first, in whatever order a form sent them."""
    with database.changing() as session:
        keep_contacts(session, (DUTY, PRIYA))
    with database.reading() as session:
        assert contacts_in(session) == (PRIYA, DUTY)


def test_a_route_that_was_emptied_is_gone(database: Database) -> None:
    """What is kept are these contacts and no others, and the newest number of each."""
    moved = replace(DUTY, number="0300 555 0111")
    with database.changing() as session:
        keep_contacts(session, (DUTY, PRIYA))
        keep_contacts(session, (moved,))
    with database.reading() as session:
        assert contacts_in(session) == (moved,)


def test_who_was_told_is_kept_once(database: Database) -> None:
    """What a carer typed first stands, also where another form comes later."""
    with database.changing() as session:
        keep_told(session, TOLD)
        keep_told(session, replace(TOLD, who="Nobody", at=homes.WHEN + timedelta(days=1)))
    with database.reading() as session:
        assert told_in(session, TOLD.box) == (TOLD,)


def test_stops_are_those_of_one_box_in_their_order(database: Database) -> None:
    """Another box of the same number of stops, such as one from before, is told apart."""
    early, other = replace(TOLD, place=2), replace(TOLD, box="b1" * 32, who="Ash")
    with database.changing() as session:
        for one in (TOLD, early, other):
            keep_told(session, one)
    with database.reading() as session:
        assert told_in(session, TOLD.box) == (early, TOLD)
