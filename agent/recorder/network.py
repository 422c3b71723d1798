"""Where a bound device is on the network now: by what discovery published, and nothing else.

Rules kept here:
- The recorder has no network. It reads one file, `neighbours.json`, and believes it as far as it
  takes something away: a link address that changed, two that claim one address, one behind which
  several devices seem to stand. None of them gives a permit.
- A device that was bound by its link addresses is lent for where these are, and nowhere else.
- That a device is away changes nothing: else the journal would tell when somebody comes and goes.
- Where the file is missing or damaged, nobody knows where any device is, and none is lent for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.recorder.errors import RecorderRefused
from agent.recorder.memory import BoundDevice, Memory
from consent.codes import Code
from consent.home import DeviceFacts
from policy.errors import NeighboursMalformed
from policy.identity import NO_LINKS, Sightings, sightings_of
from policy.neighbours import Freshness, Neighbours
from policy.neighbours_document import MAX_OCTETS, neighbours_from_bytes

MAX_LENT_FOR: Final = 16
"""Addresses that one lease can name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What the network shows of one bound device.

    `is_known` is that nothing speaks against its being the device that was bound; `addresses` are
    those for which it may be lent, none while it is away.
    """

    is_known: bool
    is_ambiguous: bool
    addresses: tuple[str, ...]


def device_facts(device: BoundDevice, memory: Memory, network: Network | None) -> DeviceFacts:
    """Return what a decision is told of a device: by what is remembered, and by the network."""
    where = whereabouts(device, memory, network)
    return DeviceFacts(
        id=device.id,
        bound=where.is_known,
        sole_user=device.sole_user,
        ambiguous=where.is_ambiguous or memory.is_ambiguous(device),
        bound_on=device.bound_on,
    )


def whereabouts(device: BoundDevice, memory: Memory, network: Network | None) -> Whereabouts:
    """Return where a device is; where there is no discovery, at the addresses it was bound by."""
    if network is None:
        return Whereabouts(is_known=True, is_ambiguous=False, addresses=device.addresses)
    return network.whereabouts(device, [one for one in memory.devices if one.id != device.id])


def device_at(address: str, memory: Memory, network: Network | None) -> BoundDevice | None:
    """Return the bound device at an address; None where there is none, or it is in doubt."""
    if network is None:
        return memory.device_at(address)
    for device in memory.devices:
        where = whereabouts(device, memory, network)
        facts = device_facts(device, memory, network)
        if address in where.addresses and facts.bound and not facts.ambiguous:
            return device
    return None


class Network:
    """What discovery published last, None where that cannot be read. `look` often."""

    def __init__(self, path: Path) -> None:
        """Look for the first time."""
        self._path = path
        self._stamp: tuple[int, int, int] | None = None
        self._seen: Neighbours | None = None
        self._sightings = Sightings()
        self.look()

    def look(self) -> bool:
        """Take up what was published since; say whether it is something else now."""
        try:
            with self._path.open("rb") as file:
                stat = os.fstat(file.fileno())
                stamp = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
                if stamp == self._stamp:
                    return False
                seen = neighbours_from_bytes(file.read(MAX_OCTETS + 1))
        except (OSError, NeighboursMalformed):
            stamp, seen = None, None
        before, self._seen, self._stamp = self._seen, seen, stamp
        self._sightings = sightings_of(seen) if seen else Sightings()
        return seen != before

    def bound_by(self, addresses: Iterable[str], others: Iterable[BoundDevice]) -> tuple[str, ...]:
        """Return the link addresses of the device at these addresses, by which it is bound.

        Raises RecorderRefused where it cannot be seen, or could be taken for another.
        """
        found: set[str] = set()
        for address in addresses:
            links = self._sightings.links_at.get(address, NO_LINKS)
            if len(links) > 1:
                raise RecorderRefused(Code.DEVICE_AMBIGUOUS, "addresses")
            found |= links
        if not found:
            raise RecorderRefused(Code.DEVICE_UNBOUND, "addresses")
        taken = {link for one in others for link in one.links}
        if not found.isdisjoint(taken | self._sightings.crowded):
            raise RecorderRefused(Code.DEVICE_AMBIGUOUS, "links")
        return tuple(sorted(found))

    def whereabouts(self, device: BoundDevice, others: Iterable[BoundDevice]) -> Whereabouts:
        """Return what is to be seen of a device, beside the others that are bound."""
        if self._seen is None:
            return Whereabouts(is_known=False, is_ambiguous=False, addresses=())
        links_at, own = self._sightings.links_at, frozenset(device.links)
        taken = {link for one in others for link in one.links}
        if not own:
            at = [links_at.get(one, NO_LINKS) for one in device.addresses]
            others_links = taken | self._sightings.crowded
            is_ambiguous = any(len(links) > 1 or not links.isdisjoint(others_links) for links in at)
            return Whereabouts(is_known=True, is_ambiguous=is_ambiguous, addresses=device.addresses)
        here = {one: links for one, links in links_at.items() if not links.isdisjoint(own)}
        is_elsewhere = any(links_at.get(one, own).isdisjoint(own) for one in device.addresses)
        return Whereabouts(
            is_known=bool(here) or not is_elsewhere,
            is_ambiguous=any(not links <= own for links in here.values())
            or not own.isdisjoint(self._sightings.crowded),
            addresses=self._confirmed(own),
        )

    def _confirmed(self, own: frozenset[str]) -> tuple[str, ...]:
        """Return the addresses of a device that did more than stand in a frame of anybody's."""
        assert self._seen is not None
        found = {
            address
            for neighbour in self._seen.neighbours
            if neighbour.link in own
            for address, freshness in neighbour.addresses.items()
            if freshness is Freshness.CONFIRMED
        }
        return tuple(sorted(found)[:MAX_LENT_FOR])
