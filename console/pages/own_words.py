"""The page of a young person's own words, and what a carer sees of them.

Rules kept here:
- What is sealed is shown as locked, to its writer too, until their card opened it.
- A carer's part holds what was written for carers and nothing else: not even that there is more.
- No name stands in the title or in an address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from console import words
from console.pages.times import time_in_words
from console.services.own_words import WordsRefused
from console.services.own_words_wrong import Wrong
from console.store.database.own_words import OwnWords, Sealed
from console.store.purposes import Purpose
from policy.household import Household, ids_of


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsRow:
    """One text. `text` is None while it is locked; `number` is what the form to erase it sends."""

    number: int
    head: str
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWordsPage:
    """The page. `can_lock` is that there is a card to seal to; `error` belongs to `error_at`."""

    title: str
    status: HTTPStatus
    rows: tuple[WordsRow, ...]
    can_lock: bool
    has_locked: bool
    is_opened: bool
    purpose: Purpose
    is_private: bool
    typed: str
    error: str | None
    opening_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOwnWordsPage:
    """The page where the device is no young person's."""

    title: str
    status: HTTPStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class CarersWords:
    """One text that a carer may read."""

    head: str
    text: str


def own_words_page(
    found: Sequence[OwnWords],
    *,
    can_lock: bool,
    opened: Mapping[int, str] | None = None,
    typed: tuple[Purpose, bool, str] = (Purpose.REVIEW, False, ""),
    wrong: WordsRefused | None = None,
) -> OwnWordsPage:
    """Return the page of one young person's words. `typed` is what a refused form held."""
    is_opening = wrong is not None and wrong.wrong in {Wrong.CARD, Wrong.TOO_OFTEN}
    error = None if wrong is None else words.own_words.WRONG[wrong.wrong]
    return OwnWordsPage(
        title=words.TITLE.format(page=words.own_words.TITLE),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        rows=tuple(_row(one, opened or {}) for one in found),
        can_lock=can_lock,
        has_locked=can_lock and any(isinstance(one.words, Sealed) for one in found),
        is_opened=bool(opened),
        purpose=typed[0],
        is_private=typed[1] and can_lock,
        typed=typed[2],
        error=None if is_opening else error,
        opening_error=error if is_opening else None,
    )


def not_own_words_page() -> NotOwnWordsPage:
    """Return the page for a device that is no young person's."""
    return NotOwnWordsPage(
        title=words.TITLE.format(page=words.own_words.TITLE), status=HTTPStatus.FORBIDDEN
    )


def carers_words(found: Sequence[OwnWords], household: Household) -> tuple[CarersWords, ...]:
    """Return what a carer may read of what was written here."""
    names = {number: name for name, number in ids_of(household).items()}
    return tuple(
        CarersWords(
            head=words.own_words.CARERS_LINE.format(
                who=names[one.person],
                kind=words.own_words.PURPOSES[one.purpose],
                time=time_in_words(one.at),
            ),
            text=one.words,
        )
        for one in found
        if isinstance(one.words, str) and one.person in names
    )


def _row(one: OwnWords, opened: Mapping[int, str]) -> WordsRow:
    assert one.number is not None  # it was kept
    return WordsRow(
        number=one.number,
        head=words.own_words.WRITTEN_AT.format(
            kind=words.own_words.PURPOSES[one.purpose], time=time_in_words(one.at)
        ),
        text=one.words if isinstance(one.words, str) else opened.get(one.number),
    )
