from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence

import dns.message
import pytest
from h2.errors import ErrorCodes
from h2.settings import SettingCodes

from agent.dns.upstream import Address
from agent.dns.upstream.asking import Known
from agent.dns.upstream.doh import Doh, _Doh
from agent.dns.upstream.secured import Identity
from agent.dns.wire import Answer, Question
from policy.names import from_text
from tests.agent.dns import house, packets
from tests.agent.dns.packets import opt, query
from tests.agent.dns.upstream.https_upstreams import Posted, Reply, Served, Tell, scripted_https
from tests.agent.dns.upstream.tls_upstreams import NAME, Certified, certified, uncollected
from tests.agent.dns.upstream_says import ADDRESS, RR, Says
from tests.agent.dns.upstreams import free_port

QUESTION = house.question_of(query("www.example.org"))
OURS = bytes((192, 0, 2, 7))
URL = (NAME, "/dns-query")
MESSAGE = ((b"content-type", b"application/dns-message"),)
LONG_FRAME = (16_000).to_bytes(3, "big") + b"\xee" + bytes(5)
"""The head of a frame of no known type, which takes long to come (RFC 9113 section 4.1)."""


def honest(posted: Posted) -> Sequence[Reply]:
    """Answer every query."""
    return [Reply(ADDRESS.to(posted.packet))]


def numbered(number: int) -> Question:
    """Return a question of its own."""
    return QUESTION._replace(name=from_text(f"n{number}.example"))


def address_in(answer: Answer | None) -> bytes | None:
    """Return the last four octets of an answer: its address."""
    return answer and answer.body[-4:]


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    """Return the resolver's certificate, made once for all tests."""
    return certified(tmp_path_factory.mktemp("tls"))


Test = Callable[[Doh, Served], Awaitable[None]]


def run(
    test: Test,
    tell: Tell,
    tls: Certified,
    *,
    identity: Identity | None = None,
    silent_seconds: float = 30,
    settings: dict[SettingCodes, int] | None = None,
    protocol: str = "h2",
) -> None:
    """Run a test with one resolver over HTTPS that follows a script."""

    async def within() -> None:
        context = tls.context()
        async with scripted_https(tell, context, settings=settings, protocol=protocol) as upstream:
            doh = Doh(
                Known((upstream.address,)),
                identity or Identity(NAME),
                URL,
                authorities=str(tls.authority),
                silent_seconds=silent_seconds,
            )
            await test(doh, upstream)

    asyncio.run(within())


def test_who_proves_the_name_is_asked(tls: Certified) -> None:
    """A resolver whose certificate is for the name is asked, and its answer comes back."""

    async def test(doh: Doh, _: Served) -> None:
        assert address_in(await doh.ask(QUESTION, 30)) == OURS

    run(test, honest, tls)


def test_what_goes_up_is_what_the_rfc_says_and_nothing_more(tls: Certified) -> None:
    """A POST with an id of 0 goes up, padded to 128 octets, and no header tells who asks."""
    asking = query(
        "eXample.org", additional=[opt(payload=4096, options=[(8, b"\0\1\x18\0\xc0\0\2")])]
    )

    async def test(doh: Doh, upstream: Served) -> None:
        await doh.ask(house.question_of(asking), 30)
        (posted,) = upstream.asked
        went = dns.message.from_wire(posted.packet)
        assert posted.headers == {
            b":method": b"POST",
            b":scheme": b"https",
            b":authority": b"dns.example",
            b":path": b"/dns-query",
            b"accept": b"application/dns-message",
            b"content-type": b"application/dns-message",
            b"content-length": b"128",
        }
        assert (went.id, len(posted.packet)) == (0, 128)
        assert [int(option.otype) for option in went.options] == [12]
        assert went.question[0].to_text() == "example.org. IN A"

    run(test, honest, tls)


