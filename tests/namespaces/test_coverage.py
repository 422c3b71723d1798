from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from agent.lab.home import BOX, FOUR, INTERFACE, LIAR, LINKS, PREFIXES, ROUTER
from policy.agent_answers import SelftestCame
from policy.agent_requests import AskSelftest
from policy.coverage import QUIET_MINUTES, Finding, FindingKind, roads_of
from policy.household import Device, Household
from policy.neighbours import Freshness, link_by_address
from tests.agent.asked.asking import ask
from tests.agent.lab_home import lab_at
from tests.namespaces.watched import Asking, Watched
from tests.promises.programs import our_python

OTHER_DNS, OTHER_DNS_SIX = "198.51.100.53", "2001:db8:bad::53"
NONCE = "0123456789abcdef" * 2

PHONE = Household(devices=(Device(name="phone", belongs_to="Sam", links=(LINKS["phone"],)),))
AWAY = Household(devices=(Device(name="tablet", belongs_to="Sam", links=("02:00:5e:00:53:aa",)),))

Happens = Callable[[Watched], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something that happens in a home, what it brings, where, and what it ends."""

    happens: Happens
    brings: dict[FindingKind, tuple[str, ...]]
    ends: frozenset[FindingKind] = frozenset()


def asks(machine: str, name: str) -> Happens:
    """Let a machine ask the box for a name, again and again, until something came of it."""

    @contextmanager
    def happens(home: Watched) -> Iterator[None]:
        asking = Asking(home.lab, machine, name)
        yield
        asking.end()

    return happens


ASKS_WITHOUT_END = """
import socket, time
packet = bytes.fromhex("123401000001000000000000 09 6c6f63616c686f7374 00 0001 0001")
with socket.socket(type=socket.SOCK_DGRAM) as asking:
    while True:
        for _ in range(100):
            asking.sendto(packet, ("{box}", 53))
        time.sleep(0.02)
"""
"""A program that asks for `localhost`, which no upstream hears of, far more than a home needs."""


def asks_far_too_much(machine: str) -> Happens:
    """Let a machine ask and ask, until something came of it."""

    @contextmanager
    def happens(home: Watched) -> Iterator[None]:
        asking = home.lab.start(
            machine, sys.executable, "-c", ASKS_WITHOUT_END.format(box=f"{FOUR}.2")
        )
        yield
        asking.tell(signal.SIGKILL)
        asking.end()

    return happens


def half_an_hour_passes(home: Watched) -> AbstractContextManager[None]:
    """Let nobody ask anything for a while."""
    home.clock.advance(60 * QUIET_MINUTES)
    return nullcontext()


def the_box_takes_an_address(home: Watched) -> AbstractContextManager[None]:
    """Give the box an address in a network that nobody knows."""
    take = ("ip", "address", "add", "198.51.100.2/24", "dev", INTERFACE)
    home.lab.start(BOX, *take).end()
    return nullcontext()


def is_named(household: Household) -> Happens:
    """Let a carer name what they know."""

    def happens(home: Watched) -> AbstractContextManager[None]:
        home.household = household
        return nullcontext()

    return happens


def a_second_router_is_put_in(home: Watched) -> AbstractContextManager[None]:
    """Let the liar give out addresses and be a router, with DNS servers of its own."""
    lab = home.lab
    lab.home.plug_in(LIAR)
    lab.start(LIAR, "ip", "address", "add", f"{PREFIXES[0]}66/64", "dev", INTERFACE, "nodad").end()
    second = lab.start(
        LIAR, "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--port=0", "--log-dhcp",
        f"--interface={INTERFACE}", "--bind-interfaces", "--dhcp-authoritative", "--enable-ra",
        "--dhcp-leasefile=/dev/null", "--no-ping",
        f"--dhcp-range={FOUR}.210,{FOUR}.219,255.255.255.0,1h",
        f"--dhcp-option=option:dns-server,{OTHER_DNS}",
        f"--dhcp-range={PREFIXES[0]},ra-only,64,10m",
        f"--dhcp-option=option6:dns-server,[{OTHER_DNS_SIX}]",
    )  # fmt: skip
    second.complaint_with("router advertisement")
    lab.join("tablet", "-B")
    return nullcontext()


def claims(lie: str, *addresses: str) -> Happens:
    """Let the liar say that these addresses are its own."""

    @contextmanager
    def happens(home: Watched) -> Iterator[None]:
        lab = home.lab
        lab.home.plug_in(LIAR)
        # Their holders are known by then: else whoever speaks first would be.
        for address in addresses:
            lab.ping(BOX, address)
        own = {one.partition("/")[0] for one in lab.seen().own_addresses}
        lab.until(lambda: own.union(link_by_address(lab.seen())) >= {*addresses})
        lying = lab.start(LIAR, *our_python("agent.lab.liar", lie, *addresses))
        yield
        lying.tell(signal.SIGKILL)
        lying.end()

    return happens


def the_laptop_comes(home: Watched) -> AbstractContextManager[None]:
    """Plug an honest laptop in, and let it say something over both families."""
    lab = home.lab
    lab.home.plug_in("laptop")

    def is_known() -> bool:
        lab.ping("laptop", f"{FOUR}.2")
        lab.ping("laptop", f"{PREFIXES[0]}2")
        seen = lab.seen_of("laptop")
        return seen is not None and all(
            seen.addresses.get(one) is Freshness.CONFIRMED for one in (f"{FOUR}.20", LAPTOP_SIX)
        )

    lab.until(is_known)
    return nullcontext()


def the_laptops_link_address_is_copied(home: Watched) -> AbstractContextManager[None]:
    """Let the liar take the laptop's link address, and both speak."""
    lab = home.lab
    for change in (("down",), ("address", LINKS["laptop"]), ("up",)):
        lab.start(LIAR, "ip", "link", "set", INTERFACE, *change).end()
    speaking = ("busybox", "ping", "-c", "9", "-i", "0.2")
    lab.start("laptop", *speaking, f"{FOUR}.77")
    lab.start(LIAR, *speaking, f"{FOUR}.78")
    return nullcontext()


LAPTOP_SIX = f"{PREFIXES[0][:-1]}0:5eff:fe00:{LINKS['laptop'][-5:].replace(':', '')}"
ROUTER_SIX = f"{PREFIXES[0]}1"

HOMES: dict[str, tuple[Cause, ...]] = {
    "what the home asks": (
        Cause(happens=half_an_hour_passes, brings={FindingKind.NOBODY_ASKS: ()}),
        Cause(
            happens=asks("phone", "www.example"),
            brings={},
            ends=frozenset({FindingKind.NOBODY_ASKS}),
        ),
        Cause(happens=asks("phone", "mask.icloud.com"), brings={FindingKind.WAYS_AROUND: ()}),
        Cause(happens=asks(ROUTER, "www.example"), brings={FindingKind.ROUTER_ASKS: ()}),
        # The router again: of what others ask so much, its own share would be no finding any more.
        Cause(happens=asks_far_too_much(ROUTER), brings={FindingKind.TOO_MUCH: ()}),
    ),
    "what the home is": (
        Cause(
            happens=the_box_takes_an_address, brings={FindingKind.NEW_SUBNET: ("198.51.100.0/24",)}
        ),
        Cause(happens=is_named(PHONE), brings={FindingKind.MADE_UP_LINKS: ()}),
        Cause(happens=is_named(AWAY), brings={FindingKind.RETURNING: (LINKS["phone"],)}),
    ),
    "who says where to go": (
        Cause(
            happens=a_second_router_is_put_in,
            brings={
                FindingKind.SECOND_DHCP: (f"{FOUR}.1", f"{FOUR}.66"),
                FindingKind.DNS_BY_DHCP: (OTHER_DNS,),
                FindingKind.DNS_BY_ROUTER: (OTHER_DNS_SIX,),
                FindingKind.NEW_DHCP: (LINKS[LIAR],),
                FindingKind.NEW_ROUTER: (LINKS[LIAR],),
                FindingKind.NEW_DNS: (OTHER_DNS, OTHER_DNS_SIX),
            },
        ),
    ),
    "who pretends, over IPv4": (
        Cause(happens=the_laptop_comes, brings={}),
        Cause(
            happens=claims("arp", f"{FOUR}.2", f"{FOUR}.1", f"{FOUR}.20"),
            brings={
                FindingKind.BOX_TWICE: (f"{FOUR}.2",),
                FindingKind.ROUTER_TWICE: (f"{FOUR}.1",),
                FindingKind.ADDRESS_TWICE: (f"{FOUR}.20",),
            },
        ),
        # Over IPv6 there is no such finding: there, each device has many addresses (RFC 8981).
        Cause(happens=the_laptops_link_address_is_copied, brings={FindingKind.LINK_TWICE: ()}),
    ),
    "who pretends, over IPv6": (
        Cause(happens=the_laptop_comes, brings={}),
        Cause(
            happens=claims("ndp", f"{PREFIXES[0]}2", ROUTER_SIX, LAPTOP_SIX),
            brings={
                FindingKind.BOX_TWICE: (f"{PREFIXES[0]}2",),
                FindingKind.ROUTER_TWICE: (ROUTER_SIX,),
                FindingKind.ADDRESS_TWICE: (LAPTOP_SIX,),
            },
        ),
    ),
}
"""Homes in order, in each of which one thing after another goes wrong."""

WITHOUT_DISCOVERY = frozenset({FindingKind.NETWORK_NOT_SEEN})
BY_WHAT_AN_UPSTREAM_SAYS = frozenset({FindingKind.LED_HOME, FindingKind.NOT_VALIDATED})
"""The box of the lab has no upstream; `tests/console/services/test_health.py` gives it one."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Watched]:
    """Return a home in order, with a phone in it that uses the box."""
    with lab_at(tmp_path) as lab:
        home = Watched(lab)
        lab.join("phone")
        lab.until(lambda: len(lab.seen().routers) == 2)
        home.known = roads_of(lab.seen())
        assert home.found() == {}
        yield home


def test_each_finding_has_a_cause_in_the_lab() -> None:
    """Whatever can be found is caused in a home of the lab; nothing is mapped and never seen."""
    caused = {kind for causes in HOMES.values() for cause in causes for kind in cause.brings}

    assert caused | WITHOUT_DISCOVERY | BY_WHAT_AN_UPSTREAM_SAYS == set(FindingKind)


def has_come(home: Watched, cause: Cause) -> bool:
    """Say whether a cause has brought and ended what it has to."""
    found = home.found().keys()
    return cause.brings.keys() <= found and not cause.ends & found


@pytest.mark.parametrize("causes", HOMES.values(), ids=HOMES)
def test_each_finding_comes_of_its_cause_and_of_nothing_else(
    home: Watched, causes: tuple[Cause, ...]
) -> None:
    """In a home in order nothing is found; each cause brings what it has to, and no more."""
    expected: dict[FindingKind, tuple[str, ...]] = {}
    for cause in causes:
        assert not expected.keys() & cause.brings
        expected |= cause.brings
        for kind in cause.ends:
            del expected[kind]
        with cause.happens(home):
            home.lab.until(partial(has_come, home, cause))
        found = home.found()

        assert found.keys() == expected.keys()
        where = {kind: found[kind].where for kind in expected}
        assert where == expected


def test_a_box_that_sees_no_network_says_so(tmp_path: Path) -> None:
    """Where discovery does not run that is what is found; once it runs, it is not any more."""
    with lab_at(tmp_path) as lab:
        home = Watched(lab, is_discovered=False)
        assert home.all_found() == (Finding(kind=FindingKind.NETWORK_NOT_SEEN),)
        lab.watch()

        assert home.all_found() == ()


def test_a_device_is_named_for_its_link_address(home: Watched) -> None:
    """A stranger that may be a tablet which was named before is told with the tablet's label."""
    home.household = AWAY

    assert home.until(FindingKind.RETURNING).devices == ("tablet",)


def test_the_self_test_says_whether_a_device_asks_here(home: Watched) -> None:
    """A device's made-up name is known to have come, with its families; one that went by is not."""
    asking = Asking(home.lab, "phone", f"{NONCE}.selftest.lamplight.home.arpa")
    assert ask(home.socket, AskSelftest(nonce="0" * 32)) == SelftestCame(
        over_ipv4=False, over_ipv6=False
    )
    both = SelftestCame(over_ipv4=True, over_ipv6=True)
    home.lab.until(lambda: ask(home.socket, AskSelftest(nonce=NONCE)) == both)
    asking.end()
    home.clock.advance(60)

    assert ask(home.socket, AskSelftest(nonce=NONCE)) == replace(
        both, over_ipv4=False, over_ipv6=False
    )
