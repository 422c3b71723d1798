from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.lab.home import BOX, FOUR, INTERFACE, LIAR, LINKS, PREFIXES, ROUTER
from policy.agent_answers import SelftestCame, Totals
from policy.agent_requests import AskSelftest, AskTotals
from policy.coverage import (
    QUIET_MINUTES,
    Finding,
    FindingKind,
    Roads,
    findings,
    roads_of,
)
from policy.household import Device, Household
from tests.agent.asked.asking import ask
from tests.agent.lab_home import Lab, lab_at
from tests.fake_time import FakeTime
from tests.namespaces.test_whose import Asking
from tests.promises.programs import our_python

EMPTY = Household()
PHONE = Household(devices=(Device(name="phone", belongs_to="Sam", links=(LINKS["phone"],)),))
AWAY = Household(devices=(Device(name="tablet", belongs_to="Sam", links=("02:00:5e:00:53:aa",)),))

OTHER_DNS, OTHER_DNS_SIX = "198.51.100.53", "2001:db8:bad::53"
NONCE = "0123456789abcdef" * 2


class Watched:
    """A home with discovery and the real agent, and what is found in it."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.known: Roads | None = None
        folder = lab.published.parent
        self.clock = FakeTime(datetime(2026, 11, 21, 9, 30, tzinfo=UTC), file=folder / "clock")
        self.socket = folder / "agent.sock"
        household = folder / "household.toml"
        household.write_text('format = "lamplight-household/v1"\n', encoding="utf-8")
        lab.watch()
        options = ["--upstream", f"{FOUR}.2:1", "--household", str(household)]
        options += ["--neighbours", str(lab.published), "--asked", str(self.socket)]
        for address in (f"{FOUR}.2", *(f"[{prefix}2]" for prefix in PREFIXES)):
            options += ["--listen", f"{address}:53"]
        agent = lab.start(
            BOX, *our_python("tests.promises.agent_at", str(folder / "clock"), *options)
        )
        agent.line_with("ready")

    def found(self, household: Household = EMPTY) -> dict[FindingKind, Finding]:
        """Return what is found now."""
        answer = ask(self.socket, AskTotals())
        assert isinstance(answer, Totals)
        seen = self.lab.seen() if self.lab.published.exists() else None
        return {one.kind: one for one in findings(household, seen, answer.asked, self.known)}

    def until(self, kind: FindingKind, household: Household = EMPTY) -> Finding:
        """Return a finding, once it is there."""
        self.lab.until(lambda: kind in self.found(household))
        return self.found(household)[kind]


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


def test_each_finding_comes_of_its_cause(home: Watched) -> None:
    """In a home in order nothing is found; then one thing after another goes wrong, and is told."""
    lab = home.lab
    home.clock.advance(60 * QUIET_MINUTES)
    home.until(FindingKind.NOBODY_ASKS)
    phone = Asking(lab, "phone", "www.example")
    lab.until(lambda: FindingKind.NOBODY_ASKS not in home.found())
    phone.end()

    router = Asking(lab, ROUTER, "www.example")
    home.until(FindingKind.ROUTER_ASKS)
    router.end()

    assert FindingKind.WAYS_AROUND not in home.found()
    phone = Asking(lab, "phone", "mask.icloud.com")
    assert home.until(FindingKind.WAYS_AROUND) == Finding(kind=FindingKind.WAYS_AROUND)
    phone.end()

    assert home.found().keys() <= {FindingKind.ROUTER_ASKS, FindingKind.WAYS_AROUND}
    lab.start(BOX, "ip", "address", "add", "198.51.100.2/24", "dev", INTERFACE).end()
    assert home.until(FindingKind.NEW_SUBNET).where == ("198.51.100.0/24",)

    assert home.found(PHONE).keys() - home.found().keys() == {FindingKind.MADE_UP_LINKS}
    returning = home.until(FindingKind.RETURNING, AWAY)
    assert returning.devices == ("tablet",)


def test_a_second_router_is_told_of_with_all_that_it_says(home: Watched) -> None:
    """A second box that gives out addresses and other DNS servers is noticed, and what it says."""
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

    assert home.until(FindingKind.SECOND_DHCP).where == (f"{FOUR}.1", f"{FOUR}.66")
    assert home.until(FindingKind.DNS_BY_DHCP).where == (OTHER_DNS,)
    assert home.until(FindingKind.DNS_BY_ROUTER).where == (OTHER_DNS_SIX,)
    assert home.until(FindingKind.NEW_DHCP).where == (LINKS[LIAR],)
    assert home.until(FindingKind.NEW_ROUTER).where == (LINKS[LIAR],)
    assert home.until(FindingKind.NEW_DNS).where == (OTHER_DNS, OTHER_DNS_SIX)


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
