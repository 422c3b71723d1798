from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from policy.compile import compile_policy
from policy.compiled import DevicePolicy, safe_answer_for, ttl_cap
from policy.given.grants import GrantKind
from policy.household import EVERYONE, Device, Household, YoungPerson
from policy.names import from_text
from policy.rules import RuleSet, YouTube
from tests.policy.evening import at, clock, grant

PHONE = at("20:00").by_device["Sam's phone"]
GOOGLE, TUBE = from_text("www.google.com"), from_text("www.youtube.com")
SAFE = from_text("forcesafesearch.google.com")
STRICT, MODERATE = from_text("restrict.youtube.com"), from_text("restrictmoderate.youtube.com")


def test_an_answer_is_kept_up_to_the_next_change_and_no_longer() -> None:
    """At eight the next change is family time at half past, and the seconds to it are the most."""
    assert PHONE.valid_until == clock("20:30")
    assert ttl_cap(PHONE, clock("20:00")) == 1_800
    assert ttl_cap(PHONE, clock("20:29:59")) == 1
    assert ttl_cap(PHONE, clock("20:30") - timedelta(milliseconds=1)) == 0
    assert ttl_cap(PHONE, clock("20:30")) == 0
    assert ttl_cap(PHONE, clock("21:00")) == 0


def test_where_nothing_changes_there_is_no_cap() -> None:
    """A device on which nothing hangs on time keeps answers as long as they say."""
    jo = at("20:00").by_device["Jo's phone"]

    assert jo.valid_until is None
    assert ttl_cap(jo, clock("20:00")) is None


def test_a_safe_name_answers_whatever_is_asked_for() -> None:
    """One name for A, AAAA and HTTPS alike; other names answer for themselves."""
    assert safe_answer_for(PHONE, GOOGLE) == SAFE
    assert safe_answer_for(PHONE, TUBE) == MODERATE
    assert safe_answer_for(PHONE, SAFE) is None
    assert safe_answer_for(PHONE, from_text("google.com")) is None
    assert safe_answer_for(at("20:00").by_device["Jo's phone"], GOOGLE) is None


def test_while_a_carer_asks_whether_it_is_us_search_is_as_it_is() -> None:
    """The filters are lifted whole, or the answer would not be true."""
    lifted = at("14:05", grant(GrantKind.IS_IT_US, "14:00", "14:10", device="Sam's phone"))

    assert safe_answer_for(lifted.by_device["Sam's phone"], GOOGLE) is None
    assert safe_answer_for(lifted.by_device["Sam's school laptop"], GOOGLE) == SAFE


def shared(*settings: YouTube | None) -> DevicePolicy:
    """Return what holds on a tablet that young people with these settings share."""
    people = tuple(
        YoungPerson(name=f"{place}", rules=RuleSet(youtube=setting))
        for place, setting in enumerate(settings)
    )
    tablet = Device(
        name="Tablet",
        belongs_to=EVERYONE,
        addresses=(),
        shared_by=tuple(person.name for person in people),
    )
    household = Household(young_people=people, devices=(tablet,))
    return compile_policy(household, 1).by_device["Tablet"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ((YouTube.MODERATE, YouTube.STRICT), STRICT),
        ((YouTube.STRICT, YouTube.MODERATE), STRICT),
        ((None, YouTube.MODERATE), MODERATE),
        ((None, YouTube.OFF), None),
    ],
)
def test_on_a_shared_device_the_stricter_mode_holds(
    settings: tuple[YouTube | None, ...], expected: object
) -> None:
    """While nobody said whose turn it is, what one of them may not see nobody does."""
    assert safe_answer_for(shared(*settings), TUBE) == expected


def test_a_device_without_safe_search_has_no_answers() -> None:
    """A policy that was made by hand needs no table of search engines."""
    bare = replace(PHONE, safe_answers={}, in_time=None)

    assert safe_answer_for(bare, GOOGLE) is None
