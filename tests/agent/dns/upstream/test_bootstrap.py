from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import dns.message
import pytest

from agent.dns.upstream import Address, Do53Upstreams
from agent.dns.upstream.asking import Known
from agent.dns.upstream.bootstrap import AGAIN_SECONDS, Bootstrapped
from agent.dns.upstream.dot import Dot
from agent.dns.upstream.secured import Identity
from policy.names import from_text
from tests.agent.dns import house
from tests.agent.dns.packets import query
from tests.agent.dns.upstream.tls_upstreams import NAME, certified, scripted_tls
from tests.agent.dns.upstream_says import ADDRESS, NODATA, NXDOMAIN, RR, Says
from tests.agent.dns.upstreams import Asked, Script, Scripted, free_port, scripted

BOTH = {
    "A": Says(answer=(RR("A", "192.0.2.1", 600), RR("A", "192.0.2.2", 600))),
    "AAAA": Says(answer=(RR("AAAA", "2001:db8::1", 300),)),
}
PLACES = [Address("192.0.2.1", 853), Address("2001:db8::1", 853), Address("192.0.2.2", 853)]


class Played:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def says(by_type: dict[str, Says]) -> Script:
    """Return a script that answers by type, and with a denial what it has nothing for."""

    def script(asked: Asked) -> Sequence[bytes]:
        rtype = dns.message.from_wire(asked.packet).question[0].to_text().split()[-1]
        return [by_type.get(rtype, NODATA).to(asked.packet)]

    return script


Test = Callable[[Bootstrapped, Scripted, Played], Awaitable[None]]


def run(test: Test, script: Script) -> None:
    """Run a test with a bootstrap resolver that follows a script."""

    async def within() -> None:
        async with scripted(script) as resolver:
            clock = Played()
            asked = Do53Upstreams([resolver.address], udp_seconds=(0.2,))
            await test(Bootstrapped(from_text(NAME), 853, asked, clock), resolver, clock)

    asyncio.run(within())


async def looked_up(where: Bootstrapped) -> Sequence[Address]:
    """Return the addresses after whatever runs beside the answering is done."""
    found = await where.addresses()
    if where._looking is not None:
        await where._looking
    return found


def test_addresses_of_both_families_are_found() -> None:
    """What is asked is the name and nothing else; what is found takes turns by family."""

    async def test(where: Bootstrapped, resolver: Scripted, _: Played) -> None:
        assert list(await where.addresses()) == PLACES
        asked = [dns.message.from_wire(one.packet).question[0].to_text() for one in resolver.asked]
        assert sorted(asked) == [f"{NAME}. IN A", f"{NAME}. IN AAAA"]

    run(test, says(BOTH))


ONE_FAMILY = {
    "only IPv4": ({"A": BOTH["A"]}, [PLACES[0], PLACES[2]]),
    "only IPv6": ({"AAAA": BOTH["AAAA"]}, [PLACES[1]]),
    "behind an alias": (
        {
            "A": Says(answer=(RR("CNAME", "b.example."), RR("A", "192.0.2.1", 60, "b.example"))),
        },
        [PLACES[0]],
    ),
    "addresses that are none": ({"A": Says(answer=(RR("TYPE65280", r"\# 4 01020304"),))}, []),
    "nothing": ({}, []),
    "no such name": ({"A": NXDOMAIN, "AAAA": NXDOMAIN}, []),
    "a refusal": ({"A": Says(rcode=5), "AAAA": Says(rcode=5)}, []),
}


@pytest.mark.parametrize(("by_type", "expected"), ONE_FAMILY.values(), ids=ONE_FAMILY)
def test_what_there_is_is_taken(by_type: dict[str, Says], expected: list[Address]) -> None:
    """One family is enough, also behind an alias; what is no address is none."""

    async def test(where: Bootstrapped, _: Scripted, __: Played) -> None:
        assert list(await where.addresses()) == expected

    run(test, says(by_type))


