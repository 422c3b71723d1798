"""A frame as it came off the wire: to which reader it goes.

Rules kept here:
- Whatever octets come, the answer is a tuple, perhaps empty; nothing is raised.
- A frame from a group address, or from none, is nobody's and says nothing.
- A packet that reaches us unrouted also says where its sender is; the table asks back.
"""

from __future__ import annotations

from agent.discovery.frames.arp import ETHERTYPE as ARP
from agent.discovery.frames.arp import read_arp
from agent.discovery.frames.dhcp import DEVICE_PORT, SERVER_PORT, read_dhcp
from agent.discovery.frames.ip import ICMPV6, read_ip, read_udp
from agent.discovery.frames.mdns import PORT as MDNS
from agent.discovery.frames.mdns import read_mdns
from agent.discovery.frames.ndp import read_ndp
from agent.discovery.heard import Claim, Heard, link_text


def read_frame(frame: bytes) -> tuple[Heard, ...]:
    """Return all that an Ethernet frame says about who is where."""
    destination, source = frame[:6], frame[6:12]
    if len(frame) < 14 or link_text(source) is None:
        return ()
    ethertype, payload = int.from_bytes(frame[12:14], "big"), frame[14:]
    if ethertype == ARP:
        return read_arp(source, destination, payload)
    packet = read_ip(ethertype, payload)
    if packet is None:
        return ()
    if packet.protocol == ICMPV6:
        return read_ndp(source, packet)
    datagram = read_udp(packet)
    if datagram is None:
        return ()
    if datagram.destination_port in {SERVER_PORT, DEVICE_PORT}:
        return read_dhcp(source, datagram)
    if datagram.destination_port == MDNS:
        said = read_mdns(source, datagram)
        return (*(Claim(link=one.link, address=one.address) for one in said), *said)
    return ()
