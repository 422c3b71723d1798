from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from policy.windows import ALWAYS, DAY, EVERY_DAY, During, Window, starts_on

MONDAY = date(2025, 3, 31)

REFUSED = {
    "no weekday": (lambda: Window(weekdays=frozenset()), "weekdays"),
    "a weekday counted from nought": (lambda: Window(weekdays=frozenset({0, 1})), "weekdays"),
    "an eighth weekday": (lambda: Window(weekdays=frozenset({8})), "weekdays"),
    "a start before the day": (lambda: Window(start=-1), "starts between"),
    "a start at its end": (lambda: Window(start=DAY), "starts between"),
    "an end before the day": (lambda: Window(end=-1), "ends between"),
    "an end after the day": (lambda: Window(end=DAY + 1), "ends between"),
    "dates the wrong way round": (
        lambda: Window(first=date(2025, 3, 2), last=date(2025, 3, 1)),
        "the last day 2025-03-01 is before the first day 2025-03-02",
    ),
}


@pytest.mark.parametrize(("build", "problem"), REFUSED.values(), ids=REFUSED)
def test_what_no_day_could_satisfy_cannot_be_built(
    build: Callable[[], Window], problem: str
) -> None:
    """A window that makes no sense is refused with what is wrong with it."""
    with pytest.raises(ValueError, match=problem):
        build()


ENDS = {
    "on the same day": (540, 1020, 1020),
    "past midnight": (1260, 420, DAY + 420),
    "at 24:00": (1260, DAY, DAY),
    "at 00:00": (1260, 0, DAY),
    "where it starts": (720, 720, DAY + 720),
    "the whole day": (0, DAY, DAY),
    "from midnight to midnight": (0, 0, DAY),
}


@pytest.mark.parametrize(("start", "end", "expected"), ENDS.values(), ids=ENDS)
def test_an_end_at_or_before_the_start_lies_on_the_next_day(
    start: int, end: int, expected: int
) -> None:
    """A window is never longer than a day's clock, and 24:00 is the same midnight as 00:00."""
    assert Window(start=start, end=end).runs_until == expected


STARTS: dict[str, tuple[Window, bool, bool]] = {
    "always": (ALWAYS, False, True),
    "on its weekday": (Window(weekdays=frozenset({1})), False, True),
    "on another weekday": (Window(weekdays=EVERY_DAY - {1}), False, False),
    "on its first day": (Window(first=MONDAY), False, True),
    "before its first day": (Window(first=date(2025, 4, 1)), False, False),
    "on its last day": (Window(last=MONDAY), False, True),
    "after its last day": (Window(last=date(2025, 3, 30)), False, False),
    "in term, for term": (Window(during=During.TERM), False, True),
    "in the holidays, for term": (Window(during=During.TERM), True, False),
    "in term, for the holidays": (Window(during=During.HOLIDAYS), False, False),
    "in the holidays, for them": (Window(during=During.HOLIDAYS), True, True),
    "in the holidays, all year": (ALWAYS, True, True),
}


@pytest.mark.parametrize(("window", "holiday", "expected"), STARTS.values(), ids=STARTS)
def test_a_window_starts_on_days_that_satisfy_all_it_says(
    window: Window, *, holiday: bool, expected: bool
) -> None:
    """Weekday, dates and school year must all agree, and both ends of the dates are inside."""
    assert starts_on(window, MONDAY, holiday) is expected


def test_the_tags_are_permanent() -> None:
    """What documents say of the school year does not change unnoticed."""
    assert [*During] == ["all-year", "term", "holidays"]
