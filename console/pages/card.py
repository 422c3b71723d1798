"""A young person's card: opening their own pages with it anywhere, and making it on their device.

Rules kept here:
- The words stand in the answer to the button that made them, and nowhere else.
- What was wrong is one sentence, whichever word was wrong, and names nobody.
- A family home reads nothing of papers that are not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Final

from console.pages.times import day_in_words
from console.words import TITLE as PAGE_TITLE
from console.words import card


class CardRefused(StrEnum):
    """Why a card opened nothing."""

    WRONG = "wrong"
    TOO_OFTEN = "too-often"


_WHY: Final = {
    CardRefused.WRONG: (card.WRONG, HTTPStatus.UNPROCESSABLE_ENTITY),
    CardRefused.TOO_OFTEN: (card.TOO_OFTEN, HTTPStatus.TOO_MANY_REQUESTS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPage:
    """Where the five words are typed. `is_in` is that somebody's own pages are open already."""

    title: str
    status: HTTPStatus
    is_in: bool
    none_text: str
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCardPage:
    """Where a young person makes their card: its words once, `since` where they have one."""

    title: str
    since: str | None
    words: tuple[str, ...]
    had_one: bool


def card_page(
    *, is_in: bool, is_foster: bool = False, refused: CardRefused | None = None
) -> CardPage:
    """Return the page where the words of a card are typed, with what was wrong with the last."""
    error, status = (None, HTTPStatus.OK) if refused is None else _WHY[refused]
    return CardPage(
        title=PAGE_TITLE.format(page=card.TITLE),
        status=status,
        is_in=is_in,
        none_text=card.NONE_TEXT if is_foster else card.NONE_TEXT_FAMILY,
        error=error,
    )


def own_card_page(made_at: datetime | None) -> OwnCardPage:
    """Return the page that says whether there is a card, and makes one; a time is in its zone."""
    since = None if made_at is None else card.OWN_SINCE.format(date=day_in_words(made_at.date()))
    return OwnCardPage(
        title=PAGE_TITLE.format(page=card.OWN), since=since, words=(), had_one=made_at is not None
    )


def card_made_page(words: tuple[str, ...], *, had_one: bool) -> OwnCardPage:
    """Return the page that shows a new card, once."""
    title = PAGE_TITLE.format(page=card.OWN)
    return OwnCardPage(title=title, since=None, words=words, had_one=had_one)
