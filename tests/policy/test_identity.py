from __future__ import annotations

import ipaddress
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.household import NOBODY, Device
from policy.identity import (
    VISITORS,
    Doubt,
    Names,
    Sightings,
    Whose,
    identified,
    returning,
    sightings_of,
)
from policy.neighbours import (
    NOTHING_SEEN,
    Conflict,
    ConflictKind,
    DhcpFacts,
    Freshness,
    Neighbour,
    Neighbours,
)

WIFI, CABLE, OTHER, STRANGER = (f"3c:22:fb:00:00:0{n}" for n in range(1, 5))
RANDOM, RANDOM_AGAIN = "da:a1:19:00:00:01", "6e:a1:19:00:00:02"

PHONE = Device(name="phone", belongs_to="Sam", links=(WIFI,))
LAPTOP = Device(name="laptop", belongs_to="Alex", links=(OTHER, CABLE))
PRINTER = Device(name="printer", belongs_to=NOBODY, addresses=("192.0.2.9",))
BOTH = Device(name="both", belongs_to="Sam", addresses=("192.0.2.7",), links=(RANDOM,))
HOME = (PHONE, LAPTOP, PRINTER, BOTH)


def whose(address: str, *links: str, crowded: frozenset[str] = frozenset()) -> Whose:
    """Return whose an address is in the home above."""
    return Names(HOME).whose(address, links, crowded=crowded)


FOUND = {
    "by its link address": (("192.0.2.50", WIFI), Whose(device="phone")),
    "by its second interface": (("2001:db8::5", CABLE), Whose(device="laptop")),
    "both interfaces at one address": (("192.0.2.50", CABLE, OTHER), Whose(device="laptop")),
    "by its address alone": (("192.0.2.9",), Whose(device="printer")),
    "by its address at a link nobody named": (("192.0.2.9", STRANGER), Whose(device="printer")),
    "by both": (("192.0.2.7", RANDOM), Whose(device="both")),
    "nobody's": (("192.0.2.50", STRANGER), VISITORS),
    "nobody's, and not to be seen": (("192.0.2.50",), VISITORS),
    "two link addresses": (("192.0.2.50", WIFI, OTHER), Whose(doubt=Doubt.TWO_LINKS)),
    "one of two is nobody's": (("192.0.2.50", WIFI, STRANGER), Whose(doubt=Doubt.TWO_LINKS)),
    "neither is anybody's": (("192.0.2.50", STRANGER, RANDOM_AGAIN), Whose(doubt=Doubt.TWO_LINKS)),
    "one's address at another's link": (("192.0.2.9", WIFI), Whose(doubt=Doubt.NAMED_TWICE)),
    "its link address changed": (("192.0.2.7", STRANGER), Whose(doubt=Doubt.ELSEWHERE)),
    "its link address is not seen": (("192.0.2.7",), Whose(doubt=Doubt.UNSEEN)),
}


@pytest.mark.parametrize(("asked", "expected"), FOUND.values(), ids=FOUND)
def test_whose_an_address_is(asked: tuple[str, ...], expected: Whose) -> None:
    """What a carer named and what the network shows give one device, a visitor, or a doubt."""
    assert whose(*asked) == expected


def test_a_link_address_behind_which_several_stand_is_nobodys() -> None:
    """A copied link address, or an extender that speaks for many, gives nobody's rules away."""
    crowded = frozenset({WIFI, STRANGER})

    assert whose("192.0.2.50", WIFI, crowded=crowded) == Whose(doubt=Doubt.CROWDED)
    assert whose("192.0.2.51", STRANGER, crowded=crowded) == VISITORS
    assert whose("192.0.2.9", STRANGER, crowded=crowded) == Whose(device="printer")


def test_a_household_that_contradicts_itself_gives_nobody_anothers_rules() -> None:
    """Two devices named with one link address or one address are in doubt, however that arose."""
    twice = (PHONE, replace(LAPTOP, links=(WIFI,)), replace(PRINTER, name="scanner"), PRINTER)
    names = Names(twice)

    assert names.whose("192.0.2.50", {WIFI}) == Whose(doubt=Doubt.NAMED_TWICE)
    assert names.whose("192.0.2.9", ()) == Whose(doubt=Doubt.NAMED_TWICE)
    assert names.whose("192.0.2.9", {STRANGER}) == Whose(doubt=Doubt.NAMED_TWICE)


