from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import dns.message
import pytest

from agent.dns.upstream import Address, UpstreamSilent
from agent.dns.upstream.asking import Known
from agent.dns.upstream.dot import Dot, DotUpstreams
from agent.dns.upstream.secured import Identity
from agent.dns.wire import Answer, Question
from policy.names import from_text
from tests.agent.dns import house, packets
from tests.agent.dns.packets import TXT, A, opt, query
from tests.agent.dns.upstream.tls_upstreams import (
    NAME,
    Certified,
    certified,
    scripted_tls,
    unbound,
    uncollected,
)
from tests.agent.dns.upstream_says import ADDRESS, RR, Says
from tests.agent.dns.upstreams import Asked, Script, Scripted, free_port

QUESTION = house.question_of(query("www.example.org"))
OURS = bytes((192, 0, 2, 7))
LONG_AGO = datetime(2021, 1, 1, tzinfo=UTC)


def honest(asked: Asked) -> Sequence[bytes]:
    """Answer every query."""
    return [ADDRESS.to(asked.packet)]


def silent(_: Asked) -> Sequence[bytes]:
    """Answer nothing."""
    return []


def numbered(number: int) -> Question:
    """Return a question of its own."""
    return QUESTION._replace(name=from_text(f"n{number}.example"))


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    """Return the resolver's certificate, made once for all tests."""
    return certified(tmp_path_factory.mktemp("tls"))


Test = Callable[[Dot, Scripted], Awaitable[None]]


def run(
    test: Test,
    script: Script,
    tls: Certified,
    *,
    identity: Identity | None = None,
    silent_seconds: float = 30,
) -> None:
    """Run a test with one resolver over TLS that follows a script."""

    async def within() -> None:
        async with scripted_tls(script, tls.context()) as upstream:
            dot = Dot(
                Known((upstream.address,)),
                identity or Identity(NAME),
                authorities=str(tls.authority),
                silent_seconds=silent_seconds,
            )
            await test(dot, upstream)

    asyncio.run(within())


def address_in(answer: Answer | None) -> bytes | None:
    """Return the last four octets of an answer: its address."""
    return answer and answer.body[-4:]


def test_who_proves_the_name_is_asked(tls: Certified) -> None:
    """A resolver whose certificate is for the name is asked, and its answer comes back."""

    async def test(dot: Dot, _: Scripted) -> None:
        assert address_in(await dot.ask(QUESTION, 30)) == OURS

    run(test, honest, tls)


def test_who_proves_the_key_is_asked(tmp_path: Path) -> None:
    """A pin is enough, also for a certificate that nobody vouches for and that has run out."""
    old = certified(tmp_path, "other.example", LONG_AGO)

    async def test(dot: Dot, _: Scripted) -> None:
        assert address_in(await dot.ask(QUESTION, 30)) == OURS

    run(test, honest, old, identity=Identity(None, frozenset({bytes(32), old.pin})))


async def _nothing_is_asked(dot: Dot, upstream: Scripted) -> None:
    assert await dot.ask(QUESTION, 30) is None
    assert upstream.asked == []


STRANGERS = {
    "another name": Identity("other.example"),
    "a name above": Identity("example"),
    "an address that it is not for": Identity("127.0.0.2"),
    "another key": Identity(None, frozenset({bytes(32)})),
}


@pytest.mark.parametrize("identity", STRANGERS.values(), ids=STRANGERS)
def test_a_stranger_is_asked_nothing(identity: Identity, tls: Certified) -> None:
    """Not one octet of a question goes to who is not whom we mean."""
    run(_nothing_is_asked, honest, tls, identity=identity)


def test_who_is_vouched_for_by_nobody_is_asked_nothing(tls: Certified, tmp_path: Path) -> None:
    """A right name in a certificate of an authority that we do not trust is worth nothing."""
    other = certified(tmp_path)

    async def within() -> None:
        async with scripted_tls(honest, other.context()) as upstream:
            dot = Dot(Known((upstream.address,)), Identity(NAME), authorities=str(tls.authority))
            await _nothing_is_asked(dot, upstream)
            await _nothing_is_asked(Dot(Known((upstream.address,)), Identity(NAME)), upstream)

    asyncio.run(within())


def test_who_has_run_out_is_asked_nothing(tmp_path: Path) -> None:
    """A certificate that has run out proves no name."""
    run(_nothing_is_asked, honest, certified(tmp_path, until=LONG_AGO))


