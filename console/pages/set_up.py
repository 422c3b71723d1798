"""The page on which the set-up code is typed, by whoever sets up a box from a phone.

Rules kept here:
- What was typed is not shown again: on this page it is a secret.
- Once somebody can sign in there is no code, and the page says where to go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Final

from console.words import TITLE as PAGE_TITLE
from console.words import set_up


class CodeRefused(StrEnum):
    """Why the set-up code opened nothing."""

    WRONG = "wrong"
    TOO_OFTEN = "too-often"


_WHY: Final = {
    CodeRefused.WRONG: (set_up.WRONG, HTTPStatus.UNPROCESSABLE_ENTITY),
    CodeRefused.TOO_OFTEN: (set_up.TOO_OFTEN, HTTPStatus.TOO_MANY_REQUESTS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpPage:
    """Where the code is typed. `is_over` is that this home needs none any more."""

    title: str
    status: HTTPStatus
    is_over: bool
    error: str | None


def set_up_page(*, is_over: bool, refused: CodeRefused | None = None) -> SetUpPage:
    """Return the page where the set-up code is typed, with what was wrong with the last."""
    error, status = (None, HTTPStatus.OK) if refused is None or is_over else _WHY[refused]
    return SetUpPage(
        title=PAGE_TITLE.format(page=set_up.TITLE), status=status, is_over=is_over, error=error
    )
