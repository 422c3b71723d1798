"""What an upgrade would change for somebody, in sentences; none where nothing would.

Rules kept here:
- Both households are told in the words of this release, so that a sentence which was only put in
  other words is no change.
- A change for one device is told with its device; of hours it is told how many of a week.
- What this release does not know any more is told, never passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from console.rehearsal.effective import (
    CLOSED,
    HOURS,
    LIFELINES_TOGETHER,
    VISITORS,
    Decided,
)
from policy.categories import Category
from policy.household import Household
from policy.plan_words import differences

_LABELS = {category.value: f"{category.label} sites" for category in Category}


def changes(
    before: Household, after: Household, decided_before: Decided, decided_after: Decided
) -> tuple[str, ...]:
    """Return what would be another for somebody, of what was decided and of what comes of it."""
    return (
        *differences(before, after),
        *(
            sentence
            for subject in dict.fromkeys((*decided_before, *decided_after))
            for sentence in _of_one(
                "For visitors" if subject == VISITORS else f'On the device "{subject}"',
                decided_before.get(subject, {}),
                decided_after.get(subject, {}),
            )
        ),
    )


def kept_changes(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[str, ...]:
    """Return which entries of the pages would be gone, table by table."""
    return tuple(
        f'Of what the pages keep as "{table}", {count - after.get(table, 0)} of {count} entries'
        " would be gone."
        for table, count in sorted(before.items())
        if after.get(table, 0) < count
    )


def _of_one(whom: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for asked in dict.fromkeys((*before, *after)):
        was, will_be = before.get(asked, ""), after.get(asked, "")
        what = _told(asked)
        if not was:
            # A kind of site that is known from now on, and open to all, changes nothing.
            if CLOSED in will_be:
                yield f"{whom}, {what} would be closed in {will_be.count(CLOSED)} of {HOURS} hours."
            continue
        if not will_be:
            if CLOSED in was:
                yield f"{whom}, nothing would close {what} any more: this release does not know it."
            continue
        opens = _hours(was, will_be, CLOSED)
        closes = _hours(will_be, was, CLOSED)
        if opens:
            yield f"{whom}, {what} would open in {opens} of the {HOURS} hours of a week."
        if closes:
            yield f"{whom}, {what} would close in {closes} of the {HOURS} hours of a week."


def _hours(one: str, other: str, letter: str) -> int:
    """Return in how many hours the one has a letter and the other has not."""
    return sum(a == letter != b for a, b in zip(one, other, strict=False))


def _told(asked: str) -> str:
    if asked.startswith("name "):
        return asked.removeprefix("name ")
    return asked if asked == LIFELINES_TOGETHER else _LABELS.get(asked, f"{asked} sites")
