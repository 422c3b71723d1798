from __future__ import annotations

import asyncio
import pickle
from collections.abc import Coroutine

import pytest

from agent.dns import answers, resolving, wire
from agent.dns.answers import LocalAnswer
from agent.dns.cache import MAX_STALE_SECONDS, Cache
from agent.dns.rebinding import Rebinding
from agent.dns.resolving import (
    LEADS_HOME,
    MOST_LATE,
    NOT_ANSWERED,
    NOT_READABLE,
    PATIENCE_SECONDS,
    Given,
    Resolving,
)
from agent.dns.upstream import UpstreamSilent
from agent.dns.wire import Answer, Question
from policy.names import from_text
from tests.agent.dns import house
from tests.agent.dns.packets import AAAA, CD, RD, opt, query, said
from tests.agent.dns.upstream_says import ADDRESS, NXDOMAIN, RR, Says

PACKET = query("www.example.org", additional=[opt()])
QUESTION = house.question_of(PACKET)
STALE, CACHED_ERROR, STALE_NXDOMAIN = 3, 13, 19
REFUSED = Says(rcode=5)
SERVFAIL = Says(rcode=2)


class Above:
    """An upstream that says what the test put there last: an answer, silence, or waiting."""

    def __init__(self, says: Says | Answer | None = ADDRESS) -> None:
        self.says = says
        self.waits: asyncio.Event | None = None
        self.asked = 0
        self.reached = asyncio.Event()

    async def ask(self, question: Question) -> Answer:
        """Say it."""
        self.asked += 1
        self.reached.set()
        if self.waits is not None:
            await self.waits.wait()
        if self.says is None:
            raise UpstreamSilent
        if isinstance(self.says, Answer):
            return self.says
        packet = self.says.to(answers.query(7, question, edns=True))
        answer = wire.read_answer(packet, 12 + len(question.name) + 4)
        assert answer is not None
        return answer


class Home:
    """A cache, an upstream, and what asks it, on a clock of their own."""

    def __init__(self, says: Says | Answer | None = ADDRESS, *may_lead_home: str) -> None:
        self.clock = house.Clock()
        self.above = Above(says)
        self.told = 0
        self.cache = Cache(self.clock)
        self.resolving = Resolving(
            self.cache, self.above, Rebinding(tuple(map(from_text, may_lead_home))), self._count
        )

    def _count(self) -> None:
        self.told += 1

    async def asks(self, question: Question = QUESTION) -> Given | LocalAnswer:
        """Return what a device gets: what is at hand, or else what is fetched."""
        found = self.resolving.find(question, None)
        return found if found is not None else await self.resolving.ask(question, None)


def run(work: Coroutine[object, object, None]) -> None:
    """Run a test's own coroutine, which must end in good time."""

    async def bounded() -> None:
        async with asyncio.timeout(30):
            await work

    asyncio.run(bounded())


def edes(given: Given | LocalAnswer) -> int | None:
    """Return the code of what is said beside an answer."""
    ede = given.ede if isinstance(given, LocalAnswer) else given.answer.ede
    return None if ede is None else ede[0]


def ttls(given: Given | LocalAnswer, packet: bytes = PACKET) -> list[int]:
    """Return the lifetimes in an answer as it is given."""
    assert isinstance(given, Given)
    reply = answers.forwarded(packet, QUESTION, given.answer, given.age, 1232)
    return [record[3] for section in said(reply).sections for record in section]


async def aged(home: Home, seconds: float = 300) -> None:
    """Have an answer kept, and let its life go by."""
    await home.asks()
    home.clock.now += seconds


