from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.calendar import months_later
from consent.profiles.review_dates import scope_after
from tests.consent.profiles.judging import broken_in, broken_with
from tests.consent.profiles.sample import (
    CONTINUED,
    EARLY,
    EVERY_SITE_REVIEWED,
    REDUCED,
    SECOND,
    STOPPED,
    WATCHED_REVIEWED,
    YOUNG_PERSON_GIVES,
)

HELD = {
    "on the day of issue": (date(2026, 12, 29), ()),
    "after the issue": (date(2026, 12, 30), ("REVIEW_HELD",)),
}


@pytest.mark.parametrize(("day", "expected"), HELD.values(), ids=HELD)
def test_a_review_is_held_and_then_issued(day: date, expected: tuple[str, ...]) -> None:
    """Nothing is reviewed on a day that is still to come."""
    assert broken_with(REDUCED, ("review.held_on", day)) == expected


def test_a_review_comes_after_what_it_reviews() -> None:
    """Neither before the agreement was issued, nor before the review before it."""
    early = ("review.held_on", date(2026, 11, 29))
    before_last = ("review.held_on", date(2026, 12, 27))

    same_day = ("review.held_on", date(2026, 11, 30))

    assert "REVIEW_HELD" in broken_with(REDUCED, early)
    assert "REVIEW_HELD" not in broken_with(REDUCED, same_day)
    assert "REVIEW_HELD" in broken_with(SECOND, before_last)


ISSUED = {
    "on the last day": (datetime(2027, 1, 2, 23, 59, tzinfo=UTC), ()),
    "after the last day": (datetime(2027, 1, 3, 0, 0, tzinfo=UTC), ("P19_IN_TIME",)),
}


@pytest.mark.parametrize(("at", "expected"), ISSUED.values(), ids=ISSUED)
def test_a_late_review_brings_nothing_back(at: datetime, expected: tuple[str, ...]) -> None:
    """The last day is the last; there is no grace."""
    assert broken_with(REDUCED, ("review.issued_at", at)) == expected


def test_a_second_review_is_in_time_by_the_first() -> None:
    """What counts is the last day that the review before it named."""
    late = ("review.issued_at", datetime(2027, 3, 21, tzinfo=UTC))

    assert SECOND.before is not None
    assert SECOND.before.valid_until == date(2027, 3, 20)
    assert broken_with(SECOND, late) == ("P19_IN_TIME",)


def test_after_a_stop_comes_nothing() -> None:
    """A review that stopped left no day within which another could come."""
    case = replace(REDUCED, before=STOPPED.review)

    assert "P19_IN_TIME" in broken_in(case)


DUE = {
    "three months later": (date(2027, 3, 28), ()),
    "a day more": (date(2027, 3, 29), ("P19_NEXT",)),
    "on the day it is held": (date(2026, 12, 28), ("REVIEW_UNTIL",)),
    "before it is held": (date(2026, 12, 27), ("P19_NEXT", "REVIEW_UNTIL")),
}


@pytest.mark.parametrize(("due", "expected"), DUE.values(), ids=DUE)
def test_the_next_review_comes_within_three_months(due: date, expected: tuple[str, ...]) -> None:
    """To the day three months after this one was held, and not one day more."""
    assert broken_with(REDUCED, ("review.next_review_due", due)) == expected


# Twenty-one days after 2 December is 23 December.
FIRST = {
    "on the 20th day": (date(2026, 12, 22), True),
    "on the 21st day": (date(2026, 12, 23), False),
}


@pytest.mark.parametrize(("held", "is_early"), FIRST.values(), ids=FIRST)
def test_an_early_review_buys_no_time(held: date, *, is_early: bool) -> None:
    """Before 21 days have gone by, the next review stays due a month after the start."""
    changes = (
        ("review.held_on", held),
        ("review.issued_at", datetime(held.year, held.month, held.day, 16, tzinfo=UTC)),
        ("review.young_person_heard_on", held),
        ("review.next_review_due", date(2027, 3, 20)),
    )

    assert broken_with(REDUCED, *changes) == (("P19_EARLY",) if is_early else ())


