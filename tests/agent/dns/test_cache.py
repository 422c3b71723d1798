from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dns import wire
from agent.dns.cache import MAX_KEPT_OCTETS, MAX_NEGATIVE_SECONDS, MOST_MADE, Cache, Kept
from agent.dns.wire import Answer, Question
from tests.agent.dns import house, packets, upstream_says
from tests.agent.dns.packets import AAAA, CD, RD, opt, query
from tests.agent.dns.upstream_says import ADDRESS, NXDOMAIN, RR, Says

PACKET = query("example.org")
QUESTION = house.question_of(PACKET)


def read(says: Says, packet: bytes = PACKET) -> Answer:
    """Return what is read of an upstream's answer to a packet."""
    answer = wire.read_answer(says.to(packet), packets.end_of_question(packet))
    assert answer is not None
    return answer


def lives(answer: Answer) -> float:
    """Return for how many seconds a cache gives an answer, to the nearest half."""
    clock = house.Clock()
    cache = Cache(clock)
    cache.keep(QUESTION, answer)
    began = clock.now
    while cache.find(QUESTION):
        clock.now += 0.5
    return clock.now - began


def given_of(cache: Cache, question: Question) -> tuple[Answer, int] | None:
    """Return the answer that a cache gives, and its age."""
    return (found.answer, found.age) if (found := cache.find(question)) else None


def test_an_answer_is_given_with_its_age() -> None:
    """What is kept comes back with how many whole seconds ago it came."""
    clock = house.Clock()
    cache = Cache(clock)
    cache.keep(QUESTION, read(ADDRESS))
    clock.now += 10.9

    assert given_of(cache, QUESTION) == (read(ADDRESS), 10)


LIVES = {
    "an address": (Says(answer=(RR("A", "192.0.2.7", 30),)), 30),
    "the shortest of several": (
        Says(answer=(RR("A", "192.0.2.7", 30), RR("A", "192.0.2.8", 20))),
        20,
    ),
    "a denial": (Says(rcode=3, authority=(RR("SOA", "a. b. 1 2 3 4 40", 90, "example"),)), 40),
    "a TTL of 0": (Says(answer=(RR("A", "192.0.2.7", 0),)), 0),
    "a denial without SOA": (Says(rcode=3), 0),
    "SERVFAIL": (Says(rcode=2), 0),
    "a denial that wants to last for days": (
        Says(rcode=3, authority=(RR("SOA", "a. b. 1 2 3 4 500000", 500_000, "example"),)),
        MAX_NEGATIVE_SECONDS,
    ),
    "no data that wants to last for days": (
        Says(authority=(RR("SOA", "a. b. 1 2 3 4 500000", 500_000, "example"),)),
        MAX_NEGATIVE_SECONDS,
    ),
    "an address that wants to last for days": (
        Says(answer=(RR("A", "192.0.2.7", 500_000),)),
        86_400,
    ),
}


@pytest.mark.parametrize(("says", "seconds"), LIVES.values(), ids=LIVES)
def test_how_long_an_answer_is_given(says: Says, seconds: float) -> None:
    """An answer is given until its lifetime ends, and not once after it."""
    assert lives(read(says)) == seconds


@pytest.mark.parametrize(
    "says", [Says(rcode=2), Says(rcode=3), Says(answer=(RR("A", "192.0.2.7", 0),))]
)
def test_what_must_not_be_kept_takes_no_room(says: Says) -> None:
    """An answer without a lifetime is not put in, so it drives nothing out."""
    cache = Cache(house.Clock())
    cache.keep(QUESTION, read(says))

    assert len(cache) == 0


def test_a_very_long_answer_is_not_kept() -> None:
    """An answer of more than eight kilobytes is passed on but not kept."""
    long = read(Says(answer=(RR("TXT", f'"{"x" * 250}"'),) * 40))

    assert len(long.body) > MAX_KEPT_OCTETS
    assert lives(long) == 0


APART = {
    "another name": query("example.net"),
    "another type": query("example.org", AAAA),
    "with DO": query("example.org", additional=[opt(dnssec_ok=True)]),
    "with CD": query("example.org", flags=RD | CD),
}


