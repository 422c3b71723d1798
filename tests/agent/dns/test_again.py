from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.devices.tally import Tally
from agent.dns.cache import Cache
from agent.dns.noticing import Noticing
from agent.dns.pipeline import Pipeline
from agent.dns.wire import Answer, Question
from agent.in_force import Current, InForce
from policy.categories import Category
from policy.compile import compile_policy
from policy.household import Household
from policy.in_time import Because, Closed, InTime
from policy.index import ListSource
from policy.names import Name, from_text
from policy.rules import RuleSet
from policy.verdict import Verdict
from policy.why import Why
from tests.agent.dns import house
from tests.agent.dns.packets import AAAA, A, opt, query
from tests.policy.strategies import entries, households, index_of, whole_households

pytestmark = pytest.mark.usefixtures("with_again")

STRANGER = house.STRANGER
SOURCES = (house.SAM, house.ALEX, house.TELEVISION, STRANGER)
"""Of Sam's rules, an adult's, a shared device's, and a visitor."""

NAMES = (
    *("example.org", "www.example.org", "bad.example", "x.bad.example", "adult.example"),
    *("play.example", "childline.org.uk", "blocked.example", "allowed.blocked.example"),
    *("tv.example", "dns.google", "mask.icloud.com", "www.google.com", "localhost"),
)
PACKETS = tuple(
    query(name, qtype, additional=additional)
    for name in NAMES
    for qtype in (A, AAAA)
    for additional in ((), (opt(),), (opt(payload=512),))
)
TWO_NAMES = ("example.org", "bad.example")
ORDINARY, LISTED = (query(name, additional=(opt(),)) for name in TWO_NAMES)


class Ears:
    """Somebody who is told."""

    def __init__(self) -> None:
        self.heard: list[Name] = []

    def observe(self, name: Name, verdict: Verdict, in_force: InForce) -> None:
        """Take notice."""
        del verdict, in_force
        self.heard.append(name)


def several(question: Question) -> Answer:
    """Return three records that live differently long, as the answer to any question."""
    ttls = (7, 90, 90)
    record = b"\xc0\x0c\0\1\0\1"
    body = b"".join(record + ttl.to_bytes(4, "big") + b"\0\4\xc0\0\2\1" for ttl in ttls)
    del question
    return Answer(0, (3, 0, 0), body, (6, 22, 38), min(ttls), authentic=False)


def settled(route: Pipeline, packet: bytes, source: str = STRANGER) -> bytes:
    """Ask until the same octets are known, and return what was answered last."""
    house.ask(route, packet, source)
    reply, is_forwarded = house.ask(route, packet, source)
    assert not is_forwarded
    return reply


def check(route: Pipeline, packet: bytes, source: str) -> bool:
    """Hold what is known against the steps; say whether it was known."""
    known = route.again(packet, source)
    if known is None:
        return False
    assert route.answer(packet, source, over_tcp=False) == known
    return True


@pytest.mark.parametrize("packet", [ORDINARY, LISTED], ids=["allowed", "blocked"])
def test_what_came_before_is_known(packet: bytes) -> None:
    """The same octets behind another id are answered at once, with that id."""
    route = house.pipeline()
    reply = settled(route, packet)

    assert route.again(b"\xab\xcd" + packet[2:], STRANGER) == b"\xab\xcd" + reply[2:]


def test_nothing_is_known_of_what_never_came() -> None:
    """Other octets go through the steps, also where they ask for the same name."""
    route = house.pipeline()
    settled(route, ORDINARY)

    assert route.again(query("example.org", AAAA), STRANGER) is None
    assert route.again(query("EXAMPLE.org"), STRANGER) is None


TELLS_WHO_ASKED = {
    "a cookie": b"\0\x0a\0\x08cookie!!",
    "a subnet": b"\0\x08\0\x07\0\1\x18\0\xc0\0\2",
    "padding": b"\0\x0c\0\4\0\0\0\0",
    "a link address": b"\xfd\xe9\0\6\x02\0\0\0\0\1",
}


