from __future__ import annotations

import ipaddress
import socket

import pytest
from scapy.layers.dhcp import DHCP
from scapy.layers.inet6 import ICMPv6ND_NS, ICMPv6ND_RS
from scapy.layers.l2 import ARP, Ether

from agent.discovery.asking import Asking, question_to_all, questions_to_routers
from agent.discovery.netlink import Own

BOX = "02:00:5e:00:53:01"
ADDRESSES = ("192.0.2.2/24", "fd00:1a3b::2/64", "fe80::2/64")


def own(*addresses: str) -> Own:
    """Return a box with these addresses."""
    return Own(
        index=1,
        link=BOX,
        links=frozenset({BOX}),
        addresses=tuple(ipaddress.ip_interface(one) for one in addresses),
        gateways=frozenset(),
    )


def test_everybody_is_asked_for_an_ipv4_address() -> None:
    """The question comes from our address of the same network."""
    frame = question_to_all("192.0.2.20", own("198.51.100.2/24", *ADDRESSES))
    assert frame is not None
    read = Ether(frame)

    assert (read.dst, read[ARP].psrc, read[ARP].pdst) == (
        "ff:ff:ff:ff:ff:ff",
        "192.0.2.2",
        "192.0.2.20",
    )


def test_everybody_is_asked_for_an_ipv6_address() -> None:
    """The question comes from our link-local address, whatever the network."""
    frame = question_to_all("2001:db8:7::20", own(*ADDRESSES))
    assert frame is not None

    assert Ether(frame)[ICMPv6ND_NS].tgt == "2001:db8:7::20"


@pytest.mark.parametrize("address", ["192.0.2.20", "fd00:1a3b::20"])
def test_without_an_address_nobody_can_be_asked(address: str) -> None:
    """A box that has no address of the kind asks nothing, and nothing breaks."""
    assert question_to_all(address, own("198.51.100.2/24")) is None


def test_routers_and_servers_are_asked_to_show_themselves() -> None:
    """With a link-local address both are asked, without one only the DHCP servers."""
    whole = [Ether(one) for one in questions_to_routers(own(*ADDRESSES))]
    bare = list(questions_to_routers(own()))

    assert [DHCP in one or ICMPv6ND_RS in one for one in whole] == [True, True]
    assert len(bare) == 1


def test_the_kernel_is_made_to_look_by_an_empty_datagram() -> None:
    """What is sent for the kernel's sake holds nothing, and goes to the port for discarding."""
    asking = Asking()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as there:
        try:
            there.bind(("127.0.0.9", 9))
        except PermissionError:
            pytest.skip("port 9 needs root here; the namespaces' tests see it work")
        there.settimeout(5.0)
        asking.ask_by_kernel("127.0.0.9", own())
        said = there.recv(100)
    asking.close()

    assert said == b""


@pytest.mark.parametrize("address", ["fe80::1", "2001:db8::1", "255.255.255.255"])
def test_a_question_that_cannot_be_sent_is_left(address: str) -> None:
    """Where the network is down or the address is no machine's, nothing breaks."""
    asking = Asking()
    asking.ask_by_kernel(address, own())
    asking.close()

    with pytest.raises(OSError, match="Bad file descriptor"):
        asking._four.getsockname()