@pytest.mark.parametrize("packet", APART.values(), ids=APART)
def test_what_an_upstream_would_answer_differently_is_kept_apart(packet: bytes) -> None:
    """An answer fits its own name, type, DO and CD and no other question."""
    cache = Cache(house.Clock())
    cache.keep(QUESTION, read(ADDRESS))

    assert cache.find(house.question_of(packet)) is None


def test_capital_letters_id_and_payload_do_not_matter() -> None:
    """Whoever asks the same thing in another spelling is given what is kept."""
    cache = Cache(house.Clock())
    cache.keep(QUESTION, read(ADDRESS))
    other = query("EXAMPLE.org", query_id=9, additional=[opt(payload=4096)])

    assert given_of(cache, house.question_of(other)) == (read(ADDRESS), 0)


def test_the_size_is_bounded_and_the_oldest_goes_first() -> None:
    """A full cache lets go of what it has kept longest."""
    cache = Cache(house.Clock(), max_entries=3)
    questions = [house.question_of(query(f"{letter}.example")) for letter in "abcde"]
    for question in questions:
        cache.keep(question, read(ADDRESS))

    assert len(cache) == 3
    assert [cache.find(question) is not None for question in questions] == [0, 0, 1, 1, 1]


def test_a_stream_of_new_names_leaves_what_is_in_use() -> None:
    """What is asked for now and then stays; what nobody asked for again makes room."""
    cache = Cache(house.Clock(), max_entries=400)
    cache.keep(QUESTION, read(ADDRESS))
    for number in range(4_000):
        cache.keep(house.question_of(query(f"n{number}.example")), read(ADDRESS))
        if number % 300 == 0:
            assert cache.find(QUESTION) is not None, number

    assert len(cache) <= 400


def test_what_was_in_use_once_makes_room_too() -> None:
    """One that was asked for and then never again is spared once, and goes when its turn comes."""
    cache = Cache(house.Clock(), max_entries=3)
    cache.keep(QUESTION, read(ADDRESS))
    cache.find(QUESTION)
    for number in range(9):
        cache.keep(house.question_of(query(f"n{number}.example")), read(ADDRESS))

    assert len(cache) == 3
    assert cache.find(QUESTION) is None


def test_where_all_are_in_use_the_oldest_goes() -> None:
    """A table of which everything is asked for again and again is no larger for it."""
    cache = Cache(house.Clock(), max_entries=3)
    questions = [house.question_of(query(f"{letter}.example")) for letter in "abcd"]
    for question in questions:
        cache.keep(question, read(ADDRESS))
        for one in questions:
            cache.find(one)

    assert [cache.find(question) is not None for question in questions] == [0, 1, 1, 1]


def test_what_is_over_is_not_spared() -> None:
    """However often it was asked for: it can be given to nobody any more."""
    clock = house.Clock()
    cache = Cache(clock, max_entries=2)
    cache.keep(QUESTION, read(ADDRESS))
    cache.find(QUESTION)
    clock.now += 10_000
    for number in range(2):
        cache.keep(house.question_of(query(f"n{number}.example")), read(ADDRESS))

    assert cache.stale(QUESTION) is None


def test_a_new_answer_takes_the_old_one_s_place() -> None:
    """An answer that comes again begins a new life, and nothing stands twice."""
    clock = house.Clock()
    cache = Cache(clock, max_entries=2)
    cache.keep(QUESTION, read(ADDRESS))
    clock.now += 200
    cache.keep(QUESTION, read(NXDOMAIN))
    clock.now += 200

    assert given_of(cache, QUESTION) == (read(NXDOMAIN), 200)
    assert len(cache) == 1


@pytest.mark.parametrize(
    ("after", "is_there"), [(-0.5, False), (0, True), (86_399, True), (86_400, False)]
)
def test_an_answer_can_be_had_for_a_day_after_its_life(after: float, *, is_there: bool) -> None:
    """What is over is not found, can be had in need for one day, and is let go after it."""
    clock = house.Clock()
    cache = Cache(clock)
    cache.keep(QUESTION, read(ADDRESS))
    clock.now += 300 + after

    assert (cache.find(QUESTION) is None) is (after >= 0)
    assert (cache.stale(QUESTION) == read(ADDRESS)) is is_there
    assert len(cache) == (after < 86_400)


