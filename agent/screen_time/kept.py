"""`minutes.json` on the card: read at the start, written seldom, and whole or not at all.

Rules kept here:
- At most one write in a quarter of an hour, however often the agent is started again, and one at a
  clean stop. A card wears out by writing.
- Only the agent may read it: its time of change says when somebody used something.
- A file that cannot be read, or holds what no day can hold, is as if there were none: in doubt more
  is left. It is put aside under another name; nothing is deleted.
- Where nobody has any minutes and none were kept, nothing is written at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from agent.files import put_aside, replace_file
from policy.errors import MinutesMalformed
from policy.screen_time.document import minutes_from_bytes, minutes_to_bytes
from policy.screen_time.minutes import NO_MINUTES, Minutes

WRITE_EVERY_MS: Final = 15 * 60 * 1000
MAX_OCTETS: Final = 2_000_000
MODE: Final = 0o600

# On the wall a day may have 25 hours.
_MOST_A_DAY: Final = 25 * 60
_MOST_A_WEEK: Final = 7 * 24 * 60 + 60
_MOST_LOANS: Final = 2
"""Of yesterday and of today, for each young person."""


class KeptMinutes:
    """The file, and what stands in it."""

    def __init__(self, path: Path | None, clock: Callable[[], int]) -> None:
        """Write to `path`; None keeps nothing. `clock` gives boot milliseconds."""
        self._path = path
        self._clock = clock
        self._kept = NO_MINUTES
        self._written_ms = clock()  # so that one who is started again and again writes no more
        self.is_damaged = False

    def read(self) -> Minutes:
        """Return what was kept; nothing where there is no file, or a damaged one."""
        if self._path is None:
            return NO_MINUTES
        try:
            with self._path.open("rb") as file:
                octets = file.read(MAX_OCTETS + 1)
            minutes = minutes_from_bytes(octets) if len(octets) <= MAX_OCTETS else None
        except FileNotFoundError:
            return NO_MINUTES
        except OSError:
            self.is_damaged = True
            return NO_MINUTES
        except MinutesMalformed:
            minutes = None
        if minutes is None or not can_be(minutes):
            self.is_damaged = True
            with suppress(OSError):  # a card that takes nothing: then nothing is written over it
                put_aside(self._path)
            return NO_MINUTES
        self._kept = minutes
        return minutes

    async def keep(self, minutes: Minutes) -> None:
        """Write the sums if they are others now and it is time; answering goes on meanwhile."""
        if self._is_kept(minutes) or self._clock() - self._written_ms < WRITE_EVERY_MS:
            return
        await asyncio.to_thread(self._write, minutes)

    def keep_now(self, minutes: Minutes) -> None:
        """Write the sums if they are others now: for a clean stop."""
        if not self._is_kept(minutes):
            self._write(minutes)

    def _is_kept(self, minutes: Minutes) -> bool:
        if self._path is None or minutes == self._kept:
            return True
        return not (minutes.used or minutes.borrowed or self._kept.used or self._kept.borrowed)

    def _write(self, minutes: Minutes) -> None:
        assert self._path is not None
        # Before trying: a card that takes nothing is tried again in a quarter of an hour.
        self._written_ms = self._clock()
        try:
            replace_file(self._path, (minutes_to_bytes(minutes),), mode=MODE, must_last=False)
        except OSError:
            return  # the sums go on in memory
        self._kept = minutes


def can_be(minutes: Minutes) -> bool:
    """Say whether sums are such as the agent writes: no more than a day and a week can have."""
    loans: dict[int, int] = {}
    for one in minutes.borrowed:
        loans[one.person] = loans.get(one.person, 0) + 1
    return all(
        one.today <= one.this_week <= _MOST_A_WEEK and one.today <= _MOST_A_DAY
        for one in minutes.used
    ) and all(count <= _MOST_LOANS for count in loans.values())
