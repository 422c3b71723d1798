from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.coverage import (
    ENOUGH_QUERIES,
    QUIET_MINUTES,
    Asked,
    Finding,
    FindingKind,
    Roads,
    findings,
    roads_of,
)
from policy.household import Household
from policy.neighbours import Conflict, ConflictKind, Neighbours, Router, RouterSource
from tests.policy.test_identity import BOTH, LAPTOP, PHONE, RANDOM, RANDOM_AGAIN, STRANGER, WIFI, at

BOX, ROUTER = "192.0.2.2", "3c:22:fb:00:00:99"
HOME = Household(devices=(PHONE, LAPTOP))
WITH_MADE_UP = replace(HOME, devices=(*HOME.devices, replace(BOTH, addresses=())))
MADE_UP = Finding(kind=FindingKind.MADE_UP_LINKS, devices=("both",))

BY_DHCP = Router(link=ROUTER, address="192.0.2.1", told_by=RouterSource.DHCP, dns_servers=(BOX,))
BY_ADVERTISEMENT = Router(
    link=ROUTER, address="fe80::99", told_by=RouterSource.ADVERTISEMENT, dns_servers=("fd00::2",)
)
GOOD = Neighbours(
    own_links=("3c:22:fb:00:00:98",),
    own_addresses=("192.0.2.2/24", "fd00::2/64", "fe80::2/64"),
    neighbours=(at(WIFI, "192.0.2.50", "fd00::50"),),
    routers=(BY_DHCP, BY_ADVERTISEMENT),
)
KNOWN = roads_of(GOOD)
BUSY = Asked(over_ipv4=100, over_ipv6=100)


def conflict(kind: ConflictKind, address: str | None, *links: str) -> Neighbours:
    """Return the good network with one conflict."""
    return replace(GOOD, conflicts=(Conflict(kind=kind, address=address, links=links),))


