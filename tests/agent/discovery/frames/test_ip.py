from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scapy.layers.inet import ICMP, IP, UDP
from scapy.layers.inet6 import IPv6
from scapy.packet import Raw
from scapy.utils import checksum as scapy_checksum

from agent.discovery.frames.ip import IPV4, IPV6, checksum, read_ip, read_udp
from agent.discovery.frames.ip import UDP as UDP_NUMBER

FOUR = bytes(IP(src="192.0.2.20", dst="192.0.2.2", ttl=7) / UDP(sport=1, dport=2) / b"said")
SIX = bytes(IPv6(src="fd00::20", dst="fd00::2", hlim=7) / UDP(sport=1, dport=2) / b"said")


@pytest.mark.parametrize(
    ("ethertype", "octets", "source"),
    [(IPV4, FOUR, "192.0.2.20"), (IPV6, SIX, "fd00::20")],
    ids=["IPv4", "IPv6"],
)
def test_a_datagram_is_read_out_of_its_packet(ethertype: int, octets: bytes, source: str) -> None:
    """Either family gives the datagram, without what the network put behind it."""
    packet = read_ip(ethertype, octets + b"padding")
    assert packet is not None
    datagram = read_udp(packet)

    assert datagram is not None
    assert (packet.protocol, packet.hops) == (UDP_NUMBER, 7)
    assert (datagram.source, datagram.payload) == (source, b"said")
    assert (datagram.source_port, datagram.destination_port) == (1, 2)


NO_PACKET = {
    "another protocol": (0x88CC, FOUR),
    "empty": (IPV4, b""),
    "cut off": (IPV4, FOUR[:-1]),
    "cut off in the header": (IPV4, FOUR[:19]),
    "a header shorter than any": (IPV4, b"\x44" + FOUR[1:]),
    "a header longer than the packet": (IPV4, b"\x4f" + FOUR[1:]),
    "another version": (IPV4, b"\x65" + FOUR[1:]),
    "a first piece": (IPV4, bytes(IP(flags="MF") / b"x")),
    "a later piece": (IPV4, bytes(IP(frag=1) / b"x")),
    "IPv6 cut off": (IPV6, SIX[:-1]),
    "IPv6 cut off in the header": (IPV6, SIX[:39]),
    "IPv6 of another version": (IPV6, b"\x40" + SIX[1:]),
}


@pytest.mark.parametrize(("ethertype", "octets"), NO_PACKET.values(), ids=NO_PACKET)
def test_what_is_not_one_whole_packet_is_nothing(ethertype: int, octets: bytes) -> None:
    """Pieces, and lengths that the octets do not bear out, are passed over."""
    assert read_ip(ethertype, octets) is None


NO_DATAGRAM = {
    "another protocol": bytes(IP() / ICMP()),
    "cut off": bytes(IP(proto=17) / Raw(b"\0\1\0\2")),
    "longer than its packet": bytes(IP() / UDP(len=99) / b"x"),
    "shorter than its header": bytes(IP() / UDP(len=7) / b"x"),
}


@pytest.mark.parametrize("octets", NO_DATAGRAM.values(), ids=NO_DATAGRAM)
def test_what_is_not_one_whole_datagram_is_nothing(octets: bytes) -> None:
    """Other protocols, and lengths that do not fit, are passed over."""
    packet = read_ip(IPV4, octets)
    assert packet is not None

    assert read_udp(packet) is None


@given(st.binary(min_size=1, max_size=100).filter(any))
def test_the_checksum_is_the_one_that_others_compute(octets: bytes) -> None:
    """Our checksum equals scapy's for whatever octets that are not all zero."""
    assert checksum(octets) % 0xFFFF == scapy_checksum(octets) % 0xFFFF
