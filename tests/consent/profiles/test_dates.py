from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.consent.profiles.judging import broken_with
from tests.consent.profiles.sample import MOTHER_GIVES, YOUNG_PERSON_GIVES

# It starts on 2 December, at midnight, in London and in UTC.
NOTICES = {
    "a whole day before": (datetime(2026, 12, 1, 0, 0, tzinfo=UTC), False, ()),
    "in the last minute before the day it starts": (
        datetime(2026, 12, 1, 23, 59, tzinfo=UTC),
        False,
        (),
    ),
    "on the day it starts": (datetime(2026, 12, 2, 0, 0, tzinfo=UTC), False, ("NOTICE",)),
    "urgent, on the day it starts": (datetime(2026, 12, 2, 22, 59, tzinfo=UTC), True, ()),
    "urgent, in its last hour": (datetime(2026, 12, 2, 23, 0, tzinfo=UTC), True, ("NOTICE",)),
}


@pytest.mark.parametrize(("at", "urgent", "expected"), NOTICES.values(), ids=NOTICES)
def test_there_is_time_to_read_about_it(
    at: datetime, expected: tuple[str, ...], *, urgent: bool
) -> None:
    """A day between issue and the end of the first day, or an hour where it is urgent."""
    changes = (("agreement.issued_at", at), ("agreement.urgent", urgent))

    assert broken_with(YOUNG_PERSON_GIVES, *changes) == expected


def test_notice_counts_days_of_london() -> None:
    """In summer a day in London begins an hour before midnight UTC."""
    late = ("agreement.issued_at", datetime(2026, 6, 30, 23, 0, tzinfo=UTC))
    starts = ("agreement.starts_on", date(2026, 7, 1))
    in_time = ("agreement.issued_at", datetime(2026, 6, 29, 22, 59, tzinfo=UTC))

    assert "NOTICE" in broken_with(YOUNG_PERSON_GIVES, starts, late)
    assert "NOTICE" not in broken_with(YOUNG_PERSON_GIVES, starts, in_time)


STARTS = {
    "31 days after the issue": (date(2026, 12, 31), ()),
    "32 days after the issue": (date(2027, 1, 1), ("STARTS_SOON",)),
}


@pytest.mark.parametrize(("starts", "expected"), STARTS.values(), ids=STARTS)
def test_it_starts_while_what_was_agreed_still_holds(
    starts: date, expected: tuple[str, ...]
) -> None:
    """Nobody agrees today to something that begins in a year."""
    assert broken_with(YOUNG_PERSON_GIVES, ("agreement.starts_on", starts)) == expected


# Start, last day of the first month, last day of six months.
MONTHS = {
    "an ordinary day": (date(2026, 12, 2), date(2027, 1, 2), date(2027, 6, 2)),
    "31 January": (date(2027, 1, 31), date(2027, 2, 28), date(2027, 7, 31)),
    "31 January of a leap year": (date(2028, 1, 31), date(2028, 2, 29), date(2028, 7, 31)),
    "29 February": (date(2028, 2, 29), date(2028, 3, 29), date(2028, 8, 29)),
    "31 August": (date(2027, 8, 31), date(2027, 9, 30), date(2028, 2, 29)),
    "the day the clocks go back": (date(2027, 10, 31), date(2027, 11, 30), date(2028, 4, 30)),
}


@pytest.mark.parametrize(("starts", "month", "half"), MONTHS.values(), ids=MONTHS)
def test_months_end_on_the_same_day_or_the_last(starts: date, month: date, half: date) -> None:
    """To the day allowed, and not one day more."""
    base = (
        ("agreement.starts_on", starts),
        ("agreement.valid_until", month),
        ("agreement.end_by", half),
    )
    too_long = ("agreement.valid_until", date.fromordinal(month.toordinal() + 1))
    too_late = ("agreement.end_by", date.fromordinal(half.toordinal() + 1))

    assert not {"P19_FIRST_MONTH", "P17_END"} & set(broken_with(YOUNG_PERSON_GIVES, *base))
    assert "P19_FIRST_MONTH" in broken_with(YOUNG_PERSON_GIVES, *base, too_long)
    assert "P17_END" in broken_with(YOUNG_PERSON_GIVES, *base, too_late)


