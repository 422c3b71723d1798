from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import NamedTuple

import dns.asyncquery
import dns.flags
import dns.message
import dns.rcode
import pytest

from agent.dns import server as server_module
from agent.dns.cache import Cache
from agent.dns.load import MOST_FROM_ONE
from agent.dns.pipeline import Forward, Pipeline
from agent.dns.rate import TOLD_A_SECOND, Rate
from agent.dns.server import (
    BATCH,
    IN_A_ROW,
    MAX_CONNECTIONS_FROM_ONE,
    MAX_WAITING_ON_ONE,
    Listening,
    Server,
)
from agent.dns.wire import Answer, Question
from agent.errors import ListenRefused
from tests.agent.dns import house
from tests.agent.dns.house import ALEX, SAM
from tests.agent.dns.packets import BY_HAND, opt, query, said, two

PATIENCE = 10.0
EDE_NOT_READY = 14


class Slow:
    """An upstream that answers when it is let."""

    def __init__(self) -> None:
        self.reached = asyncio.Semaphore(0)
        self.go = asyncio.Event()

    async def ask(self, question: Question) -> Answer:
        """Say that a question is here, wait for the test's word, then give an address."""
        self.reached.release()
        await self.go.wait()
        return house.address_of(question)


class Broken:
    """An upstream that fails as no upstream should."""

    async def ask(self, question: Question) -> Answer:
        """Raise what nobody expects."""
        raise ValueError(question.name)


@contextlib.asynccontextmanager
async def serving(
    *hosts: str, route: Pipeline | None = None, idle_seconds: float = 30.0
) -> AsyncIterator[tuple[Server, list[Listening]]]:
    """Serve the house on free ports of these addresses until the block ends."""
    server = Server(route or house.pipeline(), idle_seconds=idle_seconds)
    try:
        yield server, [await server.listen(host, 0) for host in hosts or ("127.0.0.1",)]
    finally:
        await server.close()


def run(work: Coroutine[object, object, None]) -> None:
    """Run a test's own coroutine, which must end in good time."""

    async def bounded() -> None:
        async with asyncio.timeout(60):
            await work

    asyncio.run(bounded())


TRANSPORTS = {"UDP": dns.asyncquery.udp, "TCP": dns.asyncquery.tcp}
Ask = Callable[..., Awaitable[dns.message.Message]]


@pytest.mark.parametrize("ask", TRANSPORTS.values(), ids=TRANSPORTS)
def test_each_device_is_known_by_its_source_address(ask: Ask) -> None:
    """The same name is blocked for one address and answered for another, over UDP and TCP."""

    async def asking() -> None:
        async with serving() as (_, [(host, port)]):
            asked = dns.message.make_query("adult.example.", "A", use_edns=0)
            rcodes = [
                (await ask(asked, host, PATIENCE, port, source=source)).rcode()
                for source in (SAM, ALEX)
            ]

        assert rcodes == [dns.rcode.NXDOMAIN, dns.rcode.NOERROR]

    run(asking())


@pytest.mark.parametrize("ask", TRANSPORTS.values(), ids=TRANSPORTS)
def test_ipv6_is_served_alike(ask: Ask) -> None:
    """A device that asks over IPv6 is judged by its IPv6 address."""

    async def asking() -> None:
        async with serving("::1") as (_, [(host, port)]):
            blocked = await ask(dns.message.make_query("adult.example.", "A"), host, PATIENCE, port)
            allowed = await ask(dns.message.make_query("example.org.", "A"), host, PATIENCE, port)

        assert (blocked.rcode(), allowed.rcode()) == (dns.rcode.NXDOMAIN, dns.rcode.NOERROR)

    run(asking())


def test_both_families_may_share_a_port() -> None:
    """An IPv6 socket takes no IPv4, so every address can be served on the same port."""

    async def listening() -> None:
        async with serving("0.0.0.0") as (server, [(_, port)]):  # noqa: S104 - loopback is asked
            try:
                assert (await server.listen("::", port)).port == port
            except ListenRefused:
                pytest.fail("the IPv6 socket claims the IPv4 port too")

    run(listening())


