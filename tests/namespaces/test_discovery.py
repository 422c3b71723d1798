from __future__ import annotations

import json
import os
import signal
import time as clocks
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.lab.home import BOX, FOUR, LIAR, LINKS, PREFIXES, ROUTER
from policy.neighbours import ConflictKind, Freshness, RouterSource, link_by_address
from tests.agent.lab_home import Lab, lab_at
from tests.promises.programs import our_python

SECONDS = 2.0
"""Within which a new address has to be published."""


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """Return a home that is up, and is watched."""
    with lab_at(tmp_path) as lab:
        yield lab


def lie(lab: Lab, kind: str, address: str) -> None:
    """Let the liar say, once a second, that an address is its own."""
    lab.home.plug_in(LIAR)
    lab.start(LIAR, *our_python("agent.lab.liar", kind, address))


@pytest.mark.alone
def test_a_phone_s_addresses_are_published_within_two_seconds(lab: Lab) -> None:
    """A phone at seven addresses of both families is one device, each seen within two seconds."""
    lab.watch()
    lab.join("phone")
    had: dict[str, float] = {}
    published: dict[str, float] = {}

    def look() -> bool:
        for address in lab.home.addresses("phone"):
            had.setdefault(address, clocks.monotonic())
        seen = lab.seen_of("phone")
        for address in seen.addresses if seen else ():
            published.setdefault(address, clocks.monotonic())
        return len(had) >= 6 and had.keys() <= published.keys()

    lab.until(look)
    before = set(had)
    lab.home.forget_temporary("phone")
    lab.start("phone", *our_python("agent.lab.solicit", "eth0")).end()
    lab.until(lambda: look() and len(had) >= 7)
    phone = lab.seen_of("phone")

    late = {one: published[one] - had[one] for one in had if published[one] - had[one] > SECONDS}
    assert late == {}
    assert sum(":" in one for one in before) == 5
    assert sum(":" not in one for one in before) == 1
    assert phone is not None
    assert phone.dhcp is not None
    assert (phone.dhcp.host_name, phone.dhcp.vendor_class) == ("lab-phone", "phone-dhcp")


def test_a_device_is_seen_before_it_talks_to_the_box(lab: Lab) -> None:
    """A laptop that says one word to the router is known, and its address gets confirmed."""
    lab.watch()
    lab.home.plug_in("laptop")
    lab.ping("laptop", f"{FOUR}.1")
    lab.until(
        lambda: (
            (one := lab.seen_of("laptop"))
            and one.addresses.get(f"{FOUR}.20") is Freshness.CONFIRMED
        )
    )

    assert link_by_address(lab.seen())[f"{FOUR}.20"] == LINKS["laptop"]


def test_routers_and_the_dns_servers_they_announce_are_published(lab: Lab) -> None:
    """The home's router stands there twice, by DHCP and by advertisement, with its DNS servers."""
    lab.watch()
    lab.until(lambda: len(lab.seen().routers) == 2)
    routers = {one.told_by: one for one in lab.seen().routers}

    assert {one.link for one in routers.values()} == {LINKS[ROUTER]}
    assert routers[RouterSource.DHCP].dns_servers == (f"{FOUR}.2",)
    assert routers[RouterSource.ADVERTISEMENT].dns_servers == (f"{PREFIXES[0]}2",)


def test_an_address_of_the_box_that_changes_is_published(lab: Lab) -> None:
    """What the box itself is called follows what is set, without a new start."""
    lab.watch()
    lab.start(BOX, "ip", "address", "add", f"{FOUR}.3/24", "dev", "eth0").end()
    lab.until(lambda: f"{FOUR}.3/24" in lab.seen().own_addresses)

    assert lab.seen().own_links == (LINKS[BOX],)


def test_the_same_address_twice_is_a_conflict(lab: Lab) -> None:
    """Two machines with one IPv4 address, both alive, stand in a conflict, and nothing moves."""
    lab.watch()
    lab.home.plug_in("laptop")
    lab.ping("laptop", f"{FOUR}.2")
    lab.until(lambda: lab.seen_of("laptop"))
    lab.home.plug_in(LIAR)
    lab.start(LIAR, "ip", "address", "add", f"{FOUR}.20/24", "dev", "eth0").end()
    lab.start(LIAR, "busybox", "ping", "-c", "1", "-I", f"{FOUR}.20", f"{FOUR}.2")
    lab.until(lambda: lab.conflict(ConflictKind.ADDRESS_TWICE, f"{FOUR}.20"))
    found = lab.conflict(ConflictKind.ADDRESS_TWICE, f"{FOUR}.20")

    assert found is not None
    assert found.links == tuple(sorted((LINKS["laptop"], LINKS[LIAR])))
    assert link_by_address(lab.seen())[f"{FOUR}.20"] == LINKS["laptop"]


