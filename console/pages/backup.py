"""The pages about backups: making one, and bringing a home back on an empty box.

Rules kept here:
- No passphrase stands on a page again, whatever was wrong.
- What is wrong with a text is said in the words of its reader, with the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from console.security.backup import Unopened
from console.words import TITLE as PAGE_TITLE
from console.words import backup


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPage:
    """The page of a home. `text_error` is what is wrong with a text that was sent."""

    title: str
    is_short: bool
    is_taken: bool
    text_error: str | None

    @property
    def status(self) -> HTTPStatus:
        """The status of an answer with this page."""
        is_wrong = self.is_short or self.text_error is not None
        return HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorePage:
    """The page of an empty box."""

    title: str
    error: str | None

    @property
    def status(self) -> HTTPStatus:
        """The status of an answer with this page."""
        return HTTPStatus.OK if self.error is None else HTTPStatus.UNPROCESSABLE_ENTITY


def backup_page(
    *, is_short: bool = False, is_taken: bool = False, text_error: str | None = None
) -> BackupPage:
    """Return the page of a home."""
    return BackupPage(
        title=PAGE_TITLE.format(page=backup.TITLE),
        is_short=is_short,
        is_taken=is_taken,
        text_error=text_error,
    )


def restore_page(why: Unopened | None = None) -> RestorePage:
    """Return the page of an empty box, with why a backup was not opened."""
    return RestorePage(
        title=PAGE_TITLE.format(page=backup.TITLE),
        error=None if why is None else backup.RESTORE_WRONG[why],
    )
