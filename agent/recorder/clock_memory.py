"""Keeping on disk what the judgement of the clock must remember: `clock.json` of the state folder.

Rules kept here:
- It is written when a jump is noticed or believed, when a boot is first trusted, after every ten
  minutes of trusted time on the boot clock, and at stop. So a power cut costs the mark at most ten
  minutes, and never a doubt. A box without records has nothing yet that a late mark could let in;
  there an hour is enough, and the card wears less.
- No file on a new box: the time is no earlier than the build.
- A file that cannot be read, or none where the box has records already, is a lost mark. Nobody
  knows how high it was, so the clock is in doubt until 24 hours within one boot have confirmed it,
  and the caller is told. A damaged file is set aside under another name; nothing is deleted.
- A disk that takes no mark raises: whoever calls this takes every lease back, as nothing that must
  be on disk before an act would get there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import Final

from agent.files import replace_file
from consent.clock_judgement import (
    ClockMemory,
    Moment,
    Reading,
    Waiting,
    begun,
    doubted,
    judged,
    memory_from_octets,
    memory_to_octets,
    raised_to,
)
from consent.errors import ConsentError
from consent.home import Clock, ClockState

KEEP_EVERY_MS: Final = 10 * 60 * 1000
KEEP_SELDOM_MS: Final = 60 * 60 * 1000
NAME: Final = "clock.json"


class Found(StrEnum):
    """What was on disk at the start."""

    KEPT = "kept"
    NOTHING = "nothing"
    LOST = "lost"


class KeptClock:
    """The judgement of the clock with its memory, in one folder."""

    def __init__(
        self,
        folder: Path,
        *,
        build_date: datetime,
        has_records: bool,
        is_idle: Callable[[], bool] = lambda: False,
    ) -> None:
        """Take up what was kept; `has_records` is that this box has admitted some already.

        `is_idle` says whether it still has none. Raises OSError.
        """
        self._is_idle = is_idle
        self._path = folder / NAME
        self.found, memory = _remembered(self._path, build_date, has_records=has_records)
        # A later build raises the mark, too.
        self._memory = self._on_disk = raised_to(memory, build_date)
        self._kept_boot_ms: int | None = None
        self.keep()

    @property
    def memory(self) -> ClockMemory:
        """What is remembered now."""
        return self._memory

    def judge(self, reading: Reading) -> Clock:
        """Return whether the time is to be trusted, and keep what must be kept. Raises OSError."""
        clock, self._memory = judged(self._memory, reading)
        is_due = clock.state is ClockState.TRUSTED and self._is_due(reading.boot_ms)
        is_other = _doubts(self._memory) != _doubts(self._on_disk)
        if is_due or is_other:
            # The mark alone may be the one before after a power cut; a doubt may not.
            self.keep(must_last=is_other)
            self._kept_boot_ms = reading.boot_ms
        return clock

    def raise_to(self, at: datetime) -> None:
        """Let the mark be at least a time that has surely been."""
        self._memory = raised_to(self._memory, at)

    def keep(self, *, must_last: bool = True) -> None:
        """Write it down now, as at stop. Raises OSError."""
        # As everything in the recorder's folder: nobody else's to read.
        octets = memory_to_octets(self._memory)
        replace_file(self._path, [octets], mode=0o600, must_last=must_last)
        self._on_disk = self._memory

    def _is_due(self, boot_ms: int) -> bool:
        if self._kept_boot_ms is None:
            return True
        since = boot_ms - self._kept_boot_ms
        return since >= KEEP_SELDOM_MS or (since >= KEEP_EVERY_MS and not self._is_idle())


def _doubts(memory: ClockMemory) -> tuple[Waiting | None, Moment | None]:
    """Return what a restart must find again at once: without it, a jump would be believed."""
    return memory.waiting, memory.trusted


def _remembered(
    path: Path, build_date: datetime, *, has_records: bool
) -> tuple[Found, ClockMemory]:
    try:
        return Found.KEPT, memory_from_octets(path.read_bytes())
    except FileNotFoundError:
        if not has_records:
            return Found.NOTHING, begun(build_date)
    except ConsentError:
        path.rename(_free_name_beside(path))
    return Found.LOST, doubted(begun(build_date))


def _free_name_beside(path: Path) -> Path:
    """Return a name under which a damaged file can be set aside."""
    names = (path.with_name(f"{path.name}.damaged-{number}") for number in count(1))
    return next(name for name in names if not name.exists())