CAUSES: dict[FindingKind, tuple[Neighbours | None, Asked, tuple[Finding, ...]]] = {
    FindingKind.NOBODY_ASKS: (
        GOOD,
        Asked(quiet_minutes=QUIET_MINUTES),
        (Finding(kind=FindingKind.NOBODY_ASKS),),
    ),
    FindingKind.NETWORK_NOT_SEEN: (None, BUSY, (Finding(kind=FindingKind.NETWORK_NOT_SEEN),)),
    FindingKind.BOX_TWICE: (
        conflict(ConflictKind.BOX_TWICE, BOX, STRANGER),
        BUSY,
        (Finding(kind=FindingKind.BOX_TWICE, where=(BOX,)),),
    ),
    FindingKind.ROUTER_TWICE: (
        conflict(ConflictKind.ROUTER_TWICE, "192.0.2.1", ROUTER, STRANGER),
        BUSY,
        (Finding(kind=FindingKind.ROUTER_TWICE, where=("192.0.2.1",)),),
    ),
    FindingKind.ADDRESS_TWICE: (
        conflict(ConflictKind.ADDRESS_TWICE, "192.0.2.50", WIFI, STRANGER),
        BUSY,
        (Finding(kind=FindingKind.ADDRESS_TWICE, where=("192.0.2.50",), devices=("phone",)),),
    ),
    FindingKind.LINK_TWICE: (
        conflict(ConflictKind.LINK_TWICE, None, WIFI),
        BUSY,
        (Finding(kind=FindingKind.LINK_TWICE, devices=("phone",)),),
    ),
    FindingKind.SECOND_DHCP: (
        replace(
            GOOD,
            routers=(*GOOD.routers, replace(BY_DHCP, link=STRANGER, address="192.0.2.77")),
        ),
        BUSY,
        (
            Finding(kind=FindingKind.SECOND_DHCP, where=("192.0.2.1", "192.0.2.77")),
            Finding(kind=FindingKind.NEW_DHCP, where=(STRANGER,)),
        ),
    ),
    FindingKind.DNS_BY_DHCP: (
        replace(
            GOOD,
            routers=(replace(BY_DHCP, dns_servers=(BOX, "203.0.113.8")), BY_ADVERTISEMENT),
        ),
        BUSY,
        (
            Finding(kind=FindingKind.DNS_BY_DHCP, where=("203.0.113.8",)),
            Finding(kind=FindingKind.NEW_DNS, where=("203.0.113.8",)),
        ),
    ),
    FindingKind.DNS_BY_ROUTER: (
        replace(
            GOOD,
            routers=(BY_DHCP, replace(BY_ADVERTISEMENT, dns_servers=("fe80::99", "fd00::1"))),
        ),
        BUSY,
        (
            Finding(kind=FindingKind.DNS_BY_ROUTER, where=("fd00::1", "fe80::99")),
            Finding(kind=FindingKind.NEW_DNS, where=("fd00::1", "fe80::99")),
        ),
    ),
    FindingKind.NEW_ROUTER: (
        replace(GOOD, routers=(BY_DHCP, replace(BY_ADVERTISEMENT, link=STRANGER))),
        BUSY,
        (Finding(kind=FindingKind.NEW_ROUTER, where=(STRANGER,)),),
    ),
    FindingKind.NEW_DHCP: (
        replace(GOOD, routers=(replace(BY_DHCP, link=STRANGER), BY_ADVERTISEMENT)),
        BUSY,
        (Finding(kind=FindingKind.NEW_DHCP, where=(STRANGER,)),),
    ),
    FindingKind.NEW_DNS: (
        replace(GOOD, routers=(replace(BY_DHCP, dns_servers=("fe80::2",)), BY_ADVERTISEMENT)),
        BUSY,
        (Finding(kind=FindingKind.NEW_DNS, where=("fe80::2",)),),
    ),
    FindingKind.NEW_SUBNET: (
        replace(GOOD, own_addresses=("192.0.2.2/24", "192.168.1.5/24", "fd00::2/64")),
        BUSY,
        (Finding(kind=FindingKind.NEW_SUBNET, where=("192.168.1.0/24",)),),
    ),
    FindingKind.ROUTER_ASKS: (
        GOOD,
        replace(BUSY, from_routers=101),
        (Finding(kind=FindingKind.ROUTER_ASKS),),
    ),
    FindingKind.WAYS_AROUND: (
        GOOD,
        replace(BUSY, way_around=True),
        (Finding(kind=FindingKind.WAYS_AROUND),),
    ),
    FindingKind.LED_HOME: (
        GOOD,
        replace(BUSY, led_home=True),
        (Finding(kind=FindingKind.LED_HOME),),
    ),
    FindingKind.TOO_MUCH: (
        GOOD,
        replace(BUSY, too_much=True),
        (Finding(kind=FindingKind.TOO_MUCH),),
    ),
    FindingKind.NOT_VALIDATED: (
        GOOD,
        replace(BUSY, validates=False),
        (Finding(kind=FindingKind.NOT_VALIDATED),),
    ),
    FindingKind.RETURNING: (
        replace(GOOD, neighbours=(*GOOD.neighbours, at(RANDOM_AGAIN, "192.0.2.60"))),
        BUSY,
        (
            Finding(kind=FindingKind.RETURNING, where=(RANDOM_AGAIN,), devices=("both",)),
            MADE_UP,
        ),
    ),
    FindingKind.MADE_UP_LINKS: (
        replace(GOOD, neighbours=(*GOOD.neighbours, at(RANDOM, "192.0.2.60"))),
        BUSY,
        (MADE_UP,),
    ),
}


@pytest.mark.parametrize("kind", FindingKind)
def test_a_finding_is_there_where_its_cause_is(kind: FindingKind) -> None:
    """Each finding comes of what causes it, with nothing else but what that causes too."""
    seen, asked, expected = CAUSES[kind]

    home = WITH_MADE_UP if MADE_UP in expected else HOME

    assert findings(home, seen, asked, KNOWN) == expected
    assert kind in {one.kind for one in expected}


def test_a_home_in_order_has_no_findings() -> None:
    """Where devices are told of the box alone and ask it themselves, nothing is found."""
    assert findings(HOME, GOOD, BUSY, KNOWN) == ()


