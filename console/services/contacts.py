"""Whom a carer rings about an agreement, and telling the social worker that somebody pressed stop.

Rules kept here:
- A stop waits for somebody to be told of it until a carer has entered who was, and when. Nothing
  else takes it away: not a restart, and not that recording has gone on since.
- Lamplight tells nobody by itself, and no sentence says that it does.
- A number is digits as a telephone dials them, and is never rung from here.
- What a carer typed is kept as it is, cut of spaces, and refused where it cannot be kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from consent.acts import Objected, StoppedByPress, Withdrawn
from consent.audit_entry import AuditEntry
from consent.home import Press
from consent.recorder_answers import HowItStands
from console.errors import ConsoleError
from console.house import House
from console.services.contacts_wrong import Wrong
from console.store.database.contacts import (
    Contact,
    Told,
    contacts_in,
    keep_contacts,
    keep_told,
    told_in,
)
from console.store.routes_to_people import Route

MAX_NAME: Final = 60
SLACK: Final = timedelta(minutes=5)
"""How far the telephone's clock may be ahead of the box's."""

_LONDON: Final = ZoneInfo("Europe/London")
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ()-]{2,22}")


class ContactRefused(ConsoleError):
    """Something that a carer typed cannot be kept; `field` is where it stands."""

    def __init__(self, field: str, wrong: Wrong) -> None:
        super().__init__(f"{field}: {wrong}")
        self.field = field
        self.wrong = wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class StopToTell:
    """A stop by a young person, or for them; `place` is its place in the journal."""

    place: int
    at: datetime
    told: Told | None


def contacts_of(house: House) -> tuple[Contact, ...]:
    """Return whom a carer rings."""
    with house.database.reading() as session:
        return contacts_in(session)


def change_contacts(house: House, typed: Mapping[str, str]) -> None:
    """Keep the contacts of a form: a name and a number for each route.

    Raises ContactRefused, and then nothing has changed.
    """
    found = []
    for route in Route:
        name = " ".join(typed[f"name-{route}"].split())
        number = " ".join(typed[f"number-{route}"].split())
        if not name and not number:
            continue
        if not name:
            raise ContactRefused(f"name-{route}", Wrong.NO_NAME)
        if len(name) > MAX_NAME:
            raise ContactRefused(f"name-{route}", Wrong.LONG_NAME)
        if not _NUMBER.fullmatch(number):
            raise ContactRefused(f"number-{route}", Wrong.NUMBER)
        found.append(Contact(route=route, name=name, number=number))
    with house.database.changing() as session:
        keep_contacts(session, found)


def stops_to_tell(
    house: House, box: str, entries: Sequence[AuditEntry] | None
) -> tuple[StopToTell, ...]:
    """Return every stop of a box's journal by a young person or for them, the newest first."""
    with house.database.reading() as session:
        told = {one.place: one for one in told_in(session, box)}
    return tuple(
        StopToTell(place=entry.n, at=entry.at, told=told.get(entry.n))
        for entry in reversed(entries or ())
        if _is_stop(entry)
    )


def note_told(house: House, now: HowItStands, stop: StopToTell, who: str, when: str) -> None:
    """Keep who was told of a stop, and when. Raises ContactRefused, and then nothing has changed.

    `when` is a day and a time as London's clocks show it, such as 2026-11-21T18:40.
    """
    who = " ".join(who.split())
    if not who:
        raise ContactRefused("who", Wrong.NO_NAME)
    if len(who) > MAX_NAME:
        raise ContactRefused("who", Wrong.LONG_NAME)
    try:
        at = datetime.fromisoformat(when.strip())
    except ValueError:
        raise ContactRefused("when", Wrong.TIME) from None
    at = (at if at.tzinfo else at.replace(tzinfo=_LONDON)).astimezone(UTC)
    if at > now.at + SLACK:
        raise ContactRefused("when", Wrong.FUTURE)
    # Nobody is told before it happened; the minute it happened in is not before.
    if at < stop.at.replace(second=0, microsecond=0):
        raise ContactRefused("when", Wrong.TIME)
    with house.database.changing() as session:
        keep_told(session, Told(box=now.box, place=stop.place, who=who, at=at))


def _is_stop(entry: AuditEntry) -> bool:
    match entry.act:
        case StoppedByPress(press=press):
            return press is not Press.CARER
        case Withdrawn() | Objected():
            return True
        case _:
            return False
