"""Get help: whom to ring, and what to do; the same page for everybody, whoever opens it.

Rules kept here:
- It is drawn from words alone: nothing is looked up, kept or sent, so opening it leaves no trail.
- It needs no internet, no sign-in and no script.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.words import TITLE as PAGE_TITLE
from console.words import get_help


@dataclass(frozen=True, slots=True, kw_only=True)
class GetHelpPage:
    """The page."""

    title: str


def get_help_page() -> GetHelpPage:
    """Return the page."""
    return GetHelpPage(title=PAGE_TITLE.format(page=get_help.TITLE))