@pytest.mark.parametrize("host", ["127.0.0.21", "127.0.0.22"])
def test_the_reply_comes_from_the_address_asked(host: str) -> None:
    """Served on two addresses, a query is answered from the one it was sent to."""

    async def asking() -> None:
        async with serving("127.0.0.21", "127.0.0.22") as (_, listening):
            port = dict(listening)[host]
            # dnspython takes no reply from elsewhere than where it asked.
            reply = await dns.asyncquery.udp(
                dns.message.make_query("example.org.", "A"), host, PATIENCE, port
            )

        assert reply.rcode() == dns.rcode.NOERROR

    run(asking())


def test_port_0_gives_one_port_for_udp_and_tcp() -> None:
    """Where the port is left to the system, UDP and TCP share the one it picks."""

    async def asking() -> None:
        async with serving() as (_, [(host, port)]):
            asked = dns.message.make_query("example.org.", "A")
            await dns.asyncquery.udp(asked, host, PATIENCE, port)
            await dns.asyncquery.tcp(asked, host, PATIENCE, port)

        assert port

    run(asking())


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM], ids=["TCP", "UDP"])
@pytest.mark.parametrize(
    ("family", "host", "shown"),
    [
        (socket.AF_INET, "127.0.0.1", "127.0.0.1:{}"),
        (socket.AF_INET6, "::1", "[::1]:{}"),
    ],
    ids=["IPv4", "IPv6"],
)
def test_an_address_in_use_is_refused_by_name(
    kind: int, family: int, host: str, shown: str
) -> None:
    """An address that is taken, for UDP or TCP alone, is named in the refusal."""

    async def listening() -> None:
        with socket.socket(family, kind) as taken:
            taken.bind((host, 0))
            port = taken.getsockname()[1]
            if kind == socket.SOCK_STREAM:
                taken.listen()
            server = Server(house.pipeline())
            with pytest.raises(ListenRefused) as refusal:
                await server.listen(host, port)
            await server.close()

        assert shown.format(port) in str(refusal.value)
        assert "in use" in str(refusal.value)

    run(listening())


def test_an_address_that_is_not_ours_is_refused_by_name() -> None:
    """An address of another machine is named in the refusal."""

    async def listening() -> None:
        server = Server(house.pipeline())
        with pytest.raises(ListenRefused, match=r"192\.0\.2\.1:5300: cannot assign"):
            await server.listen("192.0.2.1", 5300)
        await server.close()

    run(listening())


def test_silence_and_then_an_answer() -> None:
    """What gets no answer over UDP does not stop what comes behind it."""

    async def asking() -> None:
        async with serving() as (_, [address]):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
                sock.setblocking(False)
                sock.connect(address)
                for packet in (b"", b"x", BY_HAND["response"], query("example.org")):
                    sock.send(packet)
                reply = await asyncio.get_running_loop().sock_recv(sock, 4096)

        assert said(reply).message_id == 0x1234

    run(asking())


def test_over_the_bound_the_answer_is_busy_at_once() -> None:
    """When too much waits for an upstream, the next asker is told so without waiting."""

    async def asking() -> None:
        upstream = Slow()
        route = Pipeline(house.current(), Cache(house.Clock()), upstream)
        loop = asyncio.get_running_loop()
        async with serving(route=route) as (_, [address]):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
                sock.setblocking(False)
                sock.connect(address)
                packet = query("example.org", additional=[opt()])
                for _ in range(MOST_FROM_ONE):
                    await loop.sock_sendall(sock, packet)
                    await upstream.reached.acquire()
                await loop.sock_sendall(sock, query("a.example", query_id=7, additional=[opt()]))
                busy = said(await loop.sock_recv(sock, 4096))
                upstream.go.set()
                answered = said(await loop.sock_recv(sock, 4096))

        assert (busy.message_id, busy.rcode) == (7, dns.rcode.SERVFAIL)
        assert busy.options[0][1][:2] == two(EDE_NOT_READY)
        assert answered.rcode == dns.rcode.NOERROR

    run(asking())


