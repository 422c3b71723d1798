from __future__ import annotations

import asyncio

from agent.dns.cache import Cache
from agent.dns.pipeline import Pipeline
from agent.dns.renewing import MOST_A_LOOK, MOST_ON_THEIR_WAY, MOST_WANTED, Renewing
from agent.dns.resolving import Resolving
from agent.dns.wire import Answer, Question
from tests.agent.dns import house
from tests.agent.dns.packets import opt, query, said

PACKET = query("www.example.org", additional=[opt()])


class Slow:
    """An upstream that answers when it is let."""

    def __init__(self) -> None:
        self.asked = 0
        self.go = asyncio.Event()

    async def ask(self, question: Question) -> Answer:
        """Count, wait, give an address."""
        self.asked += 1
        await self.go.wait()
        return house.address_of(question)


async def turns(count: int = 5) -> None:
    """Let what is ready on the loop run."""
    for _ in range(count):
        await asyncio.sleep(0)


def ttl_of(reply: bytes | object) -> int:
    """Return the lifetime in a reply."""
    assert isinstance(reply, bytes)
    ttl: int = said(reply).sections[0][0][3]
    return ttl


def asked_at(route: Pipeline, clock: house.Clock, *moments: float) -> list[int]:
    """Ask at moments, as the server does, and return the lifetimes."""
    found = []
    for moment in moments:
        clock.now = 1_000 + moment
        reply = route.again(PACKET, house.ALEX)
        found.append(ttl_of(reply or house.ask(route, PACKET, house.ALEX)[0]))
    return found


def renewed(*moments: float) -> tuple[list[int], int]:
    """Ask at moments, then look, ask once more; return the lifetimes and how often it was asked."""
    clock, upstream = house.Clock(), house.Told(house.address_of)
    route = house.pipeline(upstream, clock=clock)
    ttls = asked_at(route, clock, *moments)

    async def look() -> None:
        route.renewing.look()
        await turns()

    asyncio.run(look())
    return [*ttls, *asked_at(route, clock, clock.now - 1_000)], len(upstream.asked)


def test_what_is_asked_for_often_is_fetched_before_it_is_over() -> None:
    """A name asked for again and again is fetched anew in the last tenth, and is there at once."""
    assert renewed(0, 10, 20, 30, 55) == ([60, 50, 40, 30, 5, 60], 2)


def test_what_is_asked_for_seldom_ends_with_its_life() -> None:
    """A name that was asked for twice is not fetched before somebody needs it."""
    assert renewed(0, 10, 55) == ([60, 50, 5, 5], 1)


def test_what_nobody_asks_for_at_the_end_is_not_fetched() -> None:
    """However often a name was asked for, nobody fetches it when that has ended."""
    assert renewed(0, 10, 20, 30, 40) == ([60, 50, 40, 30, 20, 20], 1)


def test_the_same_is_fetched_once() -> None:
    """Whoever asks while a new answer is on its way gets the old one, and nothing more is asked."""
    ttls, asked = renewed(0, 10, 20, 30, 55, 55, 56, 57)

    assert (ttls[-1], asked) == (60, 2)


def test_only_so_much_is_fetched_at_a_time() -> None:
    """What is wanted, begun in a look, and on its way is bounded; what does not fit is let go."""

    async def looking() -> None:
        upstream, cache = Slow(), Cache(house.Clock())
        renewing = Renewing(Resolving(cache, upstream))
        kept = []
        for number in range(MOST_WANTED + 5):
            question = house.question_of(query(f"n{number}.example"))
            cache.keep(question, house.address_of(question))
            found = cache.find(question)
            assert found is not None
            renewing.want(question, None, found.kept)
            kept.append(found.kept.is_renewed)
        assert (len(renewing), kept.count(True)) == (MOST_WANTED, MOST_WANTED)
        seen = []
        for _ in range(3):
            renewing.look()
            await turns()
            seen.append(upstream.asked)
        assert seen == [MOST_A_LOOK, MOST_ON_THEIR_WAY, MOST_ON_THEIR_WAY]
        upstream.go.set()
        await turns()
        for _ in range(MOST_WANTED):
            renewing.look()
            await turns()
        assert (upstream.asked, len(renewing)) == (MOST_WANTED, 0)

    asyncio.run(looking())
