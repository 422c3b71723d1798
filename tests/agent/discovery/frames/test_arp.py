from __future__ import annotations

import pytest
from scapy.layers.l2 import ARP, Ether

from agent.discovery.frames.arp import arp_request
from agent.discovery.frames.ethernet import read_frame
from agent.discovery.heard import Claim
from tests.agent.discovery.written import BOX, FOUR, NOBODY, ROUTER, TABLET, arp, arp_answer, octets

SAID = {
    "a question names its sender": (arp(), Claim(link=TABLET, address=FOUR)),
    "an answer to one machine": (
        arp_answer(),
        Claim(link=TABLET, address=FOUR, answered=True),
    ),
    "an answer to everybody": (arp(op=2), Claim(link=TABLET, address=FOUR)),
    "a question before use": (
        arp(address=NOBODY, pdst="192.0.2.77"),
        Claim(link=TABLET, address="192.0.2.77", tentative=True),
    ),
    "a frame that another passes on": (
        arp(source=ROUTER),
        Claim(link=TABLET, address=FOUR, relayed=True),
    ),
}

NOTHING = {
    "cut off": arp()[:40],
    "another hardware": arp(hwtype=6),
    "another protocol": arp(ptype=0x86DD),
    "link addresses of another length": arp(hwlen=8),
    "addresses of another length": arp(plen=16),
    "an operation that is neither": arp(op=3),
    "a group as sender": arp(hwsrc="01:00:5e:00:00:01"),
    "nobody as sender": arp(hwsrc="00:00:00:00:00:00"),
    "a group's address": arp(address="224.0.0.1"),
    "everybody's address": arp(address="255.255.255.255"),
    "an answer from nobody": arp(address=NOBODY, op=2),
    "a question before use for nothing": arp(address=NOBODY, pdst=NOBODY),
}


@pytest.mark.parametrize(("frame", "claim"), SAID.values(), ids=SAID)
def test_an_arp_frame_says_where_an_address_is(frame: bytes, claim: Claim) -> None:
    """Each form of ARP is read as the claim that it makes."""
    assert read_frame(frame) == (claim,)


@pytest.mark.parametrize("frame", NOTHING.values(), ids=NOTHING)
def test_what_is_no_ethernet_arp_says_nothing(frame: bytes) -> None:
    """A frame that breaks the form, or speaks for no single machine, is passed over."""
    assert read_frame(frame) == ()


def test_our_question_is_what_another_program_reads() -> None:
    """The frame that asks everybody is read by scapy as the request it is meant to be."""
    frame = arp_request(octets(BOX), bytes((192, 0, 2, 2)), bytes((192, 0, 2, 20)))
    read = Ether(frame)

    assert (read.src, read.dst) == (BOX, "ff:ff:ff:ff:ff:ff")
    assert (read[ARP].op, read[ARP].hwsrc) == (1, BOX)
    assert (read[ARP].psrc, read[ARP].pdst) == ("192.0.2.2", FOUR)
