from __future__ import annotations

import ipaddress
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.discovery.frames.ethernet import read_frame
from agent.discovery.heard import Claim
from agent.discovery.table import DISPUTE_SECONDS, KEPT_SECONDS, MOST_ASKED, Table
from policy.neighbours import (
    MAX_ADDRESSES,
    MAX_NEIGHBOURS,
    ConflictKind,
    Freshness,
    Neighbour,
    link_by_address,
)
from policy.neighbours_document import neighbours_from_bytes, neighbours_to_bytes
from tests.agent.discovery import written
from tests.agent.discovery.written import BOX, FOUR, NOBODY, ROUTER, SIX, TABLET
from tests.fuzz.damage import damaged

LIAR = "02:00:5e:00:53:06"
OWN = tuple(ipaddress.ip_interface(one) for one in ("192.0.2.2/24", "fd00:1a3b::2/64"))


@pytest.fixture
def table() -> Table:
    """Return the table of a box that has heard nothing yet."""
    return fresh()


def fresh() -> Table:
    """Return such a table."""
    return Table(
        own_links=frozenset({BOX}),
        interface_link=BOX,
        own_addresses=OWN,
        gateways=frozenset({"192.0.2.1"}),
    )


def hear(table: Table, *frames: bytes, at: float = 0.0) -> None:
    """Let a table hear frames at one moment."""
    for frame in frames:
        table.hear(read_frame(frame), at)


def of(table: Table, link: str) -> Neighbour:
    """Return what a table says of a link address."""
    (found,) = (one for one in table.now().neighbours if one.link == link)
    return found


def kinds(table: Table) -> list[ConflictKind]:
    """Return the kinds of conflict that a table tells of."""
    return [one.kind for one in table.now().conflicts]


def asked(table: Table, at: float) -> list[tuple[str, bool]]:
    """Return what has to be asked for now."""
    return list(table.due(at))


def test_a_device_is_known_from_its_first_frame(table: Table) -> None:
    """One frame of ARP or NDP makes a device and its address known, as claimed."""
    hear(table, written.arp(), written.solicitation())

    assert of(table, TABLET).addresses == {FOUR: Freshness.CLAIMED, SIX: Freshness.CLAIMED}


def test_an_answer_to_our_question_confirms(table: Table) -> None:
    """An address that was asked for and answers is confirmed, and is not asked for again."""
    hear(table, written.arp())
    assert asked(table, 0.0) == [(FOUR, False)]
    hear(table, written.arp_answer())

    assert of(table, TABLET).addresses == {FOUR: Freshness.CONFIRMED}
    assert asked(table, 9.0) == []
    assert not table.is_waiting()


def test_the_kernel_confirms(table: Table) -> None:
    """What the kernel calls reachable is confirmed, what it only remembers is claimed."""
    table.kernel(TABLET, FOUR, 0.0, reachable=False)
    before = of(table, TABLET).addresses
    table.kernel(TABLET, FOUR, 1.0, reachable=True)

    assert before == {FOUR: Freshness.CLAIMED}
    assert of(table, TABLET).addresses == {FOUR: Freshness.CONFIRMED}


def test_what_the_kernel_remembers_disputes_nothing(table: Table) -> None:
    """An old entry of the kernel's says nothing against a device that speaks now."""
    hear(table, written.arp())
    table.kernel(LIAR, FOUR, 1.0, reachable=False)
    table.kernel(BOX, FOUR, 1.0, reachable=True)
    hear(table, written.arp(), at=2.0)

    assert kinds(table) == []
    assert link_by_address(table.now()) == {FOUR: TABLET}


def test_an_address_is_asked_for_three_times_and_then_left(table: Table) -> None:
    """A claim that nobody answers for is asked for each second, three times, and stays a claim."""
    hear(table, written.arp())
    found = [asked(table, at) for at in (0.0, 0.5, 1.0, 2.0, 3.0, 4.0)]

    assert found == [[(FOUR, False)], [], [(FOUR, False)], [(FOUR, False)], [], []]
    assert of(table, TABLET).addresses == {FOUR: Freshness.CLAIMED}


def test_an_address_asked_for_before_use_goes_again_where_nobody_answers(table: Table) -> None:
    """What a device wanted and did not get is dropped; what it uses afterwards stays."""
    hear(table, written.dhcp_asked())
    hear(table, written.solicitation(source="::", target=SIX))
    hear(table, written.advertisement())
    for at in (0.0, 1.0, 2.0, 3.0):
        asked(table, at)

    assert of(table, TABLET).addresses == {SIX: Freshness.CLAIMED}