def test_a_copied_link_address_is_a_conflict(lab: Lab) -> None:
    """Two machines with one link address, each with an address of its own, are told of."""
    lab.watch()
    lab.home.plug_in("laptop")
    lab.start(LIAR, "ip", "link", "set", "eth0", "address", LINKS["laptop"]).end()
    lab.home.plug_in(LIAR)

    speaking = ("busybox", "ping", "-c", "9", "-i", "0.2")
    lab.start("laptop", *speaking, f"{FOUR}.77")
    lab.start(LIAR, *speaking, f"{FOUR}.78")
    lab.until(lambda: lab.conflict(ConflictKind.LINK_TWICE))
    found = lab.conflict(ConflictKind.LINK_TWICE)

    assert found is not None
    assert found.links == (LINKS["laptop"],)


def test_the_box_s_own_link_address_copied_is_a_conflict(lab: Lab) -> None:
    """Whoever takes the box's own link address is noticed by the box."""
    lab.watch()
    lab.start(LIAR, "ip", "link", "set", "eth0", "address", LINKS[BOX]).end()
    lab.home.plug_in(LIAR)
    lab.start(LIAR, "busybox", "arping", "-U", "-I", "eth0", f"{FOUR}.66")
    lab.until(lambda: lab.conflict(ConflictKind.LINK_TWICE))
    found = lab.conflict(ConflictKind.LINK_TWICE)

    assert found is not None
    assert found.links == (LINKS[BOX],)


def test_arp_poisoning_of_the_router_is_a_conflict(lab: Lab) -> None:
    """Whoever says over ARP that it is the router stands in a conflict about the router."""
    lab.watch()
    lab.ping(ROUTER, f"{FOUR}.2")
    lab.until(lambda: f"{FOUR}.1" in link_by_address(lab.seen()))
    lie(lab, "arp", f"{FOUR}.1")
    lab.until(lambda: lab.conflict(ConflictKind.ROUTER_TWICE, f"{FOUR}.1"))
    found = lab.conflict(ConflictKind.ROUTER_TWICE, f"{FOUR}.1")

    assert found is not None
    assert found.links == tuple(sorted((LINKS[ROUTER], LINKS[LIAR])))
    assert link_by_address(lab.seen())[f"{FOUR}.1"] == LINKS[ROUTER]


def test_ndp_poisoning_of_a_tablet_is_a_conflict(lab: Lab) -> None:
    """Whoever says over NDP that it has a tablet's address stands in a conflict about it."""
    lab.watch()
    lab.join("tablet")
    address = f"{PREFIXES[0][:-1]}0:5eff:fe00:{LINKS['tablet'][-5:].replace(':', '')}"
    lab.until(
        lambda: (one := lab.seen_of("tablet")) and one.addresses.get(address) is Freshness.CONFIRMED
    )
    lie(lab, "ndp", address)
    lab.until(lambda: lab.conflict(ConflictKind.ADDRESS_TWICE, address))

    assert link_by_address(lab.seen())[address] == LINKS["tablet"]


@pytest.mark.parametrize(
    ("kind", "address"),
    [("arp", f"{FOUR}.2"), ("ndp", f"{PREFIXES[0]}2")],
    ids=["ARP", "NDP"],
)
def test_whoever_says_that_it_is_the_box_is_a_conflict(lab: Lab, kind: str, address: str) -> None:
    """A machine that claims an address of the box stands in a conflict about the box."""
    lab.watch()
    lie(lab, kind, address)
    lab.until(lambda: lab.conflict(ConflictKind.BOX_TWICE, address))
    found = lab.conflict(ConflictKind.BOX_TWICE, address)

    assert found is not None
    assert LINKS[LIAR] in found.links


def test_an_interface_that_comes_back_is_watched_again(lab: Lab) -> None:
    """A network adapter that is pulled out and put in again is watched as before."""
    discovery = lab.watch()
    lab.home.cut_cable(BOX)
    lab.until(lambda: not lab.seen().own_addresses)
    lab.home.lay_cable(BOX)
    lab.home.plug_in(BOX)
    lab.until(lambda: f"{FOUR}.2/24" in lab.seen().own_addresses)
    lab.home.plug_in("laptop")

    def spoke() -> object:
        lab.ping("laptop", f"{FOUR}.1")
        return lab.seen_of("laptop")

    lab.until(spoke)

    assert discovery.complained == ""


