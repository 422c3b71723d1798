from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus

import pytest

from console import words
from console.pages.own_words import carers_words, not_own_words_page, own_words_page
from console.services.own_words import WordsRefused
from console.services.own_words_wrong import Wrong
from console.store.database.own_words import OwnWords, Sealed
from console.store.purposes import Purpose
from policy.document import household_from_toml
from tests.console.visit_home import HOUSEHOLD

AT = datetime(2026, 12, 9, 17, 30, tzinfo=UTC)
OPEN = OwnWords(number=1, person=1, purpose=Purpose.HOUSE, words="I like it here.", at=AT)
LOCKED = replace(OPEN, number=2, words=Sealed(octets=b"x", to="c0", agreement="a0"))
HOME = household_from_toml(HOUSEHOLD)


def test_what_is_sealed_is_locked_until_the_card_opened_it() -> None:
    """Its writer too sees that it is locked, and its words only where the card gave them."""
    closed = own_words_page((LOCKED, OPEN), can_lock=True)
    opened = own_words_page((LOCKED, OPEN), can_lock=True, opened={2: "I do not."})

    assert [one.text for one in closed.rows] == [None, "I like it here."]
    assert [one.text for one in opened.rows] == ["I do not.", "I like it here."]
    assert (closed.is_opened, opened.is_opened) == (False, True)
    assert closed.rows[0].head == "A line for the house agreement. 9 December 2026, 17:30"


CARDS = {
    "a card, and something locked": (True, (LOCKED,), True),
    "a card, and nothing locked": (True, (OPEN,), False),
    "no card, and something locked": (False, (LOCKED,), False),
}


@pytest.mark.parametrize(("can_lock", "found", "offered"), CARDS.values(), ids=CARDS)
def test_opening_is_offered_where_a_card_could_open_something(
    can_lock: bool,  # noqa: FBT001 - a column of the table
    found: tuple[OwnWords, ...],
    offered: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A field for the five words stands only where they can do anything."""
    assert own_words_page(found, can_lock=can_lock).has_locked is offered


def test_a_refused_form_keeps_what_was_typed() -> None:
    """The text, what it is for and who may read it stay chosen, and the sentence says why."""
    page = own_words_page(
        (),
        can_lock=True,
        typed=(Purpose.HOUSE, True, "half a text"),
        wrong=WordsRefused(Wrong.LONG),
    )

    assert page.status is HTTPStatus.UNPROCESSABLE_ENTITY
    assert (page.purpose, page.is_private, page.typed) == (Purpose.HOUSE, True, "half a text")
    assert (page.error, page.opening_error) == (words.own_words.WRONG[Wrong.LONG], None)


def test_locking_stays_chosen_only_where_it_can_be_done() -> None:
    """Where there is no card the choice is not there, so it cannot stand chosen."""
    page = own_words_page(
        (), can_lock=False, typed=(Purpose.REVIEW, True, "x"), wrong=WordsRefused(Wrong.NO_CARD)
    )

    assert page.is_private is False
    assert page.error == words.own_words.WRONG[Wrong.NO_CARD]


@pytest.mark.parametrize("wrong", list(Wrong))
def test_each_refusal_stands_at_the_form_that_was_sent(wrong: Wrong) -> None:
    """What is wrong with five words is said at them, everything else at the text."""
    page = own_words_page((), can_lock=True, wrong=WordsRefused(wrong))
    is_opening = wrong in {Wrong.CARD, Wrong.TOO_OFTEN}

    assert (page.error is None, page.opening_error is None) == (is_opening, not is_opening)


def test_a_carer_sees_what_is_for_carers_and_not_that_there_is_more() -> None:
    """Of what is locked there is no line, no count and no time."""
    found = carers_words((LOCKED, OPEN), HOME)
    alone = carers_words((LOCKED,), HOME)

    assert [(one.head, one.text) for one in found] == [
        ("Maya. A line for the house agreement. 9 December 2026, 17:30", "I like it here.")
    ]
    assert alone == ()


def test_words_of_somebody_who_lives_here_no_more_name_nobody() -> None:
    """A number that no young person bears any more is nobody's, and is not shown as another's."""
    assert carers_words((replace(OPEN, person=9),), HOME) == ()


def test_no_name_stands_in_a_title() -> None:
    """Whoever looks over a shoulder at the tab reads what the page is, and not whose."""
    assert own_words_page((OPEN,), can_lock=True).title == not_own_words_page().title
    assert not_own_words_page().status is HTTPStatus.FORBIDDEN
    assert "Maya" not in not_own_words_page().title
