from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from consent.acts import ViewReason
from console import words
from console.pages.looks import UNFOLDED, looks_part
from tests.consent.profiles import sample
from tests.consent.scene import NOW, PHONE, agreed
from tests.console.told import TABLET, entries, exported, viewed

AGREEMENT = sample.YOUNG_PERSON_GIVES.agreement
NAMED = {agreed().agreements[0]: AGREEMENT}
MONDAY, TUESDAY = date(2026, 12, 7), date(2026, 12, 8)

WHO = {
    "young person": "You, with your card",
    "social worker": "A social worker: Priya",
    "carer": "A carer: Ash",
}


def test_nobody_has_looked_where_the_journal_says_so() -> None:
    """A whole journal without a look is the only thing from which that can be said."""
    part = looks_part((), PHONE, NAMED)

    assert (part.text, part.rows, part.folded) == (words.LOOKS_NOBODY, (), ())


def test_what_cannot_be_told_is_not_said_to_be_nothing() -> None:
    """Where the journal is damaged, nobody can say that nobody has looked."""
    part = looks_part(None, PHONE, NAMED)

    assert (part.text, part.rows) == (words.LOOKS_UNKNOWN, ())


@pytest.mark.parametrize("by", WHO)
def test_a_look_says_who_when_which_days_and_why(by: str) -> None:
    """A role with its label, London's time, each day, and the reason that was given."""
    at = datetime(2026, 12, 9, 18, 4, tzinfo=UTC)
    [row] = looks_part(entries((viewed(TUESDAY, MONDAY, by=by), at)), PHONE, NAMED).rows

    assert (row.time, row.who) == ("9 December 2026, 18:04", WHO[by])
    assert row.texts == ("Looked at: 7 December 2026, 8 December 2026", "Why: as it was agreed")


def test_a_copy_that_was_taken_is_a_row_of_its_own_kind() -> None:
    """What left the box is said to have left it."""
    [row] = looks_part(entries((exported(MONDAY), NOW)), PHONE, NAMED).rows

    assert row.who == WHO["social worker"]
    assert row.texts == ("Took a copy of: 7 December 2026", words.LOOKS_TOOK_WHY)


@pytest.mark.parametrize("reason", ViewReason)
def test_every_reason_has_words(reason: ViewReason) -> None:
    """Whatever reason somebody gave, the page says it."""
    [row] = looks_part(entries((viewed(MONDAY, reason=reason), NOW)), PHONE, NAMED).rows

    assert row.texts[1] == words.LOOKS_REASONS[reason]


def test_a_look_at_another_device_of_the_agreement_says_so() -> None:
    """An agreement about two devices has one list of looks."""
    [row] = looks_part(entries((viewed(MONDAY, device=TABLET), NOW)), PHONE, NAMED).rows

    assert row.texts[-1] == words.LOOKS_ON


@pytest.mark.parametrize("named", [{}, NAMED], ids=["no record", "another key"])
def test_a_look_by_nobody_that_is_named_is_shown_all_the_same(named: dict[str, object]) -> None:
    """A row is never left out because nobody knows whose it is."""
    looks = entries((viewed(MONDAY, viewer="f" * 64), NOW))
    [row] = looks_part(looks, PHONE, NAMED if named else {}).rows

    assert row.who == words.LOOKS_SOMEBODY


def test_the_newest_comes_first_and_a_long_list_is_folded_whole() -> None:
    """However many there are, each is there, and how many is said."""
    count = UNFOLDED + 3
    looks = entries(*((viewed(MONDAY), NOW + timedelta(minutes=number)) for number in range(count)))
    part = looks_part(looks, PHONE, NAMED)
    shown = [row.time for row in (*part.rows, *part.folded)]

    assert (len(part.rows), len(part.folded)) == (UNFOLDED, 3)
    assert part.fold == words.LOOKS_ALL.format(count=count)
    assert shown == sorted(shown, reverse=True)
    assert looks_part(looks[:UNFOLDED], PHONE, NAMED).fold is None
