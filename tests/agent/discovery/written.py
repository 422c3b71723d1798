"""Frames for tests, written by scapy: what devices, routers and servers of a home send."""

from __future__ import annotations

from scapy.layers.dhcp import BOOTP, DHCP
from scapy.layers.dns import DNS, DNSRR
from scapy.layers.inet import IP, UDP
from scapy.layers.inet6 import (
    ICMPv6ND_NA,
    ICMPv6ND_NS,
    ICMPv6ND_RA,
    ICMPv6NDOptDstLLAddr,
    ICMPv6NDOptPrefixInfo,
    ICMPv6NDOptRDNSS,
    ICMPv6NDOptSrcLLAddr,
    IPv6,
)
from scapy.layers.l2 import ARP, Ether

TABLET = "02:00:5e:00:53:03"
ROUTER = "02:00:5e:00:53:02"
BOX = "02:00:5e:00:53:01"
NOBODY = "0.0.0.0"  # noqa: S104 - a packet without an address; nothing is bound
EVERYBODY = "ff:ff:ff:ff:ff:ff"
FOUR = "192.0.2.20"
SIX = "fd00:1a3b::20"


def octets(link: str) -> bytes:
    """Return a link address as it stands in a frame."""
    return bytes.fromhex(link.replace(":", ""))


def arp(link: str = TABLET, address: str = FOUR, *, source: str = "", **fields: object) -> bytes:
    """Return an ARP frame; what `fields` say of it comes last."""
    said = ARP(hwsrc=link, psrc=address, pdst="192.0.2.2")
    for field, value in fields.items():
        said.setfieldval(field, value)
    return bytes(Ether(src=source or link, dst=EVERYBODY) / said)


def arp_answer(link: str = TABLET, address: str = FOUR, to: str = BOX) -> bytes:
    """Return an answer to one machine."""
    said = ARP(op=2, hwsrc=link, psrc=address, hwdst=to, pdst="192.0.2.2")
    return bytes(Ether(src=link, dst=to) / said)


def solicitation(link: str = TABLET, source: str = SIX, target: str = "fd00:1a3b::2") -> bytes:
    """Return a neighbour solicitation; the source `::` asks before use."""
    packet = IPv6(src=source, dst="ff02::1:ff00:2", hlim=255) / ICMPv6ND_NS(tgt=target)
    if source != "::":
        packet /= ICMPv6NDOptSrcLLAddr(lladdr=link)
    return bytes(Ether(src=link, dst="33:33:ff:00:00:02") / packet)


def advertisement(
    link: str = TABLET,
    address: str = SIX,
    *,
    stated: str = "",
    to: str = "ff02::1",
    hops: int = 255,
) -> bytes:
    """Return a neighbour advertisement: solicited where it goes to one machine."""
    said = ICMPv6ND_NA(tgt=address, R=0, S=int(to != "ff02::1"), O=1)
    packet = IPv6(src=address, dst=to, hlim=hops) / said
    return bytes(
        Ether(src=link, dst="33:33:00:00:00:01")
        / packet
        / ICMPv6NDOptDstLLAddr(lladdr=stated or link)
    )


def router_advertisement(
    link: str = ROUTER,
    source: str = "fe80::1",
    *,
    servers: tuple[str, ...] = ("fd00:1a3b::2",),
    prefixes: tuple[str, ...] = ("2001:db8:1a3b::/64",),
    lifetime: int = 1800,
) -> bytes:
    """Return a router advertisement."""
    packet = IPv6(src=source, dst="ff02::1", hlim=255) / ICMPv6ND_RA(routerlifetime=lifetime)
    packet /= ICMPv6NDOptSrcLLAddr(lladdr=link)
    for prefix in prefixes:
        address, _, length = prefix.partition("/")
        packet /= ICMPv6NDOptPrefixInfo(prefix=address, prefixlen=int(length), L=1)
    if servers:
        packet /= ICMPv6NDOptRDNSS(dns=list(servers), lifetime=600)
    return bytes(Ether(src=link, dst="33:33:00:00:00:01") / packet)


def dhcp_asked(
    link: str = TABLET,
    *,
    chaddr: str = "",
    kind: str = "request",
    name: bytes = b"lab-tablet",
    vendor: bytes = b"tablet-14",
    more: tuple[tuple[str, object], ...] = (("requested_addr", FOUR),),
) -> bytes:
    """Return what a device broadcasts when it asks for an IPv4 address."""
    options = [
        ("message-type", kind),
        *more,
        ("hostname", name),
        ("vendor_class_id", vendor),
        ("param_req_list", [1, 3, 6, 15]),
        "end",
    ]
    return bytes(
        Ether(src=link, dst=EVERYBODY)
        / IP(src=NOBODY, dst="255.255.255.255")
        / UDP(sport=68, dport=67)
        / BOOTP(op=1, chaddr=octets(chaddr or link))
        / DHCP(options=options)
    )


def dhcp_offered(
    link: str = ROUTER, *, server: str = "192.0.2.1", kind: str = "offer", op: int = 2
) -> bytes:
    """Return what a DHCP server broadcasts."""
    options = [
        ("message-type", kind),
        ("server_id", server),
        ("router", "192.0.2.1"),
        ("name_server", "192.0.2.2", "192.0.2.3"),
        "end",
    ]
    return bytes(
        Ether(src=link, dst=EVERYBODY)
        / IP(src=server, dst="255.255.255.255")
        / UDP(sport=67, dport=68)
        / BOOTP(op=op, chaddr=octets(TABLET))
        / DHCP(options=options)
    )


def mdns(
    link: str = TABLET, source: str = FOUR, *, name: str = "tablet.local", address: str = FOUR
) -> bytes:
    """Return a multicast DNS answer that gives a name an address."""
    kind = "AAAA" if ":" in address else "A"
    answer = DNS(
        qr=1, aa=1, qd=[], an=[DNSRR(rrname=name, type=kind, rclass=0x8001, rdata=address)]
    )
    outer = IPv6(src=source, dst="ff02::fb") if ":" in source else IP(src=source, dst="224.0.0.251")
    group = "33:33:00:00:00:fb" if ":" in source else "01:00:5e:00:00:fb"
    return bytes(Ether(src=link, dst=group) / outer / UDP(sport=5353, dport=5353) / answer)
