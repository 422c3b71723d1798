from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from agent.devices.directory import Directory
from agent.devices.tally import PART_MS, PARTS, Tally
from agent.dns.cache import Cache
from agent.dns.noticing import Noticing
from agent.dns.pipeline import Pipeline
from agent.watch import WatchedFile
from policy.coverage import Asked
from policy.decide import NOTHING_SAID
from policy.names import from_text
from tests.agent.devices.test_directory import Home
from tests.agent.dns import house
from tests.agent.dns.packets import A, query
from tests.agent.dns.test_selftest import Clock
from tests.policy.test_coverage import GOOD

PAGE = from_text("www.example")


def test_the_home_is_counted_as_a_whole() -> None:
    """Queries are summed by family, and by whether a router asked."""
    tally = Tally(Clock())
    tally.routers_are(frozenset({"192.0.2.1", "fe80::99"}))
    for source in ("192.0.2.1", "192.0.2.50", "fe80::99%eth0", "fd00::50", "fd00::51"):
        tally.asked(source, PAGE, NOTHING_SAID)

    assert tally.totals() == Asked(over_ipv4=2, over_ipv6=3, from_routers=2)


def test_an_hour_later_it_is_forgotten() -> None:
    """A query counts for an hour, in steps of ten minutes."""
    clock = Clock()
    tally = Tally(clock)
    tally.asked("192.0.2.50", PAGE, NOTHING_SAID)
    for part in range(PARTS):
        assert tally.totals().over_ipv4 == 1
        clock.ms = (part + 1) * PART_MS
        tally.look()

    assert tally.totals().over_ipv4 == 0


def test_quiet_is_told_in_minutes() -> None:
    """How long nobody has asked anything is known, from the start on."""
    clock = Clock()
    tally = Tally(clock)
    clock.ms = 5 * 60_000
    tally.look()
    assert tally.totals().quiet_minutes == 5
    tally.asked("192.0.2.50", PAGE, NOTHING_SAID)
    tally.look()
    assert tally.totals().quiet_minutes == 0
    clock.ms = 25 * 60_000
    tally.look()
    assert tally.totals().quiet_minutes == 20


def test_the_pipeline_counts_each_query_once() -> None:
    """Forwarded, cached and blocked queries count alike; a way around is one yes for the home."""
    tally = Tally(Clock())
    route = Pipeline(
        house.current(),
        Cache(house.Clock()),
        house.Told(house.address_of),
        noticing=Noticing({}, {}, tally),
    )
    for name in ("example.org", "adult.example"):
        house.ask(route, query(name, A), house.SAM)
    assert tally.totals() == Asked(over_ipv4=2)
    house.ask(route, query("mask.icloud.com", A), house.SAM)

    assert tally.totals() == Asked(over_ipv4=3, way_around=True)


WAYS = {
    "a relay that is told no": "mask.icloud.com",
    "a service that is answered": "dns.google",
    "somebody's own name at a service": "abc123.dns.nextdns.io",
}


@pytest.mark.parametrize("name", WAYS.values(), ids=WAYS)
def test_a_way_around_is_one_yes_for_the_home(name: str) -> None:
    """Whichever service is asked for, by whom and how often, the totals say the same one word."""
    tally = Tally(Clock())
    route = Pipeline(
        house.current(),
        Cache(house.Clock()),
        house.Told(house.address_of),
        noticing=Noticing({}, {}, tally),
    )
    for source in (house.SAM, house.ALEX, house.SAM):
        house.ask(route, query(name, A), source)

    assert tally.totals() == Asked(over_ipv4=3, way_around=True)


def test_a_way_around_is_forgotten_after_an_hour() -> None:
    """What was asked an hour ago is not told any more."""
    clock = Clock()
    tally = Tally(clock)
    tally.asked("192.0.2.50", from_text("dns.google"), NOTHING_SAID)
    for part in range(PARTS):
        assert tally.totals().way_around
        clock.ms = (part + 1) * PART_MS
        tally.look()

    assert not tally.totals().way_around


def test_discovery_tells_where_routers_are(tmp_path: Path) -> None:
    """What is published says which addresses are a router's, by its link address too."""
    tally = Tally(Clock())
    home = Home(tmp_path)
    home.directory = Directory(WatchedFile(home.file), tally=tally)
    home.publish(GOOD)
    for source in ("192.0.2.1", "fe80::99%eth0", "192.0.2.50"):
        tally.asked(source, PAGE, NOTHING_SAID)

    assert tally.totals().from_routers == 2


def test_what_happened_to_the_home_is_a_yes_for_an_hour() -> None:
    """An answer that led inside, and too many questions, are one word each, and end in an hour."""
    clock = Clock()
    tally = Tally(clock)
    for _ in range(3):
        tally.led_home()
        tally.too_much()
    assert tally.totals() == Asked(led_home=True, too_much=True)
    for part in range(PARTS):
        clock.ms = (part + 1) * PART_MS
        tally.look()

    assert (tally.totals().led_home, tally.totals().too_much) == (False, False)


@pytest.mark.parametrize("said", [True, False, None])
def test_whether_answers_are_checked_above_is_one_fact(said: bool | None) -> None:  # noqa: FBT001
    """What is known of the resolver above is told as it is, also that nothing is known."""
    tally = Tally(Clock())
    assert tally.totals().validates is None
    tally.validates(said)

    assert tally.totals().validates is said


def test_a_day_is_counted_over_every_part_of_it() -> None:
    """What was asked in each ten minutes is in the day's total, also where a part just ended."""
    clock = Clock()
    tally = Tally(clock)
    for day in (20, 21, 22):
        for part in range(4):
            for _ in range(500):
                tally.asked_plainly("fd00::50")
            clock.ms += PART_MS if part % 2 else 1_000
            tally.look(date(2026, 11, day))

    assert tally.yesterday == 2_000


def test_without_the_time_no_day_is_told() -> None:
    """Where nobody knows which day it is, nothing is told of any."""
    tally = Tally(Clock())
    for day in (date(2026, 11, 20), date(2026, 11, 21), None, date(2026, 11, 22)):
        tally.look(day)

    assert tally.yesterday is None
