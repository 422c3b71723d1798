from __future__ import annotations

import pytest
from scapy.layers.dhcp import BOOTP, DHCP
from scapy.layers.inet import IP, UDP
from scapy.layers.l2 import Ether

from agent.discovery.frames.dhcp import dhcp_discover
from agent.discovery.frames.ethernet import read_frame
from agent.discovery.heard import Claim, DhcpAsked, RouterSaid
from policy.neighbours import DhcpFacts, RouterSource
from tests.agent.discovery.written import (
    BOX,
    FOUR,
    NOBODY,
    ROUTER,
    TABLET,
    dhcp_asked,
    dhcp_offered,
    octets,
)


def facts(frame: bytes) -> DhcpFacts:
    """Return what a device's question says of the device."""
    (asked,) = (one for one in read_frame(frame) if isinstance(one, DhcpAsked))
    return asked.facts


def with_options(options: bytes) -> bytes:
    """Return a device's question with these octets as its options."""
    frame = Ether(dhcp_asked())
    bootp = bytes(frame[BOOTP])[:240]
    return bytes(
        Ether(src=TABLET, dst="ff:ff:ff:ff:ff:ff")
        / IP(src=NOBODY, dst="255.255.255.255")
        / UDP(sport=68, dport=67)
        / (bootp + options)
    )


NOTHING = {
    "about another device": dhcp_asked(chaddr=ROUTER),
    "a message that gives back": dhcp_asked(kind="release"),
    "an answer to the servers' port": dhcp_offered(op=1),
    "a server without its name": dhcp_offered(server=NOBODY),
    "a refusal": dhcp_offered(kind="nak"),
    "options without an end": with_options(b"\x35\1\1"),
    "an option that is cut off": with_options(b"\x35\1\1\x0c\x09lab"),
    "half an option": with_options(b"\x35\1\1\x0c"),
    "no kind": with_options(b"\x0c\3lab\xff"),
    "a kind of two octets": with_options(b"\x35\2\1\1\xff"),
    "no cookie": dhcp_asked().replace(b"\x63\x82\x53\x63", b"\0\0\0\0"),
    "short": bytes(
        Ether(src=TABLET) / IP(src=NOBODY, dst="255.255.255.255") / UDP(sport=68, dport=67) / b"x"
    ),
}


def test_a_device_tells_name_make_and_what_it_asks_for() -> None:
    """A device's question gives its facts, and the address it wants as tentative."""
    claim, asked = read_frame(dhcp_asked())

    assert claim == Claim(link=TABLET, address=FOUR, tentative=True)
    assert asked == DhcpAsked(
        link=TABLET,
        facts=DhcpFacts(host_name="lab-tablet", vendor_class="tablet-14", parameters=(1, 3, 6, 15)),
        identity=(b"", b"tablet-14"),
    )


def test_looking_for_servers_claims_no_address() -> None:
    """The first question of a device wishes for an address, and is no claim to it."""
    assert [type(one) for one in read_frame(dhcp_asked(kind="discover"))] == [DhcpAsked]


@pytest.mark.parametrize("frame", NOTHING.values(), ids=NOTHING)
def test_a_message_that_is_broken_or_of_no_use_says_nothing(frame: bytes) -> None:
    """Options are read whole or not at all, and nobody speaks for another."""
    assert read_frame(frame) == ()


NAMES = {
    "not text": (b"\xff\xfe", None),
    "with a line's end": (b"a\nb", None),
    "empty": (b"", None),
    "long": (b"x" * 64, None),
    "with an end of C": (b"phone\0", "phone"),
    "in another script": ("Läptöp".encode(), "Läptöp"),
}


@pytest.mark.parametrize(("said", "name"), NAMES.values(), ids=NAMES)
def test_a_name_that_cannot_be_shown_is_left_out(said: bytes, name: str | None) -> None:
    """Only short printable text is taken for a name."""
    assert facts(dhcp_asked(name=said)).host_name == name


def test_an_option_in_pieces_is_put_together() -> None:
    """A name that comes in two pieces, with padding between, is one name."""
    frame = with_options(b"\x35\1\1\x0c\4lab-\0\0\x0c\5phone\xff")

    assert facts(frame).host_name == "lab-phone"


def test_a_server_tells_router_and_dns_servers() -> None:
    """What a DHCP server gives out is read, from an offer as from an acknowledgement."""
    said = RouterSaid(
        link=ROUTER,
        address="192.0.2.1",
        told_by=RouterSource.DHCP,
        dns_servers=("192.0.2.2", "192.0.2.3"),
        gateways=("192.0.2.1",),
    )

    assert read_frame(dhcp_offered()) == (said,)
    assert read_frame(dhcp_offered(kind="ack")) == (said,)


def test_our_question_is_what_another_program_reads() -> None:
    """The frame that asks for offers is read by scapy as meant, and as long as servers want."""
    read = Ether(dhcp_discover(octets(BOX), b"abcd"))
    held = read[IP].chksum
    del read[IP].chksum

    assert Ether(bytes(read))[IP].chksum == held
    assert (read[BOOTP].chaddr[:6], read[BOOTP].xid) == (octets(BOX), 0x61626364)
    assert int(read[BOOTP].flags) == 0x8000
    assert ("message-type", 1) in read[DHCP].options
    assert len(bytes(read[BOOTP])) >= 300
