from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from console.services.inbox import InHand, addresses_of, in_hand, unnamed_devices
from console.store.neighbours import Unseen
from policy.household import Device, Household, YoungPerson
from policy.identity import identified, sightings_of
from policy.neighbours import (
    Conflict,
    ConflictKind,
    DhcpFacts,
    Freshness,
    Neighbour,
    Neighbours,
    Router,
    RouterSource,
)

PHONE, TABLET, MADE_UP, ROUTER, BOX = (
    "3c:22:fb:10:20:30",
    "3c:22:fb:10:20:31",
    "06:22:fb:10:20:32",
    "3c:22:fb:10:20:01",
    "3c:22:fb:10:20:02",
)
HEARD = Freshness.CONFIRMED
HOME = Household(
    young_people=(YoungPerson(name="Maya"),),
    devices=(
        Device(name="phone", belongs_to="Maya", links=(PHONE, "06:00:00:00:00:01")),
        Device(name="by address", belongs_to="Maya", addresses=("192.168.1.40",)),
    ),
)
SEEN = Neighbours(
    own_links=(BOX,),
    own_addresses=("192.168.1.2/24",),
    neighbours=(
        Neighbour(
            link=TABLET,
            addresses={"192.168.1.31": HEARD, "fd00::31": HEARD, "192.168.1.9": HEARD},
            dhcp=DhcpFacts(host_name="Galaxy", vendor_class="android-dhcp-14"),
            mdns_name="Galaxy",
        ),
        Neighbour(link=MADE_UP),
        Neighbour(link=ROUTER, addresses={"192.168.1.1": HEARD}),
        Neighbour(link=BOX, addresses={"192.168.1.2": HEARD}),
        Neighbour(link="3c:22:fb:10:20:40", addresses={"192.168.1.40": HEARD}),
    ),
    routers=(Router(link=ROUTER, address="192.168.1.1", told_by=RouterSource.DHCP),),
)
TWICE = replace(
    SEEN,
    conflicts=(
        Conflict(kind=ConflictKind.LINK_TWICE, links=(TABLET,)),
        Conflict(kind=ConflictKind.ADDRESS_TWICE, address="192.168.1.31", links=(TABLET, MADE_UP)),
    ),
)


TWO = Household(
    devices=tuple(Device(name=name, belongs_to="Maya", addresses=("fd00::50",)) for name in "ab")
)


def test_the_inbox_is_what_nobody_named() -> None:
    """The box, routers and devices with a name are not in it, also one named by its address."""
    assert [one.link for one in unnamed_devices(HOME, SEEN)] == [MADE_UP, TABLET]


def test_what_a_device_says_of_itself_is_told_once() -> None:
    """Its names stand in one order, without the same one twice; silence is silence."""
    silent, tablet = unnamed_devices(HOME, SEEN)

    assert (silent.calls_itself, silent.has_address) == ((), False)
    assert (tablet.calls_itself, tablet.has_address) == (("Galaxy", "android-dhcp-14"), True)
    assert (silent.is_made_up, tablet.is_made_up) == (True, False)


def test_only_a_made_up_address_may_be_a_device_of_before() -> None:
    """Only a made-up address may be that of a device that is nowhere to be seen."""
    silent, tablet = unnamed_devices(HOME, SEEN)
    here = replace(
        SEEN, neighbours=(*SEEN.neighbours, Neighbour(link=PHONE, addresses={"fd00::7": HEARD}))
    )

    assert (silent.perhaps, tablet.perhaps) == (("phone",), ())
    assert unnamed_devices(HOME, here)[0].perhaps == ()


def test_behind_one_link_of_many_devices_there_is_none_to_name() -> None:
    """What several devices stand behind is not offered, since a name would be for all of them."""
    assert [one.link for one in unnamed_devices(HOME, TWICE)] == [MADE_UP]


def test_where_nothing_is_seen_the_inbox_is_empty() -> None:
    """A network that cannot be looked at has no new devices that anybody knows of."""
    assert [unnamed_devices(HOME, why) for why in Unseen] == [()] * len(Unseen)


