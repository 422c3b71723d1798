from __future__ import annotations

import pytest

from consent.records import agreement
from consent.records.agreement import Tried
from tests.consent.profiles.judging import broken_with
from tests.consent.profiles.sample import EVERY_SITE, LEAST, WATCHED, YOUNG_PERSON_GIVES

FIRST, SECOND = YOUNG_PERSON_GIVES.agreement.necessity.less_restrictive
TRIED = {
    "two ways": ((FIRST, SECOND), ()),
    "one way": ((FIRST,), ("P4_TRIED",)),
    "no way": ((), ("P4_TRIED",)),
    "one way twice": (
        (FIRST, Tried(tried=FIRST.tried, why_not_enough="It came back.")),
        ("P4_TRIED",),
    ),
}


@pytest.mark.parametrize(("tried", "expected"), TRIED.values(), ids=TRIED)
def test_two_less_restrictive_ways_were_tried(
    tried: tuple[Tried, ...], expected: tuple[str, ...]
) -> None:
    """Two ways that differ, each with why it was not enough."""
    changes = ("agreement.necessity.less_restrictive", tried)

    assert broken_with(YOUNG_PERSON_GIVES, changes) == expected


@pytest.mark.parametrize("test", agreement.Tests.__slots__)
def test_each_statement_of_the_two_tests_is_needed(test: str) -> None:
    """Legal, necessary, reasonable, the minimum and proportionate, all of them."""
    changes = (f"agreement.necessity.tests.{test}", False)

    assert broken_with(YOUNG_PERSON_GIVES, changes) == ("P6_TESTS",)


ABOVE_THE_LOWEST = {2: YOUNG_PERSON_GIVES, 3: WATCHED, 4: EVERY_SITE}


@pytest.mark.parametrize("level", ABOVE_THE_LOWEST)
def test_every_level_above_the_lowest_needs_a_reason(level: int) -> None:
    """Levels 2, 3 and 4 say why less would not do."""
    changes = ("agreement.scope.why_not_lower", None)

    assert broken_with(ABOVE_THE_LOWEST[level], changes) == ("P2_LEAST_INTRUSIVE",)


def test_the_lowest_level_needs_no_reason() -> None:
    """Level 1 has nothing below it to be compared with."""
    assert LEAST.agreement.scope.why_not_lower is None
    assert broken_with(LEAST) == ()
