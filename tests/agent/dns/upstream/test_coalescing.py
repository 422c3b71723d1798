from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Sequence

import pytest

from agent.dns.upstream import UpstreamSilent
from agent.dns.upstream.coalescing import Coalescing
from agent.dns.upstream.do53 import Do53Upstreams
from agent.dns.wire import Answer, Question
from policy.names import from_text
from tests.agent.dns import house
from tests.agent.dns.packets import AAAA, query
from tests.agent.dns.upstream_says import ADDRESS
from tests.agent.dns.upstreams import Asked, Scripted, scripted

QUESTION = house.question_of(query("www.example.org"))


class Gate:
    """An upstream that answers nobody until it is told to."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.open = asyncio.Event()
        self.fails_with: Exception | None = None

    async def ask(self, question: Question) -> Answer:
        """Return an answer as soon as the gate is open."""
        self.asked.append(question)
        await self.open.wait()
        if self.fails_with is not None:
            raise self.fails_with
        return Answer(0, (0, 0, 0), question.name, (), 0, authentic=False)


async def begun() -> None:
    """Let everything go on until it waits."""
    for _ in range(5):
        await asyncio.sleep(0)


def run(test: Callable[[Gate, Coalescing], Awaitable[None]], most: int = 10) -> None:
    """Run a test with an upstream whose gate is closed."""

    async def within() -> None:
        gate = Gate()
        await test(gate, Coalescing(gate, most))

    asyncio.run(within())


def test_a_thousand_identical_questions_go_up_once() -> None:
    """On real sockets a thousand askers bring one query to the upstream, and all are answered."""

    async def asking() -> tuple[list[Answer], Scripted]:
        kept: asyncio.Queue[Asked] = asyncio.Queue()

        def keep(asked: Asked) -> Sequence[bytes]:
            kept.put_nowait(asked)
            return []

        async with scripted(keep) as upstream:
            resolver = Coalescing(Do53Upstreams([upstream.address], udp_seconds=(30,)))
            askers = [asyncio.create_task(resolver.ask(QUESTION)) for _ in range(1_000)]
            came = await kept.get()
            upstream.send(ADDRESS.to(came.packet), ("127.0.0.1", came.port))
            return await asyncio.gather(*askers), upstream

    found, upstream = asyncio.run(asking())

    assert len(upstream.asked) == 1
    assert (len(found), len(set(found))) == (1_000, 1)


DIFFERENT = {
    "another name": QUESTION._replace(name=from_text("example.org")),
    "another type": QUESTION._replace(qtype=AAAA),
    "DO": QUESTION._replace(dnssec_ok=True),
    "CD": QUESTION._replace(checking_disabled=True),
}


@pytest.mark.parametrize("other", DIFFERENT.values(), ids=DIFFERENT)
def test_what_brings_another_answer_goes_up_by_itself(other: Question) -> None:
    """Questions that differ in what an upstream looks at are not taken for one."""

    async def test(gate: Gate, resolver: Coalescing) -> None:
        askers = [asyncio.create_task(resolver.ask(one)) for one in (QUESTION, other)]
        await begun()
        gate.open.set()
        await asyncio.gather(*askers)
        assert gate.asked == [QUESTION, other]

    run(test)


ALIKE = {
    "payload": QUESTION._replace(payload=4_096),
    "AD": QUESTION._replace(authentic_data=True),
    "no EDNS": QUESTION._replace(edns=None),
}


@pytest.mark.parametrize("other", ALIKE.values(), ids=ALIKE)
def test_what_only_concerns_the_asker_does_not_part_them(other: Question) -> None:
    """Questions that differ in what stays here go up as one."""

    async def test(gate: Gate, resolver: Coalescing) -> None:
        askers = [asyncio.create_task(resolver.ask(one)) for one in (QUESTION, other)]
        await begun()
        gate.open.set()
        await asyncio.gather(*askers)
        assert gate.asked == [QUESTION]

    run(test)


def test_who_stops_waiting_takes_nobody_along() -> None:
    """The first asker goes away; the second, who shares its question, is answered."""

    async def test(gate: Gate, resolver: Coalescing) -> None:
        first, second = (asyncio.create_task(resolver.ask(QUESTION)) for _ in range(2))
        await begun()
        first.cancel()
        await begun()
        gate.open.set()
        assert (await second).body == QUESTION.name
        assert first.cancelled()

    run(test)


def test_silence_is_told_to_all() -> None:
    """Where no upstream answers, every asker hears of it."""

    async def test(gate: Gate, resolver: Coalescing) -> None:
        gate.fails_with = UpstreamSilent()
        askers = [asyncio.create_task(resolver.ask(QUESTION)) for _ in range(3)]
        await begun()
        gate.open.set()
        found = await asyncio.gather(*askers, return_exceptions=True)
        assert [type(one) for one in found] == [UpstreamSilent] * 3
        assert len({id(one) for one in found}) == 3

    run(test)


def test_a_fault_is_not_swallowed() -> None:
    """Something that broke in an upstream reaches the asker as what it is."""

    async def test(gate: Gate, resolver: Coalescing) -> None:
        gate.fails_with = LookupError()
        gate.open.set()
        with pytest.raises(LookupError):
            await resolver.ask(QUESTION)

    run(test)


def test_nothing_is_kept() -> None:
    """Who asks when the answer has come asks anew, also where nobody waited for it."""

    async def test(gate: Gate, resolver: Coalescing) -> None:
        first = asyncio.create_task(resolver.ask(QUESTION))
        await begun()
        first.cancel()
        gate.open.set()
        await begun()
        await resolver.ask(QUESTION)
        assert gate.asked == [QUESTION] * 2
        assert resolver._flights == {}

    run(test)


def test_above_the_bound_a_question_goes_up_by_itself() -> None:
    """With as many on their way as may be, another one is still asked and answered."""

    async def test(gate: Gate, resolver: Coalescing) -> None:
        names = [from_text(f"n{number}.example") for number in range(3)]
        questions = [QUESTION._replace(name=name) for name in (*names, names[2])]
        askers = [asyncio.create_task(resolver.ask(question)) for question in questions]
        await begun()
        assert (len(resolver._flights), len(gate.asked)) == (2, 4)
        gate.open.set()
        found = await asyncio.gather(*askers)
        assert [answer.body for answer in found] == [question.name for question in questions]
        assert resolver._flights == {}

    run(test, most=2)


def test_it_leaves_nothing_for_the_collector() -> None:
    """A question that went up leaves no ring of references."""

    async def test(gate: Gate, resolver: Coalescing) -> None:
        gate.open.set()
        await resolver.ask(QUESTION)
        await begun()
        gc.collect()
        gc.disable()
        try:
            for _ in range(20):
                await resolver.ask(QUESTION)
            await begun()
            assert gc.collect() == 0
        finally:
            gc.enable()

    run(test)