def test_checking_disabled_and_do_go_up(tls: Certified) -> None:
    """The two flags that change the answer are passed on over HTTPS too."""
    asking = query("example.org", flags=packets.RD | packets.CD, additional=[opt(dnssec_ok=True)])

    async def test(doh: Doh, upstream: Served) -> None:
        await doh.ask(house.question_of(asking), 30)
        went = dns.message.from_wire(upstream.asked[0].packet)
        assert bool(went.flags & packets.CD)
        assert bool(went.ednsflags & 0x8000)

    run(test, honest, tls)


async def _nothing_is_asked(doh: Doh, upstream: Served) -> None:
    assert await doh.ask(QUESTION, 30) is None
    assert upstream.asked == []


STRANGERS = {
    "another name": Identity("other.example"),
    "another key": Identity(None, frozenset({bytes(32)})),
}


@pytest.mark.parametrize("identity", STRANGERS.values(), ids=STRANGERS)
def test_a_stranger_is_asked_nothing(identity: Identity, tls: Certified) -> None:
    """Not one octet of a question goes to who is not whom we mean."""
    run(_nothing_is_asked, honest, tls, identity=identity)


def test_who_does_not_speak_http_2_is_asked_nothing(tls: Certified) -> None:
    """A server that chose another protocol is left at once."""
    run(_nothing_is_asked, honest, tls, protocol="http/1.1")


def test_a_pin_is_enough(tls: Certified) -> None:
    """Who proves the key is asked, whatever name the certificate is for."""

    async def test(doh: Doh, _: Served) -> None:
        assert address_in(await doh.ask(QUESTION, 30)) == OURS

    run(test, honest, tls, identity=Identity(None, frozenset({tls.pin})))


def test_one_connection_is_used_for_all(tls: Certified) -> None:
    """A hundred questions, together and one after the other, need one connection."""

    async def test(doh: Doh, upstream: Served) -> None:
        await asyncio.gather(*(doh.ask(numbered(number), 30) for number in range(50)))
        for number in range(50):
            await doh.ask(numbered(number), 30)
        assert len(upstream.asked) == 100
        assert len({posted.port for posted in upstream.asked}) == 1

    run(test, honest, tls)


def test_answers_come_in_any_order(tls: Certified) -> None:
    """Each question gets its own answer though the upstream answers the last one first."""
    kept: list[Posted] = []

    def backwards(posted: Posted) -> Sequence[Reply]:
        kept.append(posted)
        if len(kept) < 20:
            return []
        return [
            Reply(Says(answer=(RR("A", f"192.0.2.{at}"),)).to(one.packet), to=one.stream)
            for at, one in reversed(list(enumerate(kept)))
        ]

    async def test(doh: Doh, _: Served) -> None:
        found = await asyncio.gather(*(doh.ask(numbered(number), 30) for number in range(20)))
        assert [address_in(one) for one in found] == [
            bytes((192, 0, 2, number)) for number in range(20)
        ]

    run(test, backwards, tls)


def test_no_more_streams_are_open_than_the_upstream_allows(tls: Certified) -> None:
    """Questions above the upstream's limit wait for a place, and all are answered."""
    kept: list[Posted] = []

    def four_together(posted: Posted) -> Sequence[Reply]:
        kept.append(posted)
        if len(kept) < 4:
            return []
        now, kept[:] = list(kept), []
        return [Reply(ADDRESS.to(one.packet), to=one.stream) for one in now]

    async def test(doh: Doh, upstream: Served) -> None:
        first = [asyncio.create_task(doh.ask(numbered(number), 30)) for number in range(4)]
        await asyncio.gather(*first)  # by now the upstream's limit is known
        found = await asyncio.gather(*(doh.ask(numbered(number), 30) for number in range(40)))
        assert [address_in(one) for one in found] == [OURS] * 40
        assert upstream.most_at_once == 4
        assert len({posted.port for posted in upstream.asked}) == 1

    run(test, four_together, tls, settings={SettingCodes.MAX_CONCURRENT_STREAMS: 4})


def test_a_small_window_is_waited_for(tls: Certified) -> None:
    """More questions than the upstream's window takes at once are sent as it opens again."""

    async def test(doh: Doh, upstream: Served) -> None:
        found = await asyncio.gather(*(doh.ask(numbered(number), 30) for number in range(1_000)))
        assert [address_in(one) for one in found] == [OURS] * 1_000
        assert len({posted.port for posted in upstream.asked}) == 1

    run(test, honest, tls)