class Connection(NamedTuple):
    """A TCP connection, framed as DNS frames it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def send(self, *packets: bytes) -> None:
        """Send packets, one behind the other."""
        for packet in packets:
            self.writer.write(two(len(packet)) + packet)

    async def receive(self) -> bytes:
        """Return the next packet; nothing where the other side closed."""
        try:
            size = int.from_bytes(await self.reader.readexactly(2), "big")
            return await self.reader.readexactly(size)
        except (asyncio.IncompleteReadError, ConnectionResetError):
            return b""


@contextlib.asynccontextmanager
async def connected(address: Listening, source: str = SAM) -> AsyncIterator[Connection]:
    """Open a connection and close it when the block ends."""
    reader, writer = await asyncio.open_connection(*address, local_addr=(source, 0))
    try:
        yield Connection(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


class Counting(Rate):
    """A rate that knows how often it was asked what to say to somebody."""

    def __init__(self) -> None:
        """Let each address ask once, and nobody be told of it."""
        super().__init__(1, 1, is_free=lambda source: source == "127.0.0.12")
        self.times = 0

    def over(self, packet: bytes, source: str) -> bytes:
        """Count, and say what it says."""
        self.times += 1
        return super().over(packet, source)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"], ids=["at one", "at any"])  # noqa: S104
def test_a_flood_of_whoever_was_told_is_thrown_away_unread(host: str) -> None:
    """It costs no more than taking it off the socket, and what others ask meanwhile is answered."""
    packet = query("bad.example", additional=[opt()])

    async def scenario() -> None:
        rate = Counting()
        server = Server(house.pipeline(), rate=rate)
        to = "127.0.0.1", (await server.listen(host, 0)).port
        drain = server._drain if host == to[0] else server._drain_anywhere
        with (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as flooding,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other,
        ):
            flooding.bind(("127.0.0.66", 0))
            other.bind(("127.0.0.12", 0))
            sent = 0
            while sent < 2 * TOLD_A_SECOND:
                for _ in range(BATCH // 2):
                    flooding.sendto(packet, to)
                    sent += 1
                other.sendto(packet, to)
                drain(server._udp[0])
                assert other.recv(512, socket.MSG_DONTWAIT)[:2] == packet[:2]
        await server.close()
        assert rate.times == TOLD_A_SECOND

    run(scenario())


def test_pipelined_queries_are_all_answered() -> None:
    """Many queries sent at once over one connection each get their answer (RFC 7766)."""

    async def asking() -> None:
        async with serving() as (_, [address]), connected(address) as connection:
            names = ("example.org", "bad.example", "localhost", "adult.example") * 10
            connection.send(*(query(name, query_id=at) for at, name in enumerate(names)))
            replies = [said(await connection.receive()) for _ in names]

        assert {reply.message_id for reply in replies} == set(range(len(names)))
        denied = {reply.message_id for reply in replies if reply.rcode == dns.rcode.NXDOMAIN}
        assert denied == {at for at, name in enumerate(names) if at % 2}

    run(asking())


def test_who_asks_without_end_is_not_the_only_one_that_is_answered() -> None:
    """However much a connection brings at once, others have their turn every few answers."""

    async def asking() -> None:
        route, turns, longest = house.pipeline(), [0], [0]
        answer = route.answer

        def counted(packet: bytes, source: str, *, over_tcp: bool) -> bytes | Forward:
            turns[0] += 1
            longest[0] = max(longest[0], turns[0])
            return answer(packet, source, over_tcp=over_tcp)

        def others_have_their_turn() -> None:
            turns[0] = 0
            asyncio.get_running_loop().call_soon(others_have_their_turn)

        route.answer = counted  # type: ignore[method-assign] # to see between the turns
        async with serving(route=route) as (_, [address]), connected(address) as connection:
            others_have_their_turn()
            connection.send(*(query("bad.example") for _ in range(400)))
            for _ in range(400):
                await connection.receive()
        assert 0 < longest[0] <= IN_A_ROW

    run(asking())


def test_what_can_be_answered_does_not_wait_for_what_cannot() -> None:
    """On one connection a slow question does not hold up a quick one behind it."""

    async def asking() -> None:
        upstream = Slow()
        route = Pipeline(house.current(), Cache(house.Clock()), upstream)
        async with serving(route=route) as (_, [address]), connected(address) as connection:
            connection.send(query("example.org", query_id=1), query("bad.example", query_id=2))
            first = said(await connection.receive())
            upstream.go.set()
            second = said(await connection.receive())

        assert (first.message_id, second.message_id) == (2, 1)

    run(asking())


def test_a_connection_is_told_when_it_asks_too_much() -> None:
    """Over a hundred questions waiting on one connection, the next is answered busy."""

    async def asking() -> None:
        upstream = Slow()
        route = Pipeline(house.current(), Cache(house.Clock()), upstream)
        async with serving(route=route) as (_, [address]), connected(address) as connection:
            connection.send(*(query("a.example", query_id=at) for at in range(MAX_WAITING_ON_ONE)))
            connection.send(query("a.example", query_id=999))
            busy = said(await connection.receive())
            upstream.go.set()
            rest = [said(await connection.receive()) for _ in range(MAX_WAITING_ON_ONE)]

        assert (busy.message_id, busy.rcode) == (999, dns.rcode.SERVFAIL)
        assert {reply.rcode for reply in rest} == {dns.rcode.NOERROR}

    run(asking())


def test_an_idle_connection_is_closed() -> None:
    """A connection over which nothing comes is closed by the box."""

    async def asking() -> None:
        async with (
            serving(idle_seconds=0.05) as (_, [address]),
            connected(address) as connection,
        ):
            assert await connection.receive() == b""

    run(asking())


def test_a_connection_that_sends_half_a_query_is_closed() -> None:
    """Sending a length and too few octets keeps no connection open."""

    async def asking() -> None:
        async with (
            serving(idle_seconds=0.05) as (_, [address]),
            connected(address) as connection,
        ):
            connection.writer.write(two(100) + b"abc")

            assert await connection.receive() == b""

    run(asking())


GARBAGE = {
    "a length of nothing": two(0),
    "a response": two(29) + BY_HAND["response"],
    "web": b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n" * 800,
}


@pytest.mark.parametrize("octets", GARBAGE.values(), ids=GARBAGE)
def test_garbage_ends_the_connection(octets: bytes) -> None:
    """Nobody who means to ask sends that, so no connection is kept for it."""

    async def asking() -> None:
        async with (
            serving(idle_seconds=0.2) as (_, [address]),
            connected(address) as connection,
        ):
            connection.writer.write(octets)
            while reply := await connection.receive():
                assert len(reply) == 12

    run(asking())


def test_half_closed_connections_still_get_their_answers() -> None:
    """An asker that has said all and closes its half gets its answers before the other half."""

    async def asking() -> None:
        upstream = Slow()
        route = Pipeline(house.current(), Cache(house.Clock()), upstream)
        async with serving(route=route) as (_, [address]), connected(address) as connection:
            connection.send(query("example.org", query_id=5))
            connection.writer.write_eof()
            await upstream.reached.acquire()
            upstream.go.set()

            assert said(await connection.receive()).message_id == 5
            assert await connection.receive() == b""

    run(asking())


def test_one_source_cannot_take_every_connection() -> None:
    """Above twenty connections from one address the next is closed; others are still served."""

    async def asking() -> None:
        async with serving() as (_, [address]), contextlib.AsyncExitStack() as stack:
            connections = [
                await stack.enter_async_context(connected(address))
                for _ in range(MAX_CONNECTIONS_FROM_ONE + 1)
            ]
            for connection in connections:
                connection.send(query("bad.example"))
            replies = [await connection.receive() for connection in connections]
            other = await stack.enter_async_context(connected(address, ALEX))
            other.send(query("bad.example"))

            assert [bool(reply) for reply in replies] == [True] * MAX_CONNECTIONS_FROM_ONE + [False]
            assert await other.receive()

    run(asking())


def test_all_connections_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the bound for all, a connection from whichever address is closed."""
    monkeypatch.setattr(server_module, "MAX_CONNECTIONS", 1)

    async def asking() -> None:
        async with (
            serving() as (_, [address]),
            connected(address) as first,
            connected(address, ALEX) as second,
        ):
            for connection in (first, second):
                connection.send(query("bad.example"))

            assert await first.receive()
            assert await second.receive() == b""

    run(asking())