def test_where_no_network_is_seen_what_a_carer_typed_holds() -> None:
    """Without discovery an address that was typed goes on meaning its device."""
    names = Names(HOME)

    assert names.whose("192.0.2.7", (), is_network_seen=False) == Whose(device="both")
    assert names.whose("192.0.2.8", (), is_network_seen=False) == VISITORS
    assert set(names.addresses) == {"192.0.2.9", "192.0.2.7"}


def seen(*neighbours: Neighbour, conflicts: tuple[Conflict, ...] = ()) -> Neighbours:
    """Return a network."""
    return Neighbours(neighbours=neighbours, conflicts=conflicts)


def at(link: str, *addresses: str, freshness: Freshness = Freshness.CONFIRMED) -> Neighbour:
    """Return what was seen of a link address."""
    return Neighbour(link=link, addresses=dict.fromkeys(addresses, freshness))


CONFLICTS = {
    "one address, two links": (
        Conflict(kind=ConflictKind.ADDRESS_TWICE, address="192.0.2.50", links=(WIFI, OTHER)),
        Whose(doubt=Doubt.TWO_LINKS),
    ),
    "a router's address": (
        Conflict(kind=ConflictKind.ROUTER_TWICE, address="192.0.2.50", links=(WIFI, STRANGER)),
        Whose(doubt=Doubt.TWO_LINKS),
    ),
    "the box's own": (
        Conflict(kind=ConflictKind.BOX_TWICE, address="192.0.2.50", links=(WIFI, STRANGER)),
        Whose(doubt=Doubt.TWO_LINKS),
    ),
    "one link, two devices": (
        Conflict(kind=ConflictKind.LINK_TWICE, links=(WIFI,)),
        Whose(doubt=Doubt.CROWDED),
    ),
    "one link, two devices, with an address": (
        Conflict(kind=ConflictKind.LINK_TWICE, address="192.0.2.50", links=(WIFI,)),
        Whose(doubt=Doubt.CROWDED),
    ),
    "about no address": (
        Conflict(kind=ConflictKind.ROUTER_TWICE, links=(WIFI, STRANGER)),
        Whose(device="phone"),
    ),
    "about others": (
        Conflict(kind=ConflictKind.ADDRESS_TWICE, address="192.0.2.51", links=(OTHER, STRANGER)),
        Whose(device="phone"),
    ),
}


@pytest.mark.parametrize(("conflict", "expected"), CONFLICTS.values(), ids=CONFLICTS)
def test_what_is_contested_is_in_doubt(conflict: Conflict, expected: Whose) -> None:
    """Every kind of conflict puts what it is about in doubt, and nothing else."""
    network = seen(at(WIFI, "192.0.2.50"), conflicts=(conflict,))

    assert identified(HOME, sightings_of(network))["192.0.2.50"] == expected


def test_nothing_seen_leaves_what_was_typed() -> None:
    """Every address that was typed or seen has an answer, and there are no others."""
    assert identified((PRINTER,), sightings_of(NOTHING_SEEN)) == {
        "192.0.2.9": Whose(device="printer")
    }
    assert identified(HOME, sightings_of(seen(at(WIFI, "fd00::5", "192.0.2.50")))) == {
        "fd00::5": Whose(device="phone"),
        "192.0.2.50": Whose(device="phone"),
        "192.0.2.9": Whose(device="printer"),
        "192.0.2.7": Whose(doubt=Doubt.UNSEEN),
    }


def test_what_a_device_says_of_itself_decides_nothing() -> None:
    """A stranger that bears a device's name is still a stranger."""
    stranger = replace(
        at(RANDOM_AGAIN, "192.0.2.60"), dhcp=DhcpFacts(host_name="phone"), mdns_name="phone"
    )

    assert identified(HOME, sightings_of(seen(stranger)))["192.0.2.60"] == VISITORS


def test_a_telephone_that_comes_back_is_a_question() -> None:
    """A made-up link address that nobody named may be one that is away; a carer is asked."""
    home = (BOTH, replace(PHONE, links=("da:00:00:00:00:09",)), LAPTOP)
    here = sightings_of(seen(at(RANDOM_AGAIN, "192.0.2.60"), at("da:00:00:00:00:09", "fd00::9")))

    assert returning(home, here, RANDOM_AGAIN) == ("both",)
    assert returning(home, here, STRANGER) == ()
    assert returning(home, here, RANDOM) == ()
    assert returning((LAPTOP,), here, RANDOM_AGAIN) == ()


