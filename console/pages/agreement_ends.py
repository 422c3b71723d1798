"""The home card, the end of a placement, and what comes after a carer's stop.

Rules kept here:
- What the end of a placement does is said before its button, all of it.
- The last list of a box is offered once, and where there is none, that is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from consent.codes import Code
from consent.commands.checking_bundle import box_words
from consent.pasted import to_text
from console import words
from console.pages.agreement import trouble_of
from console.services.visit_square import Square, square_of
from console.store.recorder import RecorderRefused, RecorderSilent


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeCardPage:
    """The card as text, and as a square code where one can hold it."""

    title: str
    check: str
    text: str
    square: Square | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPage:
    """Before the end of a placement."""

    title: str
    status: HTTPStatus
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedPage:
    """After it. `text` says what to do; `list_at` is where the list is, None where is none."""

    title: str
    status: HTTPStatus
    text: str
    list_at: str | None


def home_card_page(octets: bytes, box: str) -> HomeCardPage:
    """Return the page of a home card. Raises ConsentError for what is none."""
    text = to_text(octets)
    return HomeCardPage(
        title=words.TITLE.format(page=words.agreement.CARD),
        check=box_words(box),
        text=text,
        square=square_of(text),
    )


def end_page(error: str | None = None) -> EndPage:
    """Return the page that says what the end of a placement does."""
    return EndPage(
        title=words.TITLE.format(page=words.agreement.END),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK,
        error=error,
    )


def why_not_ended(refused: RecorderRefused | RecorderSilent) -> str:
    """Return why a placement was not ended, in words."""
    if isinstance(refused, RecorderRefused) and refused.code is Code.AUDIT:
        # Unlike a stop, an end that the card does not take does not hold.
        return words.agreement.NOT_ENDED
    return trouble_of(refused)


def ended_page(octets: bytes | None, list_at: str) -> EndedPage:
    """Return the page after the end; None is that its list was taken away or forgotten."""
    if octets:
        text = words.agreement.ENDED_LIST
    elif octets is None:
        text = words.agreement.ENDED_GONE
    else:
        text = words.agreement.ENDED_NO_LIST
    return EndedPage(
        title=words.TITLE.format(page=words.agreement.ENDED),
        status=HTTPStatus.NOT_FOUND if octets is None else HTTPStatus.OK,
        text=text,
        list_at=list_at if octets else None,
    )
