"""A home to ask in: a household, lists, a clock that stands still, and an upstream that is told.

Rules kept here:
- The upstream here says what a test tells it; real ones stand in `upstreams.py`.
- A pipeline's coroutine is run to its end here only where nothing in it waits for long.
"""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Callable
from functools import cache

from agent.dns import wire
from agent.dns.cache import Cache
from agent.dns.pipeline import Forward, Pipeline
from agent.dns.upstream import UpstreamSilent
from agent.dns.wire import Answer, Question
from agent.in_force import Current, InForce
from policy.categories import Category
from policy.compile import compile_policy
from policy.household import EVERYONE, Carer, Device, Household, YoungPerson
from policy.index import CategoryIndex, ListSource
from policy.names import Name, from_text
from policy.rules import RuleSet
from tests.agent.dns import packets
from tests.policy.strategies import index_of

SAM, ALEX, TELEVISION, STRANGER = "127.0.0.11", "127.0.0.12", "127.0.0.13", "127.0.0.99"

HOUSEHOLD = Household(
    everyone=RuleSet(block_categories=frozenset({Category.MALWARE})),
    visitors=RuleSet(block_categories=frozenset({Category.GAMES})),
    carers=(Carer(name="Alex"),),
    young_people=(
        YoungPerson(
            name="Sam",
            rules=RuleSet(
                block_categories=frozenset({Category.ADULT}),
                block=frozenset({from_text("blocked.example")}),
                allow=frozenset({from_text("allowed.blocked.example")}),
            ),
        ),
    ),
    devices=(
        Device(name="Sam's phone", belongs_to="Sam", addresses=(SAM, "fe80::11", "::1")),
        Device(name="Alex's laptop", belongs_to="Alex", addresses=(ALEX,)),
        Device(
            name="television",
            belongs_to=EVERYONE,
            addresses=(TELEVISION,),
            rules=RuleSet(block=frozenset({from_text("tv.example")})),
        ),
    ),
)


_LIFELINE = (from_text("childline.org.uk"), False)

LISTED: list[tuple[ListSource, list[tuple[Name, bool]]]] = [
    (ListSource("bad", Category.MALWARE), [(from_text("bad.example"), False), _LIFELINE]),
    (ListSource("adult", Category.ADULT), [(from_text("adult.example"), False), _LIFELINE]),
    (ListSource("games", Category.GAMES), [(from_text("play.example"), True), _LIFELINE]),
]
"""Lists of which every one also names a lifeline."""


def current(household: Household = HOUSEHOLD, index: CategoryIndex | None = None) -> Current:
    """Return a household in force, with the lists above unless others are given."""
    return Current(InForce(compile_policy(household, version=1), index or index_of(LISTED)))


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """Return the moment, as `time.monotonic` would."""
        return self.now


class Told:
    """An upstream that says what it was told, and remembers what it was asked."""

    def __init__(self, answer: Callable[[Question], Answer | None]) -> None:
        self.answer = answer
        self.asked: list[Question] = []

    async def ask(self, question: Question) -> Answer:
        """Return the answer at once; None stands for silence."""
        self.asked.append(question)
        if (answer := self.answer(question)) is None:
            raise UpstreamSilent
        return answer


def address_of(question: Question, *, ttl: int = 60) -> Answer:
    """Return one address as the answer to any question."""
    host = b"\xc0\0\2" + question.name[-2:-1].rjust(1, b"\1")
    return Answer(
        rcode=0,
        counts=(1, 0, 0),
        body=b"\xc0\x0c\0\1\0\1" + ttl.to_bytes(4, "big") + b"\0\4" + host,
        ttl_places=(6,),
        lifetime=ttl,
        authentic=False,
    )


def pipeline(
    upstream: Told | None = None, *, clock: Clock | None = None, in_force: Current | None = None
) -> Pipeline:
    """Return a whole pipeline over the home above."""
    kept = Cache(clock or Clock())
    return Pipeline(in_force or current(), kept, upstream or Told(address_of))


def ask(
    route: Pipeline, packet: bytes, source: str = SAM, *, over_tcp: bool = False
) -> tuple[bytes, bool]:
    """Return the reply and whether an upstream was asked for it."""
    reply = route.answer(packet, source, over_tcp=over_tcp)
    if isinstance(reply, Forward):
        return finished(route, reply), True
    return reply, False


def finished(route: Pipeline, forward: Forward) -> bytes:
    """Return what a pipeline over a Told upstream replies; nothing there waits for long.

    Where an old answer is at hand, an upstream is asked on the running loop: one of this module's
    own, which is kept for all tests, since making one takes longer than most of them.
    """
    return _loop().run_until_complete(route.forward(forward))


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    atexit.register(loop.close)
    return loop


def question_of(packet: bytes) -> Question:
    """Return the question of an ordinary packet."""
    question = wire.read_question(packet)
    assert question is not None
    return question


def rcode_of(reply: bytes) -> int:
    """Return the rcode that a reply carries, extended by its OPT."""
    return packets.said(reply).rcode
