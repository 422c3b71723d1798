"""Whose address is it? From what a carer named and what the network shows, to one device or none.

Rules kept here:
- An address changes by itself, several times a day on a telephone. What stays is the link address,
  so a device that has one named is known by it, and by nothing else once the network was seen.
- What speaks for two devices speaks for neither. Where two link addresses answer at one address,
  where two devices are named with one link address, and where an address that was given to one is
  now with another, it is in doubt, and in doubt nobody's rules are given to somebody else.
- A link address that nobody named is a visitor's, also if it looks like a telephone that was here
  before: that is for a person to say (`returning`).
- Nothing here knows what anybody asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from policy.household import Device
from policy.links import is_made_up
from policy.neighbours import ConflictKind, Neighbours


class Doubt(StrEnum):
    """Why nobody can say whose an address is."""

    TWO_LINKS = "two-links"
    """Two link addresses answer at this address, and they are not of one device."""
    NAMED_TWICE = "named-twice"
    """Two devices of the home claim it, by link address or by address."""
    CROWDED = "crowded"
    """Several devices seem to stand behind its link address."""
    ELSEWHERE = "elsewhere"
    """A carer gave it to a device whose link address is another one than the one that is there."""
    UNSEEN = "unseen"
    """A carer gave it to a device with a link address, and no link address is to be seen there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """The device at an address by its name; None for a visitor's, and where it is in doubt."""

    device: str | None = None
    doubt: Doubt | None = None


VISITORS: Final = Whose()
"""Whose an address is that nobody named and nothing speaks for."""

NO_LINKS: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """What the network shows now: the link addresses that answer at each address.

    `crowded` are link addresses behind which more than one device seems to stand.
    """

    links_at: Mapping[str, frozenset[str]] = field(default_factory=dict)
    crowded: frozenset[str] = NO_LINKS


def sightings_of(seen: Neighbours) -> Sightings:
    """Return what discovery saw as an identity needs it. What is contested stands at all of them.

    What a device says of itself, its name above all, is left out: it decides nothing.
    """
    links_at: defaultdict[str, set[str]] = defaultdict(set)
    crowded: set[str] = set()
    for neighbour in seen.neighbours:
        for address in neighbour.addresses:
            links_at[address].add(neighbour.link)
    for conflict in seen.conflicts:
        if conflict.kind is ConflictKind.LINK_TWICE:
            crowded.update(conflict.links)
        elif conflict.address is not None:
            links_at[conflict.address].update(conflict.links)
    return Sightings(
        links_at={address: frozenset(links) for address, links in links_at.items()},
        crowded=frozenset(crowded),
    )


class Names:
    """What a carer named, made ready to be asked about one address after another."""

    __slots__ = ("_by_address", "_by_link", "_links_of")

    def __init__(self, devices: Iterable[Device]) -> None:
        """Take the devices of a household, also of one that contradicts itself."""
        by_link: defaultdict[str, set[str]] = defaultdict(set)
        by_address: defaultdict[str, set[str]] = defaultdict(set)
        self._links_of: dict[str, frozenset[str]] = {}
        for device in devices:
            self._links_of[device.name] = frozenset(device.links)
            for link in device.links:
                by_link[link].add(device.name)
            for address in device.addresses:
                by_address[address].add(device.name)
        self._by_link: Mapping[str, Collection[str]] = dict(by_link)
        self._by_address: Mapping[str, Collection[str]] = dict(by_address)

    @property
    def addresses(self) -> Collection[str]:
        """Return every address that a carer gave to a device."""
        return self._by_address.keys()

    def whose(
        self,
        address: str,
        links: Collection[str],
        *,
        crowded: Collection[str] = NO_LINKS,
        is_network_seen: bool = True,
    ) -> Whose:
        """Return whose an address is at which these link addresses answer.

        Where the network cannot be seen at all, what a carer typed is all there is, and holds.
        """
        by_address = self._by_address.get(address, ())
        if not links:
            return self._without_link(by_address, is_network_seen=is_network_seen)
        by_link = {name for link in links for name in self._by_link.get(link, ())}
        if any(len(self._by_link.get(link, ())) > 1 for link in links):
            return Whose(doubt=Doubt.NAMED_TWICE)
        # Two interfaces of one device may have one address, as when a laptop is put on its dock.
        if len(links) > 1 and (
            len(by_link) != 1 or any(link not in self._by_link for link in links)
        ):
            return Whose(doubt=Doubt.TWO_LINKS)
        if not by_link:
            return self._at_a_strangers_link(by_address)
        if any(link in crowded for link in links):
            return Whose(doubt=Doubt.CROWDED)
        [device] = by_link
        if any(name != device for name in by_address):
            return Whose(doubt=Doubt.NAMED_TWICE)
        return Whose(device=device)

    def _without_link(self, by_address: Collection[str], *, is_network_seen: bool) -> Whose:
        if not by_address:
            return VISITORS
        if len(by_address) > 1:
            return Whose(doubt=Doubt.NAMED_TWICE)
        [device] = by_address
        if is_network_seen and self._links_of[device]:
            return Whose(doubt=Doubt.UNSEEN)
        return Whose(device=device)

    def _at_a_strangers_link(self, by_address: Collection[str]) -> Whose:
        """Return whose an address is at a link address that nobody named.

        A carer who named addresses alone told their devices apart by these, and that holds, also
        behind an extender that shows all of them as itself.
        """
        if not by_address:
            return VISITORS
        if len(by_address) > 1:
            return Whose(doubt=Doubt.NAMED_TWICE)
        [device] = by_address
        if self._links_of[device]:
            return Whose(doubt=Doubt.ELSEWHERE)
        return Whose(device=device)


def identified(devices: Iterable[Device], sightings: Sightings) -> dict[str, Whose]:
    """Return whose each address is that was seen, or that a carer gave to a device."""
    names = Names(devices)
    return {
        address: names.whose(
            address, sightings.links_at.get(address, NO_LINKS), crowded=sightings.crowded
        )
        for address in {*sightings.links_at, *names.addresses}
    }


def returning(devices: Iterable[Device], sightings: Sightings, link: str) -> tuple[str, ...]:
    """Return the devices of which a carer may be asked whether it is one of those.

    Only where the link address is made up and nobody's, and the device has a made-up one itself
    and is nowhere to be seen now. It is a question, and no answer follows from it by itself.
    """
    here = {one for links in sightings.links_at.values() for one in links}
    known = tuple(devices)
    if not is_made_up(link) or any(link in device.links for device in known):
        return ()
    return tuple(
        device.name
        for device in known
        if any(map(is_made_up, device.links)) and here.isdisjoint(device.links)
    )