@pytest.mark.parametrize("option", TELLS_WHO_ASKED.values(), ids=TELLS_WHO_ASKED)
@pytest.mark.parametrize("name", TWO_NAMES, ids=["allowed", "blocked"])
def test_no_octet_that_could_tell_who_asked_is_kept(name: str, option: bytes) -> None:
    """A query with an option goes through the steps each time, and nothing of it stays."""
    route = house.pipeline()
    packet = query(name, additional=(opt(rdata=option),))
    settled(route, packet)

    assert route.again(packet, STRANGER) is None
    settled(route, query(name, additional=(opt(),)))
    assert check(route, query(name, additional=(opt(),)), STRANGER)


@pytest.mark.parametrize("answer", [house.address_of, several], ids=["one", "three"])
@pytest.mark.parametrize("seconds", [0.0, 0.9, 1.0, 2.5, 5.9, 6.99, 7.0, 59.0, 60.0, 90.0])
def test_it_ages_as_the_steps_say(answer: Callable[[Question], Answer], seconds: float) -> None:
    """After any time the lifetimes are those that the steps give, until the answer is over."""
    clock = house.Clock()
    upstream = house.Told(answer)
    route = house.pipeline(upstream, clock=clock)
    clock.now += 0.3
    settled(route, ORDINARY)
    for passed in (seconds / 2, seconds - seconds / 2):
        clock.now += passed
        over = clock.now >= 1_000.3 + answer(house.question_of(ORDINARY)).lifetime
        # Nearly over and asked for often, it is left to the steps, which have it fetched anew.
        is_left = bool(len(route.renewing)) or not check(route, ORDINARY, STRANGER)
        assert is_left is over or clock.now >= 1_000.3 + 54


Step = tuple[int, int, int]
Listed = tuple[ListSource, list[tuple[Name, bool]]]


@st.composite
def evenings(draw: st.DrawFn) -> list[Step]:
    """Draw queries by place in PACKETS and SOURCES, and what happens after each.

    A number of seconds passes; -1 is another policy, -2 other lists.
    """
    few = draw(st.lists(st.integers(0, len(PACKETS) - 1), min_size=1, max_size=4))
    then = st.sampled_from((0, 0, 0, 0, 1, 3, 61, -1, -2))
    step = st.tuples(st.sampled_from(few), st.integers(0, len(SOURCES) - 1), then)
    return draw(st.lists(step, max_size=40))


@given(
    st.one_of(st.just(house.HOUSEHOLD), whole_households()),
    households(),
    entries(),
    evenings(),
)
def test_whatever_is_known_is_what_the_steps_say(
    home: Household, other: Household, listed: list[Listed], steps: Sequence[Step]
) -> None:
    """Over any home, lists, time and change of both, a known answer is the one of the steps."""
    clock = house.Clock()
    current = house.current(home, index_of([*house.LISTED, *listed]))
    route = house.pipeline(house.Told(several), clock=clock, in_force=current)
    for packet_number, source_number, then in steps:
        packet, source = PACKETS[packet_number], SOURCES[source_number]
        check(route, packet, source)
        house.ask(route, packet, source)
        check(route, packet, source)
        if then == -1:
            current.replace(policy=compile_policy(other, 2))
        elif then == -2:
            current.replace(index=index_of(house.LISTED))
        else:
            clock.now += then


BEDTIME = Because(why=Why.CLOCK, title="bedtime")
OTHERWISE: dict[str, dict[str, object]] = {
    "everything closed": {
        "in_time": InTime(kept={}, opened={}, closed=(Closed(because=BEDTIME),)),
    },
    "those who share it": {
        "in_time": InTime(kept={}, opened={}),
        "strictest_of": (
            compile_policy(
                Household(visitors=RuleSet(block=frozenset(map(from_text, TWO_NAMES)))), 1
            ).visitors,
        ),
    },
    "safe search": {"safe_answers": dict.fromkeys(map(from_text, TWO_NAMES), from_text("s.net"))},
    "an allowed name below": {"allow_parents": frozenset(map(from_text, TWO_NAMES))},
}


