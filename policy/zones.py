"""What the clock on the wall shows at an instant, and for how long it runs evenly.

Rules kept here:
- A zone is whatever `datetime.tzinfo` is handed in. It is asked for one thing only: what its
  clocks show at an instant of UTC. `dst()` is never asked; Dublin's is negative in winter.
- Every instant has one time on the wall. The other way round there may be two, or none, and so
  nothing here goes the other way round.
- Clocks that are put there and back again within a day would not be noticed. The shortest such
  time in tzdata 2025b is four days (Freetown, 1939), and seven days since 1970.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo


def on_the_wall(at: datetime, zone: tzinfo) -> datetime:
    """Return what clocks in a zone show at an instant (aware), as a naive time."""
    if at.tzinfo is None:
        # Python would take it for a time of the machine's own zone.
        raise ValueError("an instant has a zone; this time has none")
    return at.astimezone(zone).replace(tzinfo=None)


def even_until(since: datetime, until: datetime, zone: tzinfo) -> datetime:
    """Return the instant at which the clocks are first put forward or back, or `until`.

    Both are aware, in UTC, and at most a day apart. From `since` up to the instant returned the
    clocks run evenly; at it, they may show something else than one would have thought.
    """
    offset = _offset(since, zone)
    if _offset(until, zone) == offset:
        return until
    # Clocks are moved at whole seconds.
    even, moved = 0, -((since - until) // timedelta(seconds=1))
    start = since.replace(microsecond=0)
    while moved - even > 1:
        middle = (even + moved) // 2
        if _offset(start + timedelta(seconds=middle), zone) == offset:
            even = middle
        else:
            moved = middle
    return min(start + timedelta(seconds=moved), until)


def _offset(at: datetime, zone: tzinfo) -> timedelta:
    return on_the_wall(at, zone) - at.replace(tzinfo=None)
