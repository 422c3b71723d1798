from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from dnslib import EDNS0, QTYPE, RCODE, RR, SOA, DNSRecord, EDNSOption
from hypothesis import given
from hypothesis import strategies as st

from agent.devices.directory import policy_for
from agent.dns import answers, noticing, wire
from agent.dns.cache import Cache
from agent.dns.gate import FORMERR, NOTIMP, SILENCE
from agent.dns.pipeline import META_TYPES, Pipeline
from agent.dns.wire import Answer, Question
from agent.in_force import Current, InForce
from policy.compile import compile_policy
from policy.decide import decide
from policy.household import NOBODY, Device, Household
from policy.index import ListSource
from policy.names import Name, from_text
from policy.rules import RuleSet, YouTube
from policy.special import local_name
from policy.verdict import Block, Verdict
from tests.agent.dns import house, packets, upstream_says
from tests.agent.dns.house import ALEX, SAM, STRANGER, TELEVISION, ask
from tests.agent.dns.packets import (
    AAAA,
    ANY,
    BY_HAND,
    HTTPS,
    TC,
    TXT,
    A,
    opt,
    query,
    said,
)
from tests.agent.dns.packets import (
    SOA as TYPE_SOA,
)
from tests.agent.dns.upstream_says import Says
from tests.policy.strategies import entries, households, index_of, names

EDE_BLOCKED, EDE_NETWORK_ERROR = 15, 23
CNAME = 5
EVERY_SOURCE = (SAM, ALEX, TELEVISION, STRANGER)


def says(told: Says) -> house.Told:
    """Return an upstream that says the same to every question."""

    def answer(question: Question) -> Answer | None:
        packet = told.to(answers.query(7, question, edns=True))
        return wire.read_answer(packet, question.end)

    return house.Told(answer)


def is_blocked(reply: bytes) -> bool:
    """Say whether a reply to a query with EDNS is a block."""
    return any(code == 15 and value[:2] == b"\0\x0f" for code, value in said(reply).options)


def asks(name: str, source: str, qtype: int = A) -> bytes:
    """Return the reply that a device gets in a fresh house, asking with EDNS."""
    return ask(house.pipeline(), query(name, qtype, additional=[opt()]), source)[0]


BLOCKED = {
    "a category of everyone's": ("bad.example", (True, True, True, True)),
    "below a listed name": ("a.b.bad.example", (True, True, True, True)),
    "a category of Sam's": ("adult.example", (True, False, False, False)),
    "a rule of Sam's": ("www.blocked.example", (True, False, False, False)),
    "an allowed name below it": ("www.allowed.blocked.example", (False, False, False, False)),
    "a rule of the television's": ("tv.example", (False, False, True, False)),
    "a category of visitors'": ("play.example", (False, False, False, True)),
    "below a name listed alone": ("www.play.example", (False, False, False, False)),
    "a lifeline on every list": ("www.childline.org.uk", (False, False, False, False)),
    "a way around the rules": ("mask.icloud.com", (True, True, True, True)),
    "a name nobody spoke of": ("example.org", (False, False, False, False)),
}


@pytest.mark.parametrize(("name", "expected"), BLOCKED.values(), ids=BLOCKED)
def test_each_device_is_answered_by_its_own_rules(
    name: str, expected: tuple[bool, bool, bool, bool]
) -> None:
    """The same name is blocked for those it is decided for, and answered for all others."""
    assert tuple(is_blocked(asks(name, source)) for source in EVERY_SOURCE) == expected


@pytest.mark.parametrize("qtype", [A, AAAA, HTTPS, TXT, ANY, TYPE_SOA, 64, 97, 65_280])
@pytest.mark.parametrize("over_tcp", [False, True], ids=["UDP", "TCP"])
def test_a_blocked_name_is_blocked_for_every_type(qtype: int, *, over_tcp: bool) -> None:
    """No type of record, over UDP or TCP, is a way around a block, and no upstream hears of it."""
    upstream = house.Told(house.address_of)
    packet = query("www.bad.example", qtype, additional=[opt()])
    reply, forwarded = ask(house.pipeline(upstream), packet, SAM, over_tcp=over_tcp)

    assert is_blocked(reply)
    assert (forwarded, upstream.asked) == (False, [])


@pytest.mark.parametrize("qtype", sorted(META_TYPES))
def test_types_that_are_no_data_are_refused(qtype: int) -> None:
    """Transfers and the like are refused, whether the name is blocked or not."""
    assert said(asks("bad.example", SAM, qtype)).rcode == answers.REFUSED
    assert said(asks("example.org", SAM, qtype)).rcode == answers.REFUSED


