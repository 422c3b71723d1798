"""Which address is at which link address: one table, from everything that was heard.

Rules kept here:
- It has no clock, no socket and no file: seconds are handed in, and what has to be asked on the
  network is handed out.
- An address stays where it is until its holder no longer answers. Whoever claims another's address
  opens a dispute: everybody is asked, and if the holder still speaks, it is a conflict and nothing
  moves. Only silence for three seconds, without a conflict, hands it over.
- An address that was only asked for before use, and does not answer when we ask, is dropped again.
- Only addresses of the home's own networks count. Whoever makes them up by the thousand pushes out
  other made-up ones, never one that was confirmed by asking back.
- What nobody has said for a day is forgotten. A shorter time would tell who has left the house.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from agent.discovery.conflicts import Conflicts
from agent.discovery.heard import Claim, DhcpAsked, Heard, NameSaid, RouterSaid
from agent.discovery.known import Held, Known
from agent.discovery.routers import Routers
from policy.neighbours import (
    MAX_ADDRESSES,
    MAX_NEIGHBOURS,
    ConflictKind,
    Freshness,
    Neighbour,
    Neighbours,
)

KEPT_SECONDS: Final = 24 * 3600.0
DISPUTE_SECONDS: Final = 3.0
ASK_TIMES: Final = 3
"""As often as the kernel asks (RFC 4861 section 10, MAX_MULTICAST_SOLICIT), a second apart: an
address that is still being tried for a duplicate answers only after that second."""
MOST_ASKED: Final = 64
"""Addresses asked for at one time: claims in a flood must not become questions in a flood."""


@dataclass(slots=True, kw_only=True)
class _Asked:
    times: int
    due: float


@dataclass(slots=True, kw_only=True)
class _Dispute:
    link: str
    since: float


@dataclass(slots=True)
class Table:
    """The home's network as far as it was heard."""

    own_links: frozenset[str] = frozenset()
    interface_link: str | None = None
    own_addresses: tuple[ipaddress.IPv4Interface | ipaddress.IPv6Interface, ...] = ()
    gateways: frozenset[str] = frozenset()
    _links: dict[str, Known] = field(default_factory=dict)
    _holder: dict[str, str] = field(default_factory=dict)
    _asked: dict[str, _Asked] = field(default_factory=dict)
    _disputes: dict[str, _Dispute] = field(default_factory=dict)
    _conflicts: Conflicts = field(default_factory=Conflicts)
    _routers: Routers = field(default_factory=Routers)

    def hear(self, heard: Iterable[Heard], at: float) -> None:
        """Take in what a frame said."""
        for one in heard:
            if one.link in self.own_links:
                # The kernel's filter drops what this box sends here: another bears our address.
                # One of our other links on the same network is heard too, and is nobody else.
                if one.link == self.interface_link:
                    self._conflicts.tell(ConflictKind.LINK_TWICE, None, {one.link}, at)
                continue
            match one:
                case Claim():
                    self._claim(one, at)
                    self._speaks_as(one, at)
                case DhcpAsked():
                    self._dhcp_asked(one, at)
                case NameSaid():
                    if self._holder.get(one.address) == one.link:
                        self._links[one.link].mdns_name = one.name
                case RouterSaid():
                    self._routers.hear(one, at)

    def kernel(self, link: str, address: str, at: float, *, reachable: bool) -> None:
        """Take in what the kernel's neighbour table says.

        What the kernel only remembers says nothing against somebody who holds the address now.
        """
        if link in self.own_links or (not reachable and address in self._holder):
            return
        self._claim(Claim(link=link, address=address), at)
        if reachable:
            self._confirm(link, address)

    def pass_time(self, at: float) -> None:
        """Settle disputes that got no answer, and forget what is old."""
        for address, dispute in list(self._disputes.items()):
            if at - dispute.since >= DISPUTE_SECONDS:
                del self._disputes[address]
                if not self._conflicts.stands(address):
                    self._move(address, dispute.link, at)
        for link, known in list(self._links.items()):
            for address, held in list(known.addresses.items()):
                if at - held.at > KEPT_SECONDS:
                    self._drop(link, address)
            if at - known.at > KEPT_SECONDS and not known.addresses:
                del self._links[link]
        self._conflicts.lapse(at)
        self._routers.lapse(at)

    def due(self, at: float) -> Iterator[tuple[str, bool]]:
        """Yield each address that is to be asked for now, and whether everybody is to be asked.

        Everybody where it is disputed; else the kernel asks, so that its own table holds it.
        """
        for address, asked in list(self._asked.items()):
            if at >= asked.due:
                asked.times, asked.due = asked.times - 1, at + 1.0
                if asked.times < 0:
                    self._give_up(address)
                else:
                    yield address, address in self._disputes

    def is_waiting(self) -> bool:
        """Say whether something is to be asked or settled within seconds."""
        return bool(self._asked or self._disputes)

    def now(self) -> Neighbours:
        """Return what is published, in an order that says nothing of when."""
        return Neighbours(
            own_links=tuple(sorted(self.own_links)),
            own_addresses=tuple(sorted(str(one) for one in self.own_addresses)),
            neighbours=tuple(
                Neighbour(
                    link=link,
                    addresses={
                        address: held.freshness for address, held in sorted(known.addresses.items())
                    },
                    dhcp=known.dhcp,
                    mdns_name=known.mdns_name,
                )
                for link, known in sorted(self._links.items())
            ),
            routers=self._routers.now(),
            conflicts=self._conflicts.now(),
        )

    def _claim(self, claim: Claim, at: float) -> None:
        link, address = claim.link, claim.address
        if any(address == str(one.ip) for one in self.own_addresses):
            # Asked for before use, the kernel defends it, and it is never used.
            if not claim.tentative:
                links = {link, *self.own_links}
                self._conflicts.tell(ConflictKind.BOX_TWICE, address, links, at)
            return
        holder = self._holder.get(address)
        if not claim.relayed:
            self._known(link, at)
        if not self._is_ours(address):
            return
        if holder == link:
            self._said_again(claim, at)
        elif holder is not None:
            if not claim.tentative:
                self._claimed_too(address, link, at)
        elif not claim.relayed:
            self._take(address, link, at, tentative=claim.tentative)

    def _said_again(self, claim: Claim, at: float) -> None:
        """Take in that a holder spoke; if its address is disputed, that is a conflict."""
        link, address = claim.link, claim.address
        held = self._links[link].addresses[address]
        held.at, held.tentative = at, held.tentative and claim.tentative
        if claim.tentative and held.freshness is Freshness.CLAIMED:
            self._ask(address, at)
        if dispute := self._disputes.pop(address, None):
            is_router = address in self.gateways | self._routers.addresses()
            kind = ConflictKind.ROUTER_TWICE if is_router else ConflictKind.ADDRESS_TWICE
            self._conflicts.tell(kind, address, {link, dispute.link}, at)
        if claim.answered and address in self._asked:
            self._confirm(link, address)

    def _claimed_too(self, address: str, link: str, at: float) -> None:
        """Take in that somebody claims an address that another one holds."""
        holder = self._holder[address]
        if ":" in address and self._links[holder].addresses[address].tentative:
            # Asked for before use, and another has it. By chance that never happens with IPv6: it
            # was copied, or somebody keeps the device off the network.
            self._conflicts.tell(ConflictKind.ADDRESS_TWICE, address, {holder, link}, at)
            self._move(address, link, at)
        elif address not in self._disputes and len(self._disputes) < MOST_ASKED:
            self._disputes[address] = _Dispute(link=link, since=at)
            self._ask(address, at)

    def _speaks_as(self, claim: Claim, at: float) -> None:
        """Notice a link address that speaks as two IPv4 addresses in turn."""
        link, address = claim.link, claim.address
        if claim.tentative or ":" in address or self._holder.get(address) != link:
            return  # of IPv6 addresses everybody has many
        if link in self._routers.links():
            return  # it may answer for others (RFC 1027)
        if self._links[link].four.says(address, at):
            self._conflicts.tell(ConflictKind.LINK_TWICE, None, {link}, at)

    def _dhcp_asked(self, asked: DhcpAsked, at: float) -> None:
        if known := self._known(asked.link, at):
            known.dhcp = asked.facts
            if known.asking.says(asked.identity, at):
                self._conflicts.tell(ConflictKind.LINK_TWICE, None, {asked.link}, at)

    def _confirm(self, link: str, address: str) -> None:
        if self._holder.get(address) == link:
            held = self._links[link].addresses[address]
            held.freshness, held.tentative = Freshness.CONFIRMED, False
            if address not in self._disputes:
                self._asked.pop(address, None)

    def _ask(self, address: str, at: float) -> None:
        if len(self._asked) < MOST_ASKED and self._is_within_reach(address):
            self._asked[address] = _Asked(times=ASK_TIMES, due=at)

    def _give_up(self, address: str) -> None:
        del self._asked[address]
        link = self._holder[address]
        if self._links[link].addresses[address].tentative:
            self._drop(link, address)

    def _known(self, link: str, at: float) -> Known | None:
        """Return what is known of a link address, None where there is no room for one more."""
        if known := self._links.get(link):
            known.at = at
            return known
        if len(self._links) >= MAX_NEIGHBOURS:
            loose = [one for one, known in self._links.items() if not known.is_confirmed()]
            if not loose:
                return None
            oldest = min(loose, key=lambda one: self._links[one].at)
            for address in list(self._links[oldest].addresses):
                self._drop(oldest, address)
            del self._links[oldest]
        self._links[link] = Known(at=at)
        return self._links[link]

    def _take(self, address: str, link: str, at: float, *, tentative: bool) -> None:
        """Give an address that nobody holds to a link address, if there is room at it."""
        known = self._known(link, at)
        if known is None:
            return
        if len(known.addresses) >= MAX_ADDRESSES:
            loose = [
                (held.at, one)
                for one, held in known.addresses.items()
                if held.freshness is Freshness.CLAIMED
            ]
            if not loose:
                return
            self._drop(link, min(loose)[1])
        known.addresses[address] = Held(freshness=Freshness.CLAIMED, at=at, tentative=tentative)
        self._holder[address] = link
        self._ask(address, at)

    def _move(self, address: str, link: str, at: float) -> None:
        self._drop(self._holder[address], address)
        self._take(address, link, at, tentative=False)

    def _drop(self, link: str, address: str) -> None:
        del self._links[link].addresses[address]
        del self._holder[address]
        self._asked.pop(address, None)
        self._disputes.pop(address, None)

    def _is_ours(self, text: str) -> bool:
        """Say whether an address is of the home's networks, ours or those that routers announce."""
        address = ipaddress.ip_address(text)
        return self._is_within_reach(text) or any(
            address in network for network in self._routers.prefixes
        )

    def _is_within_reach(self, text: str) -> bool:
        """Say whether this box has an address from which it can ask for another one."""
        address = ipaddress.ip_address(text)
        if isinstance(address, ipaddress.IPv6Address) and address.is_link_local:
            return True
        return any(address in one.network for one in self.own_addresses)
