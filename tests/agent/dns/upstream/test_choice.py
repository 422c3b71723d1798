from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dns.upstream.choice import (
    LEAST_PATIENCE_SECONDS,
    MEASURE_SECONDS,
    MOST_PATIENCE_SECONDS,
    Choice,
)

Happens = Callable[[Choice, float], object]
THREE = 3
NUMBERS = st.integers(0, THREE - 1)
SECONDS = st.floats(0, 5)

HAPPENINGS: st.SearchStrategy[Happens] = st.one_of(
    NUMBERS.map(lambda number: lambda choice, _: choice.answered(number)),
    NUMBERS.map(lambda number: lambda choice, now: choice.failed(number, now)),
    NUMBERS.map(lambda number: lambda choice, now: choice.was_overtaken(number, now)),
    st.tuples(NUMBERS, SECONDS).map(lambda one: lambda choice, _: choice.measured(*one)),
    st.just(lambda choice, now: choice.due(now)),
)
HISTORY = st.lists(HAPPENINGS, max_size=60)


def after(history: list[Happens]) -> Choice:
    """Return how they stand when all of this has happened, a second apart."""
    choice = Choice(THREE)
    for now, happens in enumerate(history):
        happens(choice, now)
    return choice


def measured(*seconds: float) -> Choice:
    """Return upstreams that take so long."""
    choice = Choice(len(seconds))
    for number, one in enumerate(seconds):
        choice.measured(number, one)
    return choice


@given(HISTORY)
def test_nobody_is_ever_left_out(history: list[Happens]) -> None:
    """Whatever happened, each upstream is in the order once."""
    assert sorted(after(history).order()) == [0, 1, 2]


@given(HISTORY, NUMBERS)
def test_who_has_just_failed_is_behind_those_who_have_not(
    history: list[Happens], number: int
) -> None:
    """Whatever happened, who failed stands behind everybody who answered since."""
    choice = after(history)
    choice.failed(number, 100)
    others = [other for other in range(THREE) if other != number]
    for other in others:
        choice.answered(other)

    assert choice.order()[-1] == number


@given(HISTORY, NUMBERS)
def test_who_alone_answers_is_asked_first(history: list[Happens], number: int) -> None:
    """Whatever happened, when all others failed the one that answers is the first."""
    choice = after(history)
    for other in range(THREE):
        if other != number:
            choice.failed(other, 100)
    choice.answered(number)

    assert choice.order()[0] == number


@given(HISTORY, NUMBERS)
def test_patience_has_its_bounds(history: list[Happens], number: int) -> None:
    """Whatever happened, nobody is waited for much longer than half a second alone."""
    patience = after(history).patience(number)

    assert LEAST_PATIENCE_SECONDS <= patience <= MOST_PATIENCE_SECONDS


@given(HISTORY, NUMBERS)
def test_everybody_is_measured_again_within_a_minute(history: list[Happens], number: int) -> None:
    """Whatever happened, also to one that failed a hundred times, it is due within a minute."""
    choice = after(history)
    for _ in range(100):
        choice.failed(number, 100)
    choice.due(100)

    assert choice.due(100 + MEASURE_SECONDS) == (0, 1, 2)


def test_at_first_the_order_is_that_of_the_options() -> None:
    """Of whom nothing is known, the one that was named first is asked first."""
    assert Choice(THREE).order() == (0, 1, 2)


FASTER = {
    "clearly": ((0.040, 0.010), 1),
    "about equal": ((0.020, 0.018), 0),
    "a third, but of nearly nothing": ((0.006, 0.004), 0),
    "slower": ((0.010, 0.040), 0),
}


@pytest.mark.parametrize(("seconds", "first"), FASTER.values(), ids=FASTER)
def test_only_who_is_clearly_faster_takes_the_place(
    seconds: tuple[float, float], first: int
) -> None:
    """The first stays the first unless another one is clearly faster."""
    assert measured(*seconds).order()[0] == first


def test_those_about_equal_do_not_take_turns() -> None:
    """A home that found its upstream stays with it while both are about as fast."""
    choice = measured(0.020, 0.020)
    firsts = set()
    for number in range(100):
        choice.measured(number % 2, 0.015 + 0.001 * (number % 7))
        firsts.add(choice.order()[0])

    assert firsts == {0}


def test_one_slow_measurement_changes_nothing() -> None:
    """Measurements are smoothed: one that took a little longer does not move the home."""
    choice = measured(0.020, 0.030)
    choice.measured(0, 0.060)

    assert choice.order() == (0, 1)


def test_slow_for_long_is_slow() -> None:
    """An upstream that has become slow is left when its measurements keep saying so."""
    choice = measured(0.020, 0.030)
    for _ in range(5):
        choice.measured(0, 0.200)

    assert choice.order() == (1, 0)


def test_when_the_first_fails_the_fastest_other_one_takes_over() -> None:
    """Behind a failure it is the measured ones that decide, not the order of the options."""
    choice = measured(0.010, 0.050, 0.011)
    choice.failed(0, 1)

    assert choice.order() == (2, 1, 0)


def test_who_recovers_does_not_take_the_place_back_at_once() -> None:
    """A first that failed and answers again is healthy, but the home stays where it went."""
    choice = measured(0.020, 0.020)
    choice.failed(0, 1)
    choice.measured(0, 0.020)

    assert choice.order() == (1, 0)


def test_overtaken_once_is_chance_and_twice_is_a_failure() -> None:
    """Only who is overtaken twice in a row is asked behind the others."""
    choice = Choice(2)
    choice.was_overtaken(0, 1)
    once = choice.order()
    choice.was_overtaken(0, 2)

    assert (once, choice.order()) == ((0, 1), (1, 0))


def test_an_answer_between_forgives_being_overtaken() -> None:
    """Overtaken, answering, overtaken: that is not twice in a row."""
    choice = Choice(2)
    choice.was_overtaken(0, 1)
    choice.answered(0)
    choice.was_overtaken(0, 2)

    assert choice.order() == (0, 1)


def test_who_failed_is_measured_sooner_and_then_ever_later() -> None:
    """After one failure two seconds pass, after five the half of a minute, then whole ones."""
    waits = []
    for failures in (1, 2, 5, 6, 50):
        choice = Choice(2)
        choice.due(0)
        for _ in range(failures):
            choice.failed(0, 0)
        waits.append(next(now for now in range(100) if 0 in choice.due(now)))

    assert waits == [2, 4, 32, 60, 60]


def test_all_are_measured_by_the_minute() -> None:
    """Nothing is measured when the home starts; then everybody is, once in each minute."""
    choice = Choice(2)

    assert [choice.due(now) for now in (0, 59, 60, 61, 119, 120)] == [
        *((), (), (0, 1)),
        *((), (), (0, 1)),
    ]


def test_the_patience_fits_the_upstream() -> None:
    """A fast one is waited for briefly, a slow one longer, one that failed hardly."""
    choice = measured(0.001, 0.150, 3.0)
    known = [choice.patience(number) for number in range(THREE)]
    choice.failed(2, 1)

    assert (known, choice.patience(2)) == ([0.25, 0.6, 0.8], 0.25)
    assert Choice(1).patience(0) == 0.5
