from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from agent.asked import fixing
from agent.asked.fixing import Fixing
from agent.devices.directory import policy_for
from policy.agent_answers import BlockedName, JustBlocked, NotDone, Refused
from policy.decide import decide
from policy.given.fix_an_app import MAX_DEVICES
from policy.household import Device, Household
from policy.names import from_text
from policy.why import Why
from tests.agent.screen_time.at_home import (
    HOME,
    JOS,
    NOBODYS,
    PHONE,
    TABLET,
    TABLET_TOO,
    HomeClock,
    in_force_at,
)
from tests.promises.test_no_code_writes_names import could_write

CLOSED = "www.closed.example"


class Home:
    """A home in which devices ask for names that are blocked."""

    def __init__(self, home: Household = HOME) -> None:
        self.clock = HomeClock()
        self.in_force = in_force_at(self.clock.moment(), home)
        self.fixing = Fixing(self.label_at, self.clock)

    def label_at(self, address: str) -> str | None:
        """Return the label of the device at an address."""
        return policy_for(self.in_force.policy, address).device

    def ask(self, text: str, source: str) -> None:
        """Look a name up as the pipeline does, and tell of a block."""
        device = policy_for(self.in_force.policy, source)
        verdict = decide(device, from_text(text), self.in_force.listings)
        if shown := self.fixing.by_device.get(device.device or source):
            shown.observe(from_text(text), verdict, self.in_force)

    def shown_at(self, address: str) -> list[str] | Refused:
        """Return the names that are shown to the device at an address, or why none is."""
        answer = self.fixing.just_blocked(address)
        return answer.why if isinstance(answer, NotDone) else [one.name for one in answer.names]


def test_what_is_blocked_after_the_tap_is_shown_to_that_device() -> None:
    """The name that the block rests on is shown once, with the kind of reason."""
    home = Home()
    home.ask("www.closed.example", PHONE)
    assert home.fixing.begin(PHONE) == JustBlocked(names=(), seconds=120)
    for _ in range(3):
        home.ask("api.closed.example", PHONE)
    home.ask("open.example", PHONE)

    assert home.fixing.just_blocked(PHONE) == JustBlocked(
        names=(BlockedName("closed.example", Why.RULE, None),), seconds=120
    )


def test_nobody_else_sees_it_and_nothing_of_others_is_in_it() -> None:
    """A device that did not ask is shown nothing, and what it asks is not noted."""
    home = Home()
    home.fixing.begin(PHONE)
    for source in (TABLET, JOS, NOBODYS):
        home.ask(CLOSED, source)

    assert home.shown_at(PHONE) == []
    home.ask(CLOSED, PHONE)
    assert [home.shown_at(at) for at in (TABLET, JOS, NOBODYS)] == [Refused.NOT_ASKED] * 3


def test_a_device_with_several_addresses_is_one_device() -> None:
    """What is blocked at its other address is shown where it asked."""
    home = Home()
    home.fixing.begin(TABLET)
    home.ask(CLOSED, TABLET_TOO)

    assert home.shown_at(TABLET) == home.shown_at(TABLET_TOO) == ["closed.example"]


def test_a_device_that_nobody_named_is_its_address() -> None:
    """A visitor sees what was blocked on the address that asked, and on no other."""
    home = Home()
    home.fixing.begin(NOBODYS)
    home.ask(CLOSED, NOBODYS)
    home.ask("other.closed.example", "127.0.0.98")

    assert home.shown_at(NOBODYS) == ["closed.example"]
    assert home.shown_at("127.0.0.98") is Refused.NOT_ASKED


@pytest.mark.parametrize("label", ["127.0.0.98", "fe80::1%eth0", "::1"])
def test_a_label_that_reads_as_an_address_is_shown_nothing(label: str) -> None:
    """Where a label could be taken for a visitor's address, neither is told of the other."""
    home = Home(replace(HOME, devices=(Device(name=label, belongs_to="Jo", addresses=(JOS,)),)))

    assert home.fixing.begin(JOS) == NotDone(why=Refused.TOO_MANY)
    assert dict(home.fixing.by_device) == {}


def test_after_two_minutes_it_is_gone() -> None:
    """The last second still shows it; with the next one it is forgotten, and nothing is noted."""
    home = Home()
    home.fixing.begin(PHONE)
    home.ask(CLOSED, PHONE)
    home.clock.pass_seconds(119)
    assert home.shown_at(PHONE) == ["closed.example"]
    assert home.fixing.just_blocked(PHONE) == JustBlocked(
        names=(BlockedName("closed.example", Why.RULE, None),), seconds=1
    )

    home.clock.pass_seconds(1)
    assert home.shown_at(PHONE) is Refused.NOT_ASKED
    assert dict(home.fixing.by_device) == {}
    assert home.fixing._fix._blocked == {}


def test_it_goes_also_when_nobody_asks_again() -> None:
    """Whoever keeps time makes it forget; the table of the pipeline is empty then."""
    home = Home()
    home.fixing.begin(PHONE)
    home.ask(CLOSED, PHONE)
    home.clock.pass_seconds(120)
    home.fixing.forget()

    assert dict(home.fixing.by_device) == {}
    assert home.fixing._fix.is_idle


def test_a_second_tap_begins_anew() -> None:
    """Another two minutes begin with nothing."""
    home = Home()
    home.fixing.begin(PHONE)
    home.ask(CLOSED, PHONE)
    home.clock.pass_seconds(100)
    home.fixing.begin(PHONE)
    assert home.shown_at(PHONE) == []

    home.clock.pass_seconds(100)
    home.fixing.forget()
    assert home.shown_at(PHONE) == []


def test_a_clock_that_runs_backwards_ends_it() -> None:
    """What cannot be timed is not held."""
    home = Home()
    home.fixing.begin(PHONE)
    home.clock.boot_ms -= 1_000

    assert home.shown_at(PHONE) is Refused.NOT_ASKED
    assert home.fixing._fix.is_idle


def test_only_so_many_devices_at_once() -> None:
    """One device more than there is room for is told so, and begins nothing."""
    home = Home()
    began = [home.fixing.begin(f"192.0.2.{number}") for number in range(MAX_DEVICES + 1)]

    assert began[-1] == NotDone(why=Refused.TOO_MANY)
    assert len(home.fixing.by_device) == MAX_DEVICES


def test_nothing_in_here_can_be_printed_or_written_to_a_file() -> None:
    """What notes a device's blocks shows neither names nor the device, and cannot be kept."""
    home = Home()
    home.fixing.begin(PHONE)
    shown = home.fixing.by_device["Sam's phone"]

    assert "Sam" not in repr([shown]) + str(shown)
    with pytest.raises(TypeError, match="not written to a file"):
        pickle.dumps(shown)
    with pytest.raises(TypeError, match="not written to a file"):
        copy.deepcopy(shown)


def test_the_module_can_write_nothing_down() -> None:
    """What notes blocks imports nothing that writes, and prints nothing."""
    assert could_write(Path(fixing.__file__).read_text(encoding="utf-8")) == []
