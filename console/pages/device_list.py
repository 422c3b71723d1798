"""The Devices page: new devices, the phone in hand, and the devices that have a name.

Rules kept here:
- Unknown devices have the rules for visitors at once, and the page says so before anything else.
- What a device says of itself is shown as that: as what it says.
- That one was named before is a question with a button, and nothing is chosen beforehand.
- Nothing says whether a device is on the network now; new ones stand in the order of their
  addresses and named ones in that of the household.
- No name of a person or a device stands in a title or an address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from console import words
from console.pages.form_fields import Tick
from console.pages.standing import Standing
from console.services.inbox import InHand, NewDevice
from console.services.naming import Wrong, people_of
from console.store.neighbours import Unseen
from policy.household import EVERYONE, NOBODY, Device, Household

DEVICES_AT: Final = "/devices"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingForm:
    """What was typed into a form that names a device. `link` says which device it is about."""

    link: str = ""
    name: str = ""
    owner: str = ""
    school: bool = False
    wrong: Wrong | None = None


NOTHING_TYPED: Final = NamingForm()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCard:
    """One device that nobody named, with its form. `perhaps` are names of devices to ask about."""

    number: int
    heading: str
    link: str
    explained: str
    says: tuple[str, ...]
    nothing_said: str | None
    perhaps: tuple[str, ...]
    name: str
    owners: tuple[Tick, ...]
    school: bool
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MineCard:
    """The card by which a carer says that the device in hand is their own."""

    carers: tuple[Tick, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRow:
    """One device with a name: where it is changed, and whose it is."""

    at: str
    name: str
    whose: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicesPage:
    """The page. `unseen` says why no new device can be shown; `error` belongs to no one card.

    `saved` is what is said where a change was just made.
    """

    title: str
    status: HTTPStatus
    saved: str | None
    error: str | None
    mine: MineCard | None
    unseen: str | None
    new: tuple[NewCard, ...]
    named: tuple[NamedRow, ...]


def devices_page(
    household: Household,
    new: Iterable[NewDevice],
    hand: InHand,
    *,
    unseen: Unseen | None = None,
    saved: Standing | None = None,
    typed: NamingForm = NOTHING_TYPED,
) -> DevicesPage:
    """Return the page. `typed` is what stood in a form that could not be saved.

    `saved` is what the agent says after a change that was just made.
    """
    found = tuple(new)
    told = words.devices.WRONGS[typed.wrong] if typed.wrong else None
    return DevicesPage(
        title=words.TITLE.format(page=words.devices.WRONG if told else words.devices.DEVICES),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if told else HTTPStatus.OK,
        saved=None if told else _saved(saved),
        error=told,
        mine=_mine(household, hand),
        unseen=words.devices.UNSEEN[unseen] if unseen else None,
        new=tuple(_card(household, number, one, typed) for number, one in enumerate(found, 1)),
        named=tuple(
            NamedRow(
                at=f"{DEVICES_AT}/{number}",
                name=device.name,
                whose=whose(device),
                label=words.devices.CHANGE.format(device=device.name),
            )
            for number, device in enumerate(household.devices, 1)
        ),
    )


def _saved(stands: Standing | None) -> str | None:
    if stands is None:
        return None
    return words.devices.SAVED_TEXT if stands.rules_in_force else words.devices.SAVED_WAITING


def whose(device: Device) -> str:
    """Return whose a device is, as the page says it."""
    plain: Mapping[str, str] = {
        EVERYONE: words.devices.OF_EVERYONE,
        NOBODY: words.devices.OF_NOBODY,
    }
    said = plain.get(device.belongs_to) or words.devices.OF.format(who=device.belongs_to)
    return words.devices.OF_SCHOOL.format(who=said) if device.school else said


def owners(household: Household, chosen: str) -> tuple[Tick, ...]:
    """Return everybody whose a device can be, as choices. Nobody is chosen beforehand."""
    named = (
        *((person, person) for person in people_of(household)),
        (EVERYONE, words.devices.OWNER_EVERYONE),
        (NOBODY, words.devices.OWNER_NOBODY),
    )
    return tuple(Tick(value=value, label=label, is_set=value == chosen) for value, label in named)


def _mine(household: Household, hand: InHand) -> MineCard | None:
    """Return the card for a device in hand that nobody named; the box itself has none."""
    if hand.link is None or hand.device is not None or not household.carers:
        return None
    only = len(household.carers) == 1
    return MineCard(
        carers=tuple(
            Tick(value=carer.name, label=carer.name, is_set=only) for carer in household.carers
        )
    )


def _card(household: Household, number: int, one: NewDevice, typed: NamingForm) -> NewCard:
    is_typed = typed.link == one.link
    nothing = None
    if not one.calls_itself:
        nothing = words.devices.SAYS_NOTHING if one.has_address else words.devices.NO_ADDRESS
    return NewCard(
        number=number,
        heading=words.devices.NEW_ONE.format(number=number),
        link=one.link,
        explained=words.devices.MADE_UP if one.is_made_up else words.devices.MAKERS,
        says=one.calls_itself,
        nothing_said=nothing,
        perhaps=one.perhaps,
        name=typed.name if is_typed else "",
        owners=owners(household, typed.owner if is_typed else ""),
        school=typed.school and is_typed,
        error=words.devices.WRONGS[typed.wrong] if is_typed and typed.wrong else None,
    )
