"""Asking on the network whether somebody has an address, and who.

Rules kept here:
- An address that nobody disputes is asked for by the kernel itself: an empty datagram to the port
  for discarding (RFC 863) makes it look for the neighbour, and its table holds the answer before
  the first query comes. It goes no further than this network (hop limit 1).
- A disputed address is asked for from everybody with a frame of our own, since the kernel would
  ask only the one it believes.
- Routers and DHCP servers are asked to show themselves: the advertisement or offer goes to
  everybody or to us, and is read like any other frame.
- A question that cannot be sent is left; the next one comes within a second, or from the kernel.
"""

from __future__ import annotations

import ipaddress
import secrets
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from agent.discovery.frames.arp import arp_request
from agent.discovery.frames.dhcp import dhcp_discover
from agent.discovery.frames.ndp import neighbour_solicitation, router_solicitation
from agent.discovery.netlink import Own

_DISCARD_PORT: Final = 9


class Asking:
    """Two sockets that ask through the kernel."""

    def __init__(self) -> None:
        """Open them; no privilege is needed."""
        self._four = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._four.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 1)
        self._six = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._six.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, 1)

    def ask_by_kernel(self, address: str, own: Own) -> None:
        """Let the kernel find an address on the home's network."""
        with suppress(OSError):
            if ":" in address:
                scope = own.index if ipaddress.IPv6Address(address).is_link_local else 0
                self._six.sendto(b"", (address, _DISCARD_PORT, 0, scope))
            else:
                self._four.sendto(b"", (address, _DISCARD_PORT))

    def close(self) -> None:
        """Close both."""
        self._four.close()
        self._six.close()


def question_to_all(address: str, own: Own) -> bytes | None:
    """Return the frame that asks everybody for an address, None where we have none to ask from."""
    target = ipaddress.ip_address(address)
    if isinstance(target, ipaddress.IPv4Address):
        for one in own.addresses:
            if target in one.network:
                return arp_request(_octets(own.link), one.ip.packed, target.packed)
        return None
    source = _link_local(own)
    return source and neighbour_solicitation(_octets(own.link), source, target.packed)


def questions_to_routers(own: Own) -> Iterator[bytes]:
    """Yield the frames that make routers and DHCP servers show themselves."""
    yield dhcp_discover(_octets(own.link), secrets.token_bytes(4))
    if source := _link_local(own):
        yield router_solicitation(_octets(own.link), source)


def _link_local(own: Own) -> bytes | None:
    for one in own.addresses:
        if isinstance(one, ipaddress.IPv6Interface) and one.ip.is_link_local:
            return one.ip.packed
    return None


def _octets(link: str) -> bytes:
    return bytes.fromhex(link.replace(":", ""))
