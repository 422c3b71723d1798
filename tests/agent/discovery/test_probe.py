from __future__ import annotations

import socket
from pathlib import Path

import pytest
from scapy.layers.dhcp import BOOTP, DHCP
from scapy.layers.inet6 import ICMPv6ND_NS, ICMPv6ND_RS, IPv6
from scapy.layers.l2 import ARP, Ether
from scapy.packet import Packet

from agent.discovery.probe import (
    Found,
    _dissected,
    ask_address,
    ask_routers,
    ask_servers,
    main,
    probe,
)
from agent.lab.home import BOX, LINKS, PREFIXES, ROUTER
from tests.agent.discovery import written
from tests.agent.lab_home import lab_at
from tests.promises.programs import our_python


def offered(question: Packet) -> bytes:
    """Return the offer that a server sends for a question."""
    frame = Ether(written.dhcp_offered())
    frame[BOOTP].xid = question[BOOTP].xid
    return bytes(frame)


def test_servers_are_asked_as_any_device_asks() -> None:
    """The question goes to everybody, and an offer for it is read."""
    question, read = ask_servers(written.BOX)

    assert (question.dst, question[BOOTP].chaddr[:6]) == (
        "ff:ff:ff:ff:ff:ff",
        written.octets(written.BOX),
    )
    assert ("message-type", "discover") in question[DHCP].options
    assert read(Ether(offered(question))) == {
        "found": "dhcp-server",
        "link": written.ROUTER,
        "address": "192.0.2.1",
        "routers": ["192.0.2.1"],
        "dns_servers": ["192.0.2.2", "192.0.2.3"],
    }


def test_an_offer_to_another_is_not_ours() -> None:
    """An offer for another question says nothing, and neither does another frame."""
    _, read = ask_servers(written.BOX)

    assert read(Ether(written.dhcp_offered())) is None
    assert read(Ether(written.arp())) is None


def test_routers_are_asked_and_read() -> None:
    """The question goes to all routers, and an advertisement is read."""
    question, read = ask_routers(written.BOX, "fe80::2")

    assert (question[IPv6].dst, ICMPv6ND_RS in question) == ("ff02::2", True)
    assert read(Ether(written.arp())) is None
    assert read(Ether(written.router_advertisement())) == {
        "found": "router",
        "link": written.ROUTER,
        "address": "fe80::1",
        "lifetime_seconds": 1800,
        "dns_servers": ["fd00:1a3b::2"],
    }
    assert read(Ether(written.router_advertisement(servers=())))["dns_servers"] == []  # type: ignore[index] # it is read


ANSWERS = {
    "IPv4": (written.FOUR, "192.0.2.2", written.arp_answer()),
    "IPv6": (written.SIX, "fe80::2", written.advertisement(to="fe80::2")),
}


@pytest.mark.parametrize(("address", "source", "answer"), ANSWERS.values(), ids=ANSWERS)
def test_an_address_is_asked_for_and_its_answer_read(
    address: str, source: str, answer: bytes
) -> None:
    """Everybody is asked who has it, and only an answer about it counts."""
    question, read = ask_address(written.BOX, source, address)

    asked = question[ARP].pdst if ARP in question else question[ICMPv6ND_NS].tgt
    assert asked == address
    assert read(Ether(answer)) == {"found": "address", "link": written.TABLET, "address": address}
    assert read(Ether(written.dhcp_offered())) is None


def test_the_same_is_told_once_and_garbage_ends_nothing() -> None:
    """Frames that say the same are one finding, and broken ones none."""
    asking, network = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with asking, network:
        asking.setblocking(False)
        for frame in (written.arp_answer(), b"\xff", written.arp_answer()):
            network.send(frame)
        question, read = ask_address(written.BOX, "192.0.2.2", written.FOUR)
        found: list[Found] = list(probe(asking, [(question, read)], 0.2))
        sent = network.recv(2048)

    assert [one["link"] for one in found] == [written.TABLET]
    assert sent == bytes(question)


def test_what_scapy_cannot_read_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its readers raise, the frame is passed over."""

    def broken(_: bytes) -> Packet:
        raise ValueError

    monkeypatch.setattr("agent.discovery.probe.Ether", broken)

    assert _dissected(b"frame") is None


def test_the_lab_s_router_is_found(tmp_path: Path) -> None:
    """In the lab an IPv4 and an IPv6 address of the router are found, and nobody's are not."""
    addresses = (f"{PREFIXES[0]}1", f"{PREFIXES[0]}77")
    options = [part for one in addresses for part in ("--address", one)]
    with lab_at(tmp_path) as lab:
        asked = our_python(
            "agent.discovery.probe", "--interface", "eth0", "--seconds", "1", *options
        )
        probing = lab.start(BOX, *asked)
        status = probing.end()

    assert status == 0
    assert probing.printed.count(LINKS[ROUTER]) == 1
    assert addresses[0] in probing.printed


def test_an_interface_that_is_not_there_is_one_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where it cannot ask it says so, with status 2."""
    status = main(["--interface", "nothing-here"])

    assert status == 2
    assert capsys.readouterr().err.startswith("lamplight probe: nothing-here: ")
