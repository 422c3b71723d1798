"""Rules about the days of a review: in time, never further than three months, never beyond the end.

Rules kept here:
- A late review brings nothing back: after the last day it takes a new agreement.
- A review less than 21 days after the start is not the first one: it moves no date beyond that.
- Where every site is seen, a month is the most.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from consent.calendar import months_later
from consent.codes import Code
from consent.profiles.dates import FIRST_REVIEW_MONTHS
from consent.profiles.facts import issue_day
from consent.profiles.reviews import since, unless_it_stops
from consent.profiles.rules import ReviewCase, Rule
from consent.records.agreement import Scope

COUNTS_AS_FIRST_AFTER: Final = timedelta(days=21)
LATER_REVIEW_MONTHS: Final = 3
EVERY_SITE: Final = 4
EVERY_SITE_MONTHS: Final = 1


def scope_after(case: ReviewCase) -> Scope:
    """Return what holds once the review does."""
    return case.review.scope or case.scope


def _was_held_before_it_was_written(case: ReviewCase) -> bool:
    return since(case) <= case.review.held_on <= issue_day(case.review)


def _is_in_time(case: ReviewCase) -> bool:
    until = (case.before or case.agreement).valid_until
    return until is not None and issue_day(case.review) <= until


def _is_next_review_in_time(case: ReviewCase) -> bool:
    due, held = case.review.next_review_due, case.review.held_on
    return due is None or held <= due <= months_later(held, LATER_REVIEW_MONTHS)


def _does_an_early_review_move_nothing(case: ReviewCase) -> bool:
    due, starts = case.review.next_review_due, case.agreement.starts_on
    is_first = case.review.held_on >= starts + COUNTS_AS_FIRST_AFTER
    return due is None or is_first or due <= months_later(starts, FIRST_REVIEW_MONTHS)


def _is_every_site_monthly(case: ReviewCase) -> bool:
    due, held = case.review.next_review_due, case.review.held_on
    is_less = scope_after(case).level < EVERY_SITE
    return due is None or is_less or due <= months_later(held, EVERY_SITE_MONTHS)


def _lasts_until_the_next(case: ReviewCase) -> bool:
    until, due = case.review.valid_until, case.review.next_review_due
    return until is None or due is None or case.review.held_on <= until <= due


def _ends_by_the_end(case: ReviewCase) -> bool:
    until = case.review.valid_until
    return until is None or until <= case.agreement.end_by


def _is_below_the_agencys_level(case: ReviewCase) -> bool:
    most = case.keyset.limits.max_level
    return most is None or scope_after(case).level <= most


def _ends_within_the_agencys_limit(case: ReviewCase) -> bool:
    until, most = case.review.valid_until, case.keyset.limits.max_end_months
    return until is None or most is None or until <= months_later(case.agreement.starts_on, most)


REVIEW_DATE_RULES: Final[tuple[Rule[ReviewCase], ...]] = (
    Rule(
        name="REVIEW_HELD",
        citation="the project's decision (consent B.6): held, then written down, one after another",
        code=Code.RULE_REVIEW_HELD,
        kept=unless_it_stops(_was_held_before_it_was_written),
    ),
    Rule(
        name="P19_IN_TIME",
        citation="seed 004, section 3, ¶8: must be reviewed; no grace: the project's decision",
        code=Code.RULE_P19_IN_TIME,
        kept=unless_it_stops(_is_in_time),
    ),
    Rule(
        name="P19_NEXT",
        citation="seed 004, section 3, ¶8: not less than every three months",
        code=Code.RULE_P19_NEXT,
        kept=unless_it_stops(_is_next_review_in_time),
    ),
    Rule(
        name="P19_EARLY",
        citation="seed 004, section 3, ¶8: after one month; 21 days: the project's decision",
        code=Code.RULE_P19_EARLY,
        kept=unless_it_stops(_does_an_early_review_move_nothing),
    ),
    Rule(
        name="REVIEW_EVERY_SITE",
        citation="the project's decision 10: level 4 one month at a time",
        code=Code.RULE_REVIEW_EVERY_SITE,
        kept=unless_it_stops(_is_every_site_monthly),
    ),
    Rule(
        name="REVIEW_UNTIL",
        citation="seed 004, section 3, ¶8: it lasts no longer than until it must be reviewed",
        code=Code.RULE_REVIEW_UNTIL,
        kept=unless_it_stops(_lasts_until_the_next),
    ),
    Rule(
        name="REVIEW_END",
        citation="seed 004, section 3, ¶7: time-limited, and by the day that was agreed",
        code=Code.RULE_REVIEW_END,
        kept=unless_it_stops(_ends_by_the_end),
    ),
    Rule(
        name="REVIEW_LIMIT_LEVEL",
        citation="the project's decision (consent B.8): an agency may allow less, never more",
        code=Code.RULE_REVIEW_LIMIT_LEVEL,
        kept=unless_it_stops(_is_below_the_agencys_level),
    ),
    Rule(
        name="REVIEW_LIMIT_END",
        citation="the project's decision (consent B.8): an agency may allow less, never more",
        code=Code.RULE_REVIEW_LIMIT_END,
        kept=unless_it_stops(_ends_within_the_agencys_limit),
    ),
)