@pytest.mark.parametrize(
    "setting", [SettingCodes.INITIAL_WINDOW_SIZE, SettingCodes.MAX_CONCURRENT_STREAMS]
)
def test_an_upstream_that_takes_nothing_is_given_up(setting: SettingCodes, tls: Certified) -> None:
    """A connection on which nothing may ever be asked is left after the time of silence."""

    async def test(doh: Doh, upstream: Served) -> None:
        async with asyncio.timeout(20):
            for _ in range(2):  # the first may go up before the upstream could say so
                await doh.ask(QUESTION, 30)
        assert len(upstream.connections) > 1

    run(test, honest, tls, silent_seconds=0.2, settings={setting: 0})


WRONG: dict[str, Callable[[Posted], Reply]] = {
    "another status": lambda posted: Reply(ADDRESS.to(posted.packet), status=b"500"),
    "a way elsewhere": lambda _: Reply(
        status=b"301", headers=((b"location", b"https://dns.example/"),)
    ),
    "no media type": lambda posted: Reply(ADDRESS.to(posted.packet), headers=()),
    "another media type": lambda posted: Reply(
        ADDRESS.to(posted.packet), headers=((b"content-type", b"text/html"),)
    ),
    "nothing": lambda _: Reply(),
    "a header alone": lambda posted: Reply(posted.packet[:2] + b"\x81\x80" + bytes(8)),
    "an answer to something else": lambda _: Reply(
        ADDRESS.to(packets.query("other.example", query_id=0))
    ),
    "another id": lambda posted: Reply(b"\0\1" + ADDRESS.to(posted.packet)[2:]),
    "rubbish": lambda _: Reply(bytes(range(256))),
    "one octet more than a message": lambda posted: Reply(
        ADDRESS.to(posted.packet).ljust(65_536, b"\0")
    ),
    "more than a message": lambda posted: Reply(
        ADDRESS.to(posted.packet) + bytes(70_000), is_whole=False
    ),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_is_no_answer_is_none(wrong: Callable[[Posted], Reply], tls: Certified) -> None:
    """What is no answer brings none, is not asked again, and costs the connection nothing."""

    def once_wrong(posted: Posted) -> Sequence[Reply]:
        return [wrong(posted)] if b"www" in posted.packet else honest(posted)

    async def test(doh: Doh, upstream: Served) -> None:
        assert await doh.ask(QUESTION, 30) is None
        assert address_in(await doh.ask(numbered(1), 30)) == OURS
        assert len(upstream.asked) == 2
        assert len({posted.port for posted in upstream.asked}) == 1

    run(test, once_wrong, tls)


FAILS_ONCE: dict[str, Reply] = {
    "the stream is refused": Reply(reset=ErrorCodes.REFUSED_STREAM),
    "the stream breaks": Reply(reset=ErrorCodes.INTERNAL_ERROR),
    "the connection is closed in good order": Reply(goaway=True),
    "the connection is cut": Reply(closes=True),
    "settings of five octets": Reply(raw=b"\0\0\5\4\0\0\0\0\0\0\0\0\0\0"),
    "a frame of a stream that never was": Reply(raw=b"\0\0\1\0\0\0\0\0\x63x"),
    "a push": Reply(raw=b"\0\0\5\5\4\0\0\0\1\0\0\0\2\x88"),
}


@pytest.mark.parametrize("fails", FAILS_ONCE.values(), ids=FAILS_ONCE)
def test_what_fails_once_is_asked_once_more(fails: Reply, tls: Certified) -> None:
    """A question that was refused, reset or on its way when all broke is asked again."""
    seen: list[Posted] = []

    def at_first(posted: Posted) -> Sequence[Reply]:
        seen.append(posted)
        return [fails] if len(seen) == 1 else honest(posted)

    async def test(doh: Doh, upstream: Served) -> None:
        assert address_in(await doh.ask(QUESTION, 30)) == OURS
        assert len(upstream.asked) == 2

    run(test, at_first, tls)


@pytest.mark.parametrize("fails", FAILS_ONCE.values(), ids=FAILS_ONCE)
def test_what_always_fails_is_not_asked_for_ever(fails: Reply, tls: Certified) -> None:
    """A question is asked twice, and then the upstream has no answer."""

    async def test(doh: Doh, upstream: Served) -> None:
        assert await doh.ask(QUESTION, 30) is None
        assert len(upstream.asked) == 2

    run(test, lambda _: [fails], tls)


def test_a_dead_connection_is_given_up_and_the_question_asked_anew(tls: Certified) -> None:
    """Where nothing comes any more, as behind a router that forgot us, a new connection helps."""
    first: list[int] = []

    def dead_on_the_first(posted: Posted) -> Sequence[Reply]:
        first.append(posted.port)
        return [] if posted.port == first[0] and len(first) > 1 else honest(posted)

    async def test(doh: Doh, upstream: Served) -> None:
        found = [await doh.ask(QUESTION, 30) for _ in range(2)]
        assert [address_in(one) for one in found] == [OURS] * 2
        assert len(upstream.asked) == 3

    run(test, dead_on_the_first, tls, silent_seconds=0.1)


ENDS: dict[str, list[Reply]] = {
    "closed in good order": [FAILS_ONCE["the connection is closed in good order"]],
    "cut": [FAILS_ONCE["the connection is cut"]],
    "silent": [],
}


@pytest.mark.parametrize("last", ENDS.values(), ids=ENDS)
def test_what_is_left_of_a_connection_goes_at_once(last: list[Reply], tls: Certified) -> None:
    """Of three connections that ended one after the other none waits for the collector."""
    seen: list[int] = []

    def once_each(posted: Posted) -> Sequence[Reply]:
        seen.append(posted.port)
        return honest(posted) if seen.count(posted.port) == 1 else last

    async def test(doh: Doh, _: Served) -> None:
        with uncollected() as held:
            for number in range(4):
                assert address_in(await doh.ask(numbered(number), 30)) == OURS
            assert held() == 1
        assert len(set(seen)) >= 4

    run(test, once_each, tls, silent_seconds=30 if last else 0.2)


def test_a_frame_that_never_ends_keeps_no_connection(tls: Certified) -> None:
    """Octets that are no HTTP/2, or the beginning of one long frame, count as silence."""
    seen: list[Posted] = []

    def at_first(posted: Posted) -> Sequence[Reply]:
        seen.append(posted)
        return [Reply(raw=b"HTTP/1.1 400 \r\n")] if len(seen) == 1 else honest(posted)

    async def test(doh: Doh, upstream: Served) -> None:
        assert address_in(await doh.ask(QUESTION, 30)) == OURS
        assert len(upstream.connections) == 2

    run(test, at_first, tls, silent_seconds=0.3)


def test_octets_that_trickle_are_silence_too(tls: Certified) -> None:
    """Octets that come and come without ever being a whole frame keep no dead connection."""
    seen: list[Posted] = []
    is_asked = asyncio.Event()

    def at_first(posted: Posted) -> Sequence[Reply]:
        seen.append(posted)
        is_asked.set()
        return [Reply(raw=LONG_FRAME)] if len(seen) == 1 else honest(posted)

    async def test(doh: Doh, upstream: Served) -> None:
        asking = asyncio.create_task(doh.ask(QUESTION, 30))
        await is_asked.wait()
        first = upstream.connections[0].transport

        def trickle() -> None:
            if not first.is_closing():
                first.write(b"\0")
                asyncio.get_running_loop().call_later(0.02, trickle)

        trickle()
        assert address_in(await asking) == OURS
        assert len(upstream.connections) == 2

    run(test, at_first, tls, silent_seconds=1)


def test_who_stops_waiting_takes_nobody_along(tls: Certified) -> None:
    """An asker that goes away leaves the others their answers, and its stream is reset."""
    kept: list[Posted] = []

    def both_at_last(posted: Posted) -> Sequence[Reply]:
        kept.append(posted)
        return (
            [Reply(ADDRESS.to(one.packet), to=one.stream) for one in kept[1:]]
            if len(kept) == 3
            else []
        )

    async def test(doh: Doh, upstream: Served) -> None:
        assert await doh.ask(numbered(0), 0.3) is None  # in time it has nothing
        found = await asyncio.gather(doh.ask(numbered(1), 30), doh.ask(numbered(2), 30))
        assert [address_in(one) for one in found] == [OURS] * 2
        assert upstream.resets == [upstream.asked[0].stream]
        assert len({posted.port for posted in upstream.asked}) == 1

    run(test, both_at_last, tls)


def test_a_connection_whose_streams_are_used_up_is_replaced(tls: Certified) -> None:
    """Where HTTP/2 lets no more be asked on a connection, a new one is made, and costs nothing."""

    async def test(doh: Doh, upstream: Served) -> None:
        await doh.ask(QUESTION, 30)
        assert doh._connecting is not None
        connection = await doh._connecting
        assert isinstance(connection, _Doh)
        connection._h2.highest_outbound_stream_id = 2**31 - 1
        assert address_in(await doh.ask(QUESTION, 30)) == OURS
        assert len({posted.port for posted in upstream.asked}) == 2

    run(test, honest, tls)


def test_only_so_many_wait(tls: Certified, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit a question has no answer at once, and those that wait still have theirs."""
    monkeypatch.setattr("agent.dns.upstream.doh.MAX_ON_THEIR_WAY", 3)
    kept: list[Posted] = []

    def three_together(posted: Posted) -> Sequence[Reply]:
        kept.append(posted)
        return [Reply(ADDRESS.to(one.packet), to=one.stream) for one in kept if len(kept) == 3]

    async def test(doh: Doh, upstream: Served) -> None:
        found = await asyncio.gather(*(doh.ask(numbered(number), 30) for number in range(5)))
        assert [address_in(one) for one in found] == [OURS] * 3 + [None] * 2
        assert len(upstream.asked) == 3

    run(test, three_together, tls)


def test_an_upstream_that_comes_back_is_found(tls: Certified) -> None:
    """After it was down an upstream is connected to again, without being told."""

    async def within() -> None:
        port = free_port()
        where = Known((Address("127.0.0.1", port),))
        doh = Doh(where, Identity(NAME), URL, authorities=str(tls.authority))
        found = [await doh.ask(QUESTION, 30)]
        async with scripted_https(honest, tls.context(), port=port):
            found.append(await doh.ask(QUESTION, 30))
        assert [address_in(one) for one in found] == [None, OURS]

    asyncio.run(within())


def test_an_old_answer_is_as_old_as_it_says(tls: Certified) -> None:
    """An answer that a cache on its way held lives that much less, by every record of it."""
    old = Reply(headers=(*MESSAGE, (b"age", b"250"), (b"cache-control", b"max-age=280")))

    async def test(doh: Doh, _: Served) -> None:
        answer = await doh.ask(QUESTION, 30)
        assert answer is not None
        (at,) = answer.ttl_places
        ttl = int.from_bytes(answer.body[at : at + 4], "big")
        assert (ttl, answer.lifetime) == (50, 30)

    run(test, lambda posted: [old._replace(body=ADDRESS.to(posted.packet))], tls)


def test_a_long_answer_in_many_frames_is_put_together(tls: Certified) -> None:
    """An answer of nearly the largest size comes whole, and so does the next one."""
    long = Says(answer=(RR("TXT", " ".join([f'"{"x" * 250}"'] * 100)),) * 1)

    async def test(doh: Doh, _: Served) -> None:
        for number in range(4):
            answer = await doh.ask(numbered(number), 30)
            assert answer is not None
            assert len(answer.body) > 25_000

    run(test, lambda posted: [Reply(long.to(posted.packet))], tls)


def test_nobody_pays_for_https_who_does_not_ask_over_it() -> None:
    """The agent's start loads nothing of HTTP/2 unless an upstream over HTTPS is named."""
    program = "import agent.upstream_options, sys; print('h2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert done.stdout == b"False\n"
