from __future__ import annotations

import pytest

from agent.dns.answers import SERVFAIL, LocalAnswer
from agent.dns.cache import Key, key_of
from agent.dns.shortly import FIRST_SECONDS, MOST_SECONDS, Shortly
from tests.agent.dns import house
from tests.agent.dns.packets import query

SAYS = LocalAnswer(SERVFAIL)
ONE, OTHER, THIRD = (key_of(house.question_of(query(f"{one}.example"))) for one in "abc")


def lasts(shortly: Shortly, clock: house.Clock, key: Key = ONE) -> float:
    """Return for how many seconds something is said from now on, to the nearest half."""
    began = clock.now
    while shortly.find(key) is not None:
        clock.now += 0.5
    return clock.now - began


def test_a_failure_is_remembered_longer_each_time() -> None:
    """A name that goes on failing is asked for ever less often, and never seldomer than bounded."""
    clock = house.Clock()
    shortly = Shortly(clock)
    seconds = []
    for _ in range(8):
        shortly.failed(ONE, SAYS, is_silence=False)
        seconds.append(lasts(shortly, clock))

    assert seconds == [1, 2, 4, 8, 16, 32, 40, 40]
    assert 1 <= FIRST_SECONDS <= MOST_SECONDS <= 300  # RFC 9520 section 3.2


def test_who_fails_beside_makes_it_no_longer() -> None:
    """Two questions on their way together that fail are one failure."""
    clock = house.Clock()
    shortly = Shortly(clock)
    for _ in range(5):
        shortly.failed(ONE, SAYS, is_silence=False)

    assert lasts(shortly, clock) == FIRST_SECONDS


@pytest.mark.parametrize(("later", "expected"), [(60, 2), (61.5, 1)])
def test_a_failure_of_long_ago_does_not_count(later: float, expected: float) -> None:
    """A name that fails again after a good while begins anew."""
    clock = house.Clock()
    shortly = Shortly(clock)
    shortly.failed(ONE, SAYS, is_silence=False)
    clock.now += later
    shortly.failed(ONE, SAYS, is_silence=False)

    assert lasts(shortly, clock) == expected


def test_a_time_that_is_asked_for_is_kept() -> None:
    """What asks for a longer time than the first has it."""
    clock = house.Clock()
    shortly = Shortly(clock)
    shortly.failed(ONE, SAYS, is_silence=False, at_least=30)

    assert lasts(shortly, clock) == 30


def test_the_first_answer_ends_the_silence_and_nothing_else() -> None:
    """When anything is answered the way up is there again: silent names are asked at once."""
    shortly = Shortly(house.Clock())
    shortly.answered(ONE)
    shortly.failed(ONE, SAYS, is_silence=True)
    shortly.failed(OTHER, SAYS, is_silence=False)
    shortly.answered(THIRD)
    assert (shortly.find(ONE), shortly.find(OTHER)) == (None, SAYS)
    shortly.answered(THIRD)
    assert shortly.find(OTHER) == SAYS
    shortly.answered(OTHER)

    assert (shortly.find(OTHER), len(shortly)) == (None, 0)


def test_what_is_remembered_is_bounded() -> None:
    """No more failures are remembered than there is room for; the oldest goes first."""
    shortly = Shortly(house.Clock(), max_remembered=2)
    for key in (ONE, OTHER, THIRD):
        shortly.failed(key, SAYS, is_silence=False)

    assert len(shortly) == 2
    assert [shortly.find(key) for key in (ONE, OTHER, THIRD)] == [None, SAYS, SAYS]
