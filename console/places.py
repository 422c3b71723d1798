"""How many connections one device may hold open at the pages, so that none keeps the others out.

Rules kept here:
- A process has so many places and no more. One phone that holds connections open, on purpose or by
  a broken app, gets no further than its own share, and everybody else is answered as before.
- They are counted from the moment when one is accepted, so also where TLS has not begun yet, and
  until it is closed; plain http and TLS count together.
- A device is the address that it connects from. One of version 6 can give itself many, so its
  network (/64) has a share too, by which whoever comes by version 4 is never kept out.
- Whoever is turned away is told so over plain http; before TLS nothing could be said to them.
- One is turned away at a time, and what came meanwhile is answered first.
- Nothing of it is written down, and an address that holds nothing is forgotten.
"""

from __future__ import annotations

import ipaddress
import socket
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from console.pages.trouble import TOO_MANY_OPEN
from console.security.headers import PAGE

OF_ONE: Final = 36
"""Of one address. A browser makes six to one host and port, so twelve to plain http and TLS; a
device has room for three browsers, all of whose pages are open."""

OF_ONE_NETWORK: Final = 256
"""Of one /64 of version 6. A service may hold 1,024 files open where nobody says otherwise, so the
three networks that a home has at once leave a quarter of the places."""

_PREFIX: Final = 64
_READ_OCTETS: Final = 65_536


@dataclass(slots=True)
class Places:
    """Who holds how many connections: by address, and by network."""

    of_one: int = OF_ONE
    of_one_network: int = OF_ONE_NETWORK
    _held: Counter[str] = field(default_factory=Counter)

    def take(self, source: str) -> bool:
        """Count one more for an address; False, and nothing is counted, where it has its share."""
        address, *network = _counted(source)
        if self._held[address] >= self.of_one:
            return False
        if any(self._held[one] >= self.of_one_network for one in network):
            return False
        self._held.update((address, *network))
        return True

    def leave(self, source: str) -> None:
        """Count one fewer."""
        for counted in _counted(source):
            self._held[counted] -= 1
            if self._held[counted] <= 0:
                del self._held[counted]

    def __len__(self) -> int:
        """Return how many addresses and networks hold anything."""
        return len(self._held)


class Door(socket.socket):
    """A listening socket that takes in no more of one device than its share."""

    _places: Places
    _speaks_tls: bool

    @classmethod
    def of(cls, holder: socket.socket, places: Places, *, speaks_tls: bool) -> Door:
        """Return a listening socket as a door; `holder` itself is used up by it."""
        door = cls(fileno=holder.detach())
        door._places, door._speaks_tls = places, speaks_tls
        return door

    def accept(self) -> tuple[socket.socket, Any]:
        """Return the next connection, and from where it comes.

        Raises ConnectionAbortedError for one that was turned away, as for one that left by itself.
        """
        came, address = super().accept()
        source = str(address[0])
        if not self._places.take(source):
            with came:
                self._turn_away(came)
            raise ConnectionAbortedError
        return _Taken.of(came, self._places, source), address

    def _turn_away(self, came: socket.socket) -> None:
        if self._speaks_tls:
            return
        came.setblocking(False)
        with suppress(OSError):
            came.send(_FULL)
            came.shutdown(socket.SHUT_WR)
            # What was asked is taken in, else the answer would be thrown away with it.
            came.recv(_READ_OCTETS)


class _Taken(socket.socket):
    """A connection that has its place until it is closed."""

    _places: Places | None = None
    _source: str

    @classmethod
    def of(cls, came: socket.socket, places: Places, source: str) -> _Taken:
        taken = cls(fileno=came.detach())
        taken._places, taken._source = places, source
        return taken

    def close(self) -> None:
        super().close()
        places, self._places = self._places, None
        if places is not None:
            places.leave(self._source)


def _counted(source: str) -> tuple[str, ...]:
    """Return for what a connection counts: its address, and of version 6 also its network."""
    # The link's name behind a percent sign is this machine's own.
    address = ipaddress.ip_address(source.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.version == 4:
        return (str(address),)
    return str(address), str(ipaddress.ip_network(f"{address}/{_PREFIX}", strict=False))


def _full() -> bytes:
    headers = PAGE | {
        "content-type": "text/plain; charset=utf-8",
        "content-length": str(len(TOO_MANY_OPEN.encode())),
        "retry-after": "10",
        "connection": "close",
    }
    lines = "".join(f"{name}: {text}\r\n" for name, text in headers.items())
    return f"HTTP/1.1 503 Service Unavailable\r\n{lines}\r\n{TOO_MANY_OPEN}".encode()


_FULL: Final = _full()
