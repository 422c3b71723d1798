from __future__ import annotations

import pytest
from hypothesis import given

from policy.age_templates import AgeBand
from policy.document import household_from_document
from policy.household import Household
from policy.people_document import (
    MAX_ID,
    carer_from,
    distinct_people,
    young_person_from,
    young_person_to,
)
from policy.terms import NOTHING_KNOWN
from tests.policy.documents import GONE, SAM, WHOLE, Damage, check
from tests.policy.strategies import whole_households

WHERE = "young_people[0]"

DAMAGE: dict[str, Damage] = {
    "a number of nothing": ((*SAM, "id"), 0, f"{WHERE}.id", f"from 1 to {MAX_ID}"),
    "a number that is text": ((*SAM, "id"), "7", f"{WHERE}.id", "expected a whole number"),
    "an unknown age": ((*SAM, "age"), "14", f"{WHERE}.age", "'14' is no age; the ages are 6-9"),
    "a grown-up": ((*SAM, "age"), "adults", f"{WHERE}.age", "stands among the carers"),
    "a stay without a beginning": (
        (*SAM, "placement", "from"),
        GONE,
        f"{WHERE}.placement",
        "'from' is missing",
    ),
    "a stay that ends before it begins": (
        (*SAM, "placement", "until"),
        "2026-01-09",
        f"{WHERE}.placement",
        "before it begins on 2026-01-10",
    ),
    "a stay at a place": (
        (*SAM, "placement", "where"),
        "here",
        f"{WHERE}.placement",
        "the keys are from, until",
    ),
    "limits that are no flag": (
        (*SAM, "limits_from_first_day"),
        1,
        f"{WHERE}.limits_from_first_day",
        "expected true or false",
    ),
    "a person who is nobody": ((*SAM, "name"), "nobody yet", f"{WHERE}.name", "no owner yet"),
    "a person who is all": ((*SAM, "name"), "everyone", f"{WHERE}.name", "shared devices"),
    "a carer with a budget": (
        ("carers", 0, "budgets"),
        [{"minutes": 60}],
        "carers[0]",
        "'budgets' is not known here",
    ),
    "two of one number": (
        ("young_people",),
        [{"name": "Sam", "id": 7}, {"name": "Alex"}, {"name": "Leo", "id": 7}],
        "young_people[2].id",
        "7 is already the number of someone here",
    ),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_what_is_wrong_is_told_with_its_place(case: str) -> None:
    """Each way of being wrong is refused with its path and what was expected."""
    check(DAMAGE[case])


def test_a_person_arrives_whole() -> None:
    """Number, age, stay, first day and a school year of their own, which may be empty."""
    [sam] = household_from_document(WHOLE).young_people

    assert (sam.id, sam.age, sam.limits_from_first_day) == (7, AgeBand.THIRTEEN_TO_FIFTEEN, True)
    assert str(sam.placement.since if sam.placement else "") == "2026-01-10"
    assert sam.terms == NOTHING_KNOWN
    assert young_person_to(sam)["school_year"] == {}


def test_many_without_a_number_are_no_clash() -> None:
    """A number that was not given is nobody's."""
    household = household_from_document(
        {"format": WHOLE["format"], "young_people": [{"name": "Sam"}, {"name": "Alex"}]}
    )

    assert distinct_people((), household.young_people) == {"Sam", "Alex"}


@given(whole_households())
def test_people_survive_their_tables(household: Household) -> None:
    """What is read back is what was written."""
    for person in household.young_people:
        assert young_person_from(young_person_to(person), "x") == person


def test_a_carer_has_a_name_and_rules() -> None:
    """And nothing that is counted."""
    assert carer_from({"name": "Jo", "block": ["x.example"]}, "x").name == "Jo"
