from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import pytest

from agent.dns.server import Server
from agent.dns.sockets import (
    ANCILLARY_OCTETS,
    ANYWHERE,
    ask_where_to,
    bind_both,
    is_of_this_machine,
    places_of,
    send,
    way_back,
)
from tests.agent.dns import house
from tests.agent.dns.packets import opt, query, said

HERE = {
    "IPv4": ("0.0.0.0", "127.0.0.21", "127.0.0.11"),  # noqa: S104 - only loopback is asked
    "IPv4, another": ("0.0.0.0", "127.0.0.22", "127.0.0.99"),  # noqa: S104
    "IPv6": ("::", "::1", "::1"),
}


@contextlib.contextmanager
def connected(there: tuple[str, int], source: str) -> Iterator[socket.socket]:
    """Open a socket that takes answers from where it asks, and from nowhere else."""
    family = socket.AF_INET6 if ":" in source else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as sock:
        sock.settimeout(10)
        sock.bind((source, 0))
        sock.connect(there)
        yield sock


@pytest.mark.parametrize(("host", "asked", "source"), HERE.values(), ids=HERE)
@pytest.mark.parametrize("kind", ["blocked", "fetched and kept"])
def test_an_answer_leaves_from_the_address_that_was_asked(
    host: str, asked: str, source: str, kind: str
) -> None:
    """Served on all addresses, whatever is answered comes from the one that the device asked."""
    packet = query("bad.example" if kind == "blocked" else "example.org", additional=[opt()])

    async def asking() -> None:
        server = Server(house.pipeline())
        there = await server.listen(host, 0)
        loop = asyncio.get_running_loop()
        with connected((asked, there.port), source) as sock:
            sock.setblocking(False)
            for number in range(3):  # asked above, from the cache, and the same octets again
                await loop.sock_sendall(sock, bytes((0, number)) + packet[2:])
                async with asyncio.timeout(10):
                    assert said(await loop.sock_recv(sock, 4096)).message_id == number
        await server.close()

    asyncio.run(asking())


def test_one_address_is_answered_without_asking_where_to() -> None:
    """A socket of one address needs no word of where a packet was sent."""
    udp, tcp = bind_both("127.0.0.21", 0)
    with udp, tcp, connected(udp.getsockname(), "127.0.0.11") as sock:
        sock.send(b"x")
        udp.setblocking(True)
        packet, told, _, source = udp.recvmsg(16, ANCILLARY_OCTETS)
        assert (packet, source, way_back(told)) == (b"x", sock.getsockname(), [])
        send(udp, b"y", source, way_back(told))

        assert sock.recv(16) == b"y"


@pytest.mark.parametrize("host", sorted(ANYWHERE))
def test_a_packet_says_where_it_was_sent_to(host: str) -> None:
    """On a socket of all addresses, each packet brings the way back from where it was sent to."""
    asked = "::1" if ":" in host else "127.0.0.33"
    udp, tcp = bind_both(host, 0)
    with udp, tcp:
        ask_where_to(udp)
        with connected((asked, udp.getsockname()[1]), asked) as sock:
            sock.send(b"x")
            udp.setblocking(True)
            _, told, _, _ = udp.recvmsg(16, ANCILLARY_OCTETS)
    octets = socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, asked)

    [(_, _, back)] = way_back(told)
    assert octets in back


def test_what_else_is_told_beside_a_packet_is_no_way_back() -> None:
    """Of what the kernel may tell, only where a packet was sent to says how an answer leaves."""
    assert way_back([(socket.SOL_SOCKET, 29, bytes(16)), (socket.IPPROTO_IP, 8, b"short")]) == []


def test_a_reply_to_nobody_is_lost() -> None:
    """What cannot be sent is not sent, and nothing breaks."""
    udp, tcp = bind_both("127.0.0.1", 0)
    with udp, tcp:
        send(udp, b"x", ("127.0.0.1", 0))
        send(udp, b"x" * 70_000, ("127.0.0.1", 9))


def test_where_sockets_are_bound_is_known() -> None:
    """Of whatever was opened, host and port are told; what has none is left out."""
    four, six = bind_both("127.0.0.21", 0), bind_both("::1", 0)
    with contextlib.ExitStack() as stack:
        for one in (*four, *six, path := socket.socket(socket.AF_UNIX)):
            stack.enter_context(one)
        places = [
            (host, one[0].getsockname()[1]) for host, one in (("127.0.0.21", four), ("::1", six))
        ]

        assert [places[0]] * 2 + [places[1]] * 2 == places_of((*four, *six, path))


MACHINES = {
    "itself": ("127.0.0.1", True),
    "itself over IPv6": ("::1", True),
    "another": ("192.0.2.1", False),
    "another over IPv6": ("2001:db8::1", False),
    "everybody's": ("255.255.255.255", False),
}


@pytest.mark.parametrize(("host", "expected"), MACHINES.values(), ids=MACHINES)
def test_an_address_of_this_machine_is_told_from_others(host: str, *, expected: bool) -> None:
    """Whether an address is ours is known without a packet to it."""
    assert expected == is_of_this_machine(host)


def test_the_address_on_the_network_is_this_machines_too() -> None:
    """The address from which others are asked is known for our own."""
    with socket.socket(type=socket.SOCK_DGRAM) as udp:
        with contextlib.suppress(OSError):  # a machine without a network asks from loopback
            udp.connect(("192.0.2.1", 9))
        ours = udp.getsockname()[0]

    assert is_of_this_machine(ours.replace("0.0.0.0", "127.0.0.1"))  # noqa: S104 - none is bound
