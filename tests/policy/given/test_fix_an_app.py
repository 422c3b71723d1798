from __future__ import annotations

from policy.categories import Category
from policy.given.fix_an_app import MAX_DEVICES, MAX_NAMES, SECONDS, FixAnApp, JustBlocked
from policy.names import from_text
from policy.verdict import Block, Why

SITE = from_text("site.example")
BLOCK = Block(Why.CATEGORY, SITE, 0, denies_below=True, category=Category.ADS)
KEPT = JustBlocked(SITE, Why.CATEGORY, Category.ADS)


def test_what_is_blocked_after_the_tap_is_shown_for_two_minutes() -> None:
    """The holder taps, the app is blocked, the name is there; two minutes later it is gone."""
    memory = FixAnApp()

    assert memory.begin("phone", 100.0)
    memory.note("phone", BLOCK, 110.0)
    assert memory.just_blocked("phone", 110.0) == (KEPT,)
    assert memory.just_blocked("phone", 100.0 + SECONDS - 0.1) == (KEPT,)
    assert memory.just_blocked("phone", 100.0 + SECONDS) == ()


def test_nothing_is_remembered_before_the_tap_nor_on_other_devices() -> None:
    """A memory that nobody asked for would be a record."""
    memory = FixAnApp()
    memory.note("phone", BLOCK, 99.0)
    memory.begin("phone", 100.0)
    memory.note("tablet", BLOCK, 101.0)

    assert memory.just_blocked("phone", 101.0) == ()
    assert memory.just_blocked("tablet", 101.0) == ()


def test_what_is_over_is_not_in_memory_any_more() -> None:
    """Forgetting takes names and device; whoever has none to look after need not note at all."""
    memory = FixAnApp()
    idle = [memory.is_idle]
    memory.begin("phone", 100.0)
    memory.note("phone", BLOCK, 101.0)
    idle.append(memory.is_idle)
    memory.forget(100.0 + SECONDS)
    idle.append(memory.is_idle)

    assert idle == [True, False, True]
    assert memory._blocked == {}
    memory.note("phone", BLOCK, 101.0)
    assert memory._blocked == {}


def test_a_second_tap_begins_anew() -> None:
    """What was blocked before it is forgotten, and the two minutes run again."""
    memory = FixAnApp()
    memory.begin("phone", 100.0)
    memory.note("phone", BLOCK, 101.0)
    memory.begin("phone", 150.0)

    assert memory.just_blocked("phone", 151.0) == ()
    memory.note("phone", BLOCK, 150.0 + SECONDS - 1)
    assert memory.just_blocked("phone", 150.0 + SECONDS - 1) == (KEPT,)


def test_a_name_stands_once_and_only_so_many_do() -> None:
    """An app that insists fills no memory."""
    memory = FixAnApp()
    memory.begin("phone", 0.0)
    for place in range(MAX_NAMES + 5):
        name = from_text(f"n{place}.example")
        for _ in range(2):
            memory.note("phone", Block(Why.RULE, name, 0, denies_below=True), 1.0)
    found = memory.just_blocked("phone", 1.0)

    assert len(found) == MAX_NAMES
    assert found[0] == JustBlocked(from_text("n0.example"), Why.RULE, None)


def test_only_so_many_devices_are_looked_after() -> None:
    """One more is told no; after two minutes there is room again."""
    memory = FixAnApp()

    assert all(memory.begin(f"device {place}", 0.0) for place in range(MAX_DEVICES))
    assert not memory.begin("one more", 1.0)
    assert memory.begin("device 0", 1.0)
    assert memory.begin("one more", SECONDS)


def test_a_clock_that_runs_backwards_ends_it() -> None:
    """A time before the tap shows nothing, rather than for ever."""
    memory = FixAnApp()
    memory.begin("phone", 100.0)
    memory.note("phone", BLOCK, 101.0)

    assert memory.just_blocked("phone", 99.0) == ()
