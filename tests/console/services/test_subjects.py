from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from console.services.subjects import (
    EVERYONE,
    VISITORS,
    Subject,
    Whom,
    called,
    device_of,
    device_subject,
    rules_of,
    subject_from,
    subjects_of,
    with_rules,
    with_young_person,
    young_person_of,
)
from policy.document import household_from_toml
from policy.household import Household
from policy.names import from_text
from policy.rules import RuleSet
from tests.console import homes
from tests.policy.strategies import households

HOME = household_from_toml(homes.FULL)
RULES = RuleSet(block=frozenset({from_text("new.example")}))

NO_SUBJECT = {
    "empty": "",
    "a name": "Maya",
    "no number": "person-",
    "nought": "person-0",
    "with a nought before": "device-01",
    "below nought": "carer--1",
    "another kind": "visitors-1",
    "too long": "device-12345678901",
    "other digits": "person-\u0661",
}


@given(households())
def test_every_subject_is_written_and_found_again(household: Household) -> None:
    """Its text holds no name, means it alone, and leads to rules that can be changed."""
    found = subjects_of(household)

    assert [subject_from(str(subject)) for subject in found] == list(found)
    for subject in found:
        after = with_rules(household, subject, RULES)
        others = [one for one in found if one != subject]
        assert rules_of(after, subject) == RULES
        assert [rules_of(after, one) for one in others] == [
            rules_of(household, one) for one in others
        ]


@pytest.mark.parametrize("case", NO_SUBJECT)
def test_what_is_no_subject_is_none(case: str) -> None:
    """A text that no page of ours writes means nobody."""
    assert subject_from(NO_SUBJECT[case]) is None


def test_who_is_gone_is_nobody() -> None:
    """A number that nobody has leads to no rules, and to no change."""
    for whom in (Whom.YOUNG_PERSON, Whom.CARER, Whom.DEVICE):
        for gone in (Subject(whom, 99), Subject(whom, 0)):
            assert rules_of(HOME, gone) is None
            assert called(HOME, gone) == ""
            assert with_rules(HOME, gone, RULES) == HOME
    assert (young_person_of(HOME, EVERYONE), device_of(HOME, VISITORS)) == (None, None)


def test_a_subject_has_the_name_of_its_person_or_device() -> None:
    """Everyone and visitors have none."""
    names = {str(subject): called(HOME, subject) for subject in subjects_of(HOME)}

    assert names["person-1"] == "Maya"
    assert names["carer-1"] == "Sam"
    assert names["device-5"] == "Living room TV"
    assert (names["everyone"], names["visitors"]) == ("", "")
    assert str(device_subject(HOME, HOME.devices[4])) == "device-5"


def test_a_young_person_is_changed_by_name() -> None:
    """Only they are another then."""
    leo = replace(HOME.young_people[1], limits_from_first_day=True)
    after = with_young_person(HOME, leo)

    assert after.young_people == (HOME.young_people[0], leo, HOME.young_people[2])
