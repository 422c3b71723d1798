"""Whose turn it is on a device that several people share.

Rules kept here:
- A turn ends by itself after the device's own time, and with every start of the box: after either
  the strictest of its users applies, until somebody says who they are.
- The latest turn counts; there is one at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from policy.household import Device
from policy.moment import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """`person` has been using `device` since an instant."""

    device: str
    person: str
    since: datetime

    def __post_init__(self) -> None:
        """Refuse a time that could be anywhere, and one that a document cannot hold."""
        if self.since.tzinfo is None:
            raise ValueError("an instant has a zone; this time has none")
        if self.since.microsecond:
            raise ValueError("it begins at a whole second")


def whose_turn(
    device: Device, turns: Iterable[Turn], moment: Moment | None
) -> tuple[str | None, datetime | None]:
    """Return who is using a device, and until when they count as that; None and None for nobody.

    A turn counts since the box started only; a moment that does not know when that was counts it
    too as long as its clock is plausible.
    """
    if moment is None:
        return None, None
    time = timedelta(minutes=device.hand_back_minutes)
    counting = [
        turn
        for turn in turns
        if turn.device == device.name
        and turn.person in device.shared_by
        and turn.since <= moment.at < turn.since + time
        and (moment.is_since_boot(turn.since) or (moment.booted is None and moment.plausible))
    ]
    if not counting:
        return None, None
    latest = max(counting, key=lambda turn: turn.since)
    return latest.person, latest.since + time