def test_a_renewed_wish_is_asked_for_again(table: Table) -> None:
    """A device that asks again for the address it wants has it looked for again."""
    hear(table, written.dhcp_asked())
    asked(table, 0.0)
    asked(table, 1.0)
    hear(table, written.dhcp_asked(), at=1.5)

    assert asked(table, 1.5) == [(FOUR, False)]


def test_a_device_that_is_refused_its_own_address_is_told_of(table: Table) -> None:
    """Whoever answers a device's question before use has the address, and that is a conflict."""
    hear(table, written.solicitation(source="::", target=SIX))
    hear(table, written.advertisement(LIAR))

    assert kinds(table) == [ConflictKind.ADDRESS_TWICE]
    assert link_by_address(table.now()) == {SIX: LIAR}


def test_an_ipv4_address_that_turns_out_to_be_another_s_is_no_conflict(table: Table) -> None:
    """Some look round a network with questions before use; what answers has the address."""
    hear(table, written.arp(LIAR, NOBODY, pdst=FOUR))
    hear(table, written.arp_answer())
    table.pass_time(DISPUTE_SECONDS)

    assert kinds(table) == []
    assert link_by_address(table.now()) == {FOUR: TABLET}


def test_a_wish_for_another_s_address_is_no_claim(table: Table) -> None:
    """Asking whether an address is free disputes nothing."""
    hear(table, written.arp())
    hear(table, written.arp(LIAR, NOBODY, pdst=FOUR))

    assert link_by_address(table.now()) == {FOUR: TABLET}
    assert all(not of_everybody for _, of_everybody in asked(table, 0.0))


def test_a_claim_to_another_s_address_is_asked_of_everybody(table: Table) -> None:
    """A second claim moves nothing; everybody is asked, and an answer makes it a conflict."""
    hear(table, written.arp(), written.arp_answer())
    hear(table, written.arp(LIAR), at=1.0)
    assert asked(table, 1.0) == [(FOUR, True)]
    hear(table, written.arp_answer(), at=1.1)
    (conflict,) = table.now().conflicts

    assert (conflict.kind, conflict.address) == (ConflictKind.ADDRESS_TWICE, FOUR)
    assert conflict.links == (TABLET, LIAR)
    assert link_by_address(table.now()) == {FOUR: TABLET}


def test_an_address_passes_on_where_its_holder_is_silent(table: Table) -> None:
    """An address that was given to another device moves there after three silent seconds."""
    hear(table, written.arp(), written.arp_answer())
    hear(table, written.arp(LIAR), at=10.0)
    table.pass_time(10.0 + DISPUTE_SECONDS - 0.1)
    before = link_by_address(table.now())
    table.pass_time(10.0 + DISPUTE_SECONDS)

    assert (before, link_by_address(table.now())) == ({FOUR: TABLET}, {FOUR: LIAR})
    assert kinds(table) == []


def test_while_a_conflict_is_told_nothing_moves(table: Table) -> None:
    """In a conflict, silence for a while hands no address over."""
    hear(table, written.arp())
    hear(table, written.arp(LIAR), written.arp(), written.arp(LIAR), at=1.0)
    table.pass_time(1.0 + DISPUTE_SECONDS)

    assert link_by_address(table.now()) == {FOUR: TABLET}


def test_a_claim_to_the_router_s_address_is_told_as_such(table: Table) -> None:
    """The same conflict about our way out is one about the router."""
    hear(table, written.arp(ROUTER, "192.0.2.1"))
    hear(table, written.arp(LIAR, "192.0.2.1"), written.arp(ROUTER, "192.0.2.1"), at=1.0)

    assert kinds(table) == [ConflictKind.ROUTER_TWICE]


def test_a_claim_to_an_advertised_router_is_told_as_such(table: Table) -> None:
    """A router that only advertises itself is a router too."""
    hear(table, written.router_advertisement())
    hear(table, written.advertisement(LIAR, "fe80::1"), at=1.0)
    hear(table, written.router_advertisement(), at=1.1)

    assert kinds(table) == [ConflictKind.ROUTER_TWICE]


def test_a_claim_to_the_box_s_address_is_told_at_once(table: Table) -> None:
    """Nobody else has an address of this box, so one claim is enough; a wish is none."""
    hear(table, written.arp(LIAR, NOBODY, pdst="192.0.2.2"))
    assert kinds(table) == []
    hear(table, written.arp(LIAR, "192.0.2.2"))

    assert kinds(table) == [ConflictKind.BOX_TWICE]
    assert link_by_address(table.now()) == {}


def test_our_own_link_address_from_elsewhere_is_told(table: Table) -> None:
    """A frame that comes in from our own link address is somebody else's."""
    hear(table, written.arp(BOX, "192.0.2.66"))

    assert kinds(table) == [ConflictKind.LINK_TWICE]
    assert table.now().neighbours == ()


