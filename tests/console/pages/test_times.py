from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from console.pages.times import day_in_words, minute_in_words, time_in_words

TIMES = {
    "in winter": (datetime(2026, 11, 21, 9, 30, 59, tzinfo=UTC), "21 November 2026, 09:30"),
    "in summer": (datetime(2026, 7, 1, 23, 5, tzinfo=UTC), "2 July 2026, 00:05"),
    "cut, never rounded": (
        datetime(2026, 1, 1, 0, 0, 59, 999_999, tzinfo=UTC),
        "1 January 2026, 00:00",
    ),
}


@pytest.mark.parametrize(("at", "expected"), TIMES.values(), ids=TIMES)
def test_a_time_is_what_clocks_in_london_show(at: datetime, expected: str) -> None:
    """Summer time is kept, and a minute that is not over yet is not said to be."""
    assert time_in_words(at) == expected


def test_a_day_is_written_as_people_write_it() -> None:
    """The day comes first, and the month is a word."""
    assert day_in_words(date(2027, 2, 3)) == "3 February 2027"


@pytest.mark.parametrize(("minute", "expected"), [(0, "00:00"), (905, "15:05"), (1_440, "24:00")])
def test_a_minute_of_the_day_is_written_with_two_digits(minute: int, expected: str) -> None:
    """The end of a day is 24:00, so that it is not taken for its beginning."""
    assert minute_in_words(minute) == expected
