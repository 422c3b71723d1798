from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.calendar import end_of, london_day, london_time, months_later, start_of

LONDON = ZoneInfo("Europe/London")
# Before 1997 the clocks went back a week earlier; by then the law was as this room computes it.
FIRST, LAST = 1997, 2100
DAYS = st.dates(date(FIRST, 1, 2), date(LAST - 1, 12, 30))
MINUTE = timedelta(minutes=1)


def by_the_tables(at: datetime) -> datetime:
    """Return what clocks in London show, by the tables that the world keeps."""
    return at.astimezone(LONDON).replace(tzinfo=None)


def midnight_by_the_tables(day: date) -> datetime:
    """Return the first instant of a day in London, by the same tables."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


@given(DAYS, st.integers(0, 24 * 60 * 60 - 1))
def test_any_instant_is_the_time_that_the_tables_say(day: date, second: int) -> None:
    """At any second of a century, clocks in London show what is computed here."""
    at = datetime.combine(day, time(), UTC) + timedelta(seconds=second)

    assert london_time(at) == by_the_tables(at)
    assert london_day(at) == by_the_tables(at).date()


@pytest.mark.parametrize("year", [*range(FIRST, 2041), 2068, 2099, LAST])
def test_every_day_of_a_year_starts_where_the_tables_say(year: int) -> None:
    """Each day begins at its own midnight and ends where the next begins."""
    day = date(year, 1, 1)
    while day.year == year and day < date(LAST, 12, 31):
        after = day + timedelta(days=1)
        assert start_of(day) == midnight_by_the_tables(day)
        assert end_of(day) == start_of(after)
        day = after


def changes(year: int) -> tuple[date, date]:
    """Return the two days of a year, by the tables, that are not 24 hours long."""
    days = [date(year, 1, 1) + timedelta(days=place) for place in range(365)]
    long, short = timedelta(hours=25), timedelta(hours=23)
    lengths = {
        midnight_by_the_tables(day + timedelta(days=1)) - midnight_by_the_tables(day): day
        for day in days
    }
    return lengths[short], lengths[long]


@pytest.mark.parametrize("year", [1997, 2024, 2026, 2027, 2028, 2038, 2100])
def test_both_changes_are_right_to_the_minute(year: int) -> None:
    """On the day before, of and after each change, every minute is what the tables say."""
    for day in changes(year):
        at = midnight_by_the_tables(day - timedelta(days=1))
        until = midnight_by_the_tables(day + timedelta(days=2))
        while at < until:
            assert london_time(at) == by_the_tables(at)
            at += MINUTE


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("2026-03-29T00:59:59+00:00", "2026-03-29T00:59:59"),
        ("2026-03-29T01:00:00+00:00", "2026-03-29T02:00:00"),
        ("2026-10-25T00:59:59+00:00", "2026-10-25T01:59:59"),
        ("2026-10-25T01:00:00+00:00", "2026-10-25T01:00:00"),
        ("2026-06-30T23:00:00+00:00", "2026-07-01T00:00:00"),
        ("2026-07-01T00:30:00+02:00", "2026-06-30T23:30:00"),
    ],
)
def test_the_seconds_around_a_change(at: str, shown: str) -> None:
    """Clocks go forward and back at 01:00 UTC, and whatever zone an instant is given in."""
    assert london_time(datetime.fromisoformat(at)) == datetime.fromisoformat(shown)


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2026-03-29", 23), ("2026-10-25", 25), ("2026-03-28", 24), ("2028-02-29", 24)],
)
def test_a_day_is_as_long_as_it_is(day: str, hours: int) -> None:
    """The day of a change has an hour less or more; a leap day is a day like others."""
    local = date.fromisoformat(day)

    assert end_of(local) - start_of(local) == timedelta(hours=hours)


@given(DAYS)
def test_a_day_holds_its_first_and_last_second_alone(day: date) -> None:
    """A day includes both its ends, and no second of its neighbours."""
    second = timedelta(seconds=1)

    assert london_day(start_of(day)) == london_day(end_of(day) - second) == day
    assert london_day(start_of(day) - second) == day - timedelta(days=1)
    assert london_day(end_of(day)) == day + timedelta(days=1)


MONTHS = {
    "a plain month": ("2026-11-21", 1, "2026-12-21"),
    "none": ("2026-11-21", 0, "2026-11-21"),
    "into the next year": ("2026-12-05", 1, "2027-01-05"),
    "December to December": ("2026-12-31", 12, "2027-12-31"),
    "three over a year's end": ("2026-10-31", 3, "2027-01-31"),
    "31 January to February": ("2026-01-31", 1, "2026-02-28"),
    "31 January to a leap February": ("2028-01-31", 1, "2028-02-29"),
    "29 January to February": ("2026-01-29", 1, "2026-02-28"),
    "a leap day to a year without": ("2028-02-29", 12, "2029-02-28"),
    "a leap day to the next": ("2028-02-29", 48, "2032-02-29"),
    "the century without a leap day": ("2099-11-30", 3, "2100-02-28"),
    "the century with one": ("1999-11-30", 3, "2000-02-29"),
    "31 March to April": ("2026-03-31", 1, "2026-04-30"),
    "31 August, six months": ("2026-08-31", 6, "2027-02-28"),
    "28 February to March": ("2026-02-28", 1, "2026-03-28"),
}


@pytest.mark.parametrize(("day", "months", "later"), MONTHS.values(), ids=MONTHS)
def test_a_month_later_clamps(day: str, months: int, later: str) -> None:
    """The same day so many months later, or the last day of a month that is too short."""
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


@given(DAYS, st.integers(0, 11))
def test_months_keep_order_and_never_run_over(day: date, months: int) -> None:
    """A later month is exactly so many months on; a later start never ends sooner."""
    later = months_later(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    assert months_later(day + timedelta(days=1), months) >= later
