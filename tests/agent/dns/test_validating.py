from __future__ import annotations

import asyncio

import pytest

from agent.dns import wire
from agent.dns.upstream import Do53Upstreams
from agent.dns.validating import AGAIN_SECONDS, SOON_SECONDS, Validating
from agent.dns.wire import Answer, Question
from tests.agent.dns import house, packets
from tests.agent.dns.upstream_says import RR, Says
from tests.agent.dns.upstreams import Asked, scripted

NS = Says(answer=(RR("NS", "a.root.example."),))
FOUND: dict[str, tuple[Says, bool | None]] = {
    "one that checks": (NS._replace(flags=NS.flags | packets.AD), True),
    "one that does not": (NS, False),
    "one that cannot answer": (Says(rcode=2), None),
    "one that knows no root": (Says(flags=NS.flags | packets.AD), None),
}


@pytest.mark.parametrize(("says", "expected"), FOUND.values(), ids=FOUND)
def test_a_resolver_s_own_word_is_taken(says: Says, *, expected: bool | None) -> None:
    """Asked over the wire for the root, a resolver says itself whether it checks signatures."""
    told: list[bool | None] = []

    async def asking() -> None:
        seen: list[bytes] = []

        def above(asked: Asked) -> list[bytes]:
            seen.append(asked.packet)
            return [says.to(asked.packet)]

        async with scripted(above) as upstream:
            validating = Validating(Do53Upstreams([upstream.address]), house.Clock(), told.append)
            validating.look()
            assert validating._asking is not None
            await validating._asking
        question = wire.read_question(seen[0])
        assert question is not None
        assert (question.name, question.dnssec_ok, question.authentic_data) == (b"\0", True, True)

    asyncio.run(asking())

    assert told == [expected]


def test_it_is_asked_again_in_an_hour_or_sooner_where_nobody_answered() -> None:
    """What was found is asked for again in an hour; what was not, in a minute; one at a time."""
    clock, told, says = house.Clock(), list[bool | None](), list[Answer | None]()
    above = house.Told(lambda _: says[-1])

    async def looks() -> None:
        validating = Validating(above, clock, told.append)
        answer = Answer(0, (1, 0, 0), b"", (), 60, authentic=True)
        for seconds, said in (
            (0, None),
            (SOON_SECONDS - 1, answer),
            (1, answer),
            (AGAIN_SECONDS - 1, None),
            (1, None),
        ):
            clock.now += seconds
            says.append(said)
            for _ in range(3):
                validating.look()
            for _ in range(5):
                await asyncio.sleep(0)

    asyncio.run(looks())

    assert told == [None, True, None]


def test_nobody_has_to_listen() -> None:
    """It may be asked without anybody being told."""
    asked: list[Question] = []

    def answer(question: Question) -> Answer | None:
        asked.append(question)
        return None

    async def look() -> None:
        Validating(house.Told(answer), house.Clock()).look()
        for _ in range(5):
            await asyncio.sleep(0)

    asyncio.run(look())

    assert len(asked) == 1
