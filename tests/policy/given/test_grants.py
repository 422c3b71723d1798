from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.categories import Category
from policy.given.grants import (
    LONGEST,
    MAX_REASON,
    NEEDS_REASON,
    Grant,
    GrantKind,
    holding,
    still_kept,
)
from policy.household import Household
from policy.moment import Moment
from policy.names import from_text
from policy.timed import Target
from policy.what import EVERYTHING, What
from tests.policy.strategies import whole_households
from tests.policy.time_strategies import evenings, moments

GIVEN = datetime(2025, 3, 29, 20, tzinfo=UTC)
SITE = What(names=frozenset({from_text("site.example")}))
GAMES = Target(category=Category.GAMES)

GOOD: dict[GrantKind, dict[str, Any]] = {
    GrantKind.MORE_TIME: {"target": GAMES, "minutes": 15},
    GrantKind.OPEN: {"what": SITE},
    GrantKind.LATER: {"title": "Bedtime"},
    GrantKind.PAUSE: {"reason": "tea is ready"},
    GrantKind.HOMEWORK: {},
    GrantKind.IS_IT_US: {"young_person": None, "device": "Sam's phone"},
    GrantKind.CUT_FAMILY_TIME: {"reason": "the court said so"},
}


def made(kind: GrantKind, **changes: Any) -> Grant:  # noqa: ANN401 - any field of a grant
    """Return a grant in order, with some fields changed."""
    fields: dict[str, Any] = {
        "kind": kind,
        "giver": "Jo",
        "given": GIVEN,
        "until": GIVEN + timedelta(minutes=10),
        "young_person": "Sam",
        **GOOD[kind],
        **changes,
    }
    return Grant(**fields)


@pytest.mark.parametrize("kind", GrantKind)
def test_every_kind_has_an_end_and_a_longest_time(kind: GrantKind) -> None:
    """As long as the longest is in order, a second longer is refused."""
    longest = made(kind, until=GIVEN + LONGEST[kind])

    assert longest.until - longest.given == LONGEST[kind]
    with pytest.raises(ValueError, match="at most"):
        made(kind, until=GIVEN + LONGEST[kind] + timedelta(seconds=1))


@pytest.mark.parametrize("kind", GrantKind)
def test_a_reason_is_needed_where_the_young_person_is_owed_one(kind: GrantKind) -> None:
    """A pause and cutting family time say why; blanks are no reason."""
    if kind in NEEDS_REASON:
        with pytest.raises(ValueError, match="say why; the young person reads it"):
            made(kind, reason=" ")
    else:
        assert made(kind, reason="").reason == ""