LINKS = st.sampled_from((WIFI, CABLE, OTHER, STRANGER, RANDOM))
ADDRESSES = st.sampled_from((*(f"192.0.2.{n}" for n in range(6)), "fd00::1", "fe80::1"))
SETS = st.lists(ADDRESSES, max_size=2, unique=True).map(tuple)
DEVICES = st.lists(
    st.builds(
        Device,
        name=st.sampled_from(("a", "b", "c")),
        belongs_to=st.just(NOBODY),
        addresses=SETS,
        links=st.lists(LINKS, max_size=2, unique=True).map(tuple),
    ),
    max_size=3,
    unique_by=lambda device: device.name,
)
SIGHTINGS = st.builds(
    Sightings,
    links_at=st.dictionaries(ADDRESSES, st.frozensets(LINKS, max_size=3)),
    crowded=st.frozensets(LINKS, max_size=1),
)


@given(DEVICES, SIGHTINGS)
def test_no_address_has_anothers_rules(devices: list[Device], sightings: Sightings) -> None:
    """In any home and on any network, an address is a device's only if nothing else claims it."""
    for address, found in identified(devices, sightings).items():
        links = sightings.links_at.get(address, frozenset())
        by_link = {one.name for one in devices if not links.isdisjoint(one.links)}
        by_address = {one.name for one in devices if address in one.addresses}
        linked = {one.name for one in devices if one.links}
        assert found.device is None or found.doubt is None
        if found.device is not None:
            assert by_link | by_address == {found.device}
            assert not (by_link and not links.isdisjoint(sightings.crowded))
            assert found.device not in linked or by_link == {found.device}
        elif found.doubt is None:
            assert not by_link | by_address


def a_week(dice: random.Random) -> Iterator[tuple[Neighbours, dict[str, str]]]:
    """Yield the network every half hour of a week, with whose each address truly is.

    Each device has a stable address of each kind and a temporary one that changes every day at an
    hour of its own (RFC 8981, 3.4); the old ones stay in use for a day more. IPv4 addresses change
    hands where a lease ends while a device is out.
    """
    links = {WIFI: "phone", OTHER: "laptop", STRANGER: "", RANDOM_AGAIN: ""}
    hours = {link: dice.randrange(48) for link in links}
    temporary: dict[str, list[str]] = {link: [] for link in links}
    fourth = dict(zip(links, dice.sample(range(20, 60), len(links)), strict=True))
    is_out = dict.fromkeys(links, False)
    for step in range(7 * 48):
        for link in links:
            if step % 48 == hours[link] or not temporary[link]:
                made = ipaddress.IPv6Address((0x20010DB8 << 96) | dice.getrandbits(64))
                temporary[link] = [*temporary[link][-1:], str(made)]
            if dice.random() < 0.05:
                is_out[link] = not is_out[link]
                if not is_out[link]:
                    free = set(range(20, 26)) - {fourth[one] for one in links if not is_out[one]}
                    fourth[link] = dice.choice(sorted(free))
        held = {
            link: (
                f"fe80::{place}",
                f"fd00::{place}",
                *temporary[link],
                f"192.0.2.{fourth[link]}",
            )
            for place, link in enumerate(links, start=1)
            if not is_out[link]
        }
        network = seen(*(at(link, *addresses) for link, addresses in held.items()))
        yield network, {one: links[link] for link, found in held.items() for one in found}


def test_a_week_of_changing_addresses_never_changes_whose_rules_apply(dice: random.Random) -> None:
    """Every address of a week is its device's or a visitor's, and never another's."""
    told: dict[str, set[str]] = {}
    for network, truth in a_week(dice):
        found = identified((PHONE, LAPTOP, PRINTER), sightings_of(network))
        assert {one: found[one] for one in truth} == {
            one: Whose(device=name or None) for one, name in truth.items()
        }
        for address, name in truth.items():
            told.setdefault(name, set()).add(address)

    assert all(len(told[name]) > 5 for name in ("phone", "laptop"))
    # Else the week would hold nothing that is hard: one IPv4 address was more than one device's.
    assert told["phone"] & told["laptop"] or told["phone"] & told[""] or told["laptop"] & told[""]
