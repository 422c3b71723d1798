"""By which clocks a home is asked about: its zone, and a time that somebody wrote or that is now.

Rules kept here:
- A time is what the home's clocks show. Whoever leaves it out asks about now.
- A zone that this machine has no table of is an error with what to do, never another zone.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from console.errors import ConsoleError
from policy.expectations import moment_at, wall_from_text
from policy.household import Household
from policy.moment import Moment


class ZoneUnknown(ConsoleError):
    """The zone that a household names is not in this machine's tables."""


def zone_of(household: Household) -> ZoneInfo:
    """Return the zone of a home's clocks. Raises ZoneUnknown."""
    try:
        return ZoneInfo(household.zone)
    except (LookupError, OSError, ValueError) as error:
        raise ZoneUnknown(
            f"zone: {household.zone!r} is not known here; write one such as Europe/London"
        ) from error


def moment_asked(text: str | None, zone: ZoneInfo, now: datetime) -> Moment:
    """Return the moment that is asked about. Raises HouseholdMalformed for what is no time."""
    if text is None:
        return Moment(at=now, zone=zone)
    return moment_at(wall_from_text(text, "--at"), zone, "--at")
