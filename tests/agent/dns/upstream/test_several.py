from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence

import pytest

from agent.dns.upstream import Do53Upstreams
from agent.dns.wire import Answer
from tests.agent.dns import house
from tests.agent.dns.packets import query
from tests.agent.dns.upstream_says import ADDRESS, NXDOMAIN, RR, Says
from tests.agent.dns.upstreams import Asked, Script, Scripted, scripted

QUESTION = house.question_of(query("www.example.org"))
OURS, OTHERS = bytes((192, 0, 2, 7)), bytes((203, 0, 113, 66))
PATIENT = (30.0, 30.0)
REFUSED, SERVFAIL = 5, 2


def honest(asked: Asked) -> Sequence[bytes]:
    """Answer every query."""
    return [ADDRESS.to(asked.packet)]


def second_opinion(asked: Asked) -> Sequence[bytes]:
    """Answer every query, with another address."""
    return [Says(answer=(RR("A", "203.0.113.66"),)).to(asked.packet)]


def silent(_: Asked) -> Sequence[bytes]:
    """Answer nothing."""
    return []


def unwilling(asked: Asked) -> Sequence[bytes]:
    """Refuse every query."""
    return [Says(rcode=REFUSED).to(asked.packet)]


def broken(asked: Asked) -> Sequence[bytes]:
    """Say of every name that its zone is broken."""
    return [Says(rcode=SERVFAIL).to(asked.packet)]


def forging(asked: Asked) -> Sequence[bytes]:
    """Answer every query with what does not fit it."""
    return [bytes((asked.packet[0] ^ 1,)) + ADDRESS.to(asked.packet)[1:]]


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


@contextlib.asynccontextmanager
async def home(
    *scripts: Script, seconds: Sequence[float] = PATIENT
) -> AsyncIterator[tuple[Do53Upstreams, list[Scripted], Clock]]:
    """Serve these scripts and ask them, by a clock that stands still."""
    clock = Clock()
    async with contextlib.AsyncExitStack() as stack:
        upstreams = [await stack.enter_async_context(scripted(script)) for script in scripts]
        addresses = [upstream.address for upstream in upstreams]
        yield Do53Upstreams(addresses, udp_seconds=seconds, clock=clock), upstreams, clock


async def measured(resolver: Do53Upstreams) -> None:
    """Wait for the measurements that are on their way."""
    await asyncio.gather(*resolver._measuring)


def names(upstream: Scripted) -> list[bytes]:
    """Return which names an upstream was asked for, in order."""
    return [asked.packet[12 : asked.packet.index(b"\0", 12) + 1] for asked in upstream.asked]


HOLDING = {"dead": silent, "forging": forging, "refusing": unwilling, "broken": broken}


@pytest.mark.parametrize("script", HOLDING.values(), ids=HOLDING)
def test_who_is_dead_slow_or_lies_does_not_hold_an_answer_back(script: Script) -> None:
    """Long before the time of the first is over, the next one is asked, and answers."""

    async def asking() -> tuple[Answer, float]:
        async with home(script, honest) as (resolver, _, _):
            began = time.monotonic()
            return await resolver.ask(QUESTION), time.monotonic() - began

    answer, seconds = asyncio.run(asking())

    assert answer.body[-4:] == OURS
    assert seconds < 10


def test_the_slow_one_may_still_answer() -> None:
    """Where the one asked beside it says nothing, the slow one's answer is taken when it comes."""

    async def asking() -> Answer:
        async with home(silent, silent) as (resolver, (first, second), _):

            def now_the_first_answers(_: Asked) -> Sequence[bytes]:
                came = first.asked[0]
                first.send(ADDRESS.to(came.packet), ("127.0.0.1", came.port))
                return []

            second.script = now_the_first_answers
            return await resolver.ask(QUESTION)

    assert asyncio.run(asking()).body[-4:] == OURS


def test_while_the_first_is_quick_nobody_else_hears_of_a_question() -> None:
    """A question goes to one upstream only, while that answers."""

    async def asking() -> list[int]:
        async with home(honest, honest, honest) as (resolver, upstreams, _):
            for _ in range(20):
                await resolver.ask(QUESTION)
            return [len(upstream.asked) for upstream in upstreams]

    assert asyncio.run(asking()) == [20, 0, 0]


def test_a_denial_is_an_answer() -> None:
    """A name that does not exist is not asked for elsewhere."""

    async def asking() -> tuple[int, int]:
        async with home(lambda asked: [NXDOMAIN.to(asked.packet)], honest) as (resolver, two, _):
            return (await resolver.ask(QUESTION)).rcode, len(two[1].asked)

    assert asyncio.run(asking()) == (3, 0)


