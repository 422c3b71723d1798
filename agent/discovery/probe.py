"""Probes on demand: every DHCP server, every router, and whether an address still answers.

It runs as `python -m agent.discovery.probe` in a process of its own, so that the one that watches
never loads scapy. What comes back passes that one's filter too, and so reaches `neighbours.json`.

Rules kept here:
- scapy builds and reads; sending and hearing go through our own socket with the filter in the
  kernel, so that a busy network costs nothing and libpcap is not needed.
- A probe asks as any device does and takes nothing: no lease is accepted, no route is set.
- It prints one JSON object a line for what it found, and ends when its time is over.
"""

from __future__ import annotations

import argparse
import ipaddress
import json
import secrets
import select
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from scapy.layers.dhcp import BOOTP, DHCP
from scapy.layers.inet import IP, UDP
from scapy.layers.inet6 import (
    ICMPv6ND_NA,
    ICMPv6ND_NS,
    ICMPv6ND_RA,
    ICMPv6ND_RS,
    ICMPv6NDOptRDNSS,
    ICMPv6NDOptSrcLLAddr,
    IPv6,
)
from scapy.layers.l2 import ARP, Ether
from scapy.packet import Packet

from agent.discovery.packet_socket import frames, open_packet_socket

DEFAULT_SECONDS: Final = 3.0
EVERYBODY: Final = "ff:ff:ff:ff:ff:ff"

Found = Mapping[str, object]
Reader = Callable[[Packet], Found | None]


def ask_servers(link: str) -> tuple[Packet, Reader]:
    """Return the question to every DHCP server, and the reader of their offers (RFC 2131)."""
    transaction = secrets.randbits(32)
    question = (
        Ether(src=link, dst=EVERYBODY)
        / IP(src="0.0.0.0", dst="255.255.255.255", ttl=1)  # noqa: S104 - a packet without address
        / UDP(sport=68, dport=67)
        / BOOTP(chaddr=bytes.fromhex(link.replace(":", "")), xid=transaction, flags=0x8000)
        / DHCP(options=[("message-type", "discover"), ("param_req_list", [3, 6]), "end"])
    )

    def read(frame: Packet) -> Found | None:
        if DHCP not in frame or frame[BOOTP].op != 2 or frame[BOOTP].xid != transaction:
            return None
        options = {one[0]: list(one[1:]) for one in frame[DHCP].options if isinstance(one, tuple)}
        return {
            "found": "dhcp-server",
            "link": frame[Ether].src,
            "address": (options.get("server_id") or [frame[IP].src])[0],
            "routers": options.get("router", []),
            "dns_servers": options.get("name_server", []),
        }

    return question, read


def ask_routers(link: str, source: str) -> tuple[Packet, Reader]:
    """Return the question to every router, and the reader of advertisements (RFC 4861)."""
    question = (
        Ether(src=link, dst="33:33:00:00:00:02")
        / IPv6(src=source, dst="ff02::2", hlim=255)
        / ICMPv6ND_RS()
        / ICMPv6NDOptSrcLLAddr(lladdr=link)
    )

    def read(frame: Packet) -> Found | None:
        if ICMPv6ND_RA not in frame:
            return None
        servers = frame[ICMPv6NDOptRDNSS].dns if ICMPv6NDOptRDNSS in frame else []
        return {
            "found": "router",
            "link": frame[Ether].src,
            "address": frame[IPv6].src,
            "lifetime_seconds": frame[ICMPv6ND_RA].routerlifetime,
            "dns_servers": list(servers),
        }

    return question, read


def ask_address(link: str, source: str, address: str) -> tuple[Packet, Reader]:
    """Return the question who has an address, and the reader of answers."""
    if ":" not in address:
        question = Ether(src=link, dst=EVERYBODY) / ARP(hwsrc=link, psrc=source, pdst=address)

        def read_four(frame: Packet) -> Found | None:
            if ARP not in frame or frame[ARP].psrc != address:
                return None
            return {"found": "address", "link": frame[ARP].hwsrc, "address": address}

        return question, read_four
    last = ipaddress.IPv6Address(address).packed[13:]
    group = str(ipaddress.IPv6Address(bytes.fromhex("ff0200000000000000000001ff") + last))
    question = (
        Ether(src=link, dst=f"33:33:ff:{last.hex(':')}")
        / IPv6(src=source, dst=group, hlim=255)
        / ICMPv6ND_NS(tgt=address)
        / ICMPv6NDOptSrcLLAddr(lladdr=link)
    )

    def read_six(frame: Packet) -> Found | None:
        if ICMPv6ND_NA not in frame or frame[ICMPv6ND_NA].tgt != address:
            return None
        return {"found": "address", "link": frame[Ether].src, "address": address}

    return question, read_six


def probe(
    opened: socket.socket, questions: Sequence[tuple[Packet, Reader]], seconds: float
) -> Iterator[Found]:
    """Ask, and yield each thing found once, until the time is over."""
    for question, _ in questions:
        opened.send(bytes(question))
    told: set[str] = set()
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        select.select([opened], [], [], left)
        for octets in frames(opened):
            frame = _dissected(octets)
            for _, read in questions:
                found = frame and read(frame)
                if found and (text := json.dumps(found)) not in told:
                    told.add(text)
                    yield found


def _dissected(octets: bytes) -> Packet | None:
    try:
        return Ether(octets)
    except Exception:  # noqa: BLE001 - scapy's readers raise anything on garbage
        return None


def own_side(opened: socket.socket, interface: str) -> tuple[str, str | None, str | None]:
    """Return our link address, and our IPv4 and link-local address there, as far as there are."""
    link = opened.getsockname()[4].hex(":")
    four: Any = None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, interface.encode())
        try:
            asking.connect(("192.0.2.0", 9))  # sends nothing: it only chooses our address
            four = asking.getsockname()[0]
        except OSError:
            pass
    six = None
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("fe80::", 9, 0, socket.if_nametoindex(interface)))
            six = asking.getsockname()[0].partition("%")[0]
        except OSError:
            pass
    return link, four, six


def arguments() -> argparse.ArgumentParser:
    """Return the options of `python -m agent.discovery.probe`."""
    parser = argparse.ArgumentParser(
        prog="python -m agent.discovery.probe", description="Ask on the home's network, once."
    )
    parser.add_argument("--interface", required=True, metavar="NAME", help="such as eth0")
    parser.add_argument("--seconds", type=float, default=DEFAULT_SECONDS, metavar="N")
    parser.add_argument("--servers", action="store_true", help="every DHCP server")
    parser.add_argument("--routers", action="store_true", help="every router of IPv6")
    parser.add_argument("--address", action="append", default=[], help="who has this address")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Probe, print what was found, and return the exit status."""
    options = arguments().parse_args(argv)
    try:
        opened = open_packet_socket(options.interface)
    except OSError as error:
        sys.stderr.write(f"lamplight probe: {options.interface}: {error.strerror}\n")
        return 2
    with opened:
        link, four, six = own_side(opened, options.interface)
        questions = []
        if options.servers:
            questions.append(ask_servers(link))
        if options.routers and six:
            questions.append(ask_routers(link, six))
        for address in options.address:
            source = six if ":" in address else four
            if source:
                questions.append(ask_address(link, source, address))
        for found in probe(opened, questions, options.seconds):
            sys.stdout.write(json.dumps(found) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
