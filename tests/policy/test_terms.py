from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.terms import (
    NOTHING_KNOWN,
    NamedDays,
    Terms,
    is_holiday,
    known_until,
    may_change_on,
)

AUTUMN = NamedDays("Autumn term", date(2025, 9, 2), date(2025, 12, 19))
SPRING = NamedDays("Spring term", date(2026, 1, 5), date(2026, 3, 27))
HALF_TERM = NamedDays("Half term", date(2025, 10, 27), date(2025, 10, 31))
SUMMER_OFF = NamedDays("Summer holidays", date(2025, 7, 23), date(2025, 9, 1))

BY_TERMS = Terms(terms=(AUTUMN, SPRING))
BY_HOLIDAYS = Terms(holidays=(SUMMER_OFF, HALF_TERM))
BY_BOTH = Terms(terms=(SPRING, AUTUMN), holidays=(HALF_TERM,))

DAYS = {
    "nothing is known": (NOTHING_KNOWN, "2025-08-10", False),
    "inside a term": (BY_TERMS, "2025-10-01", False),
    "a Sunday inside a term": (BY_TERMS, "2025-10-05", False),
    "the first day of a term": (BY_TERMS, "2025-09-02", False),
    "the last day of a term": (BY_TERMS, "2025-12-19", False),
    "the day after a term": (BY_TERMS, "2025-12-20", True),
    "the day before the next": (BY_TERMS, "2026-01-04", True),
    "before the first term known": (BY_TERMS, "2025-08-10", False),
    "after the last term known": (BY_TERMS, "2026-04-01", False),
    "inside holidays": (BY_HOLIDAYS, "2025-08-10", True),
    "the first day of holidays": (BY_HOLIDAYS, "2025-07-23", True),
    "the last day of holidays": (BY_HOLIDAYS, "2025-09-01", True),
    "between two holidays": (BY_HOLIDAYS, "2025-09-15", False),
    "after the last holidays known": (BY_HOLIDAYS, "2026-08-10", False),
    "holidays inside a term": (BY_BOTH, "2025-10-29", True),
    "a term with holidays in it": (BY_BOTH, "2025-11-03", False),
    "between terms out of order": (BY_BOTH, "2025-12-25", True),
}


@pytest.mark.parametrize(("terms", "day", "expected"), DAYS.values(), ids=DAYS)
def test_a_day_is_in_term_unless_something_says_otherwise(
    terms: Terms, day: str, *, expected: bool
) -> None:
    """Holidays count first, then terms, then what lies between two; all else is in term."""
    assert is_holiday(terms, date.fromisoformat(day)) is expected


def test_a_calendar_that_has_run_out_is_no_holiday_without_end() -> None:
    """Years after the last day that a calendar names, every day is in term."""
    later = date(2026, 3, 28)

    assert not any(is_holiday(BY_BOTH, later + timedelta(days=n)) for n in range(1_000))
    assert known_until(BY_BOTH) == date(2026, 3, 27)
    assert known_until(BY_HOLIDAYS) == date(2025, 10, 31)
    assert known_until(NOTHING_KNOWN) is None


_RUNS = st.tuples(st.integers(0, 60), st.integers(0, 20)).map(
    lambda run: NamedDays(
        "drawn",
        date(2025, 1, 1) + timedelta(days=run[0]),
        date(2025, 1, 1) + timedelta(days=sum(run)),
    )
)
_TUPLES = st.lists(_RUNS, max_size=4).map(tuple)


@given(st.builds(Terms, terms=_TUPLES, holidays=_TUPLES))
def test_nothing_changes_on_a_day_that_is_not_named(terms: Terms) -> None:
    """Between the days of `may_change_on`, each day is what the day before was."""
    for number in range(-5, 90):
        day = date(2025, 1, 1) + timedelta(days=number)
        if day not in may_change_on(terms):
            assert is_holiday(terms, day) is is_holiday(terms, day - timedelta(days=1))


def test_days_until_the_end_of_all_dates_are_no_trap() -> None:
    """Holidays without a day after them are held like any others."""
    terms = Terms(holidays=(NamedDays("For ever", date(2025, 1, 1), date.max),))

    assert may_change_on(terms) == {date(2025, 1, 1)}
    assert is_holiday(terms, date.max)


def test_days_the_wrong_way_round_cannot_be_built() -> None:
    """Days that end before they begin are refused with both dates."""
    with pytest.raises(ValueError, match="end on 2025-01-01, before they begin on 2025-01-02"):
        NamedDays("x", date(2025, 1, 2), date(2025, 1, 1))
