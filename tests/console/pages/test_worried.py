from __future__ import annotations

import pytest

from console.pages.worried import CARDS, worried_page
from console.store.database.own_numbers import MAX_NUMBERS, OwnNumber


def test_every_line_dials_what_it_shows() -> None:
    """No number differs from what the telephone dials."""
    lines = [line for card in CARDS for line in card.lines]

    assert [line for line in lines if line.number.replace(" ", "") != line.tel] == []


@pytest.mark.parametrize("said", ["Report Remove", "ceop.police.uk", "101", "not your fault"])
def test_threats_over_pictures_have_their_own_way(said: str) -> None:
    """What helps there is told: who takes pictures down, who to tell, and that it is no fault."""
    (pictures,) = [card for card in CARDS if card.name == "pictures"]

    assert any(said in text for text in pictures.texts)


def test_whoever_may_not_see_the_home_s_numbers_has_no_form() -> None:
    """Their page has the help that everybody has, and nothing of this home."""
    page = worried_page(None)

    assert (page.own, page.cards) == (None, CARDS)
    assert {(row.name, row.number) for row in page.rows} == {("", "")}


def test_what_was_typed_wrongly_is_still_in_the_form() -> None:
    """The rows are those that were sent, filled up to as many as there can be."""
    typed = (OwnNumber(name="Nan", number=""),)
    page = worried_page((), typed)

    assert (page.rows[:1], len(page.rows), page.wrong) == (typed, MAX_NUMBERS, True)