@given(st.dates(min_value=date(2026, 1, 1), max_value=date(2099, 12, 31)))
def test_an_agreement_never_lasts_more_than_a_month_without_review(starts: date) -> None:
    """From whatever day, what is longer than 31 days breaks the rule, and 28 days never do."""
    until = {days: date.fromordinal(starts.toordinal() + days) for days in (28, 32)}

    for days, is_broken in ((28, False), (32, True)):
        broken = broken_with(
            YOUNG_PERSON_GIVES,
            ("agreement.starts_on", starts),
            ("agreement.valid_until", until[days]),
        )

        assert ("P19_FIRST_MONTH" in broken) is is_broken


ORDER = {
    "one day": ((date(2026, 12, 2), date(2026, 12, 2)), ()),
    "the last day is the end": ((date(2027, 1, 2), date(2027, 1, 2)), ("P18_PLAN_DAYS",)),
    "the last day is after the end": (
        (date(2027, 1, 2), date(2027, 1, 1)),
        ("P17_DAYS", "P18_PLAN_DAYS"),
    ),
}


@pytest.mark.parametrize(("days", "expected"), ORDER.values(), ids=ORDER)
def test_the_days_follow_each_other(days: tuple[date, date], expected: tuple[str, ...]) -> None:
    """The first day, the last day, the end: on one day or in this order."""
    until, end = days
    changes = [("agreement.valid_until", until)]
    if until != date(2026, 12, 2):
        changes.append(("agreement.end_by", end))

    assert broken_with(YOUNG_PERSON_GIVES, *changes) == expected


WEEKS = {
    "seven days": (date(2026, 12, 9), ()),
    "eight days": (date(2026, 12, 10), ("OBJECTION_WEEK",)),
}


@pytest.mark.parametrize(("until", "expected"), WEEKS.values(), ids=WEEKS)
def test_where_somebody_objects_a_review_comes_within_a_week(
    until: date, expected: tuple[str, ...]
) -> None:
    """One holder is enough to agree; another's objection makes the review come soon."""
    changes = (("agreement.giver.objection_known", True), ("agreement.valid_until", until))

    assert broken_with(MOTHER_GIVES, *changes) == expected


PLANS = {
    "on the day of issue": (date(2026, 11, 30), ()),
    "before the issue": (date(2026, 11, 29), ("P18_PLAN_DAYS",)),
    "on the last day": (date(2027, 4, 30), ()),
    "after the last day": (date(2027, 5, 1), ("P18_PLAN_DAYS",)),
}


@pytest.mark.parametrize("step", [0, 1])
@pytest.mark.parametrize(("day", "expected"), PLANS.values(), ids=PLANS)
def test_each_step_of_the_plan_is_done_by_the_end(
    day: date, expected: tuple[str, ...], step: int
) -> None:
    """Positive measures take its place over the agreed time, not after it."""
    assert broken_with(YOUNG_PERSON_GIVES, (f"agreement.action_plan.{step}.by", day)) == expected


@pytest.mark.parametrize(("most", "expected"), [(None, ()), (5, ()), (4, ("LIMIT_END",))])
def test_an_agency_may_allow_less_time(most: int | None, expected: tuple[str, ...]) -> None:
    """A keyset's greatest number of months holds, and none is no limit of its own."""
    assert broken_with(YOUNG_PERSON_GIVES, ("keyset.limits.max_end_months", most)) == expected


def test_an_agencys_months_end_on_the_same_day() -> None:
    """To the last day that the agency allows, and not one day more."""
    limit = ("keyset.limits.max_end_months", 5)
    last, after = ("agreement.end_by", date(2027, 5, 2)), ("agreement.end_by", date(2027, 5, 3))

    assert broken_with(YOUNG_PERSON_GIVES, limit, last) == ()
    assert broken_with(YOUNG_PERSON_GIVES, limit, after) == ("LIMIT_END",)