def test_addresses_are_kept_as_long_as_they_say() -> None:
    """Within the shortest lifetime nobody is asked again; after it, once, beside the answering."""

    async def test(where: Bootstrapped, resolver: Scripted, clock: Played) -> None:
        await looked_up(where)
        clock.now += 299
        assert list(await looked_up(where)) == PLACES
        assert len(resolver.asked) == 2
        clock.now += 1
        resolver.script = says({"A": Says(answer=(RR("A", "192.0.2.9"),))})
        assert list(await looked_up(where)) == PLACES  # at once; the new ones come beside
        assert list(await where.addresses()) == [Address("192.0.2.9", 853)]
        assert len(resolver.asked) == 4

    run(test, says(BOTH))


@pytest.mark.parametrize("dies", [lambda _: [], says({})], ids=["silent", "denies"])
def test_the_last_good_addresses_stay(dies: Script) -> None:
    """Where the resolver dies or denies, what served once is kept, and it is asked now and then."""

    async def test(where: Bootstrapped, resolver: Scripted, clock: Played) -> None:
        await looked_up(where)
        resolver.script = dies
        clock.now += 100_000
        for _ in range(5):
            assert list(await looked_up(where)) == PLACES
        assert len(resolver.asked) == 4
        clock.now += AGAIN_SECONDS
        resolver.script = says(BOTH)
        await looked_up(where)
        assert len(resolver.asked) == 6

    run(test, says(BOTH))


def test_who_asks_together_asks_once() -> None:
    """A home that starts anew asks for the place once, however many wait; one may leave."""

    async def test(where: Bootstrapped, resolver: Scripted, _: Played) -> None:
        gone, *stay = [asyncio.create_task(where.addresses()) for _ in range(21)]
        await asyncio.sleep(0)
        gone.cancel()
        found = await asyncio.gather(*stay)
        assert [list(one) for one in found] == [PLACES] * 20
        assert len(resolver.asked) == 2

    run(test, says(BOTH))


def test_a_short_life_is_not_taken_at_its_word() -> None:
    """An address that may be kept for no time at all is kept for a minute."""

    async def test(where: Bootstrapped, resolver: Scripted, clock: Played) -> None:
        await looked_up(where)
        clock.now += 59
        await looked_up(where)
        assert len(resolver.asked) == 2
        clock.now += 1
        await looked_up(where)
        assert len(resolver.asked) == 4

    run(test, says({"A": Says(answer=(RR("A", "192.0.2.1", 0),))}))


def test_nobody_else_is_asked_where_a_name_is() -> None:
    """With a dead bootstrap resolver, a name that this machine itself knows is not found."""

    async def within() -> None:
        dead = Do53Upstreams([Address("127.0.0.1", free_port())], udp_seconds=(0.2,))
        assert list(await Bootstrapped(from_text("localhost"), 853, dead).addresses()) == []

    asyncio.run(within())


def test_a_wrong_answer_does_no_harm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Who was put in the resolver's place hears nothing, and the next address is asked."""
    tls = certified(tmp_path_factory.mktemp("right"))
    other = certified(tmp_path_factory.mktemp("wrong"))
    question = house.question_of(query("www.example.org"))

    def honest(asked: Asked) -> Sequence[bytes]:
        return [ADDRESS.to(asked.packet)]

    async def within() -> None:
        async with scripted_tls(honest, other.context()) as liar:
            places = Says(answer=(RR("A", "127.0.0.1"),))
            async with scripted(says({"A": places})) as resolver:
                where = Bootstrapped(
                    from_text(NAME), liar.address.port, Do53Upstreams([resolver.address])
                )
                dot = Dot(where, Identity(NAME), authorities=str(tls.authority))
                assert await dot.ask(question, 30) is None
                assert liar.asked == []
            async with scripted_tls(honest, tls.context()) as friend:
                both = Known((liar.address, friend.address))
                dot = Dot(both, Identity(NAME), authorities=str(tls.authority))
                assert await dot.ask(question, 30) is not None
                assert (len(liar.asked), len(friend.asked)) == (0, 1)

    asyncio.run(within())