REFUSED: dict[str, tuple[GrantKind, dict[str, Any], str]] = {
    "an end before the beginning": (
        GrantKind.PAUSE,
        {"until": GIVEN},
        "has to end after it begins",
    ),
    "a beginning that could be anywhere": (
        GrantKind.PAUSE,
        {"given": GIVEN.replace(tzinfo=None)},
        "this time has none",
    ),
    "an end that could be anywhere": (
        GrantKind.PAUSE,
        {"until": (GIVEN + timedelta(hours=1)).replace(tzinfo=None)},
        "this time has none",
    ),
    "half a second": (GrantKind.PAUSE, {"given": GIVEN.replace(microsecond=1)}, "whole seconds"),
    "an end at half a second": (
        GrantKind.PAUSE,
        {"until": GIVEN + timedelta(minutes=1, microseconds=1)},
        "whole seconds",
    ),
    "no giver": (GrantKind.PAUSE, {"giver": ""}, "say who gives it"),
    "a reason without end": (GrantKind.PAUSE, {"reason": "x" * (MAX_REASON + 1)}, "at most 200"),
    "for a person and a device": (GrantKind.PAUSE, {"device": "TV"}, "give two"),
    "for nobody": (GrantKind.OPEN, {"young_person": None}, "say for whom"),
    "is it us for a person": (
        GrantKind.IS_IT_US,
        {"young_person": "Sam", "device": None},
        "for one device",
    ),
    "more time for a device": (
        GrantKind.MORE_TIME,
        {"young_person": None, "device": "TV"},
        "not for a device",
    ),
    "family time cut on a device": (
        GrantKind.CUT_FAMILY_TIME,
        {"young_person": None, "device": "TV"},
        "not for a device",
    ),
    "nothing opened": (GrantKind.OPEN, {"what": What()}, "say which site"),
    "everything opened": (GrantKind.OPEN, {"what": EVERYTHING}, "say which site"),
    "homework with everything": (GrantKind.HOMEWORK, {"what": EVERYTHING}, "opens nothing by name"),
    "a pause that opens": (GrantKind.PAUSE, {"what": SITE}, "opens nothing by name"),
    "more time of nothing": (GrantKind.MORE_TIME, {"target": None}, "how many minutes of what"),
    "no more time": (GrantKind.MORE_TIME, {"minutes": 0}, "how many minutes of what"),
    "minutes of a pause": (GrantKind.PAUSE, {"minutes": 5}, "how many minutes of what"),
    "a target of a pause": (GrantKind.PAUSE, {"target": GAMES}, "how many minutes of what"),
    "too much time": (GrantKind.MORE_TIME, {"minutes": 245}, "up to 240 minutes"),
    "time that is not counted": (GrantKind.MORE_TIME, {"minutes": 7}, "in steps of five"),
    "nothing that comes later": (GrantKind.LATER, {"title": None}, "which rule comes later"),
    "a pause with a title": (GrantKind.PAUSE, {"title": "x"}, "which rule comes later"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_means_nothing_cannot_be_given(case: str) -> None:
    """Each of these is refused with a word on what to do."""
    kind, changes, words = REFUSED[case]

    with pytest.raises(ValueError, match=words):
        made(kind, **changes)


HOLDS = {
    "just before": (-1, True, None, False),
    "when it is given": (0, True, None, True),
    "in its last second": (599, True, None, True),
    "at its end": (600, True, None, False),
    "given since an unset clock started": (5, False, 0, True),
    "given before it started": (5, False, 1, False),
    "no word of when it started": (5, False, None, False),
}


@pytest.mark.parametrize("case", HOLDS)
def test_it_holds_from_its_beginning_up_to_its_end(case: str) -> None:
    """The end is not part of it; an unset clock measures only what came since it started."""
    seconds, plausible, started, expected = HOLDS[case]
    booted = None if started is None else GIVEN + timedelta(seconds=started)
    at = GIVEN + timedelta(seconds=seconds)
    now = Moment(at=at, plausible=plausible, booted=booted)

    assert made(GrantKind.OPEN).holds(now) is expected


def test_without_a_moment_nothing_holds() -> None:
    """Who knows no time cannot say that an end has not come."""
    assert not made(GrantKind.OPEN).holds(None)
    assert holding([made(GrantKind.OPEN)], None) == ()


@given(st.data(), whole_households(), moments())
def test_a_grant_never_outlives_its_end(
    data: st.DataObject, household: Household, now: Moment
) -> None:
    """Whatever the clock is worth, no grant holds at its end or after it."""
    for one in holding(data.draw(evenings(household)).grants, now):
        assert one.given <= now.at < one.until


def test_for_whom_it_is() -> None:
    """For a person on every device of theirs, for a device whoever holds it, or for all of them."""
    person, device = made(GrantKind.OPEN), made(GrantKind.IS_IT_US)
    everyone = made(GrantKind.PAUSE, young_person=None)

    assert person.is_for("Sam", "any")
    assert not person.is_for("Alex", "Sam")
    assert not person.is_for(None, "Sam")
    assert device.is_for(None, "Sam's phone")
    assert device.is_for("Alex", "Sam's phone")
    assert not device.is_for("Sam", "Sam's tablet")
    assert everyone.is_for("Alex", "any")
    assert not everyone.is_for(None, "any")


def test_the_earliest_comes_first() -> None:
    """Who spoke last decides, so they stand in that order."""
    first, last = made(GrantKind.PAUSE), made(GrantKind.OPEN, given=GIVEN + timedelta(seconds=9))
    now = Moment(at=GIVEN + timedelta(seconds=10))

    assert holding([last, first], now) == (first, last)


def test_what_is_over_is_kept_for_a_week() -> None:
    """The list of the last seven days needs it; after that it is gone."""
    one = made(GrantKind.PAUSE)

    assert still_kept([one], one.until + timedelta(days=7, seconds=-1)) == (one,)
    assert still_kept([one], one.until + timedelta(days=7)) == ()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (GrantKind.IS_IT_US, "at most 10 minutes at a time"),
        (GrantKind.PAUSE, "at most 24 hours at a time"),
        (GrantKind.OPEN, "at most 7 days at a time"),
        (GrantKind.LATER, "at most 12 hours at a time"),
    ],
)
def test_the_longest_time_is_told_in_words(kind: GrantKind, words: str) -> None:
    """Minutes, hours and days, as one says them."""
    with pytest.raises(ValueError, match=words):
        made(kind, until=GIVEN + timedelta(days=8))
