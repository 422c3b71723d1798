from __future__ import annotations

import itertools

import pytest

from policy.categories import Category
from policy.screen_time.words import (
    ADULTS_STEP,
    ESTIMATE,
    borrowed,
    ends_soon,
    in_steps,
    runs_out_soon,
    time_left,
    time_left_for_adults,
)
from policy.timed import Period, Target

GAMES, ALL = Target(category=Category.GAMES), Target()

SAID = {
    "some, today": (
        time_left(25, GAMES, Period.DAY),
        "You have about 25 minutes of games left today. This is an estimate.",
    ),
    "some, this week": (
        time_left(90, Target(service="youtube"), Period.WEEK),
        "You have about 90 minutes of YouTube left this week. This is an estimate.",
    ),
    "none": (
        time_left(0, ALL, Period.DAY),
        (
            "Your time for everything is used up for today. This is an estimate. It can be wrong. A"
            " carer can give minutes back."
        ),
    ),
    "for adults": (
        time_left_for_adults(25, GAMES, Period.DAY),
        "Up to 30 minutes of games are left today. This is an estimate.",
    ),
    "none, for adults": (
        time_left_for_adults(0, GAMES, Period.WEEK),
        (
            "The time for games is used up for this week. This is an estimate. It can be wrong. A"
            " carer can give minutes back."
        ),
    ),
    "before an end": (ends_soon("Bedtime", 10), "Bedtime: in about 10 minutes."),
    "before minutes are gone": (
        runs_out_soon("games", 5),
        "About 5 minutes of games are left. This is an estimate.",
    ),
    "before borrowing": (
        borrowed(10, GAMES),
        (
            "Take 10 more minutes of games now, and have 10 minutes less tomorrow. You can do this"
            " once a day. This is an estimate."
        ),
    ),
}


@pytest.mark.parametrize(("said", "expected"), SAID.values(), ids=SAID)
def test_the_sentences_are_these(said: str, expected: str) -> None:
    """Each sentence is what a family reads, word for word."""
    assert said == expected


def test_every_sentence_about_minutes_says_that_it_is_an_estimate() -> None:
    """Whatever is left, of what, for whom: nobody reads a number as the truth."""
    for minutes, target, period in itertools.product((0, 5, 600), (ALL, GAMES), Period):
        assert ESTIMATE in time_left(minutes, target, period)
        assert ESTIMATE in time_left_for_adults(minutes, target, period)
    assert ESTIMATE in runs_out_soon("games", 5)
    assert ESTIMATE in borrowed(10, GAMES)


def test_adults_read_quarters_of_an_hour() -> None:
    """Five minutes of use move what an adult reads in one look of three only."""
    assert [in_steps(minutes) for minutes in range(0, 50, 5)] == [
        *(0, 15, 15, 15, 30, 30, 30, 45, 45, 45)
    ]
    assert ADULTS_STEP == 15
