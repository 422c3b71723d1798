"""The routers and DHCP servers that speak to the home's devices, and what they announce.

Rules kept here:
- All of them are kept side by side: a second one is what a carer has to be told of.
- One that takes itself back is gone; one that says nothing for three hours is forgotten. Routers
  repeat themselves within half an hour (RFC 4861 section 6.2.1), and no advertisement holds for
  longer than two and a half.
- A prefix counts as the home's own only if it is as long as one that a home is given (48 and up):
  a single advertisement must not make every address of the world a neighbour.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from agent.discovery.heard import RouterSaid
from policy.neighbours import MAX_ROUTERS, Router, RouterSource

FORGOTTEN_SECONDS: Final = 3 * 3600.0
SHORTEST_PREFIX: Final = 48

_Key = tuple[str, str, RouterSource]


@dataclass(slots=True)
class Routers:
    """What routers said, the latest of each."""

    _said: OrderedDict[_Key, tuple[RouterSaid, float]] = field(default_factory=OrderedDict)
    prefixes: tuple[ipaddress.IPv6Network, ...] = ()

    def hear(self, said: RouterSaid, at: float) -> None:
        """Take in what a router said."""
        key = (said.link, said.address, said.told_by)
        self._said.pop(key, None)
        if said.stays:
            self._said[key] = (said, at)
        while len(self._said) > MAX_ROUTERS:
            self._said.popitem(last=False)
        self._read_prefixes()

    def lapse(self, at: float) -> None:
        """Forget routers that have gone silent."""
        for key in [key for key, (_, then) in self._said.items() if at - then > FORGOTTEN_SECONDS]:
            del self._said[key]
        self._read_prefixes()

    def addresses(self) -> frozenset[str]:
        """Return the addresses through which devices are told to send what leaves the home."""
        return frozenset(
            address
            for said, _ in self._said.values()
            for address in (said.gateways if said.told_by is RouterSource.DHCP else (said.address,))
        )

    def links(self) -> frozenset[str]:
        """Return the link addresses of all routers and DHCP servers."""
        return frozenset(said.link for said, _ in self._said.values())

    def now(self) -> tuple[Router, ...]:
        """Return who they are, in an order that says nothing of when."""
        return tuple(
            Router(
                link=said.link,
                address=said.address,
                told_by=said.told_by,
                dns_servers=said.dns_servers,
            )
            for _, (said, _) in sorted(self._said.items())
        )

    def _read_prefixes(self) -> None:
        found = {
            ipaddress.IPv6Network(prefix, strict=False)
            for said, _ in self._said.values()
            for prefix in said.prefixes
        }
        self.prefixes = tuple(one for one in found if one.prefixlen >= SHORTEST_PREFIX)