def test_what_another_device_made_the_cache_hold_is_still_blocked() -> None:
    """A kept answer is given only to devices that may have the name."""
    upstream = house.Told(house.address_of)
    route = house.pipeline(upstream)
    packet = query("adult.example", additional=[opt()])

    assert not is_blocked(ask(route, packet, ALEX)[0])
    assert is_blocked(ask(route, packet, SAM)[0])
    assert ask(route, packet, ALEX)[1] is False
    assert len(upstream.asked) == 1


def test_a_block_is_nxdomain_with_its_reason() -> None:
    """A block says NXDOMAIN, for five seconds, owned by the listed name, and why in a few words."""
    reply = said(asks("www.adult.example", SAM))
    _, ((owner, rtype, _, ttl, _),), _ = reply.sections

    assert reply.rcode == answers.NXDOMAIN
    assert (owner, rtype, ttl) == ("adult.example.", TYPE_SOA, 5)
    assert reply.options == ((15, b"\0\x0fBlocked in this home: adult"),)


def test_above_an_allowed_name_a_block_is_nodata() -> None:
    """NXDOMAIN would deny the allowed name below too (RFC 8020), so such a block says NODATA."""
    reply = said(asks("blocked.example", SAM))

    assert (reply.rcode, reply.sections[0]) == (answers.NOERROR, ())
    assert is_blocked(asks("blocked.example", SAM))


def test_a_link_local_asker_is_found_whatever_the_interface() -> None:
    """A device known by its link-local address is known behind `%eth0` too."""
    assert is_blocked(asks("adult.example", "fe80::11%eth0"))
    assert not is_blocked(asks("adult.example", "fe80::12%eth0"))


ANSWERED_HERE = {
    "an EDNS version we do not speak": ("version 1", answers.BADVERS),
    "another class": ("chaos", answers.REFUSED),
    "no recursion desired": ("no recursion", answers.REFUSED),
    "a transfer": ("transfer", answers.REFUSED),
    "rubbish behind the question": ("octets left over", FORMERR),
    "two OPTs": ("two OPTs", FORMERR),
    "an update": ("update", NOTIMP),
    "two questions": ("two questions", FORMERR),
    "a box's own name": ("localhost", answers.NOERROR),
    "the way to encrypted DNS": ("resolver.arpa", answers.NOERROR),
}


@pytest.mark.parametrize(("which", "rcode"), ANSWERED_HERE.values(), ids=ANSWERED_HERE)
def test_what_is_answered_without_an_upstream(which: str, rcode: int) -> None:
    """What the box can answer or must refuse itself is never passed on."""
    reply, forwarded = ask(house.pipeline(), BY_HAND[which])

    assert (said(reply).rcode, forwarded) == (rcode, False)


def test_the_answer_to_badvers_is_in_our_version() -> None:
    """An asker with EDNS version 1 learns that we speak version 0, even for a blocked name."""
    packet = query("bad.example", additional=[opt(version=1)])
    reply = said(ask(house.pipeline(), packet)[0])

    assert (reply.rcode, reply.edns, reply.options) == (answers.BADVERS, 0, ())


@pytest.mark.parametrize("which", ["response", "eleven octets"])
def test_silence_is_silence(which: str) -> None:
    """A response or a stub of a header is not answered at all."""
    assert ask(house.pipeline(), BY_HAND[which]) == (SILENCE, False)


def test_any_is_answered_with_one_small_record() -> None:
    """ANY for an allowed name gets the HINFO of RFC 8482, not all there is."""
    reply = said(asks("example.org", SAM, ANY))

    assert [record[1] for record in reply.sections[0]] == [packets.HINFO]


def test_without_recursion_the_cache_is_not_shown() -> None:
    """Nobody can find out without RD what another device asked for."""
    route = house.pipeline()
    ask(route, query("example.org"), ALEX)
    reply, _ = ask(route, query("example.org", flags=0), SAM)

    assert said(reply).rcode == answers.REFUSED


def test_a_silent_upstream_is_said_so() -> None:
    """Where no upstream answers, the asker gets SERVFAIL with a network error, and soon."""
    route = house.pipeline(house.Told(lambda _: None))
    reply = said(ask(route, query("example.org", additional=[opt()]))[0])

    assert reply.rcode == answers.SERVFAIL
    assert [option[1][:2] for option in reply.options] == [packets.two(EDE_NETWORK_ERROR)]