def test_where_nobody_said_that_they_know_the_network_nothing_is_new() -> None:
    """Before a carer has looked, there is nothing to compare with."""
    assert findings(HOME, replace(GOOD, own_addresses=("192.0.2.2/24", "fd00::2/64")), BUSY) == ()
    new = {one.kind for one in findings(HOME, GOOD, BUSY, Roads())}
    assert new == {
        *(FindingKind.NEW_ROUTER, FindingKind.NEW_DHCP),
        *(FindingKind.NEW_DNS, FindingKind.NEW_SUBNET),
    }


EDGES = {
    "half is not most": (replace(BUSY, from_routers=100), False),
    "one more than half is": (replace(BUSY, from_routers=101), True),
    "enough": (Asked(over_ipv4=ENOUGH_QUERIES, from_routers=ENOUGH_QUERIES), True),
    "one fewer": (Asked(over_ipv6=ENOUGH_QUERIES - 1, from_routers=ENOUGH_QUERIES - 1), False),
}


@pytest.mark.parametrize(("asked", "is_found"), EDGES.values(), ids=EDGES)
def test_few_queries_say_nothing_of_the_router(asked: Asked, *, is_found: bool) -> None:
    """The router is told of where it asks for more than half of enough."""
    found = {one.kind for one in findings(HOME, GOOD, asked, KNOWN)}

    assert (FindingKind.ROUTER_ASKS in found) is is_found
    assert FindingKind.ROUTER_ASKS not in {one.kind for one in findings(HOME, None, asked, KNOWN)}


@pytest.mark.parametrize("validates", [True, None])
def test_what_is_checked_or_not_known_is_no_finding(*, validates: bool | None) -> None:
    """A resolver that checks signatures is well, and nothing is guessed of one that is silent."""
    assert findings(HOME, GOOD, replace(BUSY, validates=validates), KNOWN) == ()


def test_a_short_silence_is_none() -> None:
    """Nobody is told of a home that was quiet for less than half an hour, or was not asked."""
    assert findings(HOME, GOOD, Asked(quiet_minutes=QUIET_MINUTES - 1), KNOWN) == ()
    assert findings(HOME, GOOD, None, KNOWN) == ()


def test_what_one_has_named_is_no_stranger() -> None:
    """A device that has a name is not offered as another; nor is one whose maker gave it."""
    here = replace(GOOD, neighbours=(at(RANDOM_AGAIN, "192.0.2.60"), at(STRANGER, "192.0.2.61")))
    named = replace(PHONE, name="new", links=(RANDOM_AGAIN,))

    assert findings(replace(WITH_MADE_UP, devices=(*WITH_MADE_UP.devices, named)), here, BUSY) == (
        Finding(kind=FindingKind.MADE_UP_LINKS, devices=("both", "new")),
    )


def test_who_is_at_home_cannot_be_read_here() -> None:
    """A device is named for what a carer typed of it, whether it is here or away."""
    away = replace(GOOD, neighbours=())
    here = replace(GOOD, neighbours=(at(RANDOM, "192.0.2.60"),))

    assert findings(WITH_MADE_UP, away, BUSY) == findings(WITH_MADE_UP, here, BUSY) == (MADE_UP,)


TOTALS = st.builds(
    Asked,
    over_ipv4=st.integers(0, 500),
    over_ipv6=st.integers(0, 500),
    from_routers=st.integers(0, 500),
    way_around=st.booleans(),
    led_home=st.booleans(),
    too_much=st.booleans(),
    validates=st.none() | st.booleans(),
    quiet_minutes=st.integers(0, 90),
)


@given(TOTALS, TOTALS, st.sampled_from([seen for seen, _, _ in CAUSES.values()]))
def test_what_was_asked_never_names_a_device(
    first: Asked, second: Asked, seen: Neighbours | None
) -> None:
    """Two homes that differ in what was asked have the same words about every device."""
    named = [
        [one for one in findings(WITH_MADE_UP, seen, asked, KNOWN) if one.devices]
        for asked in (first, second)
    ]

    assert named[0] == named[1]
