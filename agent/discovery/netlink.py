"""What the kernel knows of the network: our own addresses and routers, and its neighbour table.

Rules kept here:
- Only reading: this process may change nothing in the kernel's tables, and asks for nothing that
  would need the capability to.
- Whatever is missing in an answer, or is not of the home's interface, is left out; a kernel that
  says something new ends nothing.
- After lost events (the kernel says so) everything is read again; no event is believed to be all.
"""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

from pyroute2 import AsyncIPRoute

from agent.discovery.heard import link_text
from policy.neighbours import spelling

# linux/rtnetlink.h, linux/neighbour.h, linux/if_arp.h
_GROUPS: Final = 0x1 | 0x4 | 0x10 | 0x40 | 0x100 | 0x400
"""Links, neighbours, and the addresses and routes of IPv4 and IPv6."""
_REACHABLE: Final = 0x02
_REMEMBERED: Final = 0x04 | 0x08 | 0x10 | 0x80
"""Stale, delayed, being probed, permanent: a link address is held without being sure of it."""
_TENTATIVE: Final = 0x40
"""linux/if_addr.h: still being tried for a duplicate, and not yet ours."""
_ETHERNET: Final = 1
_NEIGHBOUR: Final = "RTM_NEWNEIGH"


class NoSuchInterface(Exception):
    """The home's interface is not there; its message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """This box on the home's network."""

    index: int
    link: str
    links: frozenset[str]
    addresses: tuple[ipaddress.IPv4Interface | ipaddress.IPv6Interface, ...]
    gateways: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the kernel's neighbour table."""

    link: str
    address: str
    reachable: bool


class Kernel:
    """A connection to the kernel, about one interface."""

    def __init__(self, route: AsyncIPRoute, interface: str) -> None:
        """Take an open connection."""
        self._route = route
        self._interface = interface
        self._index = 0

    async def listen(self) -> None:
        """Let the kernel tell of changes from now on."""
        await self._route.bind(groups=_GROUPS)

    async def own(self) -> Own:
        """Return what this box has there. Raises NoSuchInterface."""
        links = {}
        self._index, link = 0, None
        async for message in await self._route.get_links():
            at = link_text(_octets(message.get_attr("IFLA_ADDRESS")))
            if at is None or message["ifi_type"] != _ETHERNET:
                continue
            links[message["index"]] = at
            if message.get_attr("IFLA_IFNAME") == self._interface:
                self._index, link = message["index"], at
        if link is None:
            raise NoSuchInterface(f"there is no Ethernet or Wi-Fi interface {self._interface!r}")
        addresses = [
            ipaddress.ip_interface(f"{text}/{message['prefixlen']}")
            async for message in await self._route.addr("dump")
            if message["index"] == self._index
            and not message["flags"] & _TENTATIVE
            # On a link between two, the address itself is the local one.
            and (text := message.get_attr("IFA_LOCAL") or message.get_attr("IFA_ADDRESS"))
        ]
        gateways = [
            spelling(text)
            async for message in await self._route.get_default_routes()
            if (text := message.get_attr("RTA_GATEWAY"))
        ]
        return Own(
            index=self._index,
            link=link,
            links=frozenset(links.values()),
            addresses=tuple(sorted(addresses, key=str)),
            gateways=frozenset(one for one in gateways if one),
        )

    async def neighbours(self) -> list[Entry]:
        """Return the neighbour table of the interface."""
        found = [_entry(one, self._index) async for one in await self._route.get_neighbours()]
        return [one for one in found if one is not None]

    async def changes(self) -> AsyncIterator[Entry | None]:
        """Yield each neighbour that the kernel tells of; None where our own side changed."""
        while True:
            async for message in self._route.get():
                event = message.get("event")
                if event == _NEIGHBOUR:
                    entry = _entry(message, self._index)
                    if entry is not None:
                        yield entry
                elif not event.endswith("NEIGH"):
                    yield None


def _entry(message: Any, index: int) -> Entry | None:  # noqa: ANN401 - pyroute2 has no types
    link = link_text(_octets(message.get_attr("NDA_LLADDR")))
    address = spelling(message.get_attr("NDA_DST") or "")
    state = message["state"]
    if message["ifindex"] != index or link is None or address is None:
        return None
    if not state & (_REACHABLE | _REMEMBERED):
        return None
    return Entry(link=link, address=address, reachable=bool(state & _REACHABLE))


def _octets(text: object) -> bytes:
    try:
        return bytes.fromhex(str(text).replace(":", ""))
    except ValueError:
        return b""