def test_the_device_in_hand_is_told_by_its_address() -> None:
    """A page opened on a device finds its link address, or its name, over either family."""
    assert in_hand(HOME, SEEN, "fd00::31") == InHand(address="fd00::31", link=TABLET)
    assert in_hand(HOME, SEEN, "192.168.1.40").device == HOME.devices[1]
    phone = replace(SEEN, neighbours=(Neighbour(link=PHONE, addresses={"fd00::7": HEARD}),))
    assert in_hand(HOME, phone, "fd00::7") == InHand(
        address="fd00::7", link=PHONE, device=HOME.devices[0]
    )


def test_in_doubt_there_is_no_device_in_hand() -> None:
    """The box, a router, an address that two claim and one that nobody saw are no device."""
    cases = {
        "the box": (SEEN, "192.168.1.2"),
        "a router": (SEEN, "192.168.1.1"),
        "two claim it": (TWICE, "192.168.1.31"),
        "several behind it": (TWICE, "fd00::31"),
        "never seen": (SEEN, "192.168.1.77"),
    }
    found = {case: in_hand(HOME, seen, address) for case, (seen, address) in cases.items()}

    assert {(one.link, one.device) for one in found.values()} == {(None, None)}


def test_without_discovery_an_address_that_was_typed_holds() -> None:
    """Where no network is looked at, a device is known by what a carer gave it."""
    found = in_hand(HOME, Unseen.NOT_LOOKED_AT, "192.168.1.40")

    assert (found.device, found.link) == (HOME.devices[1], None)
    assert in_hand(HOME, Unseen.NOT_LOOKED_AT, "192.168.1.41").device is None


def test_all_addresses_of_a_device_are_those_at_its_link() -> None:
    """The one that asked comes first, then the others in the order of numbers."""
    hand = in_hand(HOME, SEEN, "fd00::31")

    assert addresses_of(SEEN, hand) == ("fd00::31", "192.168.1.9", "192.168.1.31")
    assert addresses_of(Unseen.ABSENT, hand) == ("fd00::31",)
    assert addresses_of(SEEN, InHand(address="192.168.1.1")) == ("192.168.1.1",)


@given(
    st.dictionaries(
        st.sampled_from((PHONE, TABLET, MADE_UP, "06:00:00:00:00:01")),
        st.lists(st.integers(30, 45), max_size=3),
        max_size=4,
    ),
    st.integers(30, 45),
)
def test_the_console_and_the_agent_never_disagree_whose_it_is(
    at: dict[str, list[int]], host: int
) -> None:
    """Whatever is seen, the device in hand is the one whose rules the agent gives the address."""
    held: set[int] = set()
    neighbours = []
    for link, hosts in at.items():
        neighbours.append(
            Neighbour(
                link=link,
                addresses={f"192.168.1.{one}": HEARD for one in hosts if one not in held},
            )
        )
        held.update(hosts)
    seen = Neighbours(neighbours=tuple(neighbours))
    address = f"192.168.1.{host}"
    whose = identified(HOME.devices, sightings_of(seen)).get(address)
    found = in_hand(HOME, seen, address)

    assert (found.device.name if found.device else None) == (whose.device if whose else None)


def test_doubt_is_told_apart_from_a_visitor() -> None:
    """Where two could be meant it is in doubt; what nobody named, the box and a router are not."""
    in_doubt = [in_hand(HOME, TWICE, "192.168.1.31"), in_hand(TWO, Unseen.ABSENT, "fd00::50")]
    plain = [
        in_hand(HOME, seen, address)
        for seen, address in (
            (SEEN, "192.168.1.2"),
            (SEEN, "192.168.1.77"),
            (SEEN, "fd00::31"),
            (SEEN, "192.168.1.40"),
            (Unseen.ABSENT, "192.168.1.77"),
        )
    ]

    assert [one.in_doubt for one in in_doubt] == [True, True]
    assert [one.in_doubt for one in plain] == [False] * 5
