"""What the recorder has lent at this moment, and the table in which the pipeline looks.

Rules kept here:
- The table is empty while nothing is lent, and then costs a query one test.
- A device is known by the packet's source address, written as the socket gives it: a link-local
  address counts only with the interface it was lent for. Where the lease names link addresses, one
  of these has to be at that address too, by the kernel's word (`agent.gate.place`).
- An address of two lent devices shows that nobody knows who asks. Then neither observes, at any of
  its addresses; and when that is over, both begin with quiet.
- A descriptor that came with a message is owned from here on: it is in a lens, or it is closed.
- What is no message, or does not fit what is lent, is refused, and whoever brought it is heard no
  more (`agent.gate.link`).
"""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from agent.errors import AgentError
from agent.gate.lens import Lens
from agent.gate.place import Place
from consent.errors import ConsentError
from consent.lease import MAX_LEASE_MS, Lend, Renew, TakeBack, message_from_octets

MAX_LENT: Final = 32
"""How many devices may be lent at once; a home has fewer."""


class LeaseRefused(AgentError):
    """What came from the recorder is not a lease that can be taken."""


@dataclass(frozen=True, slots=True)
class _Lent:
    lens: Lens
    addresses: frozenset[str]
    links: frozenset[str]


class Lent:
    """The lenses by device, and in `by_address` those that observe."""

    def __init__(
        self,
        clock: Callable[[], int],
        links_at: Callable[[str], Collection[str]] = lambda _: frozenset(),
    ) -> None:
        """Begin with nothing. `clock` gives boot milliseconds, `links_at` the kernel's word.

        Where the kernel cannot be asked, nothing is observed that a link address would prove.
        """
        self._clock = clock
        self._links_at = links_at
        self._by_device: dict[str, _Lent] = {}
        self._unclear: set[str] = set()
        self._lost = 0
        self._by_address: dict[str, Lens | Place] = {}

    @property
    def by_address(self) -> Mapping[str, Lens | Place]:
        """The lenses that observe, by source address; always this one mapping."""
        return self._by_address

    @property
    def devices(self) -> frozenset[str]:
        """The devices of which something is lent."""
        return frozenset(self._by_device)

    @property
    def lost(self) -> int:
        """How many observations were lost, of all devices together, since the start."""
        return self._lost + sum(one.lens.lost for one in self._by_device.values())

    def take(self, octets: bytes, descriptors: Sequence[int]) -> None:
        """Do what a packet says, with the descriptors it brought. Raises LeaseRefused."""
        left = list(descriptors)
        try:
            try:
                message = message_from_octets(octets)
            except ConsentError as error:
                raise LeaseRefused("this is no message of the recorder") from error
            if len(left) != (1 if isinstance(message, Lend) else 0):
                raise LeaseRefused("a lease brings one descriptor, and nothing else brings any")
            if isinstance(message, Lend):
                self._lend(message, left.pop())
            elif isinstance(message, Renew):
                self._renew(message)
            else:
                self._take_back(message)
        finally:
            for descriptor in left:
                socket.close(descriptor)

    def sweep(self) -> None:
        """Take out what has ended, and let the others forget what they need no more."""
        over = [device for device, one in self._by_device.items() if one.lens.is_over()]
        for device in over:
            self._end(device)
        if over:
            self._arrange()
        for one in self._by_device.values():
            one.lens.tidy()

    def end_all(self) -> None:
        """Close everything and forget it."""
        for device in list(self._by_device):
            self._end(device)
        self._arrange()

    def _lend(self, message: Lend, descriptor: int) -> None:
        way = _way_of(descriptor)
        try:
            self._check_term(message.until_ms)
            self._check_place(message.device)
            addresses = frozenset(map(_as_sockets_write, message.addresses))
            lens = Lens(
                way,
                message.terms,
                self._clock,
                until_ms=message.until_ms,
                is_settling=message.is_settling,
            )
        except BaseException:
            way.close()
            raise
        self._by_device[message.device] = _Lent(lens, addresses, frozenset(message.links))
        self._arrange()

    def _renew(self, message: Renew) -> None:
        self._check_term(message.until_ms)
        # One that ended here a moment ago may still be renewed there; what has ended stays so.
        if (found := self._by_device.get(message.device)) is not None:
            found.lens.renew(message.until_ms, is_settling=message.is_settling)

    def _take_back(self, message: TakeBack) -> None:
        if message.device in self._by_device:
            self._end(message.device)
            self._arrange()

    def _end(self, device: str) -> None:
        found = self._by_device.pop(device)
        self._unclear.discard(device)
        self._lost += found.lens.lost
        found.lens.close()

    def _arrange(self) -> None:
        """Write the table anew, in place: the pipeline holds this very mapping."""
        owners = Counter(address for one in self._by_device.values() for address in one.addresses)
        self._by_address.clear()
        for device, one in self._by_device.items():
            if any(owners[address] > 1 for address in one.addresses):
                self._unclear.add(device)
                continue
            if device in self._unclear:
                self._unclear.discard(device)
                one.lens.hush()
            for address in one.addresses:
                self._by_address[address] = (
                    Place(one.lens, address, one.links, self._links_at) if one.links else one.lens
                )

    def _check_term(self, until_ms: int) -> None:
        if until_ms > self._clock() + MAX_LEASE_MS:
            raise LeaseRefused("a lease is for ten minutes at most")

    def _check_place(self, device: str) -> None:
        self.sweep()
        if device in self._by_device:
            raise LeaseRefused("this device is lent already; take it back first")
        if len(self._by_device) >= MAX_LENT:
            raise LeaseRefused("more is lent than a home can have")


def _way_of(descriptor: int) -> socket.socket:
    """Return the socket of a descriptor, which is closed where it is no end of such a pair."""
    try:
        way = socket.socket(fileno=descriptor)
    except OSError as error:
        socket.close(descriptor)
        raise LeaseRefused("the descriptor is no socket") from error
    if (way.family, way.type) != (socket.AF_UNIX, socket.SOCK_SEQPACKET):
        way.close()
        raise LeaseRefused("the descriptor is no packet socket of this machine")
    return way


def _as_sockets_write(text: str) -> str:
    """Return an address as a socket gives it. Raises LeaseRefused."""
    bare, percent, scope = text.partition("%")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    try:
        return socket.inet_ntop(family, socket.inet_pton(family, bare)) + percent + scope
    except (OSError, ValueError) as error:
        raise LeaseRefused("an address is not one") from error