def test_many_early_reviews_buy_no_time_either() -> None:
    """However often it is reviewed early, the first real review is due when it was."""
    case = replace(EARLY, before=EARLY.review, review=replace(EARLY.review, seq=2))
    later = replace(case, review=replace(case.review, next_review_due=date(2027, 1, 3)))

    assert "P19_EARLY" not in broken_in(case)
    assert "P19_EARLY" in broken_in(later)


LEVEL_4 = {
    "a month later": (date(2027, 1, 28), ()),
    "a day more": (date(2027, 1, 29), ("REVIEW_EVERY_SITE",)),
}


@pytest.mark.parametrize(("due", "expected"), LEVEL_4.values(), ids=LEVEL_4)
def test_every_site_is_seen_for_a_month_at_a_time(due: date, expected: tuple[str, ...]) -> None:
    """Where level 4 goes on, the next review comes within a month."""
    assert broken_with(EVERY_SITE_REVIEWED, ("review.next_review_due", due)) == expected


def test_a_list_of_sites_may_go_on_for_three_months() -> None:
    """The month is for level 4 alone."""
    assert broken_in(WATCHED_REVIEWED) == ()
    assert scope_after(WATCHED_REVIEWED).level == 3


def test_what_holds_after_a_review_is_what_it_names() -> None:
    """A review's own scope, or what was there before."""
    assert scope_after(REDUCED) == REDUCED.review.scope
    assert scope_after(CONTINUED) == YOUNG_PERSON_GIVES.agreement.scope


UNTIL = {
    "on the day it is held": (date(2026, 12, 28), ()),
    "before it is held": (date(2026, 12, 27), ("REVIEW_UNTIL",)),
    "on the day of the next": (date(2027, 3, 28), ()),
    "after the next": (date(2027, 3, 29), ("REVIEW_UNTIL",)),
}


@pytest.mark.parametrize(("until", "expected"), UNTIL.values(), ids=UNTIL)
def test_it_lasts_no_longer_than_until_the_next_review(
    until: date, expected: tuple[str, ...]
) -> None:
    """A missed review lets it lapse, without anyone doing anything."""
    assert broken_with(REDUCED, ("review.valid_until", until)) == expected


@pytest.mark.parametrize(
    ("end", "expected"), [(date(2027, 3, 20), ()), (date(2027, 3, 19), ("REVIEW_END",))]
)
def test_no_review_goes_beyond_the_end(end: date, expected: tuple[str, ...]) -> None:
    """The final end of the agreement stays where it was."""
    assert broken_with(REDUCED, ("agreement.end_by", end)) == expected


LIMITS = {
    "the level allowed": ("max_level", 1, ()),
    "four months": ("max_end_months", 4, ()),
    "three months": ("max_end_months", 3, ("REVIEW_LIMIT_END",)),
}


@pytest.mark.parametrize(("field", "most", "expected"), LIMITS.values(), ids=LIMITS)
def test_an_agency_may_have_come_to_allow_less(
    field: str, most: int, expected: tuple[str, ...]
) -> None:
    """A keyset that has become stricter holds for the next review."""
    assert broken_with(REDUCED, (f"keyset.limits.{field}", most)) == expected


@given(st.dates(date(2027, 1, 1), date(2099, 12, 31)), st.integers(-40, 130))
def test_three_months_are_three_months_on_every_day(held: date, days: int) -> None:
    """Whenever it is held, a due day is refused exactly if it is past or beyond three months."""
    due = held + timedelta(days=days)
    review = replace(REDUCED.review, held_on=held, next_review_due=due)
    is_broken = "P19_NEXT" in broken_in(replace(REDUCED, review=review))

    assert is_broken is not (held <= due <= months_later(held, 3))
    assert is_broken or days <= 92


def test_an_agencys_months_end_on_the_same_day() -> None:
    """To the last day that the agency allows by now, and not one day more."""
    limit = ("keyset.limits.max_end_months", 3)
    last, after = ("review.valid_until", date(2027, 3, 2)), ("review.valid_until", date(2027, 3, 3))

    assert broken_with(REDUCED, limit, last) == ()
    assert broken_with(REDUCED, limit, after) == ("REVIEW_LIMIT_END",)
