"""One device with a name: whose it is, who shares it, its turn, and a code to bind it.

Rules kept here:
- Nothing says whether it is on the network now. Whose turn it is was said by whoever took it.
- What can only be done with some devices is shown for these alone: turns for what is everyone's, a
  code for a young person's own where there is a recorder.
- What was typed stays in its form behind an error.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, tzinfo
from http import HTTPStatus

from console import words
from console.pages.device_list import DEVICES_AT, owners, whose
from console.pages.form_fields import Tick
from console.pages.rules import RULES_AT
from console.services.binding import Offer
from console.services.naming import Wrong, people_of
from console.services.sharing import PICTURES, PICTURES_LONG, kind_for
from console.services.subjects import device_subject
from console.store.database.pins import PinKind
from policy.household import EVERYONE, Device, Household
from policy.zones import on_the_wall


@dataclass(frozen=True, slots=True, kw_only=True)
class PinForm:
    """The form for one person's PIN. `number` sets its fields apart; `rows` are for pictures."""

    number: int
    person: str
    label: str
    has_one: bool
    rows: tuple[str, ...]
    choices: tuple[Tick, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePart:
    """Who shares a device, whose turn it is, and their PINs."""

    people: tuple[Tick, ...]
    minutes: str
    turn: str | None
    has_turn: bool
    givable: tuple[str, ...]
    pins: tuple[PinForm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BindPart:
    """The code for this device, None where none was asked for; `until` and `how` go with it."""

    code: str | None
    until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneDevicePage:
    """The page. `error` is what is wrong with what was typed."""

    title: str
    status: HTTPStatus
    at: str
    name: str
    whose: str
    addresses: tuple[str, ...]
    rules_at: str
    owners: tuple[Tick, ...]
    school: bool
    new_name: str
    share: SharePart | None
    bind: BindPart | None
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """What is known of a device besides the household: its turn, its code, who has a PIN.

    `sees_people` is that whoever asks may know whose turn it is; `can_bind` that there is a
    recorder and this device may be bound.
    """

    turn: tuple[str, datetime] | None = None
    offer: Offer | None = None
    with_pin: Collection[str] = ()
    sees_people: bool = True
    can_bind: bool = False
    zone: tzinfo


def one_device_page(
    household: Household,
    device: Device,
    lately: Lately,
    *,
    new_name: str | None = None,
    wrong: Wrong | None = None,
    pin_wrong: bool = False,
) -> OneDevicePage:
    """Return the page of a device of the home; `new_name` is what was typed for another name."""
    number = household.devices.index(device) + 1
    error = words.devices.WRONGS[wrong] if wrong else None
    if pin_wrong:
        error = words.devices.PIN_WRONG
    return OneDevicePage(
        title=words.TITLE.format(page=words.devices.WRONG if error else words.devices.ABOUT),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK,
        at=f"{DEVICES_AT}/{number}",
        name=device.name,
        whose=whose(device),
        addresses=(*device.links, *device.addresses),
        rules_at=f"{RULES_AT}/{device_subject(household, device)}",
        owners=owners(household, device.belongs_to),
        school=device.school,
        new_name=device.name if new_name is None else new_name,
        share=_share(household, device, lately),
        bind=_bind(lately),
        error=error,
    )


def _share(household: Household, device: Device, lately: Lately) -> SharePart | None:
    if device.belongs_to != EVERYONE or device.school or not lately.sees_people:
        return None
    turn = words.devices.TURN_NONE if device.shared_by else None
    if lately.turn is not None:
        who, until = lately.turn
        turn = words.devices.TURN_NOW.format(who=who, time=_time(until, lately.zone))
    return SharePart(
        people=tuple(
            Tick(value=person, label=person, is_set=person in device.shared_by)
            for person in people_of(household)
        ),
        minutes=str(device.hand_back_minutes),
        turn=turn,
        has_turn=lately.turn is not None,
        givable=device.shared_by,
        pins=tuple(
            _pin(household, number, person, has_one=person in lately.with_pin)
            for number, person in enumerate(device.shared_by, 1)
        ),
    )


def _pin(household: Household, number: int, person: str, *, has_one: bool) -> PinForm:
    is_picture = kind_for(household, person) is PinKind.PICTURES
    return PinForm(
        number=number,
        person=person,
        label=words.devices.PIN_OF.format(who=person),
        has_one=has_one,
        rows=tuple(
            words.devices.PIN_PICTURE.format(number=place)
            for place in range(1, PICTURES_LONG + 1)
            if is_picture
        ),
        choices=tuple(
            Tick(value=picture, label=words.turns.PICTURE_NAMES[picture], is_set=False)
            for picture in PICTURES
        ),
    )


def _bind(lately: Lately) -> BindPart | None:
    if not lately.can_bind:
        return None
    offer = lately.offer
    if offer is None:
        return BindPart(code=None, until=None)
    until = words.devices.BIND_UNTIL.format(time=_time(offer.until, lately.zone))
    return BindPart(code=f"{offer.code[:3]} {offer.code[3:]}", until=until)


def _time(at: datetime, zone: tzinfo) -> str:
    return f"{on_the_wall(at, zone):%H:%M}"
