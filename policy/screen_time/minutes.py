"""Minutes used in the running day and week: sums, never a list of when.

Rules kept here:
- What is kept is a number for each young person and target that has a budget: no names, no times
  of day. When a day or a week is over, its sums are gone.
- A sum never falls within its period except by a carer's act (`given_back`).
- Only whole slots of five minutes count, each once, however many devices were used in it. `through`
  is the last slot that is in the sums, so that a restart cannot count one twice.
- Days and weeks are those on the wall, and only go forward: where clocks are put back over
  midnight, the new day goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from policy.screen_time.targets import TargetMask, bit_of, target_id
from policy.timed import SLOT_MINUTES, Period, Target

SLOT: Final = timedelta(minutes=SLOT_MINUTES)
BORROWED_MINUTES: Final = 10

_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_SLOTS_OF_A_DAY: Final = 24 * 60 // SLOT_MINUTES
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """Minutes of one young person (by number) of one target (by number)."""

    person: int
    target: int
    today: int = 0
    this_week: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowed:
    """A young person took ten minutes of a target on a day, from the day after."""

    person: int
    target: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """All sums. `day` and `week` (its Monday) are counted as `date.toordinal` counts."""

    day: int = 0
    week: int = 0
    through: int = 0
    used: tuple[Used, ...] = ()
    borrowed: tuple[Borrowed, ...] = ()


NO_MINUTES: Final = Minutes()


def slot_of(at: datetime) -> int:
    """Return the slot of five minutes that an instant (aware) lies in; slots only rise."""
    return (at - _EPOCH) // SLOT


def slot_ends(slot: int) -> datetime:
    """Return the instant at which a slot is over."""
    return _EPOCH + (slot + 1) * SLOT


def on_day(minutes: Minutes, today: date) -> Minutes:
    """Return the sums as they stand on a day: what belongs to a day or week gone by is erased.

    A day that is one before the last one is a clock put back over midnight, and changes nothing.
    """
    day = today.toordinal()
    if day in (minutes.day, minutes.day - 1):
        return minutes
    week = (today - timedelta(days=today.weekday())).toordinal()
    used = minutes.used if week == minutes.week else ()
    return replace(
        minutes,
        day=day,
        week=week,
        used=tuple(replace(one, today=0) for one in used if one.this_week),
        borrowed=tuple(one for one in minutes.borrowed if one.day == day - 1),
    )


def counted(
    minutes: Minutes,
    slot: int,
    today: date,
    seen: Mapping[int, TargetMask],
    budgeted: Mapping[int, Iterable[Target]],
) -> Minutes:
    """Return the sums with one slot that is over; `today` is the day in which it lay.

    `seen` is what each young person used in it, `budgeted` what each has budgets for. A slot that
    is in the sums already changes nothing.
    """
    minutes = on_day(minutes, today)
    # A clock that was more than a day ahead has been set right; its slots will come again.
    through = minutes.through if minutes.through <= slot + _SLOTS_OF_A_DAY else slot - 1
    if slot <= through:
        return minutes
    sums = {(one.person, one.target): one for one in minutes.used}
    for person, mask in seen.items():
        for target in dict.fromkeys(budgeted.get(person, ())):
            if mask & bit_of(target):
                key = person, target_id(target)
                one = sums.get(key, Used(person=person, target=key[1]))
                sums[key] = replace(
                    one,
                    today=one.today + SLOT_MINUTES,
                    this_week=one.this_week + SLOT_MINUTES,
                )
    return replace(minutes, through=slot, used=_in_order(sums.values()))


def used_of(minutes: Minutes, person: int, target: Target, period: Period) -> int:
    """Return the minutes that a young person used of a target in the running period."""
    for one in minutes.used:
        if (one.person, one.target) == (person, target_id(target)):
            return one.today if period is Period.DAY else one.this_week
    return 0


def given_back(minutes: Minutes, person: int, target: Target, count: int) -> Minutes:
    """Return the sums after a carer gave minutes back; none falls below nothing."""
    if count < 0:
        raise ValueError("minutes are given back, never taken")
    return replace(
        minutes,
        used=tuple(
            replace(one, today=max(0, one.today - count), this_week=max(0, one.this_week - count))
            if (one.person, one.target) == (person, target_id(target))
            else one
            for one in minutes.used
        ),
    )


def may_borrow(minutes: Minutes, person: int, today: date) -> bool:
    """Say whether a young person may take ten minutes: once an evening."""
    minutes = on_day(minutes, today)
    return all((one.person, one.day) != (person, minutes.day) for one in minutes.borrowed)


def borrowed(minutes: Minutes, person: int, target: Target, today: date) -> Minutes:
    """Return the sums after a young person took ten minutes of a target from tomorrow.

    Raises ValueError where they did so already today.
    """
    minutes = on_day(minutes, today)
    if not may_borrow(minutes, person, today):
        raise ValueError("ten minutes can be borrowed once an evening")
    loan = Borrowed(person=person, target=target_id(target), day=minutes.day)
    return replace(minutes, borrowed=(*minutes.borrowed, loan))


def lent(minutes: Minutes, person: int, target: Target, today: date) -> int:
    """Return the minutes that borrowing adds to today's budget, or takes from it."""
    minutes = on_day(minutes, today)
    total = 0
    for one in minutes.borrowed:
        if (one.person, one.target) == (person, target_id(target)):
            total += BORROWED_MINUTES if one.day == minutes.day else -BORROWED_MINUTES
    return total


def without_person(minutes: Minutes, person: int) -> Minutes:
    """Return the sums without those of a young person, whose stay is over."""
    return replace(
        minutes,
        used=tuple(one for one in minutes.used if one.person != person),
        borrowed=tuple(one for one in minutes.borrowed if one.person != person),
    )


def _in_order(used: Iterable[Used]) -> tuple[Used, ...]:
    return tuple(sorted(used, key=lambda one: (one.person, one.target)))
