from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.lab.home import BOX, FOUR, INTERFACE, LEASE_SCRIPT, LIAR, LINKS, PREFIXES, ROUTER
from policy.coverage import FindingKind, Roads, findings, roads_of
from policy.household import Household
from tests.agent.lab_home import Lab, lab_at
from tests.fake_time import FakeTime
from tests.promises.programs import Program, our_python

NOTICED_SECONDS = 10 * 60
"""Within which whatever is new has to be noticed, also what says nothing by itself."""
LOOKS_AGAIN_SECONDS = 30
"""How long a quiet network may keep discovery from looking at its clock."""

NEW = "198.51.100"
OTHER_DNS = "198.51.100.53"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """Return a home that is up."""
    with lab_at(tmp_path) as lab:
        yield lab


def gives_addresses(lab: Lab, machine: str, network: str, *more: str) -> Program:
    """Let a machine give out addresses by DHCP, and nothing else."""
    server = lab.start(
        machine, "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--port=0", "--no-ping",
        f"--interface={INTERFACE}", "--bind-interfaces", "--dhcp-leasefile=/dev/null",
        "--dhcp-authoritative", f"--dhcp-range={network}.210,{network}.219,255.255.255.0,1h", *more,
    )  # fmt: skip
    server.complaint_with("IP range")
    return server


def known_of(lab: Lab) -> Roads:
    """Return the roads of the home as it was built, for whoever says that all is right."""
    lab.until(lambda: len(lab.seen().routers) == 2)
    return roads_of(lab.seen())


def found(lab: Lab, known: Roads) -> dict[FindingKind, tuple[str, ...]]:
    """Return what is found now, and where."""
    return {one.kind: one.where for one in findings(Household(), lab.seen(), None, known)}


def asked_of_the_router(lab: Lab) -> None:
    """Wait until the box has asked who gives out addresses."""
    lab.router.complaint_with(f"DHCPDISCOVER({INTERFACE}) {LINKS[BOX]}")


def test_a_dhcp_server_that_says_nothing_is_noticed_within_ten_minutes(
    lab: Lab, tmp_path: Path
) -> None:
    """One that was put in later, and whom nobody asked, is asked by the box, and is told of."""
    clock = FakeTime(datetime(2026, 11, 21, 9, 30, tzinfo=UTC), file=tmp_path / "clock")
    told = (str(tmp_path / "clock"), INTERFACE, str(lab.published))
    lab.start(BOX, *our_python("tests.namespaces.discovery_at", *told)).line_with("ready")
    lab.home.plug_in("laptop")
    # It has asked three times, as on any network that it comes to, and now it is at rest.
    for _ in range(3):
        asked_of_the_router(lab)
        clock.advance(5)
    known = known_of(lab)
    lab.home.plug_in(LIAR)
    gives_addresses(lab, LIAR, FOUR, f"--dhcp-option=option:dns-server,{OTHER_DNS}")
    lab.ping("laptop", f"{FOUR}.1")
    assert found(lab, known) == {}

    clock.advance(NOTICED_SECONDS - LOOKS_AGAIN_SECONDS)

    def is_noticed() -> bool:
        lab.ping("laptop", f"{FOUR}.1")  # somebody says something, as in any home
        return FindingKind.NEW_DHCP in found(lab, known)

    lab.until(is_noticed)
    assert found(lab, known) == {
        FindingKind.NEW_DHCP: (LINKS[LIAR],),
        FindingKind.SECOND_DHCP: (f"{FOUR}.1", f"{FOUR}.66"),
        FindingKind.DNS_BY_DHCP: (OTHER_DNS,),
        FindingKind.NEW_DNS: (OTHER_DNS,),
    }


def test_a_router_that_tells_another_dns_server_is_noticed(lab: Lab) -> None:
    """The home's own router, once it names somebody else, is told of, and is no new router."""
    lab.watch()
    known = known_of(lab)
    lab.router.tell(signal.SIGTERM)
    lab.router.end()
    gives_addresses(lab, ROUTER, FOUR, f"--dhcp-option=option:dns-server,{OTHER_DNS}")
    lab.join("tablet", "-B")

    lab.until(lambda: FindingKind.NEW_DNS in found(lab, known))
    assert found(lab, known) == {
        FindingKind.NEW_DNS: (OTHER_DNS,),
        FindingKind.DNS_BY_DHCP: (OTHER_DNS,),
    }


def test_a_box_that_takes_an_address_of_a_new_router_notices_all_of_it(lab: Lab) -> None:
    """With a new router in place of the old, its subnet, DHCP and DNS are told of as new."""
    lab.watch()
    known = known_of(lab)
    lab.home.cut_cable(ROUTER)
    lab.home.plug_in(LIAR)
    lab.start(LIAR, "ip", "address", "add", f"{NEW}.1/24", "dev", INTERFACE).end()
    prefix = PREFIXES[1].replace("1a3b", "2c4d")
    lab.start(LIAR, "ip", "address", "add", f"{prefix}1/64", "dev", INTERFACE, "nodad").end()
    gives_addresses(
        lab, LIAR, NEW, "--enable-ra", f"--dhcp-range={prefix},ra-only,64,10m",
        f"--dhcp-option=option:dns-server,{OTHER_DNS}",
    )  # fmt: skip
    lab.start(BOX, "ip", "address", "flush", "dev", INTERFACE, "scope", "global").end()
    taking = lab.start(
        BOX, "busybox", "udhcpc", "-f", "-i", INTERFACE, "-s", str(LEASE_SCRIPT), "-T", "1"
    )
    taking.complaint_with("lease of")

    new = (FindingKind.NEW_ROUTER, FindingKind.NEW_DHCP)
    lab.until(lambda: {*new, FindingKind.NEW_DNS, FindingKind.NEW_SUBNET} <= {*found(lab, known)})
    assert [found(lab, known)[kind] for kind in new] == [(LINKS[LIAR],)] * 2
    assert OTHER_DNS in found(lab, known)[FindingKind.NEW_DNS]
    assert f"{NEW}.0/24" in found(lab, known)[FindingKind.NEW_SUBNET]
