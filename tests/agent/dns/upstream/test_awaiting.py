from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import pytest

from agent.dns.upstream.awaiting import Awaiting, awaiting


@contextlib.contextmanager
def upstream() -> Iterator[socket.socket]:
    """Open a socket that can be asked."""
    with socket.socket(type=socket.SOCK_DGRAM) as there:
        there.bind(("127.0.0.1", 0))
        there.settimeout(10)
        yield there


def asked(there: socket.socket) -> socket.socket:
    """Return a socket of its own on which something was asked."""
    sock = socket.socket(type=socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    sock.connect(there.getsockname())
    sock.send(b"?")
    return sock


def is_right(packet: bytes) -> bool:
    """Say whether a packet is the right one."""
    return packet == b"right"


def test_what_does_not_fit_is_passed_over_and_the_wait_goes_on() -> None:
    """However many wrong packets come, alone or together, the right one is still heard."""

    async def asking() -> bytes | None:
        with upstream() as there:
            sock = asked(there)
            _, source = there.recvfrom(16)
            waiting = asyncio.create_task(awaiting().answer(sock, is_right, 30))
            for _ in range(3):
                there.sendto(b"wrong", source)
                there.sendto(b"wrong", source)
                await turns()
            there.sendto(b"right", source)
            return await waiting

    assert asyncio.run(asking()) == b"right"


def test_many_are_heard_each_on_its_own() -> None:
    """Two hundred answers, given in the other order, reach whoever asked for each."""

    async def asking() -> list[bytes | None]:
        with upstream() as there:
            socks = [asked(there) for _ in range(200)]
            sources = [there.recvfrom(16)[1] for _ in socks]
            numbers = [str(sock.getsockname()[1]).encode() for sock in socks]
            waiting = [
                asyncio.create_task(awaiting().answer(sock, number.__eq__, 30))
                for sock, number in zip(socks, numbers, strict=True)
            ]
            await turns()
            assert len(awaiting()) == 200
            for source in reversed(sources):
                there.sendto(str(source[1]).encode(), source)
            found = await asyncio.gather(*waiting)
            assert len(awaiting()) == 0
            assert found == numbers
            return found

    assert len(set(asyncio.run(asking()))) == 200


@pytest.mark.parametrize("how", ["nobody answers", "nobody is there", "nobody waits"])
def test_a_wait_that_ends_without_an_answer_leaves_nothing(how: str) -> None:
    """Time that is over, a closed port, whoever goes: the socket is closed and forgotten."""

    async def asking() -> None:
        with upstream() as there:
            sock = asked(there)
            if how == "nobody is there":
                there.close()
                sock.send(b"?")  # the first one was taken; this one is refused
            seconds = 0.0 if how == "nobody answers" else 30
            waiting = asyncio.create_task(awaiting().answer(sock, is_right, seconds))
            await turns()
            if how == "nobody waits":
                waiting.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await waiting
            else:
                assert await waiting is None
            assert (len(awaiting()), sock.fileno()) == (0, -1)

    asyncio.run(asking())


def test_each_loop_has_its_own() -> None:
    """What one event loop awaits is not looked at by another; within one there is one."""

    async def twice() -> tuple[Awaiting, Awaiting]:
        return awaiting(), awaiting()

    first, second = asyncio.run(twice()), asyncio.run(twice())

    assert first[0] is first[1]
    assert second[0] is not first[0]


async def turns() -> None:
    """Let everything go on until it waits."""
    for _ in range(5):
        await asyncio.sleep(0)
