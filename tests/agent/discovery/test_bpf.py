from __future__ import annotations

import ctypes
import socket
import struct

import pytest
from scapy.layers.inet import ICMP, IP, TCP, UDP
from scapy.layers.inet6 import (
    ICMPv6EchoRequest,
    ICMPv6MLReport2,
    ICMPv6ND_Redirect,
    ICMPv6ND_RS,
    IPv6,
)
from scapy.layers.l2 import ARP, Dot1Q, Ether

from agent.discovery.bpf import PROGRAM, assemble
from tests.agent.discovery import written

SO_ATTACH_FILTER = 26
FROM = Ether(src=written.TABLET, dst=written.BOX)

TAKEN = {
    "ARP": written.arp(),
    "a solicitation": written.solicitation(),
    "an advertisement": written.advertisement(),
    "a router": written.router_advertisement(),
    "a device asks by DHCP": written.dhcp_asked(),
    "a server offers": written.dhcp_offered(),
    "a name": written.mdns(),
    "a name over IPv6": written.mdns(source=written.SIX, address=written.SIX),
    "options in an IPv4 header": bytes(
        FROM / IP(options=[b"\x01\x01\x01\x01"]) / UDP(sport=5353, dport=5353)
    ),
}

DROPPED = {
    "the web": bytes(FROM / IP() / TCP(dport=443)),
    "a question for a name": bytes(FROM / IP() / UDP(sport=4000, dport=53)),
    "the web over IPv6": bytes(FROM / IPv6() / TCP(dport=443)),
    "a question over IPv6": bytes(FROM / IPv6() / UDP(sport=4000, dport=53)),
    "an echo": bytes(FROM / IP() / ICMP()),
    "an echo over IPv6": bytes(FROM / IPv6(hlim=255) / ICMPv6EchoRequest()),
    "looking for a router": bytes(FROM / IPv6(hlim=255) / ICMPv6ND_RS()),
    "a redirect": bytes(FROM / IPv6(hlim=255) / ICMPv6ND_Redirect()),
    "a report of groups": bytes(FROM / IPv6(hlim=1) / ICMPv6MLReport2()),
    "an advertisement from afar": written.advertisement(hops=254),
    "a later piece": bytes(FROM / IP(frag=1) / UDP(sport=68, dport=67)),
    "a first piece": bytes(FROM / IP(flags="MF") / UDP(sport=68, dport=67)),
    "a name to one machine": bytes(FROM / IP() / UDP(sport=4000, dport=5353)),
    "the same over IPv6": bytes(FROM / IPv6() / UDP(sport=4000, dport=5353)),
    "an answer to one machine": bytes(FROM / IPv6() / UDP(sport=5353, dport=4000)),
    "another protocol": bytes(Ether(src=written.TABLET, type=0x88CC) / (b"x" * 60)),
    "behind a tag": bytes(FROM / Dot1Q() / ARP()),
    "cut off": bytes(FROM / IP() / UDP(dport=67))[:30],
    "empty": b"\0",
}


def passes(frame: bytes) -> bool:
    """Say whether the kernel lets a frame through the filter, at a socket that needs no right."""
    sending, hearing = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with sending, hearing:
        lines = assemble(PROGRAM)
        held = ctypes.create_string_buffer(lines)
        program = struct.pack("HL", len(lines) // 8, ctypes.addressof(held))
        hearing.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, program)
        hearing.setblocking(False)
        sending.send(frame)
        try:
            return hearing.recv(4096) == frame
        except BlockingIOError:
            return False


@pytest.mark.parametrize("frame", TAKEN.values(), ids=TAKEN)
def test_the_kernel_lets_through_what_discovery_reads(frame: bytes) -> None:
    """Every frame that says who is where passes the filter, whole."""
    assert passes(frame)


@pytest.mark.parametrize("frame", DROPPED.values(), ids=DROPPED)
def test_the_kernel_drops_what_is_none_of_our_business(frame: bytes) -> None:
    """What devices say to one another and to the world never reaches this process."""
    assert not passes(frame)


def test_what_the_box_sends_is_dropped_first() -> None:
    """The first thing that is looked at is whether the frame goes out from here."""
    outgoing, verdict = PROGRAM[0], PROGRAM[1]

    assert (outgoing.code, outgoing.value) == (0x30, 0xFFFFF004)
    assert (verdict.value, verdict.then) == (4, "drop")


def test_every_label_is_used_and_stands_ahead() -> None:
    """Jumps go forwards to labels that exist, and no label stands without a jump to it."""
    places = {line.label: place for place, line in enumerate(PROGRAM) if line.label}
    jumps = [
        (place, label)
        for place, line in enumerate(PROGRAM)
        for label in (line.then, line.otherwise)
        if label
    ]

    assert all(places[label] > place for place, label in jumps)
    assert {label for _, label in jumps} == set(places)
