"""Whom a carer rings about an agreement, and the card of a stop that nobody was told of yet.

Rules kept here:
- A card stands until it was entered who was told and when; then it is one line.
- A number is dialled as it is printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from console import words
from console.pages.times import time_in_words
from console.services.contacts import ContactRefused, StopToTell
from console.store.database.contacts import Contact
from console.store.routes_to_people import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number to ring: `tel` is what a telephone dials."""

    label: str
    name: str
    number: str
    tel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopCard:
    """A stop that somebody is to be told of; `place` is what its form sends."""

    place: int
    text: str
    who: str
    error: str | None
    error_field: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TellPart:
    """The numbers, the stops that wait, and those of which somebody was told."""

    lines: tuple[Line, ...]
    waiting: tuple[StopCard, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactField:
    """One route of the form."""

    route: Route
    label: str
    name: str
    number: str
    name_error: str | None
    number_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsPage:
    """The form of all the numbers."""

    title: str
    status: HTTPStatus
    fields: tuple[ContactField, ...]


def tell_part(
    contacts: Sequence[Contact],
    stops: Sequence[StopToTell],
    error: tuple[int, str, str] | None = None,
) -> TellPart:
    """Return whom to ring and of what. `error` is a stop's place, its field, and what is wrong."""
    return TellPart(
        lines=tuple(
            Line(
                label=words.contacts.ROUTES[one.route],
                name=one.name,
                number=one.number,
                tel="".join(letter for letter in one.number if letter in "+0123456789"),
            )
            for one in contacts
        ),
        waiting=tuple(
            StopCard(
                place=one.place,
                text=words.contacts.TELL_STOP_TEXT.format(time=time_in_words(one.at)),
                who="",
                error=error[2] if error and error[0] == one.place else None,
                error_field=error[1] if error and error[0] == one.place else None,
            )
            for one in stops
            if one.told is None
        ),
        told=tuple(
            words.contacts.TOLD.format(who=one.told.who, time=time_in_words(one.told.at))
            for one in stops
            if one.told is not None
        ),
    )


def contacts_page(
    contacts: Sequence[Contact],
    typed: Mapping[str, str] | None = None,
    wrong: ContactRefused | None = None,
) -> ContactsPage:
    """Return the form, with what is kept or what was typed."""
    kept = {one.route: one for one in contacts}
    typed = typed or {
        f"{field}-{route}": getattr(kept[route], field) if route in kept else ""
        for route in Route
        for field in ("name", "number")
    }

    def error(field: str) -> str | None:
        return words.contacts.WRONG[wrong.wrong] if wrong and wrong.field == field else None

    return ContactsPage(
        title=words.TITLE.format(page=words.contacts.NUMBERS),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        fields=tuple(
            ContactField(
                route=route,
                label=words.contacts.ROUTES[route],
                name=typed[f"name-{route}"],
                number=typed[f"number-{route}"],
                name_error=error(f"name-{route}"),
                number_error=error(f"number-{route}"),
            )
            for route in Route
        ),
    )
