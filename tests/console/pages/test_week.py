from __future__ import annotations

from console import words
from console.pages.week import Bar, Tone, weeks_of
from policy.categories import Category
from policy.timed import Effect, TimedRule
from policy.what import EVERYTHING, What
from policy.windows import During, Window

GAMES = What(categories=frozenset({Category.GAMES}))
NIGHT = Window(weekdays=frozenset({7}), start=1_290, end=420)


def rule(effect: Effect, what: What, *windows: Window) -> TimedRule:
    """Return a rule in time."""
    return TimedRule(title="x", effect=effect, what=what, windows=windows)


def test_a_night_is_drawn_in_two_parts() -> None:
    """What begins on Sunday evening ends on Monday morning, and each day says its own."""
    [week] = weeks_of([rule(Effect.BLOCK, EVERYTHING, NIGHT)])

    assert week.days[6].bars == (Bar(start=1_290, length=150, tone=Tone.CLOSED),)
    assert week.days[0].bars == (Bar(start=0, length=420, tone=Tone.CLOSED),)
    assert week.days[0].text == "Monday: closed from 00:00 to 07:00"
    assert week.days[1].text == words.rules.DAY_OPEN.format(day="Tuesday")


def test_stretches_that_meet_are_one_and_kinds_are_apart() -> None:
    """Two windows that touch are one bar; closing, closing in part and opening are three."""
    [week] = weeks_of(
        [
            rule(Effect.BLOCK, EVERYTHING, Window(start=60, end=120), Window(start=120, end=180)),
            rule(Effect.BLOCK, GAMES, Window(start=0, end=90)),
            rule(Effect.ALLOW, GAMES, Window(start=200, end=210)),
        ]
    )

    assert week.days[3].bars == (
        Bar(start=60, length=120, tone=Tone.CLOSED),
        Bar(start=0, length=90, tone=Tone.PART),
        Bar(start=200, length=10, tone=Tone.OPENED),
    )


def test_where_the_school_year_matters_there_are_two_pictures() -> None:
    """Each part of the year has its own, and what is for all of it stands in both."""
    term, holidays = weeks_of(
        [
            rule(Effect.BLOCK, EVERYTHING, Window(end=60, during=During.TERM)),
            rule(Effect.BLOCK, GAMES, Window(start=100, end=160)),
        ]
    )

    assert (term.heading, holidays.heading) == (words.rules.WEEK_TERM, words.rules.WEEK_HOLIDAYS)
    assert (len(term.days[0].bars), len(holidays.days[0].bars)) == (2, 1)


def test_what_hangs_on_no_clock_is_no_picture() -> None:
    """Rules that always hold leave the week empty."""
    assert weeks_of([rule(Effect.BLOCK, GAMES, Window())]) == ()
