"""The page before the first run: what protects everyone now, and how to set up the home.

Rules kept here:
- It shows what is in force, as the home page does, and nothing of a home that is not there yet.
- Where the settings of a home were damaged, it says so, and nothing of what holds on an empty box.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from console import words
from console.pages.standing import Notice, Tone, standing
from console.store.published import Silence
from policy.snapshot import PolicySnapshot
from policy.status import AgentStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """What is said while nobody lives here yet. `damaged` is that somebody did."""

    title: str
    truth: Notice
    damaged: Notice | None


def start_page(
    snapshot: PolicySnapshot, status: AgentStatus | Silence, *, is_damaged: bool = False
) -> StartPage:
    """Return the page for a box that was not set up yet, or whose settings are gone."""
    return StartPage(
        title=words.TITLE.format(page=words.start.TITLE),
        truth=standing(snapshot, status).truth,
        damaged=_DAMAGED if is_damaged else None,
    )


_DAMAGED: Final = Notice(
    tone=Tone.CARE,
    icon="triangle-alert",
    heading=words.start.DAMAGED,
    texts=words.start.DAMAGED_TEXT,
    todo=words.start.DAMAGED_TODO,
)
