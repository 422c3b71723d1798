from __future__ import annotations

import asyncio
import random
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from agent.recorder import server as serving
from agent.recorder import telling
from agent.recorder.errors import RecorderBroken
from agent.recorder.server import MOST_CONNECTIONS, Readers, Server
from consent.codes import Code
from consent.recorder_answers import Done, HowItStands, NotDone, answer_from_octets
from consent.recorder_packets import START_OCTETS, packet_start, packet_to_octets
from consent.recorder_requests import Admit, AskBundle, AskHow, AskNonce, request_to_octets
from tests.agent.recorder.home import Home
from tests.conftest import Scale
from tests.fuzz.damage import damaged

NONCE = packet_to_octets(request_to_octets(AskNonce()))

GARBAGE = {
    "nothing": b"",
    "half a start": b"\0\0\0",
    "a message of four gigabytes": b"\xff" * 8,
    "many parts": (10).to_bytes(4, "big") + (10**9).to_bytes(4, "big"),
    "no JSON": packet_to_octets(b"hello"),
    "no request": packet_to_octets(b'{"request":{"how":"burn"}}'),
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a home with a real recorder."""
    return Home(tmp_path)


def exchanged(home: Home, path: Path, *packets: bytes) -> list[bytes]:
    """Serve a gate, send each packet over a connection of its own, and return what came back."""

    async def run() -> list[bytes]:
        server = Server(home.gate, path)
        await server.listen()
        replies = []
        for packet in packets:
            reader, writer = await asyncio.open_unix_connection(str(path))
            writer.write(packet)
            writer.write_eof()
            replies.append(await reader.read())
            writer.close()
        await server.close()
        return replies

    return asyncio.run(run())


def said(reply: bytes) -> object:
    """Return the answer of a packet."""
    start = packet_start(reply[:START_OCTETS])
    begin = START_OCTETS + start.lengths
    return answer_from_octets(reply[begin : begin + start.message])


def test_a_request_gets_its_answer(home: Home, tmp_path: Path) -> None:
    """Over a real socket the gate answers what it is asked."""
    asked = [packet_to_octets(request_to_octets(one)) for one in (AskHow(), AskNonce())]
    how, nonce = map(said, exchanged(home, tmp_path / "s", *asked))

    assert isinstance(how, HowItStands)
    assert isinstance(nonce, Done)


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_refused_and_the_next_is_answered(home: Home, tmp_path: Path, name: str) -> None:
    """Whatever is sent, the answer is a refusal or nothing, and the recorder goes on."""
    refused, answered = exchanged(home, tmp_path / "s", GARBAGE[name], NONCE)

    assert not refused or isinstance(said(refused), NotDone)
    assert isinstance(said(answered), Done)


def test_a_socket_that_is_closed_is_gone(home: Home, tmp_path: Path) -> None:
    """Nobody connects to a recorder that has ended."""
    exchanged(home, tmp_path / "s")

    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock,
        pytest.raises(FileNotFoundError),
    ):
        sock.connect(str(tmp_path / "s"))


def test_a_half_request_says_what_is_wrong(home: Home, tmp_path: Path) -> None:
    """A packet that ends early is refused by its size."""
    octets = packet_to_octets(request_to_octets(AskNonce()), (b"attached",))
    [reply] = exchanged(home, tmp_path / "s", octets[:-2])

    assert said(reply) == NotDone(code=Code.PACKET_SIZE)


def test_damaged_requests_are_answered_or_refused(
    home: Home, tmp_path: Path, dice: random.Random, scale: Scale
) -> None:
    """However what is sent is damaged, the one after is answered, and nothing has changed."""
    whole = [packet_to_octets(request_to_octets(one), (b"x",)) for one in (AskHow(), Admit())]
    packets = [damaged(dice.choice(whole), dice) for _ in range(scale(100, 10_000))]
    *_, answered = exchanged(home, tmp_path / "s", *packets, NONCE)

    assert isinstance(said(answered), Done)
    assert home.how().agency is None


def test_more_than_a_record_is_not_read(home: Home, tmp_path: Path) -> None:
    """Whoever attaches megabytes is refused by the lengths alone, before anything is read."""
    packet = packet_to_octets(request_to_octets(Admit()), (bytes(2**20),) * 3)
    [reply] = exchanged(home, tmp_path / "s", packet[: START_OCTETS + 12])

    assert said(reply) == NotDone(code=Code.PACKET_SIZE)


def test_a_large_answer_arrives_whole(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is attached to an answer may be large, and is sent to its end."""
    monkeypatch.setattr(telling, "bundle", lambda _: bytes(8_000_000))
    asked = packet_to_octets(request_to_octets(AskBundle()))
    [reply] = exchanged(home, tmp_path / "s", asked)

    assert len(reply) > 8_000_000
    assert isinstance(said(reply), Done)


def test_an_answer_that_cannot_be_said_is_a_doubt(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an answer has no room for what it should tell, whoever asked is told that much."""
    how = home.how()
    monkeypatch.setattr(telling, "how_it_stands", lambda *_, **__: replace(how, agency="kent"))
    [reply] = exchanged(home, tmp_path / "s", packet_to_octets(request_to_octets(AskHow())))

    assert said(reply) == NotDone(code=Code.DOUBT)


def test_who_says_nothing_holds_nothing_up(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While some connect and are silent others are answered, and the silent are let go."""
    monkeypatch.setattr(serving, "PATIENCE_SECONDS", 0.2)

    async def run() -> tuple[bytes, list[bytes]]:
        server = Server(home.gate, tmp_path / "s")
        await server.listen()
        silent = [await connected(tmp_path / "s", NONCE[:n]) for n in (0, 1, 7, 8, 20)]
        answered = await asked(tmp_path / "s")
        # They are let go by themselves: each of these waits until its end is closed.
        let_go = [await reader.read() for reader, _ in silent]
        for _, writer in silent:
            writer.close()
        await server.close()
        return answered, let_go

    answered, let_go = asyncio.run(run())

    assert isinstance(said(answered), Done)
    assert let_go == [b""] * 5


def test_only_so_many_connect_at_once(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One connection too many is closed at once; after the others are let go there is room."""
    monkeypatch.setattr(serving, "PATIENCE_SECONDS", 0.5)

    async def run() -> tuple[bytes, bytes]:
        server = Server(home.gate, tmp_path / "s")
        await server.listen()
        silent = [await connected(tmp_path / "s", b"\0") for _ in range(MOST_CONNECTIONS)]
        refused = await asked(tmp_path / "s")
        for reader, writer in silent:
            assert await reader.read() == b""
            writer.close()
        answered = await asked(tmp_path / "s")
        await server.close()
        return refused, answered

    refused, answered = asyncio.run(run())

    assert refused == b""
    assert isinstance(said(answered), Done)


def test_who_leaves_before_the_answer_harms_nobody(home: Home, tmp_path: Path) -> None:
    """A connection that is gone when its answer is ready is forgotten."""

    async def run() -> bytes:
        server = Server(home.gate, tmp_path / "s")
        await server.listen()
        for _ in range(20):
            _, writer = await connected(tmp_path / "s", NONCE)
            writer.transport.abort()
        answered = await asked(tmp_path / "s")
        await server.close()
        return answered

    assert isinstance(said(asyncio.run(run())), Done)


def test_two_recorders_do_not_share_a_socket(home: Home, tmp_path: Path) -> None:
    """Where another one answers, a second does not begin, and has nothing to end."""

    async def run() -> bytes:
        first, second = (Server(home.gate, tmp_path / "s") for _ in range(2))
        await first.listen()
        with pytest.raises(RecorderBroken, match="another recorder"):
            await second.listen()
        await second.close()
        answered = await asked(tmp_path / "s")
        await first.close()
        return answered

    assert isinstance(said(asyncio.run(run())), Done)


def test_sockets_are_read_when_the_loop_says_so() -> None:
    """A function is called while a socket is watched, and not after."""
    called: list[bytes] = []

    async def run() -> None:
        here, there = socket.socketpair()
        with here, there:
            readers = Readers(asyncio.get_running_loop())
            first = asyncio.Event()

            def read() -> None:
                called.append(here.recv(8))
                first.set()

            readers.watch(here, read)
            there.send(b"one")
            await first.wait()
            readers.unwatch(here)
            there.send(b"two")
            for _ in range(3):
                await asyncio.sleep(0)

    asyncio.run(run())

    assert called == [b"one"]


async def connected(path: Path, octets: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Return a connection over which something was sent."""
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(octets)
    return reader, writer


async def asked(path: Path) -> bytes:
    """Return what comes back for a whole request, nothing where it was not even read."""
    reader, writer = await connected(path, NONCE)
    try:
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()