@pytest.mark.parametrize("otherwise", OTHERWISE.values(), ids=OTHERWISE)
def test_what_is_known_of_others_is_not_taken_for_ones_own(otherwise: dict[str, object]) -> None:
    """Where more than the lists decides for an asker, the steps do, whoever asked before."""
    policy = compile_policy(house.HOUSEHOLD, 1)
    other = replace(policy.visitors, **otherwise)  # type: ignore[arg-type]
    in_force = InForce(replace(policy, by_address={house.SAM: other}), index_of(house.LISTED))
    for first, second in ((STRANGER, house.SAM), (house.SAM, STRANGER)):
        route = house.pipeline(in_force=Current(in_force))
        differing = 0
        for packet in (ORDINARY, LISTED):
            settled(route, packet, first)
            check(route, packet, second)
            differing += settled(route, packet, first) != settled(route, packet, second)
        assert differing


def test_other_lists_are_taken_up() -> None:
    """A name that new lists hold is blocked at once, though its answer was known."""
    current = house.current(index=index_of(house.LISTED))
    route = house.pipeline(in_force=current)
    settled(route, ORDINARY)
    assert check(route, ORDINARY, STRANGER)
    listed = (ListSource("bad", Category.MALWARE), [(from_text("example.org"), False)])
    current.replace(index=index_of([listed]))

    assert not check(route, ORDINARY, STRANGER)
    settled(route, ORDINARY)
    assert check(route, ORDINARY, STRANGER)


def test_near_a_change_the_steps_decide() -> None:
    """Where a bedtime is nearer than the end of an answer, what is known of it is not given."""
    at = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    now = [at]
    policy = compile_policy(house.HOUSEHOLD, 1)
    in_force = InForce(
        replace(policy, visitors=replace(policy.visitors, valid_until=at + timedelta(minutes=5))),
        index_of(house.LISTED),
    )
    route = house.pipeline(in_force=Current(in_force, lambda: now[0]))
    for packet in (ORDINARY, LISTED):
        settled(route, packet)
    known = []
    for seconds in (0, 239, 240, 241, 295, 296, 299, 300, 301):
        now[0] = at + timedelta(seconds=seconds)
        known.append((check(route, ORDINARY, STRANGER), check(route, LISTED, STRANGER)))

    both, blocked_only, neither = (True, True), (False, True), (False, False)
    assert known == [*[both] * 3, *[blocked_only] * 2, *[neither] * 4]


def test_what_was_cut_for_one_asker_is_not_kept_for_all() -> None:
    """A reply with lifetimes that end at somebody's bedtime is not given to others."""
    at = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    policy = compile_policy(house.HOUSEHOLD, 1)
    soon = replace(policy.visitors, valid_until=at + timedelta(seconds=3))
    policy = replace(policy, visitors=soon, by_address={house.SAM: policy.visitors})
    in_force = InForce(policy, index_of(house.LISTED))
    route = house.pipeline(in_force=Current(in_force, lambda: at))
    for packet in (ORDINARY, LISTED):
        settled(route, packet)

    assert [route.again(packet, house.SAM) for packet in (ORDINARY, LISTED)] == [None, None]


def test_what_is_too_long_for_its_asker_is_not_kept() -> None:
    """A reply that was cut to its question is not given to anybody again."""

    def long(question: Question) -> Answer:
        one = house.address_of(question)
        places = tuple(6 + 16 * number for number in range(40))
        return one._replace(counts=(40, 0, 0), body=one.body * 40, ttl_places=places)

    route = house.pipeline(house.Told(long))
    packet = query("example.org", additional=(opt(payload=512),))
    assert settled(route, packet)[2] & 0x02

    assert route.again(packet, STRANGER) is None


def test_the_oldest_makes_room() -> None:
    """No more is kept than there is room for, and what came last stays."""
    route = house.pipeline()
    route._again._max_kept = 2
    packets = [query(f"{letter}.example.org") for letter in "abc"]
    for packet in packets:
        settled(route, packet)

    assert len(route._again) == 2
    assert [check(route, packet, STRANGER) for packet in packets] == [False, True, True]