def test_an_old_kind_of_tls_is_not_spoken(tls: Certified) -> None:
    """A resolver that speaks nothing newer than TLS 1.1 is asked nothing (RFC 8996)."""

    async def within() -> None:
        context = tls.context()
        context.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="TLSv1"):
            context.minimum_version = ssl.TLSVersion.TLSv1
        with pytest.warns(DeprecationWarning, match="TLSv1"):
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        async with scripted_tls(honest, context) as upstream:
            dot = Dot(Known((upstream.address,)), Identity(NAME), authorities=str(tls.authority))
            await _nothing_is_asked(dot, upstream)

    asyncio.run(within())


def test_nothing_is_ever_asked_in_the_plain(tls: Certified) -> None:
    """Where TLS fails, neither the same port over UDP nor plain TCP hears a question."""
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(4_096))
        writer.close()

    async def within() -> None:
        port = free_port()
        server = await asyncio.start_server(listen, "127.0.0.1", port)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            udp.bind(("127.0.0.1", port))
            udp.setblocking(False)
            there = [(Address("127.0.0.1", port), Identity(NAME))]
            resolver = DotUpstreams(there, authorities=str(tls.authority))
            with pytest.raises(UpstreamSilent):
                await resolver.ask(QUESTION)
            with pytest.raises(BlockingIOError):
                udp.recv(4_096)
        server.close()

    asyncio.run(within())

    assert heard
    assert all(octets[0] == 0x16 and b"example\3org" not in octets for octets in heard)


def test_one_connection_is_used_for_all(tls: Certified) -> None:
    """A hundred questions, together and one after the other, need one connection."""

    async def test(dot: Dot, upstream: Scripted) -> None:
        await asyncio.gather(*(dot.ask(numbered(number), 30) for number in range(50)))
        for number in range(50):
            await dot.ask(numbered(number), 30)
        assert len(upstream.asked) == 100
        assert len({asked.port for asked in upstream.asked}) == 1

    run(test, honest, tls)


def test_answers_come_in_any_order(tls: Certified) -> None:
    """Each question gets its own answer though the upstream answers the last one first."""
    kept: list[Asked] = []

    def backwards(asked: Asked) -> Sequence[bytes]:
        kept.append(asked)
        if len(kept) < 20:
            return []
        return [
            Says(answer=(RR("A", f"192.0.2.{number}"),)).to(one.packet)
            for number, one in reversed(list(enumerate(kept)))
        ]

    async def test(dot: Dot, _: Scripted) -> None:
        found = await asyncio.gather(*(dot.ask(numbered(number), 30) for number in range(20)))
        assert [address_in(one) for one in found] == [
            bytes((192, 0, 2, number)) for number in range(20)
        ]

    run(test, backwards, tls)


def test_a_query_is_padded_and_says_nothing_of_the_asker(tls: Certified) -> None:
    """What goes up fills whole blocks of 128 octets, and holds no option but the padding."""
    asking = query(
        "eXample.org", additional=[opt(payload=4096, options=[(8, b"\0\1\x18\0\xc0\0\2")])]
    )

    async def test(dot: Dot, upstream: Scripted) -> None:
        await dot.ask(house.question_of(asking), 30)
        went = dns.message.from_wire(upstream.asked[0].packet)
        assert len(upstream.asked[0].packet) == 128
        assert [int(option.otype) for option in went.options] == [12]
        assert went.question[0].to_text() == "example.org. IN A"

    run(test, honest, tls)


def test_after_the_upstream_closed_a_new_connection_is_made(tls: Certified) -> None:
    """An upstream that closes after each answer, as some do when idle, costs no answer."""
    seen: list[Asked] = []

    def closes_every_second_time(asked: Asked) -> Sequence[bytes]:
        seen.append(asked)
        return [b""] if len(seen) % 2 == 0 else honest(asked)

    async def test(dot: Dot, upstream: Scripted) -> None:
        found = [await dot.ask(QUESTION, 30) for _ in range(4)]
        assert [address_in(one) for one in found] == [OURS] * 4
        assert len({asked.port for asked in upstream.asked}) == 4

    run(test, closes_every_second_time, tls)


def test_an_upstream_that_always_closes_is_not_asked_for_ever(tls: Certified) -> None:
    """A question is asked on two connections, and then the upstream has no answer."""

    async def test(dot: Dot, upstream: Scripted) -> None:
        assert await dot.ask(QUESTION, 30) is None
        assert len(upstream.asked) == 2

    run(test, lambda _: [b""], tls)


