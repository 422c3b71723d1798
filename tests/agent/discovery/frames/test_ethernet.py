from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import ICMP, IP, TCP, UDP
from scapy.layers.l2 import Dot1Q, Ether

from agent.discovery.frames.ethernet import read_frame
from agent.discovery.heard import Claim, DhcpAsked, NameSaid, RouterSaid
from tests.agent.discovery import written
from tests.fuzz.damage import damaged

SENT = {
    "ARP": written.arp(),
    "an ARP answer": written.arp_answer(),
    "a solicitation": written.solicitation(),
    "an advertisement": written.advertisement(),
    "a router": written.router_advertisement(),
    "a device asks by DHCP": written.dhcp_asked(),
    "a server offers": written.dhcp_offered(),
    "a name": written.mdns(),
    "a name over IPv6": written.mdns(source=written.SIX, address=written.SIX),
}

NOTHING = {
    "empty": b"",
    "cut off in the header": written.arp()[:13],
    "from a group": written.arp(source="01:00:5e:00:00:01"),
    "from nobody": written.arp(source="00:00:00:00:00:00"),
    "behind a tag": bytes(Ether(src=written.TABLET) / Dot1Q() / IP()),
    "what people say to the world": bytes(Ether(src=written.TABLET) / IP() / TCP()),
    "an echo": bytes(Ether(src=written.TABLET) / IP() / ICMP()),
    "a question for a name": bytes(Ether(src=written.TABLET) / IP() / UDP(dport=53) / (b"x" * 40)),
    "IPv4 cut off": bytes(Ether(src=written.TABLET) / IP())[:30],
}


@pytest.mark.parametrize("frame", SENT.values(), ids=SENT)
def test_each_kind_of_frame_reaches_its_reader(frame: bytes) -> None:
    """Whatever the filter lets through and is whole says something."""
    assert read_frame(frame)


@pytest.mark.parametrize("frame", NOTHING.values(), ids=NOTHING)
def test_everything_else_says_nothing(frame: bytes) -> None:
    """Frames that are broken, or none of our business, are passed over."""
    assert read_frame(frame) == ()


@given(st.sampled_from(sorted(SENT)), st.randoms(use_true_random=False))
def test_no_frame_raises(kind: str, dice: random.Random) -> None:
    """However a frame is damaged, reading it gives a tuple of what it says."""
    said = read_frame(damaged(SENT[kind], dice))

    assert all(isinstance(one, Claim | DhcpAsked | NameSaid | RouterSaid) for one in said)


@given(st.binary(max_size=400), st.sampled_from([0x0806, 0x0800, 0x86DD, 0x0000]))
def test_no_octets_raise(octets: bytes, ethertype: int) -> None:
    """Whatever octets stand behind a good header, reading them gives a tuple."""
    frame = bytes.fromhex("ffffffffffff02005e005303") + ethertype.to_bytes(2, "big") + octets

    assert isinstance(read_frame(frame), tuple)
