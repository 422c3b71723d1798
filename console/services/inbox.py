"""The inbox of new devices: what discovery saw and nobody named, and who a page was opened on.

Rules kept here:
- A device that nobody named has the rules for visitors, from its first packet; nothing here gives
  it others.
- What a device says of itself is shown to whoever names it, and decides nothing.
- That one may be a device which was named before is asked, never assumed (`policy.identity`).
- The box, routers and what is contested are no devices to name: the first two are not anybody's,
  and of the third nobody can say which of two it is.
- Nothing tells whether a device is there now. What was heard stays for about a day, and the order
  is that of link addresses, not of when anything was heard.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from console.store.neighbours import Unseen
from policy.household import Device, Household
from policy.identity import VISITORS, Sightings, identified, returning, sightings_of
from policy.links import is_made_up
from policy.neighbours import Neighbour, Neighbours


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDevice:
    """One link address that nobody named. `calls_itself` is what it says of itself.

    `perhaps` are devices of which a carer may be asked whether it is one of those.
    """

    link: str
    is_made_up: bool
    calls_itself: tuple[str, ...]
    has_address: bool
    perhaps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InHand:
    """The device that a page was opened on: its link address, and the device it is named as.

    Both are None where that cannot be told. `in_doubt` is that more than one could be meant, where
    the strictest rules of all hold.
    """

    address: str
    link: str | None = None
    device: Device | None = None
    in_doubt: bool = False


def unnamed_devices(household: Household, seen: Neighbours | Unseen) -> tuple[NewDevice, ...]:
    """Return the devices that were seen and that nobody named."""
    if isinstance(seen, Unseen):
        return ()
    sightings = sightings_of(seen)
    known = {link for device in household.devices for link in device.links}
    known |= {*seen.own_links, *sightings.crowded}
    known |= {router.link for router in seen.routers}
    by_address = {address for device in household.devices for address in device.addresses}
    return tuple(
        _new(household, sightings, one)
        for one in sorted(seen.neighbours, key=lambda one: one.link)
        # A carer who named addresses alone told their devices apart by these.
        if one.link not in known and by_address.isdisjoint(one.addresses)
    )


def in_hand(household: Household, seen: Neighbours | Unseen, address: str) -> InHand:
    """Return which device a request came from; in doubt, none.

    Where no network is looked at, what a carer typed is all there is.
    """
    if isinstance(seen, Unseen):
        named = [one for one in household.devices if address in one.addresses]
        return InHand(
            address=address,
            device=named[0] if len(named) == 1 else None,
            in_doubt=len(named) > 1,
        )
    if address in {own.partition("/")[0] for own in seen.own_addresses}:
        return InHand(address=address)
    sightings = sightings_of(seen)
    links = sightings.links_at.get(address, frozenset())
    whose = identified(household.devices, sightings).get(address, VISITORS)
    by_name = {device.name: device for device in household.devices}
    device = None if whose.device is None else by_name[whose.device]
    routers = {router.link for router in seen.routers}
    is_plain = len(links) == 1 and links.isdisjoint(sightings.crowded | routers)
    return InHand(
        address=address,
        link=next(iter(links)) if is_plain and whose.doubt is None else None,
        device=device,
        in_doubt=whose.doubt is not None,
    )


def addresses_of(seen: Neighbours | Unseen, hand: InHand) -> tuple[str, ...]:
    """Return the addresses of the device in hand, that of its request first."""
    if isinstance(seen, Unseen) or hand.link is None:
        return (hand.address,)
    others = {
        address
        for one in seen.neighbours
        if one.link == hand.link
        for address in one.addresses
        if address != hand.address
    }
    return (hand.address, *sorted(others, key=_in_order))


def _new(household: Household, sightings: Sightings, one: Neighbour) -> NewDevice:
    said = (
        one.mdns_name,
        one.dhcp.host_name if one.dhcp else None,
        one.dhcp.vendor_class if one.dhcp else None,
    )
    return NewDevice(
        link=one.link,
        is_made_up=is_made_up(one.link),
        calls_itself=tuple(dict.fromkeys(text for text in said if text)),
        has_address=bool(one.addresses),
        perhaps=returning(household.devices, sightings, one.link),
    )


def _in_order(text: str) -> tuple[int, int]:
    address = ipaddress.ip_address(text)
    return address.version, int(address)
