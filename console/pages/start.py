"""The page before the first run: what protects everyone now, and how to set up the home.

Rules kept here:
- It shows what is in force, as the home page does, and nothing of a home that is not there yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from console import words
from console.pages.standing import Notice, standing
from console.store.published import Silence
from policy.snapshot import PolicySnapshot
from policy.status import AgentStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """What is said while nobody lives here yet."""

    title: str
    truth: Notice


def start_page(snapshot: PolicySnapshot, status: AgentStatus | Silence) -> StartPage:
    """Return the page for a box that was not set up yet."""
    return StartPage(
        title=words.TITLE.format(page=words.start.TITLE),
        truth=standing(snapshot, status).truth,
    )
