from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.devices.directory import (
    LOOKS_TILL_ASKED_AGAIN,
    MAX_KNOWN,
    MAX_QUESTIONS_A_LOOK,
    Directory,
    policy_for,
)
from agent.files import replace_file
from agent.watch import WatchedFile
from policy.compile import CompiledPolicy, DevicePolicy, compile_policy
from policy.household import EVERYONE, Device, Household
from policy.identity import NO_LINKS, identified, sightings_of
from policy.neighbours import Conflict, ConflictKind, Neighbours
from policy.neighbours_document import neighbours_to_bytes
from tests.agent.dns.house import HOUSEHOLD
from tests.policy.strategies import addresses, households
from tests.policy.test_identity import (
    CABLE,
    DEVICES,
    LINKS,
    OTHER,
    RANDOM,
    STRANGER,
    WIFI,
    at,
    seen,
)

POLICY = compile_policy(HOUSEHOLD, version=1)

FOUND = {
    "by IPv4": ("127.0.0.11", "Sam's phone"),
    "by IPv6": ("::1", "Sam's phone"),
    "by link-local": ("fe80::11", "Sam's phone"),
    "by link-local with the interface": ("fe80::11%eth0", "Sam's phone"),
    "another one": ("127.0.0.12", "Alex's laptop"),
    "a shared one": ("127.0.0.13", "television"),
    "nobody": ("127.0.0.99", None),
    "nobody, link-local": ("fe80::12%eth0", None),
    "nothing": ("", None),
    "an IPv4 address inside IPv6": ("::ffff:127.0.0.11", None),
}


@pytest.mark.parametrize(("address", "expected"), FOUND.values(), ids=FOUND)
def test_whose_packet_it_is(address: str, expected: str | None) -> None:
    """A device is found by any of its addresses; who is not found is a visitor."""
    assert policy_for(POLICY, address).device == expected


@given(households(), addresses())
def test_an_address_has_its_own_device_or_none(household: Household, address: str) -> None:
    """In any household an address leads to the device that lists it, and else to the visitors."""
    owners = [device.name for device in household.devices if address in device.addresses]
    policy = compile_policy(household, version=1)

    assert policy_for(policy, address).device == (owners[0] if owners else None)
    for device in household.devices:
        for own in device.addresses:
            assert policy_for(policy, own).device == device.name


PHONE = Device(name="phone", belongs_to="Sam", links=(WIFI,))
LAPTOP = Device(name="laptop", belongs_to="Alex", links=(OTHER, CABLE), addresses=("192.0.2.12",))
TV = Device(name="tv", belongs_to=EVERYONE, addresses=("192.0.2.13",))
LINKED = compile_policy(replace(HOUSEHOLD, devices=(PHONE, LAPTOP, TV)), version=2)


class Table:
    """What a kernel would know, and how often it was asked."""

    def __init__(self) -> None:
        self.links: dict[str, Collection[str]] = {}
        self.asked = 0

    def __call__(self, address: str) -> Collection[str]:
        """Return the link addresses at an address."""
        self.asked += 1
        return self.links.get(address, NO_LINKS)


class Home:
    """A directory beside a file that discovery would publish, and a kernel."""

    def __init__(self, folder: Path, *, has_file: bool = True) -> None:
        self.file = folder / "neighbours.json"
        self.kernel = Table()
        self.directory = Directory(WatchedFile(self.file) if has_file else None, self.kernel)

    def publish(self, network: Neighbours) -> None:
        """Have discovery publish, and the agent look."""
        replace_file(self.file, (neighbours_to_bytes(network),))
        self.directory.look()

    def at(self, address: str, policy: CompiledPolicy = LINKED) -> DevicePolicy:
        """Return what is decided at an address."""
        return self.directory.policy_for(policy, address)


def test_a_device_is_found_at_every_address_of_its_link_address(tmp_path: Path) -> None:
    """Whatever was published at a link address has the rules of the device that it is."""
    home = Home(tmp_path)
    home.publish(seen(at(WIFI, "192.0.2.50", "fd00::50", "fe80::50", "2001:db8::a:b")))

    for address in ("192.0.2.50", "fd00::50", "fe80::50%eth0", "2001:db8::a:b"):
        assert home.at(address) is LINKED.by_device["phone"]
    assert home.at("192.0.2.51") is LINKED.visitors
    assert home.at("192.0.2.13") is LINKED.by_device["tv"]


def test_what_is_in_doubt_has_the_strictest_rules_of_the_home(tmp_path: Path) -> None:
    """Where two link addresses answer at one address, what anybody may not have is not had."""
    home = Home(tmp_path)
    twice = Conflict(kind=ConflictKind.ADDRESS_TWICE, address="192.0.2.50", links=(WIFI, OTHER))
    home.publish(seen(at(WIFI, "192.0.2.50"), at(OTHER, "192.0.2.51"), conflicts=(twice,)))

    assert home.at("192.0.2.50") is LINKED.strictest
    assert home.at("192.0.2.51") is LINKED.by_device["laptop"]
    assert home.at("192.0.2.12") is LINKED.strictest, "its link address is not to be seen there"


def test_what_was_published_replaces_what_was_known(tmp_path: Path) -> None:
    """An address that went from one device to another has the other's rules after one look."""
    home = Home(tmp_path)
    home.publish(seen(at(WIFI, "192.0.2.50")))
    assert home.at("192.0.2.50") is LINKED.by_device["phone"]
    home.publish(seen(at(OTHER, "192.0.2.50")))

    assert home.at("192.0.2.50") is LINKED.by_device["laptop"]


