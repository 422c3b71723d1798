from __future__ import annotations

from agent.dns import answers
from agent.dns.cache import Cache
from agent.dns.noticing import Noticing
from agent.dns.pipeline import Pipeline
from agent.dns.selftest import KEPT_MS, MOST_KEPT, Arrivals
from policy.names import Name, from_text
from tests.agent.dns import house
from tests.agent.dns.packets import A, query

END = "selftest.lamplight.home.arpa"


class Clock:
    """Milliseconds since the start, as a test says."""

    ms = 0

    def __call__(self) -> int:
        """Return them."""
        return self.ms


def name_of(number: int) -> Name:
    """Return a self-test's name."""
    return from_text(f"{number:032x}.{END}")


def nonce_of(number: int) -> bytes:
    """Return the number as it is asked for."""
    return b"%032x" % number


def test_what_came_is_known_by_family() -> None:
    """A number is known to have come over IPv4, over IPv6, over both, or not at all."""
    arrivals = Arrivals(Clock())
    arrivals.notice(name_of(1), "192.0.2.1")
    arrivals.notice(name_of(2), "fe80::1%eth0")
    arrivals.notice(name_of(3), "192.0.2.1")
    arrivals.notice(name_of(3), "fd00::1")
    arrivals.notice(from_text(END), "192.0.2.1")

    assert [arrivals.came(nonce_of(number)) for number in range(1, 5)] == [
        (True, False),
        (False, True),
        (True, True),
        (False, False),
    ]


def test_it_is_forgotten_after_a_minute() -> None:
    """A minute after it first came a number is gone, also if it came again meanwhile."""
    clock = Clock()
    arrivals = Arrivals(clock)
    arrivals.notice(name_of(1), "192.0.2.1")
    clock.ms = KEPT_MS - 1
    arrivals.notice(name_of(1), "192.0.2.1")
    assert arrivals.came(nonce_of(1)) == (True, False)
    clock.ms = KEPT_MS

    assert arrivals.came(nonce_of(1)) == (False, False)


def test_many_make_room_for_the_newest() -> None:
    """Whoever asks for thousands of numbers fills no memory, and the newest are there."""
    arrivals = Arrivals(Clock())
    for number in range(1_000):
        arrivals.notice(name_of(number), "192.0.2.1")

    known = [number for number in range(1_000) if arrivals.came(nonce_of(number))[0]]
    assert known == list(range(1_000 - MOST_KEPT, 1_000))


def test_the_pipeline_notices_it_and_asks_nobody() -> None:
    """A self-test's name is answered by the box itself, for every device, and is noticed."""
    arrivals, above = Arrivals(Clock()), house.Told(house.address_of)
    noticing = Noticing({}, {}, arrivals=arrivals)
    route = Pipeline(house.current(), Cache(house.Clock()), above, noticing=noticing)
    reply = route.answer(query(f"{7:032x}.{END}", A), house.SAM, over_tcp=False)
    route.answer(query("localhost", A), house.SAM, over_tcp=False)

    assert isinstance(reply, bytes)
    assert reply[3] & 0x0F == answers.NOERROR
    assert above.asked == []
    assert arrivals.came(nonce_of(7)) == (True, False)
