from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest
from pyroute2 import AsyncIPRoute
from pyroute2.netlink.rtnl.ndmsg import ndmsg

from agent.discovery.netlink import Entry, Kernel, NoSuchInterface, _entry
from agent.lab.home import BOX, FOUR, LINKS, PREFIXES, ROUTER
from tests.agent.lab_home import lab_at

TABLET = "02:00:5e:00:53:03"

ASKING = """
import asyncio, json
from pyroute2 import AsyncIPRoute
from agent.discovery.netlink import Kernel
async def ask():
    async with AsyncIPRoute() as route:
        kernel = Kernel(route, "eth0")
        await kernel.listen()
        own = await kernel.own()
        print(json.dumps([own.link, sorted(own.links), sorted(map(str, own.addresses)),
            sorted(own.gateways)]), flush=True)
        async for one in kernel.changes():
            print(json.dumps(one and [one.link, one.address]), flush=True)
            if one and one.address == "192.0.2.1" and one.reachable:
                break
        print(json.dumps([[one.link, one.address] for one in await kernel.neighbours()]))
asyncio.run(ask())
"""


def test_the_box_s_own_side_and_its_neighbours_are_read(tmp_path: Path) -> None:
    """Addresses, way out and neighbours are read from the kernel, and what changes is told."""
    with lab_at(tmp_path) as lab:
        asking = lab.start(BOX, sys.executable, "-P", "-c", ASKING)
        link, links, addresses, gateways = json.loads(asking.line_with("["))
        lab.start(BOX, "ip", "address", "add", f"{FOUR}.3/24", "dev", "eth0").end()
        asking.line_with("null")
        lab.ping(BOX, f"{FOUR}.1")
        asking.end()
        neighbours = json.loads(asking.printed.splitlines()[-1])

    assert (link, links) == (LINKS[BOX], [LINKS[BOX]])
    assert {f"{FOUR}.2/24", f"{PREFIXES[0]}2/64"} <= set(addresses)
    assert gateways == [f"{FOUR}.1", f"{PREFIXES[0]}1"]
    assert [LINKS[ROUTER], f"{FOUR}.1"] in neighbours


def test_an_address_that_is_still_being_tried_is_not_ours(tmp_path: Path) -> None:
    """As long as the kernel looks for a duplicate, the box does not speak from the address."""
    with lab_at(tmp_path) as lab:
        lab.home._set("laptop", {"ipv6/conf/eth0/dad_transmits": 60})
        lab.home.plug_in("laptop")
        asking = lab.start("laptop", sys.executable, "-P", "-c", ASKING)
        own = json.loads(asking.line_with("["))

    assert own[2] == [f"{FOUR}.20/24"]


@pytest.mark.parametrize("interface", ["lo", "nothing-here"])
def test_an_interface_that_is_no_home_s_network_is_refused(interface: str) -> None:
    """The loopback, and an interface that is not there, cannot be watched."""

    async def ask() -> None:
        async with AsyncIPRoute() as route:
            await Kernel(route, interface).own()

    with pytest.raises(NoSuchInterface, match=interface):
        asyncio.run(ask())


def message(state: int = 0x02, **attributes: str) -> ndmsg:
    """Return an entry as the kernel tells it."""
    told = ndmsg()
    told["ifindex"], told["state"] = 2, state
    whole = {"NDA_DST": "192.0.2.20", "NDA_LLADDR": TABLET, **attributes}
    told["attrs"] = [(name, value) for name, value in whole.items() if value]
    return told


ENTRIES = {
    "reachable": (message(), True),
    "stale": (message(0x04), False),
    "delayed": (message(0x08), False),
    "being probed": (message(0x10), False),
    "permanent": (message(0x80), False),
}

NO_ENTRIES = {
    "still being asked for": message(0x01),
    "failed": message(0x20),
    "needs no asking": message(0x40),
    "without a link address": message(NDA_LLADDR=""),
    "with a strange link address": message(NDA_LLADDR="tunnel"),
    "without an address": message(NDA_DST=""),
    "a group": message(NDA_DST="224.0.0.251"),
}


@pytest.mark.parametrize(("told", "reachable"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry_that_holds_a_link_address_is_read(told: ndmsg, *, reachable: bool) -> None:
    """Whatever state holds a link address is read, and whether the kernel is sure of it."""
    assert _entry(told, 2) == Entry(link=TABLET, address="192.0.2.20", reachable=reachable)


@pytest.mark.parametrize("told", NO_ENTRIES.values(), ids=NO_ENTRIES)
def test_an_entry_that_says_nothing_is_left_out(told: ndmsg) -> None:
    """What holds no device's address or link address is passed over."""
    assert _entry(told, 2) is None


def test_an_entry_of_another_interface_is_left_out() -> None:
    """Only the home's network counts."""
    assert _entry(message(), 3) is None