def test_a_dead_connection_is_given_up_and_the_question_asked_anew(tls: Certified) -> None:
    """Where nothing comes any more, as behind a router that forgot us, a new connection helps."""
    first: list[int] = []

    def dead_on_the_first(asked: Asked) -> Sequence[bytes]:
        first.append(asked.port)
        return [] if asked.port == first[0] and len(first) > 1 else honest(asked)

    async def test(dot: Dot, upstream: Scripted) -> None:
        found = [await dot.ask(QUESTION, 30) for _ in range(2)]
        assert [address_in(one) for one in found] == [OURS] * 2
        assert len(upstream.asked) == 3

    run(test, dead_on_the_first, tls, silent_seconds=0.1)


@pytest.mark.parametrize("last", [[b""], []], ids=["closed", "silent"])
def test_what_is_left_of_a_connection_goes_at_once(last: list[bytes], tls: Certified) -> None:
    """Of three connections that ended one after the other none waits for the collector."""
    seen: list[int] = []

    def once_each(asked: Asked) -> Sequence[bytes]:
        seen.append(asked.port)
        return honest(asked) if seen.count(asked.port) == 1 else last

    async def test(dot: Dot, _: Scripted) -> None:
        with uncollected() as held:
            for number in range(4):
                assert address_in(await dot.ask(numbered(number), 30)) == OURS
            assert held() == 1
        assert len(set(seen)) >= 4

    run(test, once_each, tls, silent_seconds=30 if last else 0.2)


def test_a_slow_answer_does_not_end_a_connection_that_speaks(tls: Certified) -> None:
    """While other answers come, one that is missing is waited for on the same connection."""
    kept: list[Asked] = []
    came = asyncio.Event()

    def first_last(asked: Asked) -> Sequence[bytes]:
        kept.append(asked)
        came.set()
        if len(kept) == 1:
            return []
        return [*honest(asked), *(honest(kept[0]) if len(kept) == 40 else ())]

    async def test(dot: Dot, upstream: Scripted) -> None:
        slow = asyncio.create_task(dot.ask(numbered(0), 30))
        await came.wait()
        for number in range(1, 40):
            await dot.ask(numbered(number), 30)
        assert address_in(await slow) == OURS
        assert len({asked.port for asked in upstream.asked}) == 1

    run(test, first_last, tls, silent_seconds=5)


