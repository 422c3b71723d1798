"""The pages for when a page cannot be shown.

Rules kept here:
- Each says what is so, what it means, and what to do next; none shows a cause from inside.
- They need no snapshot, no status and no household, so they can always be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from console import words
from console.errors import ConsoleError, NothingPublished


@dataclass(frozen=True, slots=True, kw_only=True)
class TroublePage:
    """A page instead of the one that was asked for. `onward` leads to the home page."""

    title: str
    status: HTTPStatus
    heading: str
    text: str
    todo: str | None = None
    onward: str | None = None


def refused_page(status: int) -> TroublePage:
    """Return the page for an address that is not here, or is not to be asked that way."""
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return _page(
            HTTPStatus.METHOD_NOT_ALLOWED,
            words.WRONG_METHOD,
            words.WRONG_METHOD_TEXT,
            onward=words.TO_HOME,
        )
    return _page(HTTPStatus.NOT_FOUND, words.NO_PAGE, words.NO_PAGE_TEXT, onward=words.TO_HOME)


def unpublished_page(error: ConsoleError) -> TroublePage:
    """Return the page for a home whose published rules are missing or damaged."""
    if isinstance(error, NothingPublished):
        heading, text = words.NOT_PUBLISHED, words.NOT_PUBLISHED_TEXT
        todo = words.NOT_PUBLISHED_TODO
    else:
        heading, text, todo = words.DAMAGED, words.DAMAGED_TEXT, words.DAMAGED_TODO
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, heading, text, todo=todo)


def broken_page() -> TroublePage:
    """Return the page for a fault of our own."""
    return _page(
        HTTPStatus.INTERNAL_SERVER_ERROR, words.BROKEN, words.BROKEN_TEXT, todo=words.BROKEN_TODO
    )


def _page(
    status: HTTPStatus,
    heading: str,
    text: str,
    *,
    todo: str | None = None,
    onward: str | None = None,
) -> TroublePage:
    return TroublePage(
        title=words.TITLE.format(page=heading),
        status=status,
        heading=heading,
        text=text,
        todo=todo,
        onward=onward,
    )
