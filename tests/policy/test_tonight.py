from __future__ import annotations

from dataclasses import fields

from policy.screen_time.minutes import NO_MINUTES
from policy.tonight import NOTHING_TONIGHT, Tonight


def test_it_holds_what_was_given_and_sums_and_nothing_that_was_asked() -> None:
    """A new field here needs a reason that the people it is about can read."""
    assert {field.name for field in fields(Tonight)} == {"grants", "turns", "minutes"}


def test_an_empty_evening_gives_nothing() -> None:
    """Before anybody gave anything there are no grants, no turns and no minutes."""
    assert Tonight() == NOTHING_TONIGHT
    assert (NOTHING_TONIGHT.grants, NOTHING_TONIGHT.turns) == ((), ())
    assert NOTHING_TONIGHT.minutes is NO_MINUTES
