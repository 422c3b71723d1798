"""Naming devices: whose each is, what it is called, and forgetting it; as changes of a household.

Rules kept here:
- Each function takes a household and returns another; it reads nothing and writes nothing.
- A link address and an address mean one device. What another device has is refused, never taken.
- A device is never joined to one that was named before unless a person says that it is the same.
- Who may use a shared device is forgotten as soon as it is one person's. A school's device stays
  whoever's it is, and is nobody's to share.
- What a carer typed is checked by the very reader that reads the household's document, so a page
  cannot save what no file could say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from console.errors import ConsoleError
from policy.devices_document import MAX_DEVICES, MAX_HAND_BACK, MAX_LINKS
from policy.errors import HouseholdMalformed
from policy.household import DEFAULT_HAND_BACK, EVERYONE, NOBODY, Device, Household
from policy.reading import MAX_TEXT, a_label

MAX_LABEL: Final = MAX_TEXT


class Wrong(StrEnum):
    """What is wrong with a change of a device, for whoever finds the words."""

    NO_NAME = "no-name"
    LONG_NAME = "long-name"
    NAME_TAKEN = "name-taken"
    NO_OWNER = "no-owner"
    LINK_TAKEN = "link-taken"
    GONE = "gone"
    FULL = "full"
    NOT_SHARED = "not-shared"
    TOO_FEW = "too-few"
    TIME = "time"


class NamingRefused(ConsoleError):
    """A change of a device was not made; `wrong` says why."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(f"the device was not changed: {wrong}")
        self.wrong = wrong


def people_of(household: Household) -> tuple[str, ...]:
    """Return everybody who can own a device: young people first, then carers."""
    return (
        *(person.name for person in household.young_people),
        *(carer.name for carer in household.carers),
    )


def device_called(household: Household, name: str) -> Device:
    """Return a device of the home. Raises NamingRefused."""
    for device in household.devices:
        if device.name == name:
            return device
    raise NamingRefused(Wrong.GONE)


def named(
    household: Household,
    name: str,
    owner: str,
    *,
    links: Sequence[str] = (),
    addresses: Sequence[str] = (),
    school: bool = False,
) -> Household:
    """Return the household with one device more. Raises NamingRefused.

    A device that has a link address is known by it, so its addresses are not kept.
    """
    label = _label(household, name)
    _check_owner(household, owner)
    if len(household.devices) >= MAX_DEVICES:
        raise NamingRefused(Wrong.FULL)
    _check_free(household, links, addresses)
    device = Device(
        name=label,
        belongs_to=owner,
        links=tuple(links),
        addresses=() if links else tuple(addresses),
        school=school,
    )
    return replace(household, devices=(*household.devices, device))


def joined(household: Household, name: str, link: str) -> Household:
    """Return the household in which a device has one link address more. Raises NamingRefused.

    The one it had stays: a telephone that goes back to it is the same telephone.
    """
    device = device_called(household, name)
    _check_free(household, (link,), ())
    if len(device.links) >= MAX_LINKS:
        raise NamingRefused(Wrong.FULL)
    return _with(household, device, replace(device, links=(*device.links, link)))


def renamed(household: Household, name: str, new: str) -> Household:
    """Return the household in which a device is called otherwise. Raises NamingRefused."""
    device = device_called(household, name)
    label = _label(household, new, but=name)
    return _with(household, device, replace(device, name=label))


def given_to(household: Household, name: str, owner: str, *, school: bool) -> Household:
    """Return the household in which a device is somebody else's. Raises NamingRefused.

    Rules that were for this device alone stay with it.
    """
    device = device_called(household, name)
    _check_owner(household, owner)
    shares = owner == EVERYONE and not school
    return _with(
        household,
        device,
        replace(
            device,
            belongs_to=owner,
            school=school,
            shared_by=device.shared_by if shares else (),
            hand_back_minutes=device.hand_back_minutes if shares else DEFAULT_HAND_BACK,
        ),
    )


def shared(household: Household, name: str, people: Sequence[str], minutes: int) -> Household:
    """Return the household in which people take turns on a device. Raises NamingRefused.

    Nobody at all is fine: then it is everyone's, without turns.
    """
    device = device_called(household, name)
    if device.belongs_to != EVERYONE or device.school:
        raise NamingRefused(Wrong.NOT_SHARED)
    known = people_of(household)
    if any(one not in known for one in people):
        raise NamingRefused(Wrong.NO_OWNER)
    if len(set(people)) == 1:
        raise NamingRefused(Wrong.TOO_FEW)
    if not 1 <= minutes <= MAX_HAND_BACK:
        raise NamingRefused(Wrong.TIME)
    taking = tuple(one for one in known if one in people)
    return _with(household, device, replace(device, shared_by=taking, hand_back_minutes=minutes))


def forgotten(household: Household, name: str) -> Household:
    """Return the household without a device; from then on it is a visitor's. Raises NamingRefused.

    The rules that were for it alone are gone with it.
    """
    device = device_called(household, name)
    return replace(household, devices=tuple(one for one in household.devices if one is not device))


def _with(household: Household, before: Device, after: Device) -> Household:
    return replace(
        household,
        devices=tuple(after if one is before else one for one in household.devices),
    )


def _label(household: Household, typed: str, *, but: str | None = None) -> str:
    label = " ".join(typed.split())
    if not label:
        raise NamingRefused(Wrong.NO_NAME)
    if not _reads(lambda: a_label(label, "name")):
        raise NamingRefused(Wrong.LONG_NAME)
    if any(one.name == label and one.name != but for one in household.devices):
        raise NamingRefused(Wrong.NAME_TAKEN)
    return label


def _check_owner(household: Household, owner: str) -> None:
    if owner not in (*people_of(household), EVERYONE, NOBODY):
        raise NamingRefused(Wrong.NO_OWNER)


def _check_free(household: Household, links: Sequence[str], addresses: Sequence[str]) -> None:
    taken = {link for device in household.devices for link in device.links}
    if not links:
        taken = {address for device in household.devices for address in device.addresses}
    if not taken.isdisjoint(links or addresses):
        raise NamingRefused(Wrong.LINK_TAKEN)


def _reads(read: Callable[[], object]) -> bool:
    try:
        read()
    except HouseholdMalformed:
        return False
    return True
