from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from contextvars import Context
from typing import TypeVarTuple

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


def test_each_wait_has_its_own_time() -> None:
    """Of waits that begin together each ends when its own time is over, the short one first."""

    async def asking() -> list[float]:
        ended: list[float] = []

        async def wait(seconds: float) -> None:
            assert await awaiting().answer(asked(there), is_right, seconds) is None
            ended.append(seconds)

        with upstream() as there:
            loop = asyncio.get_running_loop()
            began = loop.time()
            long = asyncio.create_task(wait(0.3))
            await asyncio.gather(*(wait(seconds) for seconds in (0.2, 0.1)))
            assert loop.time() - began >= 0.2
            await long
            assert loop.time() - began >= 0.3
        return ended

    assert asyncio.run(asking()) == [0.1, 0.2, 0.3]


_Words = TypeVarTuple("_Words")


class Timed(asyncio.SelectorEventLoop):
    """An event loop that keeps its timers."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.timers: list[asyncio.TimerHandle] = []

    def call_at(
        self,
        when: float,
        callback: Callable[[*_Words], object],
        *args: *_Words,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Keep it, and do as ever."""
        self.timers.append(timer := super().call_at(when, callback, *args, context=context))
        return timer


def test_one_clock_looks_for_all_and_stops_when_nothing_is_awaited() -> None:
    """A hundred waits take no timer each, none is left when they have ended, and it begins anew."""

    async def asking() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, Timed)
        with upstream() as there:
            for _ in range(2):
                waits = [awaiting().answer(asked(there), is_right, 0.1) for _ in range(100)]
                assert await asyncio.gather(*waits) == [None] * 100
                while loop.timers[-1].when() >= loop.time():
                    await turns()
                    assert len(loop.timers) < 50
                loop.timers.clear()
                await turns()
                assert not loop.timers

    with asyncio.Runner(loop_factory=Timed) as runner:
        runner.run(asking())


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
