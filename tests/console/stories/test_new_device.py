"""A phone joins the Wi-Fi: until it has a name it is a visitor's, and then it is somebody's.

The network is the lab's: a real DHCP server, a real device, the real discovery, and the agent on
the box there. The browsers are beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from agent.lab.home import FOUR, LINKS
from console.words import devices, tonight, ways
from tests.console.stories.evening import BEGAN, CARER, LEONID, MAYA, Young, let_in, signs_in
from tests.console.stories.one_home import OneHome, one_home
from tests.console.stories.person import THUMB, Way
from tests.promises.programs import our_python, run

HOUSEHOLD = """\
format = "lamplight-household/v1"

[visitors]
block = ["visitors.example"]

[[carers]]
name = "Samira"

[[young_people]]
name = "Maya"
block = ["chess.example"]

[[young_people]]
name = "Leonid"
block = ["chess.example"]
"""
RULED, VISITORS = "chess.example", "visitors.example"
JOINS = {MAYA.name: ("phone", "Red phone"), LEONID.name: ("tablet", "Green tablet")}


@pytest.fixture(scope="module")
def home(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[OneHome, str]]:
    """Return a home in the lab, and the carer's password."""
    passwords = list[str]()
    with one_home(
        browser,
        tmp_path_factory.mktemp("lab"),
        BEGAN,
        HOUSEHOLD,
        *(CARER, MAYA.name, LEONID.name),
        prepare=lambda home: passwords.append(let_in(home)),
        is_lab=True,
    ) as home:
        yield home, passwords[0]


def blocked(home: OneHome, machine: str) -> set[str]:
    """Return which names are blocked on a device of the lab, asked once now over IPv4."""
    assert home.lab is not None
    [source] = [one for one in home.lab.home.addresses(machine) if one.startswith(FOUR)]
    asking = our_python("tests.console.stories.ask_status", f"{FOUR}.2", source, RULED, VISITORS)
    told = run(home.lab.home.inside(machine, *asking)).stdout
    return set(re.findall(r"^(\S+) NXDOMAIN$", told, re.MULTILINE))


def test_a_new_device_is_named_and_has_that_persons_rules(
    home: tuple[OneHome, str], way: Way
) -> None:
    """Tonight tells of it, two fields name it, and from then on it has its owner's rules."""
    box, password = home
    me: Young = MAYA if way is THUMB else LEONID
    machine, called = JOINS[me.name]
    assert box.lab is not None
    carer = box.takes(way, me.carers_device, safely=True)
    carer.opens("/sign-in")
    signs_in(carer, CARER, password)
    carer.follows(ways.TONIGHT)
    carer.reads_not(tonight.UNNAMED_ONE)

    box.lab.join(machine)
    carer.reads_soon(tonight.UNNAMED_ONE)
    carer.reads(tonight.UNNAMED_TEXT)
    box.lab.until(lambda: blocked(box, machine) == {VISITORS})
    carer.follows(tonight.UNNAMED_GO)
    carer.reads(LINKS[machine], devices.NEW_TEXT)
    carer.presses(devices.NAME_BUTTON)
    carer.reads(devices.WRONGS["no-name"])
    carer.types(devices.NAME, called)
    carer.ticks(me.name, within=devices.OWNER)
    carer.presses(devices.NAME_BUTTON)
    carer.reads(devices.SAVED, called, devices.NEW_NONE)
    box.lab.until(lambda: blocked(box, machine) == {RULED})

    carer.follows(ways.TONIGHT)
    carer.reads_not(tonight.UNNAMED_ONE)
    box.is_told()
