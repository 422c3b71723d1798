from __future__ import annotations

from datetime import UTC, datetime

import pytest

from console.pages.card import CardRefused, card_made_page, card_page, own_card_page
from console.render import Page, Renderer
from console.words import card

WORDS = ("apron", "bagel", "cedar", "dwarf", "elbow")
MADE = datetime(2026, 11, 21, 18, 42, tzinfo=UTC)

PAGES: dict[str, tuple[Page, str, str]] = {
    "the words": (card_page(is_in=False), card.FIELD, card.LEAVE),
    "wrong words": (card_page(is_in=False, refused=CardRefused.WRONG), card.WRONG, card.LEAVE),
    "too often": (card_page(is_in=False, refused=CardRefused.TOO_OFTEN), card.TOO_OFTEN, card.IN),
    "a foster home": (card_page(is_in=False, is_foster=True), card.NONE_TEXT, card.LEAVE),
    "a family home": (card_page(is_in=False), card.NONE_TEXT_FAMILY, "your paper"),
    "open already": (card_page(is_in=True), card.LEAVE, card.FIELD),
    "no card yet": (own_card_page(None), card.MAKE, card.TAKE),
    "a card": (own_card_page(MADE), "You made a card on 21 November 2026.", card.OWN_NONE),
    "a new card": (card_made_page(WORDS, had_one=False), "dwarf", card.MADE_OLD),
    "another card": (card_made_page(WORDS, had_one=True), card.MADE_OLD, card.MAKE_NEW),
}


@pytest.mark.parametrize("case", PAGES)
def test_each_page_says_what_is_so_and_nothing_else(case: str) -> None:
    """The sentence for the case stands on the page, and that of its opposite does not."""
    page, shown, hidden = PAGES[case]
    html = Renderer("/static").html(page)

    assert shown in html
    assert hidden not in html


def test_no_title_tells_whose_card_it_is() -> None:
    """The title of each page is the same for everybody."""
    titles = {page.title for page, _, _ in PAGES.values()}

    assert titles == {f"{title} - Lamplight" for title in (card.TITLE, card.OWN)}
