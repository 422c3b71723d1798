from __future__ import annotations

import pytest
from hypothesis import given

from policy.document import household_from_document
from policy.rules import NO_RULES, RuleSet, YouTube
from policy.rules_document import rules_from, rules_to, school_year_from, school_year_to
from tests.policy.documents import BEDTIME, GONE, SAM, WHOLE, Damage, check
from tests.policy.strategies import rule_sets

EVERYONE = "everyone"
HOLIDAY = ("school_year", "holidays", 0)

DAMAGE: dict[str, Damage] = {
    "search that is no flag": (
        (EVERYONE, "safe_search"),
        "yes",
        "everyone.safe_search",
        "expected true or false",
    ),
    "an unknown mode of YouTube": (
        (EVERYONE, "youtube"),
        "kids",
        "everyone.youtube",
        "no setting for YouTube; the settings are off, moderate, strict",
    ),
    "rules in time that are no array": (
        (*SAM, "timed"),
        {},
        "young_people[0].timed",
        "expected an array",
    ),
    "two rules of one title": (
        (*BEDTIME, "title"),
        "Study",
        "young_people[0].timed[1].title",
        "two rules here are called 'Study'",
    ),
    "a school year of weeks": (
        ("school_year",),
        {"weeks": []},
        "school_year",
        "the keys are terms, holidays",
    ),
    "a holiday without a name": ((*HOLIDAY, "name"), GONE, "school_year.holidays[0]", "'name' is"),
    "a holiday without an end": ((*HOLIDAY, "last"), GONE, "school_year.holidays[0]", "'last' is"),
    "a holiday that ends before it begins": (
        (*HOLIDAY, "last"),
        "2026-02-15",
        "school_year.holidays[0]",
        "before they begin on 2026-02-16",
    ),
    "a day that is none": (
        (*HOLIDAY, "first"),
        "2026-02-31",
        "school_year.holidays[0].first",
        "is no day",
    ),
    "a term of one's own that is none": (
        (*SAM, "school_year"),
        {"terms": [{}]},
        "young_people[0].school_year.terms[0]",
        "'name' is missing",
    ),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_what_is_wrong_is_told_with_its_place(case: str) -> None:
    """Each way of being wrong is refused with its path and what was expected."""
    check(DAMAGE[case])


@given(rule_sets())
def test_a_rule_set_survives_its_table(rules: RuleSet) -> None:
    """What is read back is what was written, order of rules in time included."""
    assert rules_from(rules_to(rules), "x") == rules


def test_what_is_not_said_is_not_written() -> None:
    """A rule set without rules in time reads as it did before there were any."""
    assert rules_to(NO_RULES) == {"block_categories": [], "block": [], "allow": []}
    assert rules_to(RuleSet(safe_search=False, youtube=YouTube.OFF)) == {
        **rules_to(NO_RULES),
        "safe_search": False,
        "youtube": "off",
    }


def test_a_school_year_survives_its_table() -> None:
    """Terms and holidays keep their names and days; a year of nothing is an empty table."""
    terms = household_from_document(WHOLE).terms

    assert school_year_to(terms) == WHOLE["school_year"]
    assert school_year_from(WHOLE["school_year"], "x") == terms
    assert school_year_to(school_year_from({}, "x")) == {}
