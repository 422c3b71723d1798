from __future__ import annotations

import asyncio
import gc
import sys
import threading
import time
from collections.abc import Callable

import dns.message
import pytest

from agent.beside import SWITCH_SECONDS, Beside, tried
from agent.dns.cache import Cache
from agent.dns.pipeline import Pipeline
from agent.dns.server import Server
from agent.dns.upstream import Do53Upstreams
from tests.agent.dns import house, upstreams
from tests.agent.dns.packets import query

PATIENCE_SECONDS = 30.0


def test_what_was_made_is_handed_over_on_the_loop() -> None:
    """Work runs in another thread; what came of it, good or bad, arrives in the loop's own."""

    def fail() -> str:
        raise ValueError("no")

    async def run(work: Callable[[], str]) -> tuple[str | Exception, bool]:
        done = asyncio.get_running_loop().create_future()
        here = threading.get_ident()
        worked: list[int] = []

        def noted() -> str:
            worked.append(threading.get_ident())
            return work()

        Beside().start(noted, lambda result: done.set_result((result, threading.get_ident())))
        async with asyncio.timeout(PATIENCE_SECONDS):
            result, told_in = await done
        return result, told_in == here and worked != [here]

    made, apart = asyncio.run(run(lambda: "made"))
    failed, apart_too = asyncio.run(run(fail))

    assert (made, apart) == ("made", True)
    assert isinstance(failed, ValueError)
    assert apart_too


@pytest.mark.parametrize("collects", [True, False])
def test_the_interpreter_is_given_away_often_while_work_runs_and_no_longer(
    *, collects: bool
) -> None:
    """Switching is quick and no cycles are collected while anything runs; then all is as before."""
    usual = sys.getswitchinterval()

    async def run() -> list[tuple[float, bool]]:
        beside, seen = Beside(), []
        first, second = asyncio.Event(), asyncio.Event()
        go, go_on = threading.Event(), threading.Event()
        beside.start(lambda: go.wait(PATIENCE_SECONDS), lambda _: first.set())
        beside.start(lambda: go_on.wait(PATIENCE_SECONDS), lambda _: second.set())
        for release, done in ((go, first), (go_on, second)):
            seen.append((sys.getswitchinterval(), gc.isenabled()))
            release.set()
            await asyncio.wait_for(done.wait(), PATIENCE_SECONDS)
        seen.append((sys.getswitchinterval(), gc.isenabled()))
        return seen

    if not collects:
        gc.disable()
    try:
        seen = asyncio.run(run())
    finally:
        gc.enable()
        gc.unfreeze()

    assert [collecting for _, collecting in seen] == [False, False, collects]
    assert [interval for interval, _ in seen] == pytest.approx([SWITCH_SECONDS] * 2 + [usual])


def test_work_that_ends_after_the_loop_is_lost_without_a_word() -> None:
    """Whoever stops the agent does not wait for what is being made, and nothing is said of it."""
    go = threading.Event()
    before = set(threading.enumerate())
    told: list[object] = []

    async def run() -> None:
        Beside().start(lambda: go.wait(PATIENCE_SECONDS), told.append)

    usual = sys.getswitchinterval()
    try:
        asyncio.run(run())
        go.set()
        for thread in set(threading.enumerate()) - before:
            thread.join(PATIENCE_SECONDS)
    finally:
        gc.enable()
        sys.setswitchinterval(usual)

    assert told == []


def test_what_goes_wrong_is_a_value() -> None:
    """Work's result comes back as it is, and its error as a value."""
    assert tried(lambda: 7) == 7
    assert isinstance(tried(lambda: 1 // 0), ZeroDivisionError)


def test_the_path_of_a_query_leaves_no_cycles() -> None:
    """Answering over UDP and TCP, with and without an upstream that speaks, leaves no cycles."""

    async def run() -> int:
        def answer(asked: upstreams.Asked) -> list[bytes]:
            if b"silent" in asked.packet:
                return []
            return [dns.message.make_response(dns.message.from_wire(asked.packet)).to_wire()]

        async with upstreams.scripted(answer) as upstream:
            above = Do53Upstreams([upstream.address], udp_seconds=(0.01, 0.01))
            server = Server(Pipeline(house.current(), Cache(time.monotonic), above))
            there = await server.listen("127.0.0.1", 0)
            loop = asyncio.get_running_loop()

            async def ask(name: str) -> None:
                reader, writer = await asyncio.open_connection(*there)
                packet = query(name)
                writer.write(len(packet).to_bytes(2, "big") + packet)
                await reader.readexactly(int.from_bytes(await reader.readexactly(2), "big"))
                writer.close()
                await writer.wait_closed()

            await ask("warm.org")
            gc.collect()
            gc.disable()
            try:
                for number in range(10):
                    await ask(f"silent{number}.org")
                    await ask(f"name{number}.org")
                    await ask("bad.example")
                del number
                await loop.run_in_executor(None, lambda: None)
                return sum(type(one).__module__.startswith("agent") for one in _cyclic())
            finally:
                gc.enable()
                await server.close()

    assert asyncio.run(run()) == 0


def _cyclic() -> list[object]:
    """Return what only cycles held."""
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        gc.collect()
        return [*gc.garbage]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
