"""The moment a policy is made for: an instant, the home's zone, and whether the clock can be right.

Rules kept here:
- Filtering needs only a plausible clock: not before the build date or the last saved time, or set
  by the network's time or a carer. Whoever holds the clock judges that; here it is a fact.
- Where there is no plausible clock, windows about categories, services and names take the stricter
  side, and those that close everything do not hold (decision 16 of the design).
- Whether something is open is asked once for each schedule and moment; many rules have the same
  bedtime.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from policy.day_plan import DayPlan
from policy.schedule import next_change
from policy.terms import NOTHING_KNOWN, Terms
from policy.windows import ALWAYS, Schedule, Window
from policy.zones import even_until, on_the_wall

LOOK_AHEAD: Final = timedelta(days=8)
"""For how long the clocks are looked at once and for all; most things change within a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An instant (aware) in a zone. `booted` is when the box started, by the same clock."""

    at: datetime
    zone: tzinfo = UTC
    plausible: bool = True
    booted: datetime | None = None

    @property
    def today(self) -> date:
        """Return the day that the clocks on the wall show."""
        return on_the_wall(self.at, self.zone).date()

    def is_since_boot(self, instant: datetime) -> bool:
        """Say whether an instant lies between the start of the box and now."""
        return self.booted is not None and self.booted <= instant <= self.at


@dataclass(frozen=True, slots=True)
class _EvenRun:
    """A time in which clocks run evenly: from `began` (UTC), when they show `wall`, to `until`."""

    began: datetime
    wall: datetime
    until: datetime


def _even_runs(moment: Moment) -> Iterator[_EvenRun]:
    """Yield the next days as times in which clocks run evenly. Nearly always that is one."""
    began = here = moment.at.astimezone(UTC)
    ends = began + LOOK_AHEAD
    while here < ends:
        here = even_until(here, here + timedelta(days=1), moment.zone)
        wall = on_the_wall(began, moment.zone)
        until = wall + (here - began)
        if here >= ends or on_the_wall(here, moment.zone) != until:
            yield _EvenRun(began, wall, until)
            began = here


class Clockwork:
    """What is open at one moment, and when the next thing changes. Remembers what it was asked.

    Without a moment, and where its clock is not plausible, `knows` is False. `look_again` is the
    instant up to which was looked for what opens, None where all of that was found.
    """

    def __init__(self, moment: Moment | None) -> None:
        self.moment = moment
        self._open: dict[Schedule, tuple[bool, datetime | None]] = {}
        self.look_again: datetime | None = None
        self._runs = () if moment is None else tuple(_even_runs(moment))

    @property
    def knows(self) -> bool:
        """Say whether the time of day is known."""
        return self.moment is not None and self.moment.plausible

    @property
    def today(self) -> date | None:
        """Return the day, None where it is not known."""
        return self.moment.today if self.moment is not None and self.knows else None

    def open_until(
        self, windows: tuple[Window, ...], terms: Terms = NOTHING_KNOWN
    ) -> tuple[bool, datetime | None]:
        """Return whether windows are open now, and the instant at which that changes.

        Of windows that are open None says that they stay so; of windows that are closed, that they
        do so until `look_again` at least. Windows that are always open need no clock; for others
        it has to be known.
        """
        if ALWAYS in windows:
            return True, None
        assert self.moment is not None
        schedule = Schedule(windows=windows, terms=terms)
        if (known := self._open.get(schedule)) is None:
            known = self._open[schedule] = self._judged(schedule, self.moment)
        return known

    def _judged(self, schedule: Schedule, moment: Moment) -> tuple[bool, datetime | None]:
        """Return as `policy.schedule` would, by what is known of the clocks for the next days."""
        plan = DayPlan(schedule)
        opened = plan.is_open(self._runs[0].wall)
        for run in self._runs:
            wall = run.wall
            while wall < run.until:
                if plan.is_open(wall) is not opened:
                    return opened, run.began + (wall - run.wall)
                wall = plan.next_turn(wall)
        if opened:
            return True, next_change(schedule, moment.at, moment.zone)
        self.look_again = moment.at.astimezone(UTC) + LOOK_AHEAD
        return False, None

    def within(self, first: date | None, last: date | None) -> tuple[bool, datetime | None]:
        """Return whether today lies between two days, both inside, and when that changes."""
        return self.open_until((Window(first=first, last=last),))

    def tomorrow(self) -> datetime | None:
        """Return the instant at which the wall shows another day, None where no day is known."""
        today = self.today
        return None if today is None else self.within(today, today)[1]


def soonest(*instants: datetime | None) -> datetime | None:
    """Return the earliest of the instants there are, None where there is none."""
    return min((instant for instant in instants if instant is not None), default=None)