def test_all_are_measured_by_a_question_that_says_nothing() -> None:
    """After a minute all are asked for the root's servers, and the home's question goes to one."""

    async def asking() -> list[list[bytes]]:
        async with home(honest, honest) as (resolver, upstreams, clock):
            await resolver.ask(QUESTION)
            clock.now = 60
            await resolver.ask(QUESTION)
            await measured(resolver)
            return [sorted(names(upstream)) for upstream in upstreams]

    assert asyncio.run(asking()) == [[b"\0", QUESTION.name, QUESTION.name], [b"\0"]]


def test_a_measurement_holds_no_answer_back() -> None:
    """An upstream that is silent when it is measured costs no question anything."""

    async def asking() -> bytes:
        async with home(honest, silent) as (resolver, _, clock):
            await resolver.ask(QUESTION)
            clock.now = 60
            answer = await resolver.ask(QUESTION)
            assert resolver._measuring
            for task in resolver._measuring:
                task.cancel()
            return answer.body[-4:]

    assert asyncio.run(asking()) == OURS


def test_who_is_clearly_faster_is_asked_first_from_then_on() -> None:
    """What measuring finds out moves the home's questions."""

    async def asking() -> list[bytes]:
        async with home(honest, second_opinion) as (resolver, (slow, _), clock):

            def late(asked: Asked) -> Sequence[bytes]:
                clock.now += 0.3  # as if so much time had passed until it answered
                return honest(asked)

            found = [(await resolver.ask(QUESTION)).body[-4:]]
            slow.script = late
            for number in (0, 1):  # one after the other: they share the clock
                await resolver._measure(number)
            return [*found, (await resolver.ask(QUESTION)).body[-4:]]

    assert asyncio.run(asking()) == [OURS, OTHERS]


FAILING = {"refuses": unwilling, "is silent": silent}


@pytest.mark.parametrize("script", FAILING.values(), ids=FAILING)
def test_who_failed_is_left_alone_until_it_recovers(script: Script) -> None:
    """A failure is remembered, recovery is found by measuring, and then it can help out again."""

    async def asking() -> None:
        async with home(script, second_opinion, seconds=(0.2, 0.2)) as (
            resolver,
            (first, second),
            clock,
        ):
            await resolver.ask(QUESTION)
            for _ in range(5):
                await resolver.ask(QUESTION)
            assert len(first.asked) == 1

            first.script = honest
            clock.now = 2
            await resolver.ask(QUESTION)
            await measured(resolver)
            assert names(first) == [QUESTION.name, b"\0"]

            second.script = silent
            assert (await resolver.ask(QUESTION)).body[-4:] == OURS

    asyncio.run(asking())


def test_who_is_measured_and_says_no_has_not_recovered() -> None:
    """An upstream that refuses the measuring question too stays behind."""

    async def asking() -> tuple[int, ...]:
        async with home(unwilling, honest) as (resolver, _, clock):
            await resolver.ask(QUESTION)
            clock.now = 2
            await resolver.ask(QUESTION)
            await measured(resolver)
            return resolver._choice.order()

    assert asyncio.run(asking()) == (1, 0)


def test_a_broken_zone_is_nobodys_failure() -> None:
    """Where everybody says SERVFAIL, the first stays the first."""

    async def asking() -> tuple[int, tuple[int, ...]]:
        async with home(broken, broken) as (resolver, _, _):
            return (await resolver.ask(QUESTION)).rcode, resolver._choice.order()

    assert asyncio.run(asking()) == (SERVFAIL, (0, 1))


def test_who_is_overtaken_again_and_again_is_asked_later() -> None:
    """An upstream that answers, but always after the next one, is no longer the first."""

    async def asking() -> tuple[int, ...]:
        async with home(silent, honest) as (resolver, _, _):
            await resolver.ask(QUESTION)
            await resolver.ask(QUESTION)
            return resolver._choice.order()

    assert asyncio.run(asking()) == (1, 0)


def test_a_lone_upstream_is_never_measured() -> None:
    """Where there is nothing to choose, nothing is asked but what the home asks."""

    async def asking() -> list[bytes]:
        async with home(honest) as (resolver, (upstream,), clock):
            for clock.now in (0, 60, 120):
                await resolver.ask(QUESTION)
            return names(upstream)

    assert asyncio.run(asking()) == [QUESTION.name] * 3


def test_nothing_is_left_behind() -> None:
    """When the answer is there, or nobody waits for it any more, nothing goes on asking."""

    async def asking() -> set[str]:
        async with home(silent, honest) as (resolver, _, _):
            before = asyncio.all_tasks()
            await resolver.ask(QUESTION)
            asking = asyncio.create_task(resolver.ask(QUESTION))
            await asyncio.sleep(0)
            asking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asking
            for _ in range(5):
                await asyncio.sleep(0)
            return {task.get_name() for task in asyncio.all_tasks() - before}

    assert asyncio.run(asking()) == set()
