"""Whether the night's backup gets away from the box, for Health.

Rules kept here:
- It is told only where a carer had backups begun. Without that there is nothing to carry.
- What counts is the day on which a carried backup was sealed: one that is carried again and again,
  while none is sealed any more, is an old one.
- A clock that was set back makes no backup old.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from console.store.carried import carried_on
from console.store.sealing_key import path_below, sealing_key_in

OLD: Final = timedelta(days=8)


class Carrying(StrEnum):
    """How it stands with the night's backup."""

    NOT_WANTED = "not-wanted"
    FINE = "fine"
    WAITING = "waiting"
    OLD = "old"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedNow:
    """How it stands, and of which day the backup is that was carried last."""

    stands: Carrying = Carrying.NOT_WANTED
    day: date | None = None


NOTHING_CARRIED: Final = CarriedNow()


def carried_now(state: Path, now: datetime) -> CarriedNow:
    """Return how it stands with the night's backup of the box below a state folder."""
    if sealing_key_in(state) is None:
        return NOTHING_CARRIED
    day = carried_on(state)
    if day is not None:
        is_old = now.astimezone(UTC).date() - day > OLD
        return CarriedNow(stands=Carrying.OLD if is_old else Carrying.FINE, day=day)
    return CarriedNow(stands=Carrying.NEVER if now - _begun(state, now) > OLD else Carrying.WAITING)


def _begun(state: Path, now: datetime) -> datetime:
    """Return since when there is what seals; a carer begins it anew with each passphrase."""
    try:
        return datetime.fromtimestamp(path_below(state).stat().st_mtime, UTC)
    except OSError:
        return now