def test_what_must_not_be_kept_takes_the_place_of_what_was() -> None:
    """An answer that may not be kept leaves no older one that somebody could be given."""
    clock = house.Clock()
    cache = Cache(clock)
    cache.keep(QUESTION, read(ADDRESS))
    cache.keep(QUESTION, read(Says(answer=(RR("A", "192.0.2.7", 0),))))

    assert (cache.find(QUESTION), cache.stale(QUESTION), len(cache)) == (None, None, 0)


class Made:
    """Something that was made of an answer."""

    def __init__(self) -> None:
        self.ended = 0

    def end(self) -> None:
        """Take note."""
        self.ended += 1


def test_only_so_much_is_made_of_one_answer() -> None:
    """However many ways somebody finds to write a question, the oldest that was made of it ends."""
    kept, several = Kept(read(ADDRESS), 0.0, 60.0), [Made() for _ in range(MOST_MADE + 2)]
    for one in several:
        kept.made(one)

    assert [one.ended for one in several] == [1, 1] + [0] * MOST_MADE


def test_what_was_made_of_an_answer_ends_with_it() -> None:
    """Whatever was made of an answer is told when another takes its place, or it makes room."""
    cache = Cache(house.Clock(), max_entries=1)
    made, other = Made(), Made()
    for one in (made, other):
        cache.keep(QUESTION, read(ADDRESS))
        found = cache.find(QUESTION)
        assert found is not None
        found.kept.made(one)
    assert (made.ended, other.ended) == (1, 0)
    cache.keep(house.question_of(query("another.example")), read(ADDRESS))

    assert (made.ended, other.ended) == (1, 1)


DUE = {
    "asked for often, and nearly over": (3, 271, 300, True),
    "asked for too seldom": (2, 271, 300, False),
    "not nearly over": (3, 269, 300, False),
    "of a short life": (3, 8.9, 9, False),
}


@pytest.mark.parametrize(("times", "after", "ttl", "expected"), DUE.values(), ids=DUE)
def test_what_is_asked_for_often_is_due_before_it_is_over(
    times: int, after: float, ttl: int, *, expected: bool
) -> None:
    """An answer is due in the last tenth of its life where it was asked for three times."""
    clock = house.Clock()
    cache = Cache(clock)
    cache.keep(QUESTION, read(Says(answer=(RR("A", "192.0.2.7", ttl),))))
    kept = [found.kept for _ in range(times) if (found := cache.find(QUESTION))][-1]
    clock.now += after

    assert kept.is_due(clock.now) is expected
    kept.is_renewed = True
    assert not kept.is_due(clock.now)


_NAMES = [house.question_of(query(f"{letter}.example")) for letter in "abc"]
_STEPS = st.tuples(
    st.sampled_from(_NAMES),
    upstream_says.says(),
    st.one_of(st.integers(0, 400), st.floats(0, 10_000, allow_nan=False)),
    st.booleans(),
)


@given(st.lists(_STEPS, max_size=20))
def test_no_answer_is_given_after_its_lifetime(
    steps: list[tuple[Question, Says, float, bool]],
) -> None:
    """Over any run of answers and waits, what is given is the last one kept, still in its life."""
    clock = house.Clock()
    cache = Cache(clock, max_entries=2)
    came: dict[Question, tuple[Answer, float]] = {}
    for question, says, wait, keeps in steps:
        if keeps and (answer := wire.read_answer(says.to(PACKET), QUESTION.end)):
            cache.keep(question, answer)
            if answer.lifetime and len(answer.body) <= MAX_KEPT_OCTETS:
                came[question] = (answer, clock.now)
        clock.now += wait
        if found := cache.find(question):
            answer, since = came[question]
            assert found[:2] == (answer, int(clock.now - since))
            assert (found.kept.came, found.kept.until) == (since, since + answer.lifetime)
            assert clock.now < since + answer.lifetime
            ttls = [int.from_bytes(answer.body[at : at + 4], "big") for at in answer.ttl_places]
            assert all(found.age < ttl for ttl in ttls)
        assert len(cache) <= 2