def test_a_file_that_cannot_be_read_changes_nothing(tmp_path: Path) -> None:
    """Damage leaves what was known, and what is mended is taken up."""
    home = Home(tmp_path)
    home.publish(seen(at(WIFI, "192.0.2.50")))
    home.file.write_bytes(b"{")
    home.directory.look()
    assert home.at("192.0.2.50") is LINKED.by_device["phone"]
    home.file.unlink()
    home.file.mkdir()
    home.directory.look()
    assert home.at("192.0.2.50") is LINKED.by_device["phone"]
    home.file.rmdir()
    home.publish(seen(at(OTHER, "192.0.2.50")))

    assert home.at("192.0.2.50") is LINKED.by_device["laptop"]


@pytest.mark.parametrize("has_file", [True, False])
def test_the_kernel_is_asked_where_nothing_was_published(tmp_path: Path, *, has_file: bool) -> None:
    """A first query from a new address is not guessed, with discovery and without."""
    home = Home(tmp_path, has_file=has_file)
    if has_file:
        home.publish(seen())
    home.kernel.links["fd00::77"] = {WIFI}
    home.kernel.links["fe80::77%eth0"] = {CABLE}

    assert home.at("fd00::77") is LINKED.by_device["phone"]
    assert home.at("fe80::77%eth0") is LINKED.by_device["laptop"]
    assert home.at("fd00::78") is LINKED.visitors
    assert home.kernel.asked == 3
    for _ in range(100):
        home.at("fd00::77")
    assert home.kernel.asked == 3, "what is known costs no question"


def test_what_the_kernel_said_holds_for_a_second(tmp_path: Path) -> None:
    """A visitor who is seen a moment later to be a device has its rules at the next look."""
    home = Home(tmp_path)
    home.publish(seen())
    assert home.at("fd00::77") is LINKED.visitors
    home.kernel.links["fd00::77"] = {WIFI}
    assert home.at("fd00::77") is LINKED.visitors
    home.directory.look()

    assert home.at("fd00::77") is LINKED.by_device["phone"]


def test_a_kernel_that_says_otherwise_makes_a_doubt_and_its_end(tmp_path: Path) -> None:
    """Where discovery has died, an address that changed hands is nobody's within ten looks."""
    home = Home(tmp_path)
    home.publish(seen(at(WIFI, "192.0.2.50")))
    assert home.at("192.0.2.50") is LINKED.by_device["phone"]
    home.kernel.links["192.0.2.50"] = {STRANGER}
    for _ in range(LOOKS_TILL_ASKED_AGAIN):
        home.directory.look()
    assert home.at("192.0.2.50") is LINKED.strictest
    home.kernel.links["192.0.2.50"] = {WIFI}
    home.directory.look()

    assert home.at("192.0.2.50") is LINKED.by_device["phone"]


def test_a_home_without_link_addresses_asks_no_kernel(tmp_path: Path) -> None:
    """Where addresses are all that was named, and nothing was seen, they are all that counts."""
    home = Home(tmp_path, has_file=False)

    assert home.at("127.0.0.11", POLICY) is POLICY.by_device["Sam's phone"]
    assert home.at("fe80::11%eth0", POLICY) is POLICY.by_device["Sam's phone"]
    assert home.at("127.0.0.99", POLICY) is POLICY.visitors
    assert home.kernel.asked == 0


def test_another_policy_is_taken_up_at_once(tmp_path: Path) -> None:
    """What a carer changed holds for the very next query, whoever is known already."""
    home = Home(tmp_path)
    home.publish(seen(at(WIFI, "192.0.2.50")))
    home.at("192.0.2.50")
    other = compile_policy(
        replace(HOUSEHOLD, devices=(replace(PHONE, belongs_to="Alex"),)), version=3
    )

    assert home.at("192.0.2.50", other) is other.by_device["phone"]
    assert home.at("192.0.2.50", LINKED) is LINKED.by_device["phone"]


def test_made_up_addresses_cost_a_bounded_amount(tmp_path: Path) -> None:
    """Whoever sends from thousands of addresses has the kernel asked a few times a second."""
    home = Home(tmp_path)
    home.publish(seen(at(WIFI, "192.0.2.50")))
    for number in range(3 * MAX_KNOWN):
        assert home.at(f"2001:db8::{number:x}") is LINKED.visitors

    assert home.kernel.asked == MAX_QUESTIONS_A_LOOK
    assert home.at("192.0.2.50") is LINKED.by_device["phone"], "published, so no question needed"
    home.directory.look()
    home.at("2001:db8::5")
    assert home.kernel.asked == MAX_QUESTIONS_A_LOOK + 1


@given(DEVICES, st.dictionaries(st.sampled_from(("192.0.2.1", "fd00::1")), LINKS, max_size=2))
def test_the_directory_says_what_the_pure_room_says(
    devices: list[Device], network: dict[str, str]
) -> None:
    """On any network the agent's answer is that of the specification, address by address."""
    named = tuple(replace(device, belongs_to="Sam") for device in devices)
    published = seen(
        *(
            at(link, *(one for one, where in network.items() if where == link))
            for link in sorted(set(network.values()) | {RANDOM})
        )
    )
    directory = Directory(links_at=lambda address: {network[address]})
    directory._seen = sightings_of(published)  # as if it had been read
    policy = compile_policy(replace(HOUSEHOLD, devices=named), version=1)

    for address, whose in identified(named, sightings_of(published)).items():
        if address not in network:
            continue
        expected = policy.strictest if whose.doubt else policy.visitors
        if whose.device is not None:
            expected = policy.by_device[whose.device]
        assert directory.policy_for(policy, address) is expected
