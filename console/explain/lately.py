"""What is published of a home, with what was given and used lately.

Rules kept here:
- It is read as the agent reads it: strictly, and whole or not at all.
- Nothing is read but what the console published and, where it is named, the agent's sums of
  minutes. Neither holds what anybody looked up.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from console.errors import ConsoleError
from console.store.whole_file import read_up_to
from policy import snapshot
from policy.errors import MinutesMalformed, SnapshotMalformed
from policy.household import Household
from policy.screen_time.document import minutes_from_bytes
from policy.screen_time.minutes import NO_MINUTES, Minutes
from policy.tonight import Tonight

MAX_MINUTES_OCTETS: Final = 2_000_000


class LatelyUnreadable(ConsoleError):
    """A published snapshot, or the sums of minutes, cannot be read."""


def published_at(path: Path, minutes: Path | None) -> tuple[Household, Tonight]:
    """Return a household as published, and what was given and used. Raises LatelyUnreadable."""
    try:
        found = snapshot.snapshot_from_bytes(_octets(path, snapshot.MAX_OCTETS))
    except SnapshotMalformed as error:
        raise LatelyUnreadable(f"{path}: {error}") from error
    return found.household, Tonight(
        grants=found.grants, turns=found.turns, minutes=minutes_at(minutes)
    )


def minutes_at(path: Path | None) -> Minutes:
    """Return the sums that the agent keeps in a file; none without one. Raises LatelyUnreadable."""
    if path is None:
        return NO_MINUTES
    try:
        return minutes_from_bytes(_octets(path, MAX_MINUTES_OCTETS))
    except MinutesMalformed as error:
        raise LatelyUnreadable(f"{path}: {error}") from error


def _octets(path: Path, limit: int) -> bytes:
    try:
        return read_up_to(path, limit)
    except OSError as error:
        raise LatelyUnreadable(f"{path}: cannot be read: {error.strerror}") from error
