from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.profiles.narrowing import NARROWING_RULES
from consent.profiles.rules import ReviewCase
from consent.records.agreement import Hours, Scope
from tests.consent.faults import sets
from tests.consent.profiles.judging import broken_in, broken_with
from tests.consent.profiles.sample import (
    CONTINUED,
    EVERY_SITE,
    EVERY_SITE_REDUCED,
    EVERY_SITE_REVIEWED,
    LEAST,
    REDUCED,
    WATCHED,
    WATCHED_REVIEWED,
    YOUNG_PERSON_GIVES,
)

KINDS = YOUNG_PERSON_GIVES.agreement.scope
SITES = WATCHED.agreement.scope
ALL = EVERY_SITE.agreement.scope
HOURS = Hours(start=15 * 60, end=22 * 60)

LEFT: dict[str, tuple[ReviewCase, Scope, tuple[str, ...]]] = {
    "fewer kinds": (REDUCED, replace(KINDS, categories=("dating",)), ()),
    "a lower level": (REDUCED, replace(KINDS, level=1, why_not_lower=None), ()),
    "fewer hours": (REDUCED, replace(KINDS, hours=Hours(start=900, end=1000)), ()),
    "more that is never recorded": (
        REDUCED,
        replace(KINDS, never_recorded=(*KINDS.never_recorded, "mosque.example")),
        (),
    ),
    "other kinds": (REDUCED, replace(KINDS, categories=("drugs",)), ("REVIEW_KINDS",)),
    "earlier hours": (
        REDUCED,
        replace(KINDS, hours=Hours(start=899, end=1320)),
        ("REVIEW_HOURS",),
    ),
    "later hours": (REDUCED, replace(KINDS, hours=Hours(start=900, end=1321)), ("REVIEW_HOURS",)),
    "every hour": (REDUCED, replace(KINDS, hours=None), ("REVIEW_HOURS",)),
    "nothing never recorded": (REDUCED, replace(KINDS, never_recorded=()), ("REVIEW_NEVER",)),
    "a list of sites instead of kinds": (
        REDUCED,
        replace(SITES, watch=("chat.example",)),
        ("REVIEW_LEVEL", "REVIEW_WATCH"),
    ),
    "every site instead of kinds": (REDUCED, ALL, ("REVIEW_EVERY_SITE", "REVIEW_LEVEL")),
    "kinds instead of a list of sites": (
        WATCHED_REVIEWED,
        replace(KINDS, categories=("dating",)),
        ("REVIEW_KINDS",),
    ),
    "other sites": (
        WATCHED_REVIEWED,
        replace(SITES, watch=("other.example",)),
        ("REVIEW_WATCH",),
    ),
    "fewer sites": (WATCHED_REVIEWED, replace(SITES, watch=("dates.example",)), ()),
    "kinds instead of every site": (EVERY_SITE_REDUCED, KINDS, ()),
    "a list of sites instead of every site": (EVERY_SITE_REDUCED, SITES, ()),
    "a level without its reason": (
        EVERY_SITE_REDUCED,
        replace(KINDS, why_not_lower=None),
        ("REVIEW_SCOPE",),
    ),
    "a level with another's list": (
        EVERY_SITE_REDUCED,
        replace(KINDS, watch=("chat.example",)),
        ("REVIEW_SCOPE",),
    ),
    "a site both watched and never recorded": (
        EVERY_SITE_REDUCED,
        replace(SITES, watch=("clinic.example",)),
        ("REVIEW_SCOPE",),
    ),
    "hours that end before they start": (
        REDUCED,
        replace(KINDS, hours=Hours(start=1000, end=1000)),
        ("REVIEW_SCOPE",),
    ),
    "a list of what is never recorded that the box does not have": (
        REDUCED,
        replace(KINDS, never_list_version=2),
        ("REVIEW_SCOPE",),
    ),
}


@pytest.mark.parametrize(("base", "left", "expected"), LEFT.values(), ids=LEFT)
def test_a_review_leaves_as_much_or_less(
    base: ReviewCase, left: Scope, expected: tuple[str, ...]
) -> None:
    """Level, kinds, sites and hours never grow, and what is never recorded only grows."""
    assert broken_with(base, ("review.scope", left)) == expected


def test_an_older_list_of_what_is_never_recorded_is_more() -> None:
    """The list's own number never falls."""
    changes = (("scope.never_list_version", 2),)

    assert broken_with(REDUCED, *changes) == ("REVIEW_NEVER",)


def test_a_kind_without_words_is_no_scope() -> None:
    """No review brings in what could not have been agreed to."""
    left = replace(KINDS, categories=("malware",))
    case = sets(EVERY_SITE_REDUCED, "review.scope", left, is_read_anew=False).case

    assert "REVIEW_SCOPE" in broken_in(case)


@pytest.mark.parametrize("case", [CONTINUED, EVERY_SITE_REVIEWED])
def test_what_is_not_named_stays(case: ReviewCase) -> None:
    """A review without a scope of its own leaves what was there."""
    assert case.review.scope is None
    assert all(rule.kept(case) for rule in NARROWING_RULES)


scopes = st.builds(
    replace,
    st.sampled_from([KINDS, LEAST.agreement.scope, SITES, ALL]),
    hours=st.sampled_from([None, HOURS, Hours(start=900, end=1000), Hours(start=0, end=1440)]),
    never_recorded=st.sampled_from([(), ("a.example",), ("a.example", "b.example")]),
)


def sees(scope: Scope, level: int, minute: int) -> set[str]:
    """Return what a scope sees at a level in a minute: kinds or sites that are not spared."""
    hours = scope.hours or Hours(start=0, end=1440)
    if scope.level < level or not hours.start <= minute < hours.end:
        return set()
    return {"everything"} if scope.level == 4 else {*scope.categories, *scope.watch}


@given(scopes, scopes, st.integers(1, 3), st.integers(0, 1439))
def test_nothing_is_seen_after_a_review_that_was_not_before(
    new: Scope, old: Scope, level: int, minute: int
) -> None:
    """Whatever keeps these rules shows nothing, at no minute, that was not shown before."""
    case = replace(REDUCED, scope=old, review=replace(REDUCED.review, scope=new))
    if not all(rule.kept(case) for rule in NARROWING_RULES):
        return
    before = sees(old, level, minute)

    assert "everything" in before or sees(new, level, minute) <= before
    assert set(new.never_recorded) >= set(old.never_recorded)