def test_a_kept_answer_is_aged_and_asked_again_in_time() -> None:
    """An answer is asked for once while it lives, its TTL counting down, and again afterwards."""
    clock, upstream = house.Clock(), house.Told(house.address_of)
    route = house.pipeline(upstream, clock=clock)
    ttls = []
    for wait in (0, 10, 40, 20):
        clock.now += wait
        ttls.append(said(ask(route, query("example.org"))[0]).sections[0][0][3])

    assert ttls == [60, 50, 10, 60]
    assert len(upstream.asked) == 2


LIMITS = {
    "without EDNS": ((), False, 512),
    "with a small payload": ((opt(payload=600),), False, 600),
    "with ours": ((opt(payload=1232),), False, 1232),
    "with a larger payload than ours": ((opt(payload=4096),), False, 1232),
    "over TCP": ((), True, 65_535),
}


@pytest.mark.parametrize(("additional", "over_tcp", "limit"), LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("again", [False, True], ids=["asked", "kept"])
def test_an_answer_fits_its_asker(
    additional: tuple[bytes, ...], *, over_tcp: bool, limit: int, again: bool
) -> None:
    """An answer longer than its asker takes is cut with TC, also when it comes from the cache."""
    record = upstream_says.RR("TXT", f'"{"x" * 100}"')
    packet = query("example.org", TXT, additional=additional)
    for many in range(1, 14):
        route = house.pipeline(says(Says(answer=(record,) * many)))
        reply, _ = ask(route, packet, over_tcp=over_tcp)
        if again:
            reply, _ = ask(route, packet, over_tcp=over_tcp)
        whole = wire.HEADER_OCTETS + 17 + 113 * many + (11 if additional else 0)

        assert len(reply) == (whole if whole <= limit else 29 + (11 if additional else 0))
        assert bool(said(reply).flags & TC) is (whole > limit)


def test_a_new_policy_is_in_force_with_the_next_query() -> None:
    """Swapping what is current changes the answer to the next query, kept or not."""
    in_force = house.current()
    route = house.pipeline(in_force=in_force)
    packet = query("tv.example", additional=[opt()])

    assert not is_blocked(ask(route, packet, ALEX)[0])

    in_force.replace(policy=compile_policy(Household(everyone=house.HOUSEHOLD.devices[2].rules), 2))

    assert is_blocked(ask(route, packet, ALEX)[0])


_ASKED = st.lists(
    st.tuples(names(), st.integers(0, 5), st.sampled_from((A, AAAA, HTTPS, ANY))), max_size=12
)


@given(households(), entries(), _ASKED)
def test_every_reply_is_what_was_decided_for_that_device(
    household: Household,
    listed: list[tuple[ListSource, list[tuple[Name, bool]]]],
    asked: list[tuple[Name, int, int]],
) -> None:
    """In any household, whoever asked before, a reply is a block just where `decide` says so."""
    # So no rule of one device leaks to another, through the cache or otherwise.
    index = index_of(listed)
    in_force = house.current(household, index)
    policy = in_force.in_force.policy
    sources = [*policy.by_address, STRANGER]
    route = house.pipeline(in_force=in_force)
    for name, which, qtype in asked:
        source = sources[which % len(sources)]
        verdict = decide(policy_for(policy, source), name, index.listings)
        reply, _ = ask(route, query(name, qtype, additional=[opt()]), source)

        assert is_blocked(reply) is (isinstance(verdict, Block) and not local_name(name))


class Noticing:
    """A lens that remembers what it was told."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.told: list[tuple[Name, Verdict, InForce]] = []

    def observe(self, name: Name, verdict: Verdict, in_force: InForce) -> None:
        """Remember it."""
        self.told.append((name, verdict, in_force))


def lensed(in_force: Current, lenses: dict[str, Noticing]) -> Pipeline:
    """Return a pipeline with lenses by source address."""
    upstream = house.Told(house.address_of)
    told = noticing.Noticing({}, {}, lenses=lenses)
    return Pipeline(in_force, Cache(house.Clock()), upstream, noticing=told)


DECIDED = {
    "an allowed name": ("Example.org", A),
    "a name blocked by a list": ("www.adult.example", A),
    "a name blocked by a rule": ("blocked.example", HTTPS),
    "a lifeline": ("www.childline.org.uk", AAAA),
    "a way around": ("mask.icloud.com", A),
    "any type": ("example.org", ANY),
}


@pytest.mark.parametrize("over_tcp", [False, True], ids=["UDP", "TCP"])
@pytest.mark.parametrize(("text", "qtype"), DECIDED.values(), ids=DECIDED)
def test_a_lens_is_told_what_was_decided_for_its_address(
    text: str, qtype: int, *, over_tcp: bool
) -> None:
    """Each decided look-up from a lent address is told, kept in the cache or not, and no other."""
    in_force, lens = house.current(), Noticing()
    route = lensed(in_force, {SAM: lens})
    packet = query(text, qtype, additional=[opt()])
    for source in (SAM, ALEX, STRANGER, SAM):
        ask(route, packet, source, over_tcp=over_tcp)
    now = in_force.in_force
    name = from_text(text)
    verdict = decide(policy_for(now.policy, SAM), name, now.listings)

    assert lens.told == [(name, verdict, now)] * 2


NOT_DECIDED = (*ANSWERED_HERE.values(), ("response", -1), ("eleven octets", -1))


@pytest.mark.parametrize("which", [which for which, _ in NOT_DECIDED])
def test_a_lens_is_not_told_of_what_was_never_decided(which: str) -> None:
    """What is refused, or answered by the box before any decision, reaches no lens."""
    lens = Noticing()
    ask(lensed(house.current(), {SAM: lens}), BY_HAND[which], SAM)

    assert lens.told == []


def test_lenses_may_come_and_go_while_queries_are_answered() -> None:
    """A lens is told from the query after it was lent until the one before it is taken back."""
    lenses: dict[str, Noticing] = {}
    lens, route = Noticing(), lensed(house.current(), lenses)
    for number in range(6):
        if number == 2:
            lenses[SAM] = lens
        if number == 4:
            del lenses[SAM]
        ask(route, query(f"site{number}.org"), SAM)

    assert [name for name, _, _ in lens.told] == [from_text("site2.org"), from_text("site3.org")]


@given(names(), st.sampled_from(EVERY_SOURCE), st.sampled_from((A, AAAA, HTTPS, ANY)))
def test_no_answer_depends_on_a_lens(name: Name, source: str, qtype: int) -> None:
    """Whoever is observed or not is answered the same, octet for octet."""
    in_force, packet = house.current(), query(name, qtype, additional=[opt()])
    lenses = dict.fromkeys(EVERY_SOURCE, Noticing())

    assert ask(lensed(in_force, lenses), packet, source) == ask(
        lensed(in_force, {}), packet, source
    )


def seconds(work: Callable[[], object], times: int) -> float:
    """Return what one call costs this thread, others' work on the machine left out."""
    began = time.thread_time()
    for _ in range(times):
        work()
    return (time.thread_time() - began) / times


@pytest.mark.alone
def test_a_fast_block_costs_at_most_a_tenth_of_a_slow_one() -> None:
    """The whole way to a blocked answer takes a tenth of what dnslib needs to read and write it."""
    # Both are measured in turns and each is given its best round, so that a slow or busy machine
    # cannot break it and a careless edit of the fast path does.
    route = house.pipeline()
    packet = query("www.bad.example", additional=[opt()])

    def fast() -> object:
        return route.answer(packet, SAM, over_tcp=False)

    def slow() -> bytes:
        asked = DNSRecord.parse(packet)
        reply = asked.reply()
        reply.header.rcode = RCODE.NXDOMAIN
        soa = SOA("lamplight.invalid", "nobody.invalid", (*answers.SOA_TIMES, 5))
        reply.add_auth(RR("bad.example", QTYPE.SOA, ttl=5, rdata=soa))
        reply.add_ar(EDNS0(udp_len=1232, opts=[EDNSOption(15, b"\0\x0fBlocked in this home")]))
        return bytes(reply.pack())

    rounds = [(seconds(fast, 500), seconds(slow, 50)) for _ in range(40)]
    best_fast, best_slow = map(min, zip(*rounds, strict=True))

    assert isinstance(fast(), bytes)
    assert best_fast * 10 <= best_slow


SAFE_HOME = Household(
    everyone=RuleSet(safe_search=True, youtube=YouTube.MODERATE),
    devices=(Device(name="Phone", belongs_to=NOBODY, addresses=(SAM,)),),
)
FORCED = from_text("forcesafesearch.google.com")


class Waiting:
    """An upstream during whose answer something happens."""

    def __init__(self, meanwhile: Callable[[], None], says: Answer | None = None) -> None:
        """Answer with an address, or with what is given."""
        self.asked: list[Name] = []
        self._meanwhile = meanwhile
        self._says = says

    async def ask(self, question: Question) -> Answer:
        """Let it happen, then answer."""
        self.asked.append(question.name)
        self._meanwhile()
        return self._says or house.address_of(question)


def answered_while(
    in_force: Current, meanwhile: Callable[[], None], name: str
) -> tuple[packets.Said, list[Name]]:
    """Return the reply to a question during which something happens, and what was asked above."""
    above = Waiting(meanwhile)
    route = Pipeline(in_force, Cache(house.Clock()), above)
    reply, _ = ask(route, query(name, additional=[opt()]))
    return said(reply), above.asked


def put(in_force: Current, household: Household, **more: datetime) -> Callable[[], None]:
    """Return what puts another household in force."""
    policy = compile_policy(household, 2)
    if more:
        until = more["until"]
        by = {one: replace(found, valid_until=until) for one, found in policy.by_address.items()}
        policy = replace(policy, by_address=by)
    return lambda: in_force.replace(policy=policy)


def test_a_question_that_waits_is_answered_by_what_holds_in_the_end() -> None:
    """What is blocked, or made safe, while an upstream is asked is so for the waiting one too."""
    plain = Household(devices=SAFE_HOME.devices)
    closed = replace(plain, everyone=RuleSet(block=frozenset({from_text("example.org")})))
    in_force = house.current(plain)
    blocked, _ = answered_while(in_force, put(in_force, closed), "example.org")
    in_force = house.current(plain)
    safe, asked = answered_while(in_force, put(in_force, SAFE_HOME), "www.google.com")
    in_force = house.current(plain)
    same, _ = answered_while(in_force, put(in_force, plain), "www.google.com")

    assert blocked.rcode == answers.NXDOMAIN
    assert [record[1] for record in safe.sections[0]] == [CNAME, A]
    assert asked == [from_text("www.google.com"), FORCED]
    assert [record[1] for record in same.sections[0]] == [A]


def test_an_answer_that_waited_ends_with_the_change_that_is_next_now() -> None:
    """The TTL of a waiting answer is cut by what is in force when it is given."""
    in_force = house.current(Household(devices=SAFE_HOME.devices))
    soon = in_force.now() + timedelta(seconds=20.5)
    reply, _ = answered_while(in_force, put(in_force, SAFE_HOME, until=soon), "example.org")

    assert 0 < reply.sections[0][0][3] <= 20


def test_every_answer_of_the_box_ends_with_the_next_change() -> None:
    """A block, the answer to ANY, and an alias by itself live no longer than the policy."""
    now = datetime(2026, 12, 1, tzinfo=UTC)
    rules = replace(SAFE_HOME.everyone, block=frozenset({from_text("bad.example")}))
    in_force = house.current(replace(SAFE_HOME, everyone=rules))
    in_force.now = lambda: now
    asked = (("bad.example", A), ("example.org", ANY), ("www.google.com", CNAME))
    ttls = []
    for seconds in (2, 100_000):
        put(in_force, replace(SAFE_HOME, everyone=rules), until=now + timedelta(seconds=seconds))()
        for name, qtype in asked:
            reply = said(ask(house.pipeline(in_force=in_force), query(name, qtype))[0])
            ttls += [record[3] for section in reply.sections for record in section]

    assert ttls == [2, 2, 2, 5, 3_600, 300]


NOT_WORTH_PASSING_ON = {
    "a refusal": Answer(answers.REFUSED, (0, 0, 0), b"", (), 0, authentic=False),
    "an answer that cannot be read": Answer(0, (1, 0, 0), b"\xc0", (), 60, authentic=False),
}


@pytest.mark.parametrize("says", NOT_WORTH_PASSING_ON.values(), ids=NOT_WORTH_PASSING_ON)
def test_an_engine_without_an_answer_for_its_safe_name_is_not_answered(says: Answer) -> None:
    """Where the safe name cannot be resolved, the engine's own addresses are not asked for."""
    above = Waiting(lambda: None, says)
    route = Pipeline(house.current(SAFE_HOME), Cache(house.Clock()), above)
    reply, _ = ask(route, query("www.google.com", additional=[opt()]))

    assert said(reply).rcode == answers.SERVFAIL
    assert above.asked == [FORCED]


def test_an_alias_ages_in_the_cache_with_what_stands_behind_it() -> None:
    """An alias is kept as long as its target's answer, five minutes at most, and never signed."""
    clock, upstream = house.Clock(), house.Told(lambda q: house.address_of(q, ttl=900))
    route = house.pipeline(upstream, clock=clock, in_force=house.current(SAFE_HOME))
    seen = []
    for wait in (0, 100, 199, 1):
        clock.now += wait
        reply = said(ask(route, query("www.google.com"))[0])
        seen.append([record[3] for record in reply.sections[0]])

    assert seen == [[300, 900], [200, 800], [1, 601], [300, 900]]
    assert [question.name for question in upstream.asked] == [FORCED] * 2
