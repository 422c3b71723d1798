from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from consent.codes import Code
from consent.records.agreement import Hours
from consent.texts.en.shared import PHRASES
from consent.texts.template import TextRefused
from consent.texts.terms import (
    day_in_words,
    listed,
    quoted,
    terms_of_agreement,
    terms_of_review,
    values_of,
)
from tests.consent.texts.sample import AGREEMENT, MOTHER_GIVES, REVIEW, SCOPE, changed

LISTS: dict[str, tuple[list[str], str]] = {
    "nothing": ([], "none"),
    "one": (["a"], "a"),
    "two": (["a", "b"], "a and b"),
    "three": (["a", "b", "c"], "a, b and c"),
}

HOURS = {
    "the afternoon": (Hours(start=16 * 60, end=18 * 60 + 5), ("16:00", "18:05")),
    "the whole day": (Hours(start=0, end=1440), ("midnight", "midnight")),
    "the morning": (Hours(start=1, end=61), ("00:01", "01:01")),
    "no hours": (None, ("none", "none")),
}


def test_the_last_day_of_an_agreement_is_the_day_of_its_review() -> None:
    """Nothing goes on past the day on which it had to be reviewed."""
    terms = terms_of_agreement(AGREEMENT)

    assert terms.valid_until == terms.next_review == AGREEMENT.valid_until
    assert terms.scope == AGREEMENT.scope
    assert terms.review is None
    assert terms.they_gave


def test_a_review_brings_its_own_dates_and_scope() -> None:
    """After a review, its dates hold and its narrower scope does."""
    terms = terms_of_review(REVIEW, changed(AGREEMENT, "giver", MOTHER_GIVES), SCOPE)

    assert (terms.valid_until, terms.next_review) == (date(2027, 3, 20), date(2027, 3, 28))
    assert terms.scope == REVIEW.scope != SCOPE
    assert not terms.they_gave


def test_a_review_that_leaves_the_scope_alone_keeps_what_held() -> None:
    """Where a review names no scope, the one before it holds, not the agreement's first."""
    narrower = replace(SCOPE, level=1)
    terms = terms_of_review(changed(REVIEW, "scope", None), AGREEMENT, narrower)

    assert terms.scope is narrower


@pytest.mark.parametrize("path", ["valid_until", "next_review_due"])
def test_a_review_that_ends_has_no_terms(path: str) -> None:
    """There is nothing to agree to where nothing goes on."""
    with pytest.raises(TextRefused) as refused:
        terms_of_review(changed(REVIEW, path, None), AGREEMENT, SCOPE)

    assert refused.value.code is Code.TEMPLATE_ENDED


@pytest.mark.parametrize("kind", ["ads", "malware", "home-list", "anything-else"])
def test_a_kind_without_words_is_refused(kind: str) -> None:
    """Nobody can agree to a kind of site that cannot be said, or that is never recorded."""
    agreement = changed(AGREEMENT, "scope.categories", ("dating", kind))

    with pytest.raises(TextRefused) as refused:
        values_of(terms_of_agreement(agreement), PHRASES)

    assert refused.value.code is Code.TEMPLATE_KIND


@pytest.mark.parametrize(("items", "said"), LISTS.values(), ids=LISTS)
def test_things_are_listed_as_people_say_them(items: list[str], said: str) -> None:
    """A list reads as part of a sentence, also where it is empty."""
    assert listed(items, PHRASES) == said


@pytest.mark.parametrize(("hours", "said"), HOURS.values(), ids=HOURS)
def test_hours_are_times_of_a_clock(hours: Hours | None, said: tuple[str, str]) -> None:
    """Minutes since midnight are read as a clock shows them, and the end of a day as midnight."""
    values = values_of(terms_of_agreement(changed(AGREEMENT, "scope.hours", hours)), PHRASES)

    assert (values["hours_from"], values["hours_to"]) == said


def test_one_day_is_not_days() -> None:
    """One of a thing is counted in words of its own."""
    one = changed(changed(AGREEMENT, "retention_days", 1), "devices", AGREEMENT.devices[:1])
    values = [values_of(terms_of_agreement(each), PHRASES) for each in (one, AGREEMENT)]

    assert [value["days"] for value in values] == ["one day", "7 days"]
    assert [value["devices_counted"] for value in values] == ["one device", "2 devices"]


def test_a_day_is_written_out() -> None:
    """No day can be taken for a month."""
    assert day_in_words(date(2027, 1, 2), PHRASES) == "2 January 2027"
    assert day_in_words(date(2027, 12, 31), PHRASES) == "31 December 2027"


def test_what_people_wrote_is_marked_as_theirs() -> None:
    """A braced word in a label stays what it is."""
    assert quoted("{contact}", PHRASES) == "“{contact}”"
