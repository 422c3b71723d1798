"""The devices of a household document as tables, read strictly.

Rules kept here:
- A device belongs to somebody who is here, to everyone, or to nobody yet. Only what is everyone's
  can be shared by turns.
- One address means one device, and so does one link address; each has one spelling. A device may
  have either or both; one that has neither was named before it was ever seen.
- What is left out is not written either, and reading back what was written gives the same device.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Final

from policy import reading
from policy.errors import HouseholdMalformed
from policy.household import DEFAULT_HAND_BACK, EVERYONE, NOBODY, Device
from policy.links import LinkMalformed, link_from
from policy.rules_document import RULE_KEYS, rules_from, rules_to

MAX_DEVICES = 1_000
MAX_LINKS: Final = 16
"""Interfaces of one device: cable, Wi-Fi, and the private addresses that it took before."""
MAX_SHARING: Final = 100
MAX_HAND_BACK: Final = 24 * 60

_DEVICE_KEYS: Final = (
    "name",
    "belongs_to",
    "addresses",
    "links",
    *RULE_KEYS,
    "school",
    "shared_by",
    "hand_back_minutes",
)


def device_to(device: Device) -> dict[str, object]:
    """Return a device as a table."""
    table: dict[str, object] = {
        "name": device.name,
        "belongs_to": device.belongs_to,
        "addresses": list(device.addresses),
        **({"links": list(device.links)} if device.links else {}),
        **rules_to(device.rules),
    }
    if device.school:
        table["school"] = True
    if device.shared_by:
        table["shared_by"] = list(device.shared_by)
    if device.hand_back_minutes != DEFAULT_HAND_BACK:
        table["hand_back_minutes"] = device.hand_back_minutes
    return table


def device_from(entry: object, where: str, people: set[str]) -> Device:
    """Return the device that a table describes. Raises HouseholdMalformed."""
    table = reading.table(entry, where, _DEVICE_KEYS)
    owner = reading.label(table, "belongs_to", where)
    if owner not in people | {EVERYONE, NOBODY}:
        raise HouseholdMalformed(
            f"{where}.belongs_to",
            f"nobody here is called {owner!r}; expected a carer, a young person,"
            f" {EVERYONE!r} or {NOBODY!r}",
        )
    if "links" not in table:
        reading.needed(table, "addresses", where)
    addresses = tuple(
        _address(reading.text(text, here), here)
        for text, here in reading.entries(table, "addresses", where, MAX_DEVICES)
    )
    links = tuple(
        _link(reading.text(text, here), here)
        for text, here in reading.entries(table, "links", where, MAX_LINKS)
    )
    hand_back = DEFAULT_HAND_BACK
    if "hand_back_minutes" in table:
        hand_back = reading.number(table, "hand_back_minutes", where, (1, MAX_HAND_BACK))
    return Device(
        name=reading.label(table, "name", where),
        belongs_to=owner,
        addresses=addresses,
        links=links,
        rules=rules_from(table, where),
        school=bool(reading.flag(table, "school", where)),
        shared_by=_shared_by(table, where, owner, people),
        hand_back_minutes=hand_back,
    )


def _shared_by(
    table: Mapping[str, object], where: str, owner: str, people: set[str]
) -> tuple[str, ...]:
    found: list[str] = []
    for entry, here in reading.entries(table, "shared_by", where, MAX_SHARING):
        name = reading.text(entry, here)
        if owner != EVERYONE:
            raise HouseholdMalformed(
                here, f'only a device that belongs_to = "{EVERYONE}" can be shared'
            )
        if name not in people:
            raise HouseholdMalformed(here, f"nobody here is called {name!r}")
        if name in found:
            raise HouseholdMalformed(here, f"{name!r} stands here twice")
        found.append(name)
    return tuple(found)


def _address(text: str, where: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        raise HouseholdMalformed(
            where, f"{text!r} is not an address; expected one such as 192.168.1.20 or fd00::20"
        ) from None
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            raise HouseholdMalformed(where, f"write {text!r} without the part from % on")
        # A dual-stack socket would show an IPv4 device in this form; one device, one spelling.
        address = address.ipv4_mapped or address
    if address.is_multicast or address.is_unspecified:
        raise HouseholdMalformed(where, f"{text!r} cannot be the address of one device")
    return str(address)


def _link(text: str, where: str) -> str:
    try:
        return link_from(text)
    except LinkMalformed as error:
        raise HouseholdMalformed(where, str(error)) from error


def check_distinct(devices: Sequence[Device]) -> None:
    """Raise HouseholdMalformed where two devices share a name, an address or a link address."""
    labels: set[str] = set()
    for place, device in enumerate(devices):
        if device.name in labels:
            raise HouseholdMalformed(
                f"devices[{place}].name", f"two devices are called {device.name!r}"
            )
        labels.add(device.name)
    _check_one_each(devices, "addresses", "one address can mean one device only")
    _check_one_each(devices, "links", "one link address can mean one device only")


def _check_one_each(devices: Sequence[Device], key: str, law: str) -> None:
    seen: dict[str, str] = {}
    for place, device in enumerate(devices):
        for number, text in enumerate(device.addresses if key == "addresses" else device.links):
            if text in seen:
                raise HouseholdMalformed(
                    f"devices[{place}].{key}[{number}]",
                    f"{text} already belongs to {seen[text]!r}; {law}",
                )
            seen[text] = device.name