def test_a_closed_connection_makes_room() -> None:
    """A source whose connections were closed can open new ones."""

    async def asking() -> None:
        async with serving() as (_, [address]):
            for _ in range(MAX_CONNECTIONS_FROM_ONE * 2):
                async with connected(address) as connection:
                    connection.send(query("bad.example"))

                    assert await connection.receive()

    run(asking())


def test_who_does_not_read_is_cut_off() -> None:
    """A connection whose answers nobody takes is ended, so that it cannot hold memory for ever."""

    async def asking() -> None:
        loop = asyncio.get_running_loop()
        async with serving(idle_seconds=0.2) as (_, [address]):
            with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
                sock.setblocking(False)
                await loop.sock_connect(sock, address)
                packet = query("bad.example", additional=[opt()])

                async def ask_on() -> None:
                    while True:
                        await loop.sock_sendall(sock, (two(len(packet)) + packet) * 1_000)

                with pytest.raises((ConnectionResetError, BrokenPipeError)):
                    await ask_on()

    run(asking())


def test_a_connection_that_is_reset_does_no_harm() -> None:
    """A connection that vanishes while its question waits leaves the server as it was."""

    async def asking() -> None:
        upstream = Slow()
        route = Pipeline(house.current(), Cache(house.Clock()), upstream)
        async with serving(route=route) as (_, [address]):
            reader, writer = await asyncio.open_connection(*address)
            Connection(reader, writer).send(query("example.org"))
            await upstream.reached.acquire()
            writer.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            upstream.go.set()
            reply = await dns.asyncquery.udp(
                dns.message.make_query("example.org.", "A"), address.host, PATIENCE, address.port
            )

        assert reply.rcode() == dns.rcode.NOERROR

    run(asking())