def test_another_link_of_this_box_is_nobody_else(table: Table) -> None:
    """A box with two interfaces on one network hears itself, and that is no conflict."""
    table.own_links = frozenset({BOX, LIAR})
    hear(table, written.arp(LIAR, "192.0.2.66"), written.arp(LIAR, "192.0.2.2"))

    assert (kinds(table), table.now().neighbours) == ([], ())


def test_one_link_address_that_speaks_as_two_is_told(table: Table) -> None:
    """Two IPv4 addresses in turn from one link address mean a copy, or a repeater."""
    two = (written.arp(), written.arp(TABLET, "192.0.2.66"))
    hear(table, *two)
    assert kinds(table) == []
    hear(table, two[0], at=1.0)

    assert kinds(table) == [ConflictKind.LINK_TWICE]


def test_a_router_may_answer_for_many(table: Table) -> None:
    """A router that speaks with several addresses is no conflict."""
    hear(table, written.dhcp_offered())
    hear(table, *(written.arp(ROUTER, f"192.0.2.{last}") for last in (1, 9, 1, 9)))

    assert kinds(table) == []


def test_one_link_address_that_asks_in_two_ways_is_told(table: Table) -> None:
    """Two ways of asking by DHCP in turn are two devices with one link address."""
    one, other = written.dhcp_asked(), written.dhcp_asked(vendor=b"laptop-9")
    hear(table, one, other)
    assert kinds(table) == []
    hear(table, one, at=5.0)

    assert kinds(table) == [ConflictKind.LINK_TWICE]


def test_names_are_kept_with_the_device_that_says_them(table: Table) -> None:
    """The facts of DHCP and the name of mDNS stand with the link address they came from."""
    hear(table, written.arp(), written.dhcp_asked(), written.mdns())
    tablet = of(table, TABLET)

    assert tablet.dhcp is not None
    assert (tablet.dhcp.host_name, tablet.mdns_name) == ("lab-tablet", "tablet")


def test_a_name_for_another_s_address_is_not_kept(table: Table) -> None:
    """Whoever names an address that another holds names nobody."""
    hear(table, written.arp(), written.mdns(LIAR, name="liar.local"))

    assert of(table, TABLET).mdns_name is None
    assert of(table, LIAR).mdns_name is None


def test_what_one_says_of_another_adds_nothing(table: Table) -> None:
    """A frame that speaks of another link address than its own gives that one no address."""
    hear(table, written.arp(source=LIAR))
    assert table.now().neighbours == ()
    hear(table, written.arp(), written.arp(ROUTER, source=LIAR), written.arp(), at=1.0)

    assert link_by_address(table.now()) == {FOUR: TABLET}
    assert kinds(table) == [ConflictKind.ADDRESS_TWICE]


STRANGE = {"IPv4 elsewhere": written.arp(TABLET, "198.51.100.7"), "IPv6 elsewhere": (
    written.advertisement(TABLET, "2001:db8:ffff::7")
)}  # fmt: skip


@pytest.mark.parametrize("frame", STRANGE.values(), ids=STRANGE)
def test_an_address_of_no_network_of_ours_is_not_kept(table: Table, frame: bytes) -> None:
    """A device with a strange address is known, the address is not."""
    hear(table, frame)

    assert of(table, TABLET).addresses == {}


def test_a_network_that_a_router_announces_is_ours(table: Table) -> None:
    """Addresses below an announced prefix count, though we cannot ask for them ourselves."""
    hear(table, written.router_advertisement())
    hear(table, written.advertisement(TABLET, "2001:db8:1a3b::7"))

    assert of(table, TABLET).addresses == {"2001:db8:1a3b::7": Freshness.CLAIMED}
    assert ("2001:db8:1a3b::7", False) not in asked(table, 0.0)


def test_what_was_not_heard_for_a_day_is_forgotten(table: Table) -> None:
    """An address stays for a day after it was last heard, and so does a device."""
    hear(table, written.arp(), written.solicitation())
    hear(table, written.arp(), at=100.0)
    table.pass_time(KEPT_SECONDS + 50)
    left = of(table, TABLET).addresses
    table.pass_time(KEPT_SECONDS + 101)

    assert list(left) == [FOUR]
    assert table.now().neighbours == ()


def test_time_and_use_leave_no_mark(table: Table) -> None:
    """However often a device speaks in a day, what is published is the same octets."""
    hear(table, written.arp(), written.arp_answer())
    asked(table, 0.0)
    hear(table, written.arp_answer())
    before = neighbours_to_bytes(table.now())
    for hour in range(1, 23):
        hear(table, written.arp(), written.arp_answer(), at=hour * 3600.0)
        table.pass_time(hour * 3600.0)

    assert neighbours_to_bytes(table.now()) == before


