from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.document import household_from_document
from policy.errors import HouseholdMalformed
from policy.household import Household, terms_of
from policy.plan_file import (
    FORMAT,
    MAX_LETTERS,
    plan_from_toml,
    plan_of,
    plan_to_toml,
    taken_in,
)
from policy.terms import NOTHING_KNOWN
from tests.policy.documents import WHOLE
from tests.policy.evening import HOME as EVENING_HOME
from tests.policy.strategies import whole_households

HOME = household_from_document(WHOLE)
PERSON = f'format = "{FORMAT}"\n[young_person]\nname = "Sam"\n'


@given(whole_households())
def test_what_was_agreed_goes_with_the_young_person(household: Household) -> None:
    """A plan survives its file: rules, times, minutes, family time, school year, house rules."""
    for person in household.young_people:
        plan = plan_of(household, person.name)
        taken = plan.young_person

        assert plan_from_toml(plan_to_toml(plan)) == plan
        assert plan.house == household.everyone
        assert (taken.rules, taken.budgets, taken.family_time, taken.age) == (
            *(person.rules, person.budgets, person.family_time, person.age),
        )
        assert (taken.terms or NOTHING_KNOWN) == terms_of(household, person)


def test_what_belongs_to_the_home_stays_there() -> None:
    """No stay, no number, no device and no address is in the file."""
    text = plan_to_toml(plan_of(HOME, "Sam"))

    assert "Bedtime" in text
    assert "placement" not in text
    assert "Tablet" not in text
    assert plan_from_toml(text).young_person.id == 0


def test_nobody_has_a_plan_who_is_not_here() -> None:
    """A carer has none either."""
    for name in ("Leo", "Jo"):
        with pytest.raises(KeyError):
            plan_of(HOME, name)


REFUSED = {
    "no TOML": ("[", "not valid TOML"),
    "nested too deeply": ("a = " + "[" * 100_000, "not valid TOML"),
    "too long": ("#" * (MAX_LETTERS + 1), "longer than 1,000,000 letters"),
    "another format": ('format = "x"', 'expected format = "lamplight-plan/v1"'),
    "an unknown key": (PERSON + "[devices]\n", "'devices' is not known here"),
    "nobody": (f'format = "{FORMAT}"', "'young_person' is missing"),
    "a stay": (PERSON + 'placement = { from = "2026-01-01" }', "belongs to a home"),
    "a number": (PERSON + "id = 7", "belongs to a home"),
    "no table": (f'format = "{FORMAT}"\nyoung_person = 7', "young_person: expected a table"),
    "a rule that is wrong": (PERSON + 'block = ["a b"]', r"young_person.block\[0\]"),
    "a house rule that is wrong": (PERSON + '[house]\nblock = ["a b"]', r"house.block\[0\]"),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_wrong_is_refused_with_its_place(text: str, words: str) -> None:
    """Each way of being wrong says where it stands and what to do."""
    with pytest.raises(HouseholdMalformed, match=words):
        plan_from_toml(text)


def test_the_shortest_plan_is_a_name() -> None:
    """Everything else may be left out."""
    plan = plan_from_toml(PERSON)

    assert plan.young_person.name == "Sam"
    assert plan_to_toml(plan) == f'format = "{FORMAT}"\n\n[young_person]\nname = "Sam"\n'


@given(whole_households(), st.sampled_from((Household(), HOME, EVENING_HOME)))
def test_a_plan_goes_from_home_to_home_and_stays_the_same(
    first: Household, second: Household
) -> None:
    """Taken out of one home and into another, and out of that again, a plan is what it was."""
    for person in first.young_people:
        plan = plan_from_toml(plan_to_toml(plan_of(first, person.name)))
        there = taken_in(second, plan, called="Newcomer", with_house=True)
        again = plan_of(there, "Newcomer")
        # Without a school year of their own, that of the home they live in is theirs.
        year = again.young_person.terms if plan.young_person.terms is None else None

        assert again.house == plan.house
        assert again.young_person == replace(
            plan.young_person, name="Newcomer", terms=year or plan.young_person.terms
        )


@given(whole_households())
def test_taking_somebody_in_changes_nothing_else(home: Household) -> None:
    """Rules, people and devices that were there are as they were, also the rules for everyone."""
    there = taken_in(home, plan_of(HOME, "Sam"), called="Newcomer")

    assert replace(there, young_people=there.young_people[:-1]) == home


def test_a_stay_begins_where_somebody_says_so() -> None:
    """The home they come to says from when they stay; without that, there is no stay."""
    plan = plan_of(HOME, "Sam")
    stays = [
        taken_in(Household(), plan, since=since).young_people[0].placement
        for since in (None, date(2026, 11, 23))
    ]

    assert stays[0] is None
    assert stays[1] is not None
    assert (stays[1].since, stays[1].until) == (date(2026, 11, 23), None)


NOT_TAKEN_IN = {
    "a name that somebody has": (None, "'Sam' is already the name of someone here"),
    "a name that stands for something": ("everyone", "'everyone' stands for shared devices"),
    "a name that is none": ("", "name"),
}


@pytest.mark.parametrize(("called", "words"), NOT_TAKEN_IN.values(), ids=NOT_TAKEN_IN)
def test_who_cannot_be_taken_in_is_refused(called: str | None, words: str) -> None:
    """What a household file could not hold is refused before anything is written."""
    with pytest.raises(HouseholdMalformed, match=words):
        taken_in(HOME, plan_of(HOME, "Sam"), called=called)


def test_a_full_home_takes_nobody_in() -> None:
    """As many people as a household can hold, and not one more."""
    plan = plan_of(HOME, "Sam")
    full = Household(
        young_people=tuple(replace(plan.young_person, name=f"P{place}") for place in range(100))
    )

    with pytest.raises(HouseholdMalformed, match="101 entries are more than the 100 allowed"):
        taken_in(full, plan)


def test_a_plan_has_no_place_for_what_anybody_did() -> None:
    """The keys of a plan are rules, times, minutes that are given, and the school year."""
    text = plan_to_toml(plan_of(HOME, "Sam"))
    keys = {line.partition(" = ")[0] for line in text.splitlines() if line[:1].isalpha()}

    assert keys <= {
        *("format", "name", "age", "limits_from_first_day", "budgets", "family_time"),
        *("block_categories", "block", "allow", "safe_search", "youtube", "timed", "school_year"),
    }