UNREADABLE = Answer(0, (1, 0, 0), b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\3abc", (), 60, authentic=False)
NOBODY: dict[str, Says | Answer | None] = {
    "silence": None,
    "a failure": SERVFAIL,
    "a refusal": REFUSED,
    "what cannot be read": UNREADABLE,
}


@pytest.mark.parametrize("says", NOBODY.values(), ids=NOBODY)
def test_where_nobody_answers_an_old_answer_is_given(says: Says | Answer | None) -> None:
    """What was true before is given with what it is, to be remembered for 30 seconds."""

    async def asking() -> None:
        home = Home()
        await aged(home, 300 + MAX_STALE_SECONDS - 1)
        home.above.says = says
        given = await home.asks()

        assert (ttls(given), edes(given)) == ([30], STALE)
        assert home.above.asked == 2

    run(asking())


def test_an_old_denial_says_that_it_is_one() -> None:
    """Where nobody answers, what was not there before is not there still."""

    async def asking() -> None:
        home = Home(NXDOMAIN)
        await aged(home)
        home.above.says = None
        given = await home.asks()

        assert isinstance(given, Given)
        assert (given.answer.rcode, edes(given)) == (answers.NXDOMAIN, STALE_NXDOMAIN)

    run(asking())


def test_an_upstream_is_asked_first_and_its_answer_is_the_better_one() -> None:
    """An old answer is never given where the upstream answers."""

    async def asking() -> None:
        home = Home()
        await aged(home)
        given = await home.asks()

        assert (ttls(given), edes(given), home.above.asked) == ([300], None, 2)

    run(asking())


def test_an_old_answer_is_not_given_for_ever() -> None:
    """A day after its life an answer is gone, and the asker hears that nobody answers."""

    async def asking() -> None:
        home = Home()
        await aged(home, 300 + MAX_STALE_SECONDS)
        home.above.says = None

        assert await home.asks() is NOT_ANSWERED

    run(asking())


def test_while_nobody_answers_nobody_is_asked() -> None:
    """For half a minute after a failure an old answer is given at once; then it is tried again."""

    async def asking() -> None:
        home = Home()
        await aged(home)
        home.above.says = None
        for seconds, asked in ((0, 2), (0, 2), (29.5, 2), (0.5, 3), (39.5, 3), (0.5, 4)):
            home.clock.now += seconds
            given = await home.asks()
            assert (edes(given), home.above.asked) == (STALE, asked)
        home.above.says = ADDRESS
        home.clock.now += 60
        assert edes(await home.asks()) is None

    run(asking())


def test_a_slow_upstream_is_waited_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has an old answer at hand waits two seconds at most, and the new one still comes in."""
    monkeypatch.setattr(resolving, "PATIENCE_SECONDS", 0.01)
    assert PATIENCE_SECONDS <= 1.8  # RFC 8767 section 5: a stub gives up soon after

    async def asking() -> None:
        home = Home()
        await aged(home)
        home.above.waits = asyncio.Event()
        assert edes(await home.asks()) == STALE
        assert edes(await home.asks()) == STALE
        assert home.above.asked == 2
        [late] = home.resolving._late
        home.above.waits.set()
        await late
        given = await home.asks()

        assert (ttls(given), edes(given), home.above.asked) == ([300], None, 2)

    run(asking())


def test_what_goes_on_late_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many questions go on above after an old answer was given."""
    monkeypatch.setattr(resolving, "PATIENCE_SECONDS", 0.001)

    async def asking() -> None:
        home = Home()
        names = [house.question_of(query(f"n{one}.example.org")) for one in range(MOST_LATE + 9)]
        for name in names:
            await home.asks(name)
        home.clock.now += 300
        home.above.waits = asyncio.Event()
        given = await asyncio.gather(*map(home.asks, names))
        await asyncio.sleep(0)

        assert {edes(one) for one in given} == {STALE}
        assert len(home.resolving._late) <= MOST_LATE
        home.above.waits.set()

    run(asking())


def test_who_stops_waiting_stops_the_question() -> None:
    """Where the asker is given up, so is what was asked for it."""

    async def asking() -> None:
        home = Home()
        await aged(home)
        home.above.reached.clear()
        home.above.waits = asyncio.Event()
        waiting = asyncio.create_task(home.asks())
        await home.above.reached.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.sleep(0)
        await asyncio.sleep(0)

        assert not home.resolving._late

    run(asking())


def test_a_failure_is_told_as_it_is_and_remembered_shortly() -> None:
    """The first asker hears what the upstream said; the next within a second, that it was so."""

    async def asking() -> None:
        home = Home(REFUSED)
        first, second = await home.asks(), await home.asks()
        assert isinstance(first, Given)
        assert isinstance(second, LocalAnswer)
        assert (first.answer.rcode, second.rcode, edes(second)) == (5, 5, CACHED_ERROR)
        assert home.above.asked == 1
        home.clock.now += 1
        await home.asks()
        assert home.above.asked == 2

    run(asking())


def test_a_name_that_fails_does_not_fail_another() -> None:
    """What is remembered of one name, type, or CD is not said of another."""

    async def asking() -> None:
        home = Home(SERVFAIL)
        await home.asks()
        home.above.says = ADDRESS
        others = [query("www.example.org", AAAA), query("a.example.org")]
        others.append(query("www.example.org", flags=RD | CD))
        for other in others:
            assert edes(await home.asks(house.question_of(other))) is None

    run(asking())


LEADS_INSIDE = {
    "an address": Says(answer=(RR("A", "192.168.1.1"),)),
    "one among others": Says(answer=(RR("A", "192.0.2.1"), RR("A", "127.0.0.1"))),
    "an IPv6 address": Says(answer=(RR("AAAA", "fd00::1"),)),
    "one inside another": Says(answer=(RR("AAAA", "::ffff:10.0.0.1"),)),
    "behind an alias": Says(
        answer=(RR("CNAME", "x.example.net."), RR("A", "10.0.0.1", owner="x.example.net"))
    ),
    "beside the address of nowhere": Says(
        answer=(RR("A", "0.0.0.0"), RR("A", "192.168.1.1")),  # noqa: S104 - in an answer
    ),
    "a network's own address": Says(answer=(RR("A", "0.0.0.1"),)),
    "a hint of a service": Says(answer=(RR("HTTPS", "1 . ipv4hint=169.254.1.1"),)),
    "an IPv6 hint": Says(answer=(RR("HTTPS", "1 . ipv6hint=fe80::1"),)),
    "beside the answer": Says(
        answer=(RR("HTTPS", "1 x.example."),), additional=(RR("A", "10.0.0.1", owner="x.example"),)
    ),
}


@pytest.mark.parametrize("says", LEADS_INSIDE.values(), ids=LEADS_INSIDE)
def test_what_leads_into_the_home_is_refused(says: Says) -> None:
    """A name from outside with an address of a home is not answered, and not asked anew at once."""

    async def asking() -> None:
        home = Home(says)
        assert [await home.asks() for _ in range(2)] == [LEADS_HOME] * 2
        assert (home.above.asked, home.told, len(home.cache)) == (1, 1, 0)
        home.clock.now += 30
        home.above.says = ADDRESS
        assert edes(await home.asks()) is None
        assert home.told == 1

    run(asking())


NOWHERE = {
    "IPv4": Says(answer=(RR("A", "0.0.0.0"),)),  # noqa: S104 - in an answer
    "IPv6": Says(answer=(RR("AAAA", "::"),)),
    "beside an address of the internet": Says(
        answer=(RR("A", "0.0.0.0"), RR("A", "192.0.2.1")),  # noqa: S104 - in an answer
    ),
}


@pytest.mark.parametrize("says", NOWHERE.values(), ids=NOWHERE)
def test_a_resolver_that_filters_tries_no_trick(says: Says) -> None:
    """The address of nowhere is refused, and no carer is told that a name led into the home."""

    async def asking() -> None:
        home = Home(says)

        assert [await home.asks() for _ in range(2)] == [LEADS_HOME] * 2
        assert (home.above.asked, home.told) == (1, 0)

    run(asking())


@pytest.mark.parametrize("says", LEADS_INSIDE.values(), ids=LEADS_INSIDE)
def test_an_old_answer_is_not_given_for_what_leads_home(says: Says) -> None:
    """A site that moves into the home is refused, though an older answer is at hand."""

    async def asking() -> None:
        home = Home()
        await aged(home)
        home.above.says = says

        assert [await home.asks() for _ in range(2)] == [LEADS_HOME] * 2

    run(asking())


def test_who_may_lead_home_does() -> None:
    """A name that a zone or an option covers may have any address."""

    async def asking() -> None:
        home = Home(LEADS_INSIDE["an address"], "example.org")

        assert isinstance(await home.asks(), Given)
        assert home.told == 0

    run(asking())


def test_what_cannot_be_read_is_not_given() -> None:
    """An answer whose records cannot be judged is SERVFAIL, and is not kept."""

    async def asking() -> None:
        home = Home(UNREADABLE)

        assert await home.asks() is NOT_READABLE
        assert len(home.cache) == 0

    run(asking())


def test_an_old_answer_is_no_signed_one() -> None:
    """Nobody vouches for what is given after its life."""

    async def asking() -> None:
        home = Home(ADDRESS._replace(flags=ADDRESS.flags | 0x20))
        first = await home.asks()
        home.clock.now += 300
        home.above.says = None
        then = await home.asks()
        assert isinstance(first, Given)
        assert isinstance(then, Given)

        assert (first.answer.authentic, then.answer.authentic) == (True, False)

    run(asking())


def test_what_is_given_cannot_be_written_down() -> None:
    """What is on its way to a device is neither printed nor pickled."""
    given = Given(Answer(0, (1, 0, 0), b"example", (), 60, authentic=False))

    assert "example" not in repr(given)
    with pytest.raises(TypeError, match="not written to a file"):
        pickle.dumps(given)
