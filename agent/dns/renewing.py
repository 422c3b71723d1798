"""Answers that are asked for often are fetched anew before they are over, so that nobody waits.

Rules kept here:
- What is renewed is a name that was asked for several times while its answer lived, and once more
  in the last tenth of its life. By whom is not known here, nor anywhere.
- Only so many are renewed at a time, and in a second: renewing never crowds out what somebody waits
  for, and an upstream hears of no more names than it would have, a little earlier.
"""

from __future__ import annotations

import asyncio
from typing import Final

from agent.dns.answers import LocalAnswer
from agent.dns.cache import Kept, Key, key_of
from agent.dns.resolving import Given, Resolving
from agent.dns.wire import Question
from policy.names import Name

MOST_WANTED: Final = 64
MOST_A_LOOK: Final = 10
MOST_ON_THEIR_WAY: Final = 16


class Renewing:
    """What is nearly over and asked for often. `look` once a second."""

    def __init__(self, resolving: Resolving) -> None:
        """Want nothing yet."""
        self._resolving = resolving
        self._wanted: dict[Key, tuple[Question, Name | None]] = {}
        self._on_their_way: set[asyncio.Task[Given | LocalAnswer]] = set()

    def __len__(self) -> int:
        return len(self._wanted)

    def want(self, question: Question, alias: Name | None, kept: Kept) -> None:
        """Have an answer fetched anew with the next look, if there is room. Never waits."""
        if len(self._wanted) < MOST_WANTED:
            kept.is_renewed = True
            self._wanted[key_of(question, is_alias=alias is not None)] = question, alias

    def look(self) -> None:
        """Fetch what is wanted, on the running loop."""
        for _ in range(MOST_A_LOOK):
            if not self._wanted or len(self._on_their_way) >= MOST_ON_THEIR_WAY:
                return
            question, alias = self._wanted.pop(next(iter(self._wanted)))
            task = asyncio.get_running_loop().create_task(self._resolving.fetch(question, alias))
            self._on_their_way.add(task)
            task.add_done_callback(self._on_their_way.discard)
