"""Whom a carer rings about an agreement, and who was told of a stop: rows to values, and back.

Rules kept here:
- A route that was emptied is gone; there is one name and number for each.
- Who was told is kept once. What a carer typed first stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from console.store.database.tables.contacts import ContactRow, ToldRow
from console.store.routes_to_people import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom a carer rings on one route."""

    route: Route
    name: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who was told of a stop, and when. `place` is the stop's place in the journal of `box`."""

    box: str
    place: int
    who: str
    at: datetime


def contacts_in(session: Session) -> tuple[Contact, ...]:
    """Return every contact, in the order of their routes."""
    rows = {row.route: row for row in session.exec(select(ContactRow))}
    return tuple(
        Contact(route=route, name=rows[route].name, number=rows[route].number)
        for route in Route
        if route in rows
    )


def keep_contacts(session: Session, contacts: Iterable[Contact]) -> None:
    """Keep these contacts and no others."""
    for row in session.exec(select(ContactRow)).all():
        session.delete(row)
    session.flush()
    for one in contacts:
        session.add(ContactRow(route=one.route.value, name=one.name, number=one.number))
    session.flush()


def told_in(session: Session, box: str) -> tuple[Told, ...]:
    """Return who was told of which stops of a box, in their order."""
    rows = session.exec(select(ToldRow).where(ToldRow.box == box).order_by(col(ToldRow.place)))
    return tuple(
        Told(
            box=row.box,
            place=row.place,
            who=row.who,
            at=datetime.fromtimestamp(row.told_at, UTC),
        )
        for row in rows
    )


def keep_told(session: Session, told: Told) -> None:
    """Keep who was told of a stop, unless that is kept already."""
    if session.get(ToldRow, (told.box, told.place)) is None:
        session.add(
            ToldRow(
                box=told.box,
                place=told.place,
                who=told.who,
                told_at=int(told.at.timestamp()),
            )
        )
        session.flush()
