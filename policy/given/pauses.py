"""For how long somebody was paused in a week: the internet is not a punishment.

Rules kept here:
- Pauses that overlap count once. What lies ahead has not happened yet and does not count.
- Over 24 hours within seven days for one young person is listed, with giver and reason of each
  pause. Whoever keeps the list only adds to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from policy.given.grants import Grant, GrantKind

WEEK: Final = timedelta(days=7)
LISTED_ABOVE: Final = timedelta(hours=24)


def paused_for(grants: Iterable[Grant], young_person: str, at: datetime) -> timedelta:
    """Return for how long a young person was paused in the seven days before an instant."""
    paused, reached = timedelta(), at - WEEK
    for pause in _pauses(grants, young_person, at):
        begins, ends = max(pause.given, reached), min(pause.until, at)
        if begins < ends:
            paused += ends - begins
            reached = ends
    return paused


def to_be_listed(grants: Iterable[Grant], young_person: str, at: datetime) -> tuple[Grant, ...]:
    """Return the pauses of the last seven days if together they were over 24 hours, else none."""
    all_of_them = tuple(grants)
    if paused_for(all_of_them, young_person, at) <= LISTED_ABOVE:
        return ()
    return tuple(_pauses(all_of_them, young_person, at))


def _pauses(grants: Iterable[Grant], young_person: str, at: datetime) -> list[Grant]:
    found = (
        one
        for one in grants
        if one.kind is GrantKind.PAUSE
        and one.device is None
        and one.young_person in (None, young_person)
        and one.given < at
        and one.until > at - WEEK
    )
    return sorted(found, key=lambda one: (one.given, one.until))
