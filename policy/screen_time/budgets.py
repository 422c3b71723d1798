"""How many minutes are left of a budget, and the soonest at which they can be used up.

Rules kept here:
- A budget of a day holds on its weekdays, in its part of the school year; one of a week, always.
- To a budget come what carers gave besides for the rest of the day, and what was borrowed or has to
  be paid back (`policy.screen_time.minutes.lent`).
- Where the clock is not plausible, no budget holds.
- `used_up` is never too late: it is the instant at which the minutes are gone if every slot from
  now on is used, the running one included. An answer may be kept until then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from policy.given.grants import Grant, GrantKind
from policy.household import Household, YoungPerson, ids_of
from policy.moment import Clockwork
from policy.screen_time.minutes import SLOT, Minutes, lent, on_day, slot_ends, slot_of, used_of
from policy.terms import Terms, is_holiday
from policy.timed import SLOT_MINUTES, Budget, Period, Target
from policy.windows import During


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left of one budget: `minutes`, not below nothing.

    `used_up` is None where nothing is left. `renewed` is when the period ends.
    """

    budget: Budget
    minutes: int
    used_up: datetime | None
    renewed: datetime | None


def minutes_left(
    person: YoungPerson,
    number: int,
    minutes: Minutes,
    grants: Iterable[Grant],
    clockwork: Clockwork,
    terms: Terms,
) -> tuple[Left, ...]:
    """Return what is left of each budget of a young person (by number too) that holds today.

    `grants` are those that hold at the moment.
    """
    today = clockwork.today
    if today is None or clockwork.moment is None:
        return ()
    running = on_day(minutes, today)
    given = [one for one in grants if one.kind is GrantKind.MORE_TIME]
    found = []
    for budget in person.budgets:
        if not _holds_on(budget, today, terms):
            continue
        target, period = budget.target, budget.period
        allowed = budget.minutes + sum(
            one.minutes for one in given if one.young_person == person.name and one.target == target
        )
        if period is Period.DAY:
            allowed += lent(running, number, target, today)
        left = max(0, allowed - used_of(running, number, target, period))
        slots = -(-left // SLOT_MINUTES)
        now = slot_of(clockwork.moment.at)
        found.append(
            Left(
                budget=budget,
                minutes=left,
                used_up=slot_ends(now) + (slots - 1) * SLOT if slots else None,
                renewed=_renewed(period, today, clockwork),
            )
        )
    return tuple(found)


def _holds_on(budget: Budget, day: date, terms: Terms) -> bool:
    if budget.period is Period.WEEK:
        return True
    in_its_part = budget.during is During.ALL_YEAR or is_holiday(terms, day) is (
        budget.during is During.HOLIDAYS
    )
    return in_its_part and day.isoweekday() in budget.weekdays


def _renewed(period: Period, today: date, clockwork: Clockwork) -> datetime | None:
    if period is Period.DAY:
        return clockwork.tomorrow()
    monday = today - timedelta(days=today.weekday())
    return clockwork.within(monday, monday + timedelta(days=6))[1]


def budgeted(household: Household) -> dict[int, tuple[Target, ...]]:
    """Return for each young person, by number, what their minutes are counted for; no more is."""
    numbers = ids_of(household)
    return {
        numbers[person.name]: tuple(dict.fromkeys(budget.target for budget in person.budgets))
        for person in household.young_people
        if person.budgets
    }
