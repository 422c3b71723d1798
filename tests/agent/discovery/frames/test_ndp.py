from __future__ import annotations

import pytest
from scapy.layers.inet6 import (
    ICMPv6EchoRequest,
    ICMPv6ND_NA,
    ICMPv6ND_NS,
    ICMPv6ND_RA,
    ICMPv6ND_RS,
    ICMPv6NDOptRDNSS,
    ICMPv6NDOptSrcLLAddr,
    IPv6,
)
from scapy.layers.l2 import Ether
from scapy.packet import Packet, Raw

from agent.discovery.frames.ethernet import read_frame
from agent.discovery.frames.ndp import neighbour_solicitation, router_solicitation
from agent.discovery.heard import Claim, RouterSaid
from policy.neighbours import RouterSource
from tests.agent.discovery.written import (
    BOX,
    ROUTER,
    SIX,
    TABLET,
    advertisement,
    octets,
    router_advertisement,
    solicitation,
)

OURS = bytes.fromhex("fe80000000000000" + "00005efffe005301")

SAID = {
    "a question names its sender": (solicitation(), Claim(link=TABLET, address=SIX)),
    "a question before use": (
        solicitation(source="::", target=SIX),
        Claim(link=TABLET, address=SIX, tentative=True),
    ),
    "telling everybody": (advertisement(), Claim(link=TABLET, address=SIX)),
    "an answer to one machine": (
        advertisement(to="fe80::2"),
        Claim(link=TABLET, address=SIX, answered=True),
    ),
    "one that speaks for another": (
        advertisement(stated=ROUTER),
        Claim(link=ROUTER, address=SIX, relayed=True),
    ),
}


def icmpv6(message: Packet, *, source: str = SIX, hops: int = 255) -> bytes:
    """Return a frame with an ICMPv6 message to everybody."""
    return bytes(
        Ether(src=TABLET, dst="33:33:00:00:00:01")
        / IPv6(src=source, dst="ff02::1", hlim=hops)
        / message
    )


def damaged(frame: bytes, at: int) -> bytes:
    """Return the frame with one octet changed."""
    return frame[:at] + bytes((frame[at] ^ 1,)) + frame[at + 1 :]


NOTHING = {
    "from beyond a router": advertisement(hops=254),
    "a broken checksum": damaged(advertisement(), 60),
    "a code": icmpv6(ICMPv6ND_NA(tgt=SIX, code=1, S=0)),
    "cut off": advertisement()[:70],
    "too short for any message": icmpv6(Raw(b"\x88\0\0\0")),
    "too short for a question": icmpv6(ICMPv6ND_RA(type=135)),
    "too short for an answer": icmpv6(ICMPv6ND_RA(type=136)),
    "an option without a length": icmpv6(ICMPv6ND_NA(tgt=SIX, S=0) / Raw(b"\2\0" + bytes(6))),
    "an option that is cut off": icmpv6(ICMPv6ND_NA(tgt=SIX, S=0) / Raw(b"\2\2" + bytes(6))),
    "half an option": icmpv6(ICMPv6ND_NA(tgt=SIX, S=0) / Raw(b"\2")),
    "a crooked option in a question": icmpv6(ICMPv6ND_NS(tgt=SIX) / Raw(b"\1\0" + bytes(6))),
    "a crooked option of a router": icmpv6(
        ICMPv6ND_RA() / Raw(b"\1\0" + bytes(6)), source="fe80::1"
    ),
    "an answer asked for, sent to all": icmpv6(ICMPv6ND_NA(tgt=SIX, S=1)),
    "a question before use with a link address": icmpv6(
        ICMPv6ND_NS(tgt=SIX) / ICMPv6NDOptSrcLLAddr(lladdr=TABLET), source="::"
    ),
    "a group as target": icmpv6(ICMPv6ND_NA(tgt="ff02::1", S=0)),
    "a router without a link-local address": router_advertisement(source=SIX),
    "a group as link address": advertisement(stated="01:00:5e:00:00:01"),
    "another message": icmpv6(ICMPv6EchoRequest(data=b"0123456789abcdef")),
}


@pytest.mark.parametrize(("frame", "claim"), SAID.values(), ids=SAID)
def test_a_neighbour_message_says_where_an_address_is(frame: bytes, claim: Claim) -> None:
    """Each form of neighbour discovery is read as the claim that it makes."""
    assert read_frame(frame) == (claim,)


@pytest.mark.parametrize("frame", NOTHING.values(), ids=NOTHING)
def test_what_a_host_must_not_believe_says_nothing(frame: bytes) -> None:
    """Messages that RFC 4861 tells every host to drop are passed over, and so are crooked ones."""
    assert read_frame(frame) == ()


def test_a_neighbour_without_a_stated_link_address_is_where_the_frame_came_from() -> None:
    """An advertisement need not state the link address; the frame's own source stands for it."""
    frame = icmpv6(ICMPv6ND_NA(tgt=SIX, S=0))

    assert read_frame(frame) == (Claim(link=TABLET, address=SIX),)


def test_a_router_tells_its_prefixes_and_dns_servers() -> None:
    """A router advertisement is read whole: who, which networks, whom to ask for names."""
    claim, router = read_frame(router_advertisement())

    assert claim == Claim(link=ROUTER, address="fe80::1")
    assert router == RouterSaid(
        link=ROUTER,
        address="fe80::1",
        told_by=RouterSource.ADVERTISEMENT,
        dns_servers=("fd00:1a3b::2",),
        prefixes=("2001:db8:1a3b::/64",),
    )


def test_a_router_that_takes_itself_back_does_not_stay() -> None:
    """With a lifetime of 0 and nothing else to say, a router is none any more."""
    frame = router_advertisement(lifetime=0, servers=())
    (_, router) = read_frame(frame)

    assert isinstance(router, RouterSaid)
    assert router.stays is False


def test_servers_that_are_taken_back_are_not_told() -> None:
    """DNS servers with a lifetime of 0 are not among those announced."""
    frame = icmpv6(
        ICMPv6ND_RA() / ICMPv6NDOptRDNSS(dns=["fd00:1a3b::9"], lifetime=0), source="fe80::1"
    )
    (_, router) = read_frame(frame)

    assert isinstance(router, RouterSaid)
    assert router.dns_servers == ()


def test_our_questions_are_what_another_program_reads() -> None:
    """The two frames that ask are read by scapy as meant, with a checksum that holds."""
    neighbour = Ether(
        neighbour_solicitation(octets(BOX), OURS, bytes.fromhex("fd" + "00" * 14 + "20"))
    )
    routers = Ether(router_solicitation(octets(BOX), OURS))

    assert neighbour[ICMPv6ND_NS].tgt == "fd00::20"
    assert (neighbour.dst, neighbour[IPv6].dst) == ("33:33:ff:00:00:20", "ff02::1:ff00:20")
    assert neighbour[ICMPv6NDOptSrcLLAddr].lladdr == BOX
    assert (routers.dst, routers[IPv6].dst) == ("33:33:00:00:00:02", "ff02::2")
    for frame in (neighbour, routers):
        held = frame[IPv6].payload.cksum
        del frame[IPv6].payload.cksum
        assert Ether(bytes(frame))[IPv6].payload.cksum == held
    assert ICMPv6ND_RS in routers
