"""Who may sign in here: adding, resetting and taking away, and the phones and visits of each.

Rules kept here:
- Nobody chooses a password for somebody else: whoever is added or reset has a first one made of
  random words, which is shown once.
- The last carer cannot be taken away; a home would be left that nobody can change.
- Whatever is taken away is over at once, on every phone and in every browser.
- Each change is listed with who made it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlmodel import Session

from console.house import House
from console.security.passwords import first_password, kept_of
from console.security.permissions import Role
from console.store.database.changes import Changed, Note, add_change
from console.store.database.sign_ins import (
    Phone,
    SignIn,
    add_sign_in,
    change_password,
    end_visits,
    keep_app,
    keep_paper_codes,
    paper_codes_left,
    phones_in,
    remove_phone,
    remove_sign_in,
    sign_in_named,
    sign_in_of,
    sign_ins_in,
    visits_in,
)

MAX_NAME: Final = 40


class NotAdded(StrEnum):
    """Why somebody could not be added or changed."""

    NAME = "name"
    LAST_CARER = "last-carer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """Somebody who can sign in now, with the password that they are given."""

    sign_in: SignIn
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a sign-in stands: its phones, how many visits go on, and the codes left on paper."""

    sign_in: SignIn
    phones: tuple[Phone, ...]
    visits: int
    paper_codes: int


def add(house: House, who: str, name: str, role: Role) -> First | NotAdded:
    """Let somebody sign in; `who` says so."""
    called = " ".join(name.split())
    password = first_password()
    kept = kept_of(password, house.profile)
    with house.database.changing() as session:
        if not 0 < len(called) <= MAX_NAME or sign_in_named(session, called):
            return NotAdded.NAME
        sign_in = add_sign_in(session, called, role, kept, house.clock())
        _list(house, session, Note(who=who, what=Changed.SIGN_IN_ADDED, text=called))
    return First(sign_in=sign_in, password=password)


def reset(house: House, who: str, name: str) -> First | NotAdded:
    """Give somebody a first password again, without app, codes, phones and visits of before."""
    password = first_password()
    kept = kept_of(password, house.profile)
    with house.database.changing() as session:
        sign_in = sign_in_named(session, name)
        if sign_in is None:
            return NotAdded.UNKNOWN
        change_password(session, sign_in.number, kept)
        keep_app(session, sign_in.number, None, 0)
        keep_paper_codes(session, sign_in.number, ())
        for phone in phones_in(session):
            if phone.sign_in == sign_in.number:
                remove_phone(session, phone.number)
        _list(house, session, Note(who=who, what=Changed.SIGN_IN_RESET, text=sign_in.name))
    return First(sign_in=sign_in, password=password)


def remove(house: House, who: str, number: int) -> NotAdded | None:
    """Let somebody sign in no longer. One who is gone already stays so."""
    with house.database.changing() as session:
        sign_in = sign_in_of(session, number)
        if sign_in is None:
            return None
        carers = [one for one in sign_ins_in(session) if one.role is Role.CARER]
        if sign_in.role is Role.CARER and len(carers) == 1:
            return NotAdded.LAST_CARER
        remove_sign_in(session, number)
        _list(house, session, Note(who=who, what=Changed.SIGN_IN_REMOVED, text=sign_in.name))
    return None


def remove_paired(house: House, who: str, number: int) -> None:
    """Remove a paired phone, and end what goes on there."""
    with house.database.changing() as session:
        if phone := remove_phone(session, number):
            _list(house, session, Note(who=who, what=Changed.PHONE_REMOVED, text=phone.label))


def sign_out_everywhere(house: House, number: int) -> None:
    """End every visit of a sign-in; its phones stay paired."""
    with house.database.changing() as session:
        end_visits(session, number)


def standings(house: House) -> tuple[Standing, ...]:
    """Return how every sign-in stands, in the order in which they were added."""
    with house.database.reading() as session:
        phones, visits = phones_in(session), visits_in(session)
        return tuple(
            Standing(
                sign_in=sign_in,
                phones=tuple(phone for phone in phones if phone.sign_in == sign_in.number),
                visits=sum(visit.sign_in == sign_in.number for visit in visits),
                paper_codes=paper_codes_left(session, sign_in.number),
            )
            for sign_in in sign_ins_in(session)
        )


def _list(house: House, session: Session, note: Note) -> None:
    add_change(session, note, house.clock())