def test_garbage_ends_nothing_and_changes_no_known_device(lab: Lab, seed: int) -> None:
    """After thousands of broken frames discovery goes on, and a device it knew is as it was."""
    discovery = lab.watch()
    lab.home.plug_in("laptop")
    lab.ping(BOX, f"{FOUR}.20")
    lab.until(
        lambda: (
            (one := lab.seen_of("laptop"))
            and one.addresses.get(f"{FOUR}.20") is Freshness.CONFIRMED
        )
    )
    before = lab.seen_of("laptop")
    lab.home.plug_in(LIAR)
    lab.start(LIAR, *our_python("tests.namespaces.garbage", str(seed), "3000")).end()
    lab.ping(LIAR, f"{FOUR}.2")
    lab.until(lambda: lab.seen_of(LIAR))
    after = lab.seen_of("laptop")
    discovery.tell(signal.SIGTERM)

    assert before is not None
    assert after is not None
    assert after.addresses[f"{FOUR}.20"] is Freshness.CONFIRMED
    assert before.addresses.keys() <= after.addresses.keys()
    assert (discovery.end(), discovery.complained) == (0, "")


def test_a_busy_network_costs_less_than_a_twentieth_of_a_core(
    lab: Lab, scale: Callable[[int, int], int]
) -> None:
    """Under 5,000 foreign packets a second discovery needs less than five hundredths of a core."""
    discovery = lab.watch()
    lab.home.plug_in("laptop")
    before = core_seconds(discovery.pid)
    seconds = scale(3, 20)
    flood = our_python("tests.namespaces.flood", f"{FOUR}.2", "5000", str(seconds))
    sending = lab.start("laptop", *flood)
    sent, lasted = sending.line_with(" ").split()
    spent = core_seconds(discovery.pid) - before

    assert int(sent) > 4_500 * float(lasted)
    assert spent / float(lasted) < 0.05, memory(discovery.pid)


def core_seconds(pid: int) -> float:
    """Return the time that a process has had of the processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> str:
    """Return the resident memory of a process, as the kernel says it."""
    (line,) = (
        one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if "VmRSS" in one
    )
    return line.split(":")[1].strip()


def test_discovery_holds_one_capability_and_no_other(lab: Lab) -> None:
    """Started as root, it keeps the raw socket's capability alone, and can win back none."""
    discovery = lab.watch()
    said = Path(f"/proc/{discovery.pid}/status").read_text()
    held = dict(line.split(":\t", 1) for line in said.splitlines() if ":\t" in line)

    for kind in ("CapInh", "CapPrm", "CapEff", "CapBnd"):
        assert int(held[kind], 16) == 1 << 13, kind
    assert held["CapAmb"].strip("0") == ""
    assert held["NoNewPrivs"] == "1"


def test_every_dhcp_server_and_router_is_found_on_demand(lab: Lab) -> None:
    """A probe finds the second DHCP server that somebody put in, beside the home's router."""
    lab.watch()
    lab.home.plug_in(LIAR)
    second = lab.start(
        LIAR, "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--port=0", "--no-ping",
        "--interface=eth0", "--bind-interfaces", "--dhcp-leasefile=/dev/null",
        f"--dhcp-range={FOUR}.210,{FOUR}.220,1h", f"--dhcp-option=option:dns-server,{FOUR}.66",
    )  # fmt: skip
    second.complaint_with("IP range")
    options = ("--interface", "eth0", "--servers", "--routers", "--address", f"{FOUR}.1")
    probe = lab.start(BOX, *our_python("agent.discovery.probe", *options, "--seconds", "2"))
    status = probe.end()
    found = [json.loads(line) for line in probe.printed.splitlines()]
    lab.until(lambda: len(lab.seen().routers) == 3)

    assert status == 0
    assert {(one["found"], one["link"]) for one in found} == {
        ("dhcp-server", LINKS[ROUTER]),
        ("dhcp-server", LINKS[LIAR]),
        ("router", LINKS[ROUTER]),
        ("address", LINKS[ROUTER]),
    }
    assert {one.dns_servers for one in lab.seen().routers if one.link == LINKS[LIAR]} == {
        (f"{FOUR}.66",)
    }
