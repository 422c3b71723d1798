"""What this box can and cannot do here: what was found on the home's network, as findings.

Rules kept here:
- A finding follows from values alone: what discovery saw, what the whole home asked in the last
  hour as totals, and the network as a carer knew it. Where a value is missing, the finding says so
  and nothing is guessed.
- A finding may name a device for a fact about its link address, and never for a name it asked, nor
  for how much. That ways around are used, that an answer led into the home, that somebody asked too
  much: each is one fact about the home (decision 20 of the design; people.md, 14).
- Nothing here says that all is well. What was not looked at is not known.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.household import Device, Household
from policy.identity import Sightings, returning, sightings_of
from policy.links import is_made_up
from policy.neighbours import ConflictKind, Neighbours, RouterSource

ENOUGH_QUERIES: Final = 50
"""Fewer in an hour say nothing about where most of them come from."""
QUIET_MINUTES: Final = 30


class FindingKind(StrEnum):
    """What can be found. The order is the order in which a carer should look at them."""

    NOBODY_ASKS = "nobody-asks"
    NETWORK_NOT_SEEN = "network-not-seen"
    BOX_TWICE = "box-twice"
    ROUTER_TWICE = "router-twice"
    SECOND_DHCP = "second-dhcp"
    DNS_BY_DHCP = "other-dns-by-dhcp"
    DNS_BY_ROUTER = "other-dns-by-router"
    NEW_ROUTER = "new-router"
    NEW_DHCP = "new-dhcp"
    NEW_DNS = "new-dns"
    NEW_SUBNET = "new-subnet"
    ROUTER_ASKS = "router-asks"
    WAYS_AROUND = "ways-around"
    LED_HOME = "led-home"
    TOO_MUCH = "too-much"
    NOT_VALIDATED = "not-validated"
    ADDRESS_TWICE = "address-twice"
    LINK_TWICE = "link-twice"
    RETURNING = "returning"
    MADE_UP_LINKS = "made-up-links"


NOTES: Final = frozenset(
    {
        FindingKind.WAYS_AROUND,
        FindingKind.LED_HOME,
        FindingKind.TOO_MUCH,
        FindingKind.NOT_VALIDATED,
        FindingKind.RETURNING,
        FindingKind.MADE_UP_LINKS,
    }
)
"""What is good to know, while the home's rules reach everybody whom they can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was found. `where` are addresses it is about; `devices` are labels, sorted.

    `devices` is filled for facts about link addresses alone.
    """

    kind: FindingKind
    where: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the whole home asked the box in the last hour or so, as totals.

    `way_around` is that some device asked whether it may go around the home's DNS, or where an
    encrypted service or a relay is that leads around it.
    `quiet_minutes` is for how long nobody has asked anything. `led_home` is that a name from
    outside had an address inside the home, which was refused; `too_much` that somebody asked more
    than is answered. `validates` is whether the resolver above says that it checks signatures
    (DNSSEC), None where that is not known.
    """

    over_ipv4: int = 0
    over_ipv6: int = 0
    from_routers: int = 0
    way_around: bool = False
    quiet_minutes: int = 0
    led_home: bool = False
    too_much: bool = False
    validates: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Roads:
    """Who tells the home's devices where to send packets and whom to ask for names."""

    routers: frozenset[str] = frozenset()
    dhcp_servers: frozenset[str] = frozenset()
    dns_servers: frozenset[str] = frozenset()
    subnets: frozenset[str] = frozenset()


def roads_of(seen: Neighbours) -> Roads:
    """Return the roads of a network as it is now, for a carer to say that they know them.

    A router is known by its link address: its link-local address may be that of another one.
    """
    return Roads(
        routers=_links(seen, RouterSource.ADVERTISEMENT),
        dhcp_servers=_links(seen, RouterSource.DHCP),
        dns_servers=frozenset(one for router in seen.routers for one in router.dns_servers),
        subnets=_subnets(seen),
    )


def router_addresses(seen: Neighbours) -> frozenset[str]:
    """Return every address at which a router is: what it says itself, and where its link is."""
    links = {one.link for one in seen.routers}
    return frozenset(
        {one.address for one in seen.routers}
        | {address for one in seen.neighbours if one.link in links for address in one.addresses}
    )


def findings(
    household: Household,
    seen: Neighbours | None,
    asked: Asked | None,
    known: Roads | None = None,
) -> tuple[Finding, ...]:
    """Return what is found, in the order in which to look at it.

    `seen` is None where discovery has published nothing, `asked` where the agent was not reached,
    and `known` before a carer has said that they know this network.
    """
    found = [*_asked(asked, has_routers_seen=seen is not None)]
    if seen is None:
        found.append(Finding(kind=FindingKind.NETWORK_NOT_SEEN))
    else:
        found += _conflicts(household, seen)
        found += _told(seen)
        found += _new(roads_of(seen), known)
        found += _link_facts(household, sightings_of(seen), seen)
    order = list(FindingKind)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.where, one.devices)))


