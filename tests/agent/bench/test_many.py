from __future__ import annotations

from pathlib import Path

import dns.message
import dns.query
import dns.rcode
import pytest

from agent.bench import servers
from agent.bench.figures import Goal
from agent.bench.many import LARGE, MANY, SMALL, Size, compared, goal_for, household
from agent.bench.process import HOST, free_port
from agent.bench.rounds import Asking
from policy.compile import compile_policy
from policy.document import household_from_toml

SMALL_RUN = Asking(rounds=5, hot=3_000, missed=0, quiet=0)


def test_two_homes_are_compared_and_the_line_says_which(tmp_path: Path) -> None:
    """Two real agents are asked the same in each round, and the line has their true sizes."""
    found = compared(tmp_path, SMALL_RUN, Size(40, 3_000), Size(1, 200))

    assert found.row.what == "hot, 40 devices and 3,000 names, over 1 and 200"
    assert {name: len(costs) for name, costs in found.hot.items()} == {LARGE: 5, SMALL: 5}
    assert found.row.figure or found.row.why_not
    assert found.row.goal is None


def test_the_goal_is_for_a_home_with_much() -> None:
    """At the design's size a quarter more is the most; a smaller home meets no goal."""
    sizes = (Size(500, 10_000_000), Size(500, 9_999_999), Size(499, 10_000_000))

    assert [goal_for(size) for size in sizes] == [Goal(1.25, 1.25), None, None]


@pytest.mark.parametrize("devices", [1, 17, MANY.devices])
def test_a_home_has_its_devices_and_the_one_that_asks_has_the_same_rules(devices: int) -> None:
    """Each device has an address of its own; the first asks, and what it may is alike anywhere."""
    home = household_from_toml(household(devices))
    asks = compile_policy(home, 1).by_address[HOST]

    assert len({address for device in home.devices for address in device.addresses}) == devices
    assert len(home.young_people) == -(-devices // 8)
    assert {len(one.rules.block) for one in home.young_people} == {80}
    assert asks == compile_policy(household_from_toml(household(1)), 1).by_address[HOST]


def test_the_device_that_asks_is_held_to_its_rules(tmp_path: Path) -> None:
    """The agent of such a home denies what the device's person may not have, and no other's."""
    rules = tmp_path / "household.toml"
    rules.write_text(household(20), encoding="utf-8")
    above, port = free_port(), free_port()
    command = servers.our_command(port, above, "--household", f"{rules}")
    with (
        servers.running("above", servers.upstream_command(above), above),
        servers.running("ours", command, port),
    ):
        rcodes = [
            dns.query.udp(dns.message.make_query(f"r1.own{whose}.example.org", "A"), HOST, 20, port)
            for whose in (0, 1)
        ]

    assert [one.rcode() for one in rcodes] == [dns.rcode.NXDOMAIN, dns.rcode.NOERROR]
