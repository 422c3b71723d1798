from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from policy.categories import Category
from policy.given.grants import Grant, GrantKind
from policy.household import Household, YoungPerson
from policy.moment import Clockwork, Moment
from policy.screen_time.budgets import Left, budgeted, minutes_left
from policy.screen_time.minutes import NO_MINUTES, Minutes, borrowed
from policy.terms import NamedDays, Terms
from policy.timed import Budget, Period, Target
from policy.windows import During
from tests.policy.evening import clock, grant, moment, used

ALL, GAMES = Target(), Target(category=Category.GAMES)
HOUR: Final = Budget(minutes=60)
DAY = moment("14:00").today
EASTER = Terms(holidays=(NamedDays("Easter", DAY, DAY),))


def left(
    *budgets: Budget,
    minutes: Minutes = NO_MINUTES,
    grants: tuple[Grant, ...] = (),
    now: Moment | None = None,
    terms: Terms | None = None,
) -> tuple[Left, ...]:
    """Return what is left of budgets at two in the afternoon of a Saturday."""
    clockwork = Clockwork(now or moment("14:00"))
    person = YoungPerson(name="Sam", budgets=budgets)
    return minutes_left(person, 7, minutes, grants, clockwork, terms or Terms())


def test_what_is_left_is_the_budget_less_what_was_used() -> None:
    """It is never below nothing, and another target's minutes count for that one."""
    found = left(HOUR, Budget(minutes=30, target=GAMES), minutes=used({ALL: 20, GAMES: 45}))

    assert [one.minutes for one in found] == [40, 0]


def test_it_says_until_when_an_answer_may_be_kept() -> None:
    """If every slot from now on is used, forty minutes are gone after eight of them."""
    [found] = left(HOUR, minutes=used({ALL: 20}), now=moment("14:02"))
    [one_slot] = left(HOUR, minutes=used({ALL: 55}), now=moment("14:02"))
    [part] = left(HOUR, minutes=used({ALL: 53}), now=moment("14:02"))
    [gone] = left(HOUR, minutes=used({ALL: 60}))

    assert found.used_up == clock("14:40")
    assert one_slot.used_up == clock("14:05")
    assert part.used_up == clock("14:10")
    assert gone.used_up is None


def test_a_day_is_renewed_at_midnight_and_a_week_on_monday() -> None:
    """Both as the wall shows it, also when clocks are moved in that night."""
    day, week = left(HOUR, Budget(minutes=300, period=Period.WEEK))

    assert day.renewed == clock("2025-03-30 00:00")
    assert week.renewed == clock("2025-03-31 00:00")


HOLDS = {
    "every day": (HOUR, None, True),
    "on a Saturday": (Budget(minutes=60, weekdays=frozenset({6})), None, True),
    "on other days": (Budget(minutes=60, weekdays=frozenset({1, 2, 7})), None, False),
    "in term": (Budget(minutes=60, during=During.TERM), None, True),
    "in term, in the holidays": (Budget(minutes=60, during=During.TERM), EASTER, False),
    "in the holidays": (Budget(minutes=60, during=During.HOLIDAYS), EASTER, True),
    "in the holidays, in term": (Budget(minutes=60, during=During.HOLIDAYS), None, False),
    "a week": (Budget(minutes=60, period=Period.WEEK), EASTER, True),
}


@pytest.mark.parametrize(("budget", "terms", "holds"), HOLDS.values(), ids=HOLDS)
def test_a_budget_holds_on_its_days(budget: Budget, terms: Terms | None, *, holds: bool) -> None:
    """Weekdays and part of the year are those of today."""
    assert bool(left(budget, terms=terms)) is holds


def test_what_carers_gave_comes_to_it() -> None:
    """More minutes count for their target and their young person alone."""
    more = grant(GrantKind.MORE_TIME, "13:00", "20:00", target=ALL, minutes=15)
    games = grant(GrantKind.MORE_TIME, "13:00", "20:00", target=GAMES, minutes=30)
    others = grant(GrantKind.MORE_TIME, "13:00", "20:00", person="Alex", target=ALL, minutes=60)
    later = grant(GrantKind.LATER, "13:00", "20:00")
    [found] = left(HOUR, grants=(more, games, others, later))

    assert found.minutes == 75


def test_what_was_borrowed_comes_to_today_and_goes_from_tomorrow() -> None:
    """Ten more on the evening, ten fewer the day after; a week knows no loans."""
    minutes = borrowed(NO_MINUTES, 7, ALL, DAY)
    weekly = Budget(minutes=300, period=Period.WEEK)

    assert [one.minutes for one in left(HOUR, weekly, minutes=minutes)] == [70, 300]
    assert [
        one.minutes for one in left(HOUR, weekly, minutes=minutes, now=moment("2025-03-30 14:00"))
    ] == [50, 300]


def test_yesterdays_minutes_do_not_count() -> None:
    """A file of yesterday leaves today whole, and counts for the week."""
    weekly = Budget(minutes=300, period=Period.WEEK)
    found = left(HOUR, weekly, minutes=used({ALL: 60}), now=moment("2025-03-30 09:00"))

    assert [one.minutes for one in found] == [60, 240]


@pytest.mark.parametrize("now", [None, moment("14:00", plausible=False)])
def test_without_a_plausible_clock_no_budget_holds(now: Moment | None) -> None:
    """Who does not know the day cannot say that its minutes are gone."""
    person = YoungPerson(name="Sam", budgets=(Budget(minutes=0),))

    assert minutes_left(person, 7, NO_MINUTES, (), Clockwork(now), Terms()) == ()


def test_the_soonest_end_is_never_too_late() -> None:
    """From any minute of a slot, the end lies on the edge of a slot and within what is left."""
    for minute in range(10):
        now = moment(f"14:{minute:02}")
        [found] = left(Budget(minutes=15), now=now)
        assert found.used_up is not None
        assert found.used_up.minute % 5 == 0
        assert found.used_up - now.at <= timedelta(minutes=15)


def test_only_what_has_a_budget_is_counted() -> None:
    """Each target once, under the number that minutes are kept under; others count nothing."""
    sam = YoungPerson(
        name="Sam",
        id=7,
        budgets=(HOUR, Budget(minutes=300, period=Period.WEEK), Budget(minutes=5, target=GAMES)),
    )
    household = Household(young_people=(YoungPerson(name="Alex"), sam))

    assert budgeted(household) == {7: (ALL, GAMES)}