WRONG: dict[str, Callable[[bytes], bytes]] = {
    "another id": lambda reply: bytes((reply[0] ^ 1,)) + reply[1:],
    "another name": lambda reply: reply[:13] + b"x" + reply[14:],
    "a query": lambda reply: reply[:2] + b"\1\0" + reply[4:],
    "one octet": lambda reply: reply[:1],
    "nothing": lambda _: b"\0\0",
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_what_does_not_fit_is_passed_over(change: Callable[[bytes], bytes], tls: Certified) -> None:
    """What answers no question of ours neither is believed nor ends the wait for what does."""

    async def test(dot: Dot, _: Scripted) -> None:
        assert address_in(await dot.ask(QUESTION, 30)) == OURS

    other = Says(answer=(RR("A", "203.0.113.66"),))
    run(test, lambda asked: [change(other.to(asked.packet)), *honest(asked)], tls)


def test_who_stops_waiting_takes_nobody_along(tls: Certified) -> None:
    """An asker that goes away, while connecting or later, leaves the others their answers."""
    kept: list[Asked] = []

    def both_at_last(asked: Asked) -> Sequence[bytes]:
        kept.append(asked)
        return [reply for one in kept for reply in honest(one)] if len(kept) == 3 else []

    async def test(dot: Dot, upstream: Scripted) -> None:
        gone = asyncio.create_task(dot.ask(numbered(0), 30))
        stays = asyncio.create_task(dot.ask(numbered(1), 30))
        await asyncio.sleep(0)
        gone.cancel()
        assert await dot.ask(numbered(2), 0.1) is None  # in time it has nothing
        third = dot.ask(numbered(3), 30)
        fourth = dot.ask(numbered(4), 30)
        found = await asyncio.gather(stays, third, fourth)
        assert [address_in(one) for one in found] == [OURS] * 3
        assert len({asked.port for asked in upstream.asked}) == 1
        assert gone.cancelled()

    def all_but_the_second(asked: Asked) -> Sequence[bytes]:
        return [] if asked.packet[14:15] == b"2" else both_at_last(asked)

    run(test, all_but_the_second, tls)


def test_an_id_stands_for_one_question_at_a_time(tls: Certified) -> None:
    """An id that is in use is not given to a second question."""
    ids = iter([7, 7, 7, 8])
    kept: list[Asked] = []

    def together(asked: Asked) -> Sequence[bytes]:
        kept.append(asked)
        return [reply for one in kept for reply in honest(one)] if len(kept) == 2 else []

    async def within() -> None:
        async with scripted_tls(together, tls.context()) as upstream:
            dot = Dot(
                Known((upstream.address,)),
                Identity(NAME),
                authorities=str(tls.authority),
                new_id=lambda: next(ids),
            )
            await asyncio.gather(dot.ask(numbered(0), 30), dot.ask(numbered(1), 30))
            assert [asked.packet[:2] for asked in upstream.asked] == [b"\0\7", b"\0\x08"]

    asyncio.run(within())


def test_no_time_is_left(tls: Certified) -> None:
    """A silent upstream has no answer when its seconds are over."""

    async def test(dot: Dot, _: Scripted) -> None:
        assert await dot.ask(QUESTION, 0.2) is None

    run(test, silent, tls)


def test_nobody_listens() -> None:
    """Where no connection can be made there is no answer, at once."""

    async def within() -> None:
        dot = Dot(Known((Address("127.0.0.1", free_port()),)), Identity(NAME))
        async with asyncio.timeout(10):
            assert await dot.ask(QUESTION, 30) is None

    asyncio.run(within())


def test_an_upstream_that_comes_back_is_found(tls: Certified) -> None:
    """After it was down an upstream is connected to again, without being told."""

    async def within() -> None:
        port = free_port()
        dot = Dot(
            Known((Address("127.0.0.1", port),)), Identity(NAME), authorities=str(tls.authority)
        )
        found = [await dot.ask(QUESTION, 30)]
        async with scripted_tls(honest, tls.context(), port):
            found.append(await dot.ask(QUESTION, 30))
        assert [address_in(one) for one in found] == [None, OURS]

    asyncio.run(within())


def test_the_next_one_helps_out(tls: Certified) -> None:
    """Of several over TLS, the one that can be trusted and reached answers."""

    async def within() -> bytes:
        async with (
            scripted_tls(honest, tls.context()) as stranger,
            scripted_tls(honest, tls.context()) as friend,
        ):
            there = [
                (Address("127.0.0.1", free_port()), Identity(NAME)),
                (stranger.address, Identity("other.example")),
                (friend.address, Identity(NAME)),
            ]
            resolver = DotUpstreams(there, authorities=str(tls.authority))
            answer = await resolver.ask(QUESTION)
            assert stranger.asked == []
            return answer.body[-4:]

    assert asyncio.run(within()) == OURS


def test_a_real_unbound_is_understood(tls: Certified, tmp_path: Path) -> None:
    """Unbound over TLS answers a hundred questions at once: addresses, a long text, a denial."""
    local = [f"n{number}.example. A 192.0.2.{number}" for number in range(100)]
    text = " ".join([f'"{"x" * 250}"'] * 16)

    async def asking(dot: Dot) -> None:
        found = await asyncio.gather(*(dot.ask(numbered(number), 30) for number in range(100)))
        assert [address_in(one) for one in found] == [
            bytes((192, 0, 2, number)) for number in range(100)
        ]
        long = await dot.ask(house.question_of(query("big.example", TXT)), 30)
        none = await dot.ask(house.question_of(query("nothing.example", A)), 30)
        assert long is not None
        assert none is not None
        assert (long.counts[0], len(long.body) > 4_000, none.rcode) == (1, True, 3)

    with unbound(tmp_path, tls, *local, f"big.example. TXT {text}") as address:
        for identity in (Identity(NAME), Identity(None, frozenset({tls.pin}))):
            asyncio.run(asking(Dot(Known((address,)), identity, authorities=str(tls.authority))))


def test_checking_disabled_and_do_go_up(tls: Certified) -> None:
    """The two flags that change the answer are passed on over TLS too."""
    asking = query("example.org", flags=packets.RD | packets.CD, additional=[opt(dnssec_ok=True)])

    async def test(dot: Dot, upstream: Scripted) -> None:
        await dot.ask(house.question_of(asking), 30)
        went = dns.message.from_wire(upstream.asked[0].packet)
        assert bool(went.flags & packets.CD)
        assert bool(went.ednsflags & 0x8000)

    run(test, honest, tls)
