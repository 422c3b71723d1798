"""The page on a shared device: who is using it, and taking the turn by PIN.

Rules kept here:
- It is for whoever picks the device up, so it shows names, whose turn it is, and nothing else:
  nothing about what is written down, what was asked for, or anyone's words.
- Pictures are tapped one after the other; what was tapped travels with the page, unseen, and is
  kept nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from http import HTTPStatus
from typing import Final

from console import words
from console.services.sharing import PICTURES, PinTried, kind_for
from console.store.database.pins import PinKind
from policy.household import Device, Household
from policy.zones import on_the_wall

_LOOKS: Final = dict(
    zip(
        PICTURES,
        ("\U0001f431", "\U0001f436", "\U0001f41f", "\U0001f426", "\U0001f333", "\U0001f33c",
         "\U0001f31e", "\U0001f319", "\U0001f697", "\u26f5", "\u26bd", "\U0001f34e"),
        strict=True,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One who shares the device; without a PIN, `empty` stands for the button."""

    name: str
    label: str
    empty: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture to tap: what is sent, how it looks, what it is called."""

    value: str
    looks: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnsPage:
    """Who is using this device. `people` is empty where it is not shared."""

    title: str
    status: HTTPStatus
    is_shared: bool
    now: str | None
    has_turn: bool
    people: tuple[Person, ...]
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinPage:
    """One person's PIN: a field for digits, or pictures to tap; `so_far` are those tapped."""

    title: str
    status: HTTPStatus
    heading: str
    person: str
    pictures: tuple[Picture, ...]
    so_far: str
    picked: str | None
    error: str | None


def turns_page(
    device: Device | None,
    turn: tuple[str, datetime] | None,
    with_pin: frozenset[str],
    zone: tzinfo,
    *,
    tried: PinTried | None = None,
) -> TurnsPage:
    """Return the page for the device in hand; None is a device that nobody shares."""
    title = words.TITLE.format(page=words.turns.TURNS)
    if device is None or not device.shared_by:
        return TurnsPage(
            title=title,
            status=HTTPStatus.NOT_FOUND,
            is_shared=False,
            now=None,
            has_turn=False,
            people=(),
            error=None,
        )
    now = words.turns.TURN_NONE
    if turn is not None:
        who, until = turn
        now = words.turns.TURN_OF.format(who=who, time=f"{on_the_wall(until, zone):%H:%M}")
    error = None
    if tried is not None:
        error = words.turns.WAIT if tried is PinTried.WAIT else words.turns.WRONG
    return TurnsPage(
        title=title,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK,
        is_shared=True,
        now=now,
        has_turn=turn is not None,
        people=tuple(
            Person(
                name=name,
                label=words.turns.TURN_ME.format(who=name),
                empty=None if name in with_pin else words.turns.NO_PIN.format(who=name),
            )
            for name in device.shared_by
        ),
        error=error,
    )


def pin_page(
    household: Household, person: str, *, so_far: tuple[str, ...] = (), wrong: bool = False
) -> PinPage:
    """Return the page on which somebody shows their PIN."""
    is_picture = kind_for(household, person) is PinKind.PICTURES
    return PinPage(
        title=words.TITLE.format(page=words.turns.TURNS),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        heading=words.turns.PICTURES if is_picture else words.turns.PIN,
        person=person,
        pictures=tuple(
            Picture(value=one, looks=_LOOKS[one], label=words.turns.PICTURE_NAMES[one])
            for one in PICTURES
            if is_picture
        ),
        so_far=" ".join(so_far),
        picked=words.turns.PICKED.format(count=len(so_far)) if is_picture else None,
        error=words.turns.WRONG if wrong else None,
    )
