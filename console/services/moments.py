"""What moment it is in this home, by the same reckoning as the running agent's.

Rules kept here:
- The box's clock, or a carer's word for the time as long as it counts (`policy.confirmed`): so a
  pause of fifteen minutes ends after fifteen minutes for the agent and on every page.
- Whether the clock can be right is the agent's judgement, which has the evidence; a silent agent
  has said nothing against it.
- A zone that this machine has no table of leaves the time of day unknown.
- What is given begins and ends at whole seconds.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from console.house import House
from console.store.boot import boot_clock_ms, boot_id_in
from console.store.published import Silence
from policy.confirmed import ConfirmedTime
from policy.household import Household
from policy.moment import Clockwork, Moment
from policy.status import AgentStatus, ClockState
from policy.windows import Window


def moment_in(
    house: House,
    household: Household,
    confirmed: ConfirmedTime | None,
    status: AgentStatus | Silence | None = None,
) -> Moment:
    """Return the moment that it is; `status` is asked of the agent where it is not handed in."""
    status = house.published.status() if status is None else status
    clock, boot_ms = house.clock(), boot_clock_ms()
    now = clock
    if confirmed is not None and confirmed.counts(clock, boot_id_in(), boot_ms):
        now += confirmed.behind
    zone = _zone_named(household.zone)
    judged = not isinstance(status, AgentStatus) or status.clock is ClockState.PLAUSIBLE
    return Moment(
        at=now.replace(microsecond=0),
        zone=zone or UTC,
        plausible=judged and zone is not None,
        booted=(now - timedelta(milliseconds=boot_ms)).replace(microsecond=0),
    )


def midnight_after(moment: Moment) -> datetime | None:
    """Return the instant at which the wall shows another day; None where no day is known."""
    return Clockwork(moment).tomorrow()


def next_at(moment: Moment, minute: int) -> datetime | None:
    """Return the next instant at which the wall shows a minute of the day; None if not known."""
    clockwork = Clockwork(moment)
    if not clockwork.knows:
        return None
    window = Window(start=minute, end=minute + 1)
    holds, changes = clockwork.open_until((window,))
    if holds and changes is not None:  # it is that very minute, so the next one is tomorrow
        later = Moment(at=changes, zone=moment.zone, booted=moment.booted)
        return Clockwork(later).open_until((window,))[1]
    return changes


def confirmed_now(house: House, said: datetime) -> ConfirmedTime | None:
    """Return what to keep of a carer's word that it is `said`; None where no boot can be told."""
    boot_id = boot_id_in()
    if boot_id is None:
        return None
    return ConfirmedTime(
        at=said.replace(microsecond=0),
        clock=house.clock().replace(microsecond=0),
        boot_id=boot_id,
        boot_ms=boot_clock_ms(),
    )


def on_the_wall_of(household: Household, day: date, minute: int) -> datetime | None:
    """Return the instant at which the home's clocks show a minute of a day; None if not known."""
    zone = _zone_named(household.zone)
    if zone is None:
        return None
    shown = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
    return shown.astimezone(UTC)


def _zone_named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        return None