def test_closing_ends_what_waits() -> None:
    """A server that is closed while questions wait ends without waiting for them."""

    async def asking() -> None:
        upstream = Slow()
        route = Pipeline(house.current(), Cache(house.Clock()), upstream)
        async with serving(route=route) as (_, [address]):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
                sock.connect(address)
                sock.send(query("example.org"))
                await upstream.reached.acquire()

    run(asking())


def test_a_fault_in_one_question_leaves_the_others() -> None:
    """What goes wrong with one forwarded question is reported, and the next one is answered."""
    faults: list[object] = []

    async def asking() -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: faults.append(context["exception"])
        )
        route = Pipeline(house.current(), Cache(house.Clock()), Broken())
        async with serving(route=route) as (_, [address]):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
                sock.setblocking(False)
                sock.connect(address)
                sock.send(query("example.org"))
                sock.send(query("bad.example"))
                reply = await asyncio.get_running_loop().sock_recv(sock, 4096)

        assert said(reply).rcode == dns.rcode.NXDOMAIN

    run(asking())

    assert [type(fault) for fault in faults] == [ValueError]


def test_a_long_answer_comes_over_tcp_after_truncation() -> None:
    """A text too long for UDP is cut there with TC, and comes whole over TCP."""

    async def asking() -> None:
        text = b"".join(bytes((200,)) + b"z" * 200 for _ in range(15))

        def long(_: Question) -> Answer:
            rr = b"\xc0\x0c\0\x10\0\1\0\0\0\x3c" + two(len(text)) + text
            return Answer(0, (1, 0, 0), rr, (6,), 60, authentic=False)

        async with serving(route=house.pipeline(house.Told(long))) as (_, [(host, port)]):
            asked = dns.message.make_query("example.org.", "TXT", use_edns=0, payload=4096)
            short = await dns.asyncquery.udp(asked, host, PATIENCE, port)
            whole, _ = await dns.asyncquery.udp_with_fallback(asked, host, PATIENCE, port)

        assert short.flags & dns.flags.TC
        assert not short.answer
        assert len(whole.answer[0][0].to_wire() or b"") == len(text)

    run(asking())


def test_a_silent_upstream_is_told_over_the_wire() -> None:
    """A device hears SERVFAIL where its question reached nobody; it is not left waiting."""

    async def asking() -> None:
        async with serving(route=house.pipeline(house.Told(lambda _: None))) as (_, [address]):
            reply = await dns.asyncquery.udp(
                dns.message.make_query("example.org.", "A"), address.host, PATIENCE, address.port
            )

        assert reply.rcode() == dns.rcode.SERVFAIL

    run(asking())
