"""Worried?: what to do and whom to ring, for an adult who worries about somebody here.

Rules kept here:
- It is drawn from words and from the home's own numbers alone: nothing is looked up or sent, so it
  works without the internet and opening it leaves no trail.
- The home's own numbers are shown to its carers alone. Whoever else opens the page has the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from console.services.worried import dialled
from console.store.database.own_numbers import MAX_NUMBERS, OwnNumber
from console.words import TITLE as PAGE_TITLE
from console.words import HelpLine, worried


@dataclass(frozen=True, slots=True, kw_only=True)
class WorryCard:
    """One kind of worry: what to do first, and whom to ring."""

    name: str
    heading: str
    icon: str
    texts: tuple[str, ...]
    lines: tuple[HelpLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorriedPage:
    """The page. `own` is None for whoever may not see the home's numbers.

    `rows` are the rows of the form, `wrong` says that one of them was half filled.
    """

    title: str
    cards: tuple[WorryCard, ...]
    own: tuple[HelpLine, ...] | None
    rows: tuple[OwnNumber, ...]
    wrong: bool

    @property
    def status(self) -> HTTPStatus:
        """The status of an answer with this page."""
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.wrong else HTTPStatus.OK


CARDS = (
    WorryCard(
        name="danger",
        heading=worried.DANGER,
        icon="triangle-alert",
        texts=worried.DANGER_TEXT,
        lines=worried.DANGER_LINES,
    ),
    WorryCard(
        name="pictures",
        heading=worried.PICTURES,
        icon="smartphone",
        texts=worried.PICTURES_TEXT,
        lines=worried.PICTURES_LINES,
    ),
    WorryCard(
        name="missing",
        heading=worried.MISSING,
        icon="users",
        texts=worried.MISSING_TEXT,
        lines=worried.MISSING_LINES,
    ),
    WorryCard(
        name="distress",
        heading=worried.DISTRESS,
        icon="life-buoy",
        texts=worried.DISTRESS_TEXT,
        lines=worried.DISTRESS_LINES,
    ),
)


def worried_page(
    own: Sequence[OwnNumber] | None, typed: Sequence[OwnNumber] | None = None
) -> WorriedPage:
    """Return the page; `typed` is what stood in a form that was half filled."""
    rows = list(typed if typed is not None else own or ())[:MAX_NUMBERS]
    rows += [OwnNumber(name="", number="")] * (MAX_NUMBERS - len(rows))
    return WorriedPage(
        title=PAGE_TITLE.format(page=worried.TITLE),
        cards=CARDS,
        own=None
        if own is None
        else tuple(HelpLine(one.name, one.number, dialled(one.number), "") for one in own),
        rows=tuple(rows),
        wrong=typed is not None,
    )
