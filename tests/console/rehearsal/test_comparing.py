from __future__ import annotations

from dataclasses import replace

import pytest

from console.rehearsal.comparing import changes, kept_changes
from console.rehearsal.effective import CLOSED, HOURS, LIFELINES_TOGETHER, OPEN, VISITORS
from policy.categories import Category
from policy.compile import PROTECTIVE_DEFAULT

ALWAYS_OPEN, ALWAYS_CLOSED = OPEN * HOURS, CLOSED * HOURS
BEDTIME = CLOSED * 2 + OPEN * (HOURS - 2)

CASES = {
    "the same": ({"games": BEDTIME}, {"games": BEDTIME}, ()),
    "less": ({"games": BEDTIME}, {"games": ALWAYS_OPEN}, ("games sites would open in 2",)),
    "more": ({"games": ALWAYS_OPEN}, {"games": BEDTIME}, ("games sites would close in 2",)),
    "later": (
        {"games": CLOSED + OPEN * (HOURS - 1)},
        {"games": OPEN + CLOSED + OPEN * (HOURS - 2)},
        ("games sites would open in 1", "games sites would close in 1"),
    ),
    "a name": ({"name a.example": ALWAYS_CLOSED}, {"name a.example": ALWAYS_OPEN}, ("a.example",)),
    "a kind that is not known any more": (
        {"gone": ALWAYS_CLOSED},
        {},
        ("nothing would close gone sites any more",),
    ),
    "a kind that is gone and was open": ({"gone": ALWAYS_OPEN}, {}, ()),
    "a kind that comes and is open": ({}, {"games": ALWAYS_OPEN}, ()),
    "a kind that comes and is closed": ({}, {"games": ALWAYS_CLOSED}, ("would be closed in 168",)),
    "a lifeline": (
        {LIFELINES_TOGETHER: ALWAYS_OPEN},
        {LIFELINES_TOGETHER: ALWAYS_CLOSED},
        ("what is never blocked would close",),
    ),
}


@pytest.mark.parametrize(("before", "after", "told"), CASES.values(), ids=CASES)
def test_what_would_be_another_is_told_and_nothing_else(
    before: dict[str, str], after: dict[str, str], told: tuple[str, ...]
) -> None:
    """For each thing that opens or closes there is a sentence with whom it concerns."""
    for subject, whom in ((VISITORS, "For visitors"), ("A tablet", 'On the device "A tablet"')):
        found = changes(PROTECTIVE_DEFAULT, PROTECTIVE_DEFAULT, {subject: before}, {subject: after})

        assert len(found) == len(told)
        assert all(part in sentence for part, sentence in zip(told, found, strict=True))
        assert all(sentence.startswith(f"{whom}, ") for sentence in found)


def test_a_rule_that_was_lost_is_told_in_the_words_of_the_rules() -> None:
    """What a migration drops is told as the compare page tells it."""
    everyone = PROTECTIVE_DEFAULT.everyone
    after = replace(
        PROTECTIVE_DEFAULT,
        everyone=replace(everyone, block_categories=frozenset({Category.MALWARE})),
    )

    assert changes(PROTECTIVE_DEFAULT, after, {}, {}) == (
        "For everyone, this ends: Adult sites are blocked.",
    )


def test_entries_that_would_be_gone_are_counted() -> None:
    """Fewer rows of a table are told, more are not: a release may keep more than the one before."""
    assert kept_changes({"pin": 3, "phone": 1}, {"pin": 2, "phone": 1, "fresh": 9}) == (
        'Of what the pages keep as "pin", 1 of 3 entries would be gone.',
    )
