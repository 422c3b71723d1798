"""The pages for when a page cannot be shown.

Rules kept here:
- Each says what is so, what it means, and what to do next; none shows a cause from inside.
- They need no snapshot, no status and no household, so they can always be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from console import words
from console.errors import (
    AllowedDamaged,
    AllowedRefused,
    ConsoleError,
    DeviceStays,
    KeptUnpublished,
    NothingPublished,
    PublishRefused,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TroublePage:
    """A page instead of the one that was asked for. `onward` leads to the page at `onward_at`."""

    title: str
    status: HTTPStatus
    heading: str
    text: str
    todo: str | None = None
    onward: str | None = None
    onward_at: str = "/"


TOO_MANY_OPEN: Final = str(words.TOO_MANY_OPEN)
"""What a device is told that holds its share of connections. Nothing was read of what it asked, so
it is English, and a text without a page."""

_NOT_OUR_FORM: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)


def refused_page(status: int) -> TroublePage:
    """Return the page for an address that is not here, or for what may not be sent to it."""
    match status:
        case HTTPStatus.METHOD_NOT_ALLOWED:
            heading, text = words.WRONG_METHOD, words.WRONG_METHOD_TEXT
        case HTTPStatus.FORBIDDEN:
            heading, text = words.ELSEWHERE, words.ELSEWHERE_TEXT
        case _ if status in _NOT_OUR_FORM:
            heading, text = words.NOT_OUR_FORM, words.NOT_OUR_FORM_TEXT
        case _:
            status = HTTPStatus.NOT_FOUND
            heading, text = words.NO_PAGE, words.NO_PAGE_TEXT
    return _page(HTTPStatus(status), heading, text, onward=words.TO_HOME)


def not_safe_page() -> TroublePage:
    """Return the page for somebody who would sign in where others can read along."""
    return _page(
        HTTPStatus.FORBIDDEN,
        words.sign_in.NOT_SAFE,
        words.sign_in.NOT_SAFE_TEXT,
        todo=words.sign_in.NOT_SAFE_TODO,
    )


def not_given_page(why: str, onward_at: str) -> TroublePage:
    """Return the page for somebody who gave something by PIN, and `why` it was not done."""
    return _page(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        words.tonight.NOT_DONE,
        why,
        onward=words.sign_in.UNLOCK_HEADING,
        onward_at=onward_at,
    )


def not_allowed_page(onward_at: str | None) -> TroublePage:
    """Return the page for somebody who may not do what they asked; onward they may come further."""
    return _page(
        HTTPStatus.FORBIDDEN,
        words.sign_in.NOT_FOR_YOU,
        words.sign_in.NOT_FOR_YOU_TEXT,
        onward=words.sign_in.NOT_FOR_YOU_ONWARD if onward_at else None,
        onward_at=onward_at or "/",
    )


def unpublished_page(error: ConsoleError) -> TroublePage:
    """Return the page for a home whose files are missing, damaged or cannot be written.

    Also for a device that stays with whom it is.
    """
    if isinstance(error, NothingPublished):
        heading, text = words.NOT_PUBLISHED, words.NOT_PUBLISHED_TEXT
        todo = words.NOT_PUBLISHED_TODO
    elif isinstance(error, AllowedDamaged):
        heading, text = words.ALLOWED_DAMAGED, words.ALLOWED_DAMAGED_TEXT
        todo = words.ALLOWED_DAMAGED_TODO
    elif isinstance(error, KeptUnpublished):
        heading, text, todo = words.sign_in.KEPT, words.sign_in.KEPT_TEXT, words.sign_in.KEPT_TODO
    elif isinstance(error, DeviceStays):
        heading, text, todo = words.DEVICE_STAYS, words.DEVICE_STAYS_TEXT, words.DEVICE_STAYS_TODO
    elif isinstance(error, AllowedRefused | PublishRefused):
        heading, text, todo = words.NOT_CHANGED, words.NOT_CHANGED_TEXT, words.NOT_CHANGED_TODO
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
    onward_at: str = "/",
) -> TroublePage:
    return TroublePage(
        title=words.TITLE.format(page=heading),
        status=status,
        heading=heading,
        text=text,
        todo=todo,
        onward=onward,
        onward_at=onward_at,
    )