def test_the_order_of_coming_does_not_show() -> None:
    """Two homes whose devices came in another order publish the same octets."""
    frames = [written.arp(), written.arp(LIAR, "192.0.2.66"), written.router_advertisement()]
    one, other = fresh(), fresh()
    hear(one, *frames)
    hear(other, *reversed(frames))

    assert neighbours_to_bytes(one.now()) == neighbours_to_bytes(other.now())


def link(number: int) -> str:
    """Return the link address with a number."""
    return f"02:11:00:00:{number >> 8:02x}:{number & 255:02x}"


def test_made_up_link_addresses_push_out_only_each_other(table: Table) -> None:
    """A flood of made-up devices leaves the confirmed one, and no more than a reader takes."""
    hear(table, written.arp(), written.arp_answer())
    for number in range(MAX_NEIGHBOURS + 50):
        table.hear([Claim(link=link(number), address=f"fe80::{number + 1:x}")], float(number))
    found = table.now()

    assert len(found.neighbours) == MAX_NEIGHBOURS
    assert link_by_address(found)[FOUR] == TABLET
    assert link_by_address(found)[f"fe80::{MAX_NEIGHBOURS + 50:x}"] == link(MAX_NEIGHBOURS + 49)
    assert neighbours_from_bytes(neighbours_to_bytes(found)) == found


def test_where_all_are_confirmed_one_more_is_not_kept(table: Table) -> None:
    """A network fuller than any home keeps what is confirmed."""
    for number in range(MAX_NEIGHBOURS):
        table.kernel(link(number), f"fe80::{number + 1:x}", 0.0, reachable=True)
    hear(table, written.arp(), written.dhcp_asked(), at=1.0)

    assert TABLET not in {one.link for one in table.now().neighbours}


def test_made_up_addresses_push_out_only_each_other(table: Table) -> None:
    """A flood of addresses at one link address leaves the confirmed one."""
    hear(table, written.arp(), written.arp_answer())
    for number in range(1, MAX_ADDRESSES + 20):
        table.hear([Claim(link=TABLET, address=f"fe80::{number:x}")], float(number))
    addresses = of(table, TABLET).addresses

    assert len(addresses) == MAX_ADDRESSES
    assert addresses[FOUR] is Freshness.CONFIRMED
    assert "fe80::1" not in addresses


def test_where_all_addresses_are_confirmed_one_more_is_not_kept(table: Table) -> None:
    """A device with more addresses than any keeps those that are confirmed."""
    for number in range(1, MAX_ADDRESSES + 2):
        table.kernel(TABLET, f"fe80::{number:x}", 0.0, reachable=True)

    assert f"fe80::{MAX_ADDRESSES + 1:x}" not in of(table, TABLET).addresses


def test_a_flood_of_claims_is_no_flood_of_questions(table: Table) -> None:
    """However many addresses are claimed at once, few are asked for at a time."""
    for number in range(1, 1_000):
        table.hear([Claim(link=link(number), address=f"fe80::{number:x}")], 0.0)
    for number in range(1, 1_000):
        table.hear([Claim(link=LIAR, address=f"fe80::{number:x}")], 0.0)

    assert len(asked(table, 0.0)) == MOST_ASKED


@given(
    st.lists(st.sampled_from(("arp", "na", "ra", "ask", "offer", "mdns")), max_size=30),
    st.randoms(use_true_random=False),
)
def test_damaged_frames_change_no_known_device(sent: list[str], dice: random.Random) -> None:
    """Whatever broken frames others send, a confirmed device keeps its addresses and names."""
    table = fresh()
    hear(table, written.arp(), written.arp_answer(), written.mdns(), written.dhcp_asked())
    table.kernel(TABLET, SIX, 0.0, reachable=True)
    before = of(table, TABLET)
    frames = {
        "arp": written.arp(LIAR, FOUR),
        "na": written.advertisement(LIAR, SIX),
        "ra": written.router_advertisement(LIAR),
        "ask": written.dhcp_asked(LIAR),
        "offer": written.dhcp_offered(LIAR),
        "mdns": written.mdns(LIAR, FOUR),
    }
    for kind in sent:
        head, rest = frames[kind][:12], frames[kind][12:]
        hear(table, head + damaged(rest, dice))
        table.pass_time(0.0)
        asked(table, 0.0)

    assert of(table, TABLET) == before
    assert neighbours_from_bytes(neighbours_to_bytes(table.now())) == table.now()