def _asked(asked: Asked | None, *, has_routers_seen: bool) -> Iterable[Finding]:
    if asked is None:
        return
    queries = asked.over_ipv4 + asked.over_ipv6
    if asked.quiet_minutes >= QUIET_MINUTES:
        yield Finding(kind=FindingKind.NOBODY_ASKS)
    if has_routers_seen and queries >= ENOUGH_QUERIES and 2 * asked.from_routers > queries:
        yield Finding(kind=FindingKind.ROUTER_ASKS)
    if asked.way_around:
        yield Finding(kind=FindingKind.WAYS_AROUND)
    # Facts about the home, as the ways around are: whose device it was is not counted anywhere.
    if asked.led_home:
        yield Finding(kind=FindingKind.LED_HOME)
    if asked.too_much:
        yield Finding(kind=FindingKind.TOO_MUCH)
    if asked.validates is False:
        yield Finding(kind=FindingKind.NOT_VALIDATED)


def _conflicts(household: Household, seen: Neighbours) -> Iterable[Finding]:
    kinds = {
        ConflictKind.ADDRESS_TWICE: FindingKind.ADDRESS_TWICE,
        ConflictKind.ROUTER_TWICE: FindingKind.ROUTER_TWICE,
        ConflictKind.BOX_TWICE: FindingKind.BOX_TWICE,
        ConflictKind.LINK_TWICE: FindingKind.LINK_TWICE,
    }
    for conflict in seen.conflicts:
        yield Finding(
            kind=kinds[conflict.kind],
            where=() if conflict.address is None else (conflict.address,),
            devices=_named(household.devices, conflict.links),
        )


def _told(seen: Neighbours) -> Iterable[Finding]:
    """Yield what the home's devices are told that leads past the box."""
    own = frozenset(one.partition("/")[0] for one in seen.own_addresses)
    for source, kind in (
        (RouterSource.DHCP, FindingKind.DNS_BY_DHCP),
        (RouterSource.ADVERTISEMENT, FindingKind.DNS_BY_ROUTER),
    ):
        told = {
            server
            for router in seen.routers
            if router.told_by is source
            for server in router.dns_servers
        }
        if others := told - own:
            yield Finding(kind=kind, where=tuple(sorted(others)))
    servers = {one.address for one in seen.routers if one.told_by is RouterSource.DHCP}
    if len(servers) > 1:
        yield Finding(kind=FindingKind.SECOND_DHCP, where=tuple(sorted(servers)))


def _new(roads: Roads, known: Roads | None) -> Iterable[Finding]:
    if known is None:
        return
    for kind, now, before in (
        (FindingKind.NEW_ROUTER, roads.routers, known.routers),
        (FindingKind.NEW_DHCP, roads.dhcp_servers, known.dhcp_servers),
        (FindingKind.NEW_DNS, roads.dns_servers, known.dns_servers),
        (FindingKind.NEW_SUBNET, roads.subnets, known.subnets),
    ):
        if fresh := now - before:
            yield Finding(kind=kind, where=tuple(sorted(fresh)))


def _link_facts(household: Household, sightings: Sightings, seen: Neighbours) -> Iterable[Finding]:
    devices = household.devices
    known = {link for device in devices for link in device.links}
    for neighbour in seen.neighbours:
        if neighbour.link in known:
            continue
        if maybe := returning(devices, sightings, neighbour.link):
            yield Finding(
                kind=FindingKind.RETURNING, where=(neighbour.link,), devices=tuple(sorted(maybe))
            )
    # Whether they are here now is nobody's business, so all that have one are named.
    made_up = sorted(device.name for device in devices if any(map(is_made_up, device.links)))
    if made_up:
        yield Finding(kind=FindingKind.MADE_UP_LINKS, devices=tuple(made_up))


def _named(devices: Iterable[Device], links: Iterable[str]) -> tuple[str, ...]:
    wanted = frozenset(links)
    return tuple(sorted(one.name for one in devices if not wanted.isdisjoint(one.links)))


def _links(seen: Neighbours, source: RouterSource) -> frozenset[str]:
    return frozenset(one.link for one in seen.routers if one.told_by is source)


def _subnets(seen: Neighbours) -> frozenset[str]:
    """Return the networks in which the box has an address, but for those of every link."""
    found = (ipaddress.ip_interface(one).network for one in seen.own_addresses)
    return frozenset(str(one) for one in found if not one.is_link_local and not one.is_loopback)
