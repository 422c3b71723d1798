"""Turns on shared devices: chosen on the device by PIN, or by a carer; and the PINs themselves.

Rules kept here:
- Whoever says that it is their turn shows their PIN. Without one only a carer can say so.
- After five wrong PINs there is a wait, each twice as long as the one before, an hour at most. The
  wait outlives a restart, and a right PIN begins anew.
- A turn ends by itself after the device's own time and with every start of the box (`policy`), and
  then the strictest of those who share the device holds.
- A turn is kept while it lasts and listed nowhere: who sat at the tablet when is nobody's to read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from console.errors import ConsoleError
from console.house import House
from console.security.passwords import is_it, kept_of
from console.security.pins import will_do
from console.services import turns
from console.services.moments import moment_in
from console.services.publish import await_taken_up
from console.store.database.given import confirmed_in, turns_in
from console.store.database.pins import Pin, PinKind, keep_pin, pin_of, pins_in
from policy.age_templates import AgeBand
from policy.given.turns import whose_turn
from policy.household import Device, Household

FREE_TRIES: Final = 5
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)
PICTURES: Final = (
    "cat", "dog", "fish", "bird", "tree", "flower",
    "sun", "moon", "car", "boat", "ball", "apple",
)  # fmt: skip
"""What a picture PIN is made of; each has its picture and its word on the page."""
PICTURES_LONG: Final = 4
_PICTURES_BELOW: Final = frozenset({AgeBand.SIX_TO_NINE})


class PinTried(StrEnum):
    """What became of a PIN."""

    RIGHT = "right"
    WRONG = "wrong"
    WAIT = "wait"
    NO_PIN = "no-pin"
    NOT_THEIRS = "not-theirs"


class PinRefused(ConsoleError):
    """This cannot be a PIN: too short, too long, or too easy."""


def kind_for(household: Household, person: str) -> PinKind:
    """Return which kind of PIN somebody has: pictures for under-tens."""
    for one in household.young_people:
        if one.name == person and one.age in _PICTURES_BELOW:
            return PinKind.PICTURES
    return PinKind.DIGITS


def set_pin(house: House, person: str, kind: PinKind, typed: str) -> None:
    """Keep somebody's new PIN. Raises PinRefused."""
    pin = Pin(person=person, kind=kind, hashed=kept_of(_plain(kind, typed), house.profile))
    with house.database.changing() as session:
        keep_pin(session, pin)


def try_pin(house: House, device: Device, person: str, typed: str) -> PinTried:
    """Make it somebody's turn on a device, if this is their PIN; say what became of it."""
    if person not in device.shared_by:
        return PinTried.NOT_THEIRS
    at = house.clock().replace(microsecond=0)
    with house.database.reading() as session:
        pin = pin_of(session, person)
    if pin is None:
        return PinTried.NO_PIN
    if pin.barred_until is not None and at < pin.barred_until:
        return PinTried.WAIT
    # Counted before it is checked: whoever asks twice at once has used two tries.
    _count(house, pin, at)
    if not is_it(_spelled(pin.kind, typed), pin.hashed):
        return PinTried.WRONG
    with house.database.changing() as session:
        keep_pin(session, replace(pin, wrong=0, barred_until=None))
    begin_turn(house, device, person)
    return PinTried.RIGHT


def begin_turn(house: House, device: Device, person: str) -> None:
    """Make it somebody's turn on a device, from now on; who does not share it has none."""
    if turns.take(house, device.name, person) is None:
        _await(house)


def hand_back(house: House, device: Device) -> None:
    """Make it nobody's turn on a device."""
    if turns.hand_back(house, device.name) is None:
        _await(house)


def turn_on(house: House, household: Household, device: Device) -> tuple[str, datetime] | None:
    """Return whose turn it is on a device and until when; None where nobody said."""
    with house.database.reading() as session:
        kept, confirmed = turns_in(session), confirmed_in(session)
    person, until = whose_turn(device, kept, moment_in(house, household, confirmed))
    return None if person is None or until is None else (person, until)


def people_with_pins(house: House) -> frozenset[str]:
    """Return the names of those who have a PIN."""
    with house.database.reading() as session:
        return frozenset(pin.person for pin in pins_in(session))


def _count(house: House, pin: Pin, at: datetime) -> None:
    wrong = pin.wrong + 1
    until = None
    if wrong >= FREE_TRIES:
        until = at + min(FIRST_WAIT * 2 ** min(wrong - FREE_TRIES, 10), LONGEST_WAIT)
    with house.database.changing() as session:
        keep_pin(session, replace(pin, wrong=wrong, barred_until=until))


def _await(house: House) -> None:
    await_taken_up(house.published, house.published.snapshot().version)


def _plain(kind: PinKind, typed: str) -> str:
    """Return a new PIN as it is hashed. Raises PinRefused."""
    said = _spelled(kind, typed)
    if kind is PinKind.PICTURES:
        picked = said.split()
        if len(picked) != PICTURES_LONG or not set(picked) <= set(PICTURES):
            raise PinRefused("a picture PIN is four pictures")
    else:
        if not will_do(said):
            raise PinRefused("a PIN is four to eight digits, not all the same and not counted up")
        return said
    if len(set(picked)) == 1:
        raise PinRefused("a PIN is not the same picture again and again")
    return said


def _spelled(kind: PinKind, typed: str) -> str:
    return " ".join(typed.split()) if kind is PinKind.PICTURES else "".join(typed.split())