def test_an_answer_that_another_one_follows_is_over() -> None:
    """Once a newer answer is kept, whoever is being answered is not given the old one."""
    route = house.pipeline()
    settled(route, ORDINARY)
    assert check(route, ORDINARY, STRANGER)
    holding = route.asker(STRANGER)
    assert holding.answer(ORDINARY) is not None
    question = house.question_of(ORDINARY)
    route._resolving._cache.keep(question, house.address_of(question, ttl=90))

    assert holding.answer(ORDINARY) is None
    assert not check(route, ORDINARY, STRANGER)


def test_over_this_home_most_is_known() -> None:
    """Of ordinary names, allowed or listed, each is known to whoever asks the second time."""
    route = house.pipeline()
    for packet in PACKETS:
        for source in SOURCES:
            settled(route, packet, source)
    known = {
        (NAMES[number // 6], source)
        for number, packet in enumerate(PACKETS)
        for source in SOURCES
        if check(route, packet, source)
    }

    assert {name for name, source in known if source == STRANGER} == {
        *("example.org", "www.example.org", "bad.example", "x.bad.example", "adult.example"),
        *("play.example", "blocked.example", "allowed.blocked.example", "tv.example"),
        "www.google.com",
    }
    assert ("blocked.example", house.SAM) not in known
    assert ("allowed.blocked.example", house.SAM) not in known
    assert ("tv.example", house.TELEVISION) not in known


@pytest.mark.parametrize("name", ["childline.org.uk", "mask.icloud.com", "dns.google", "localhost"])
def test_a_lifeline_and_a_way_around_are_not_kept(name: str) -> None:
    """Of names that more than the lists decide about, nothing is kept."""
    route = house.pipeline()
    settled(route, query(name))

    assert route.again(query(name), STRANGER) is None


def told_pipeline(noticing: Noticing, current: Current | None = None) -> Pipeline:
    """Return a pipeline that tells somebody."""
    upstream = house.Told(house.address_of)
    return Pipeline(current or house.current(), Cache(house.Clock()), upstream, noticing=noticing)


@pytest.mark.parametrize("kind", ["a lens", "what is blocked"])
def test_whoever_is_told_goes_through_the_steps(kind: str) -> None:
    """As long as somebody is told of a device, it is answered by the steps, which tell."""
    ears, lenses, shown = Ears(), dict[str, Ears](), dict[str, Ears]()
    route = told_pipeline(Noticing({}, shown, lenses=lenses))
    settled(route, LISTED, house.SAM)
    assert check(route, LISTED, house.SAM)
    if kind == "a lens":
        lenses[house.SAM] = ears
    else:
        shown["Sam's phone"] = ears

    assert route.again(LISTED, house.SAM) is None
    house.ask(route, LISTED, house.SAM)
    assert ears.heard == [from_text("bad.example")]


def test_whoever_is_counted_goes_through_the_steps() -> None:
    """A young person's look-ups are answered by the steps as long as their minutes are counted."""
    policy = compile_policy(house.HOUSEHOLD, 1)
    counted, ears = replace(policy.visitors, counted_for=7), dict[int, Ears]()
    in_force = InForce(replace(policy, visitors=counted), index_of(house.LISTED))
    route = told_pipeline(Noticing(ears, {}), Current(in_force))
    settled(route, ORDINARY)
    assert check(route, ORDINARY, STRANGER)
    ears[7] = Ears()

    assert route.again(ORDINARY, STRANGER) is None
    house.ask(route, ORDINARY)
    assert ears[7].heard == []
    house.ask(route, ORDINARY, STRANGER)
    assert ears[7].heard == [from_text("example.org")]


def test_the_home_s_totals_have_what_was_known() -> None:
    """A query that is answered at once counts for the home as any other does."""
    tally = Tally(lambda: 0)
    route = told_pipeline(Noticing({}, {}, tally))
    settled(route, ORDINARY)
    for source, times in ((STRANGER, 1), ("2001:db8::1", 5)):
        asker = route.asker(source)
        asker.given = times
        route.settle(source, asker)

    assert (tally.totals().over_ipv4, tally.totals().over_ipv6) == (3, 5)
