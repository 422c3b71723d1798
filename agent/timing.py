"""What time it is for filtering: the box's clock or a carer's word, and whether it can be right.

Rules kept here:
- Filtering needs only a plausible clock (decision 16 of the design): one that the network set in
  this boot, one that a carer confirmed in it, or one that is not before the build or the latest
  time at which it was plausible. Recording asks for more, and asks elsewhere.
- A plain clock that went ahead for a while, and back again, is before its latest time then. The
  network's time, or a carer, puts that right for good.
- Nothing here sets a clock. What a carer said is reckoned with for as long as it counts
  (`policy.confirmed`).
- Without a zone nobody knows the time of day, so the clock counts as not plausible then.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Final

from agent.boot import boot_clock_ms, boot_id_in
from agent.release import BUILT_ON
from agent.watch import WatchedFile
from consent.clock_report import (
    LASTS_MS,
    MAX_REPORT_OCTETS,
    UPDATED_WITHIN_MS,
    ClockReport,
    Leap,
    report_from_octets,
)
from consent.errors import ConsentError
from policy.confirmed import ConfirmedTime
from policy.moment import Moment
from policy.status import ClockState

SLACK: Final = timedelta(hours=1)
"""How far a clock may be put back before it counts as before its latest time. The latest time is
kept by the hour, so no less would do."""

AT_ONCE_MS: Final = 500
"""How far two readings of a clock may lie apart and still be of one moment."""

MOST_READINGS: Final = 5

_HOUR: Final = timedelta(hours=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING: Final = timedelta()
_BEYOND: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""Behind it a day could not be reckoned with; no clock is right there."""


def wall_clock() -> datetime:
    """Return the time by the machine's own clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Where the time is read: the wall clock, milliseconds since the start, and of which boot."""

    wall: Callable[[], datetime] = wall_clock
    boot_ms: Callable[[], int] = boot_clock_ms
    boot_id: Callable[[], str | None] = boot_id_in


class Timing:
    """The time that filtering goes by, judged anew at each look."""

    def __init__(self, clocks: Clocks, *, latest_hour: int = 0, report: Path | None = None) -> None:
        """Judge by these clocks. `latest_hour` is as `AgentStatus` has it, from the last run.

        `report` is where the job beside the time service leaves its word, None where nobody does.
        """
        self._clocks = clocks
        self.boot_ms = clocks.boot_ms
        self._boot_id = clocks.boot_id()
        self._latest = max(BUILT_ON, at_hour(latest_hour))
        self._latest_hour = latest_hour
        self._file = WatchedFile(report) if report else None
        self._report: ClockReport | None = None
        self._confirmed: ConfirmedTime | None = None
        self._behind = _NOTHING
        self._is_plausible = False
        self.look()

    @property
    def is_plausible(self) -> bool:
        """Say whether the clock could be right at the last look."""
        return self._is_plausible

    @property
    def latest_hour(self) -> int:
        """The latest hour in which the clock was plausible, in hours since 1970; 0 for never."""
        return self._latest_hour

    def confirm(self, confirmed: ConfirmedTime | None) -> None:
        """Go by what a carer said, as long as it counts; None takes back what was said."""
        if confirmed != self._confirmed:
            self._confirmed = confirmed
            self.look()

    def look(self) -> None:
        """Judge the clock anew."""
        clock, boot_ms = self._clocks.wall(), self._clocks.boot_ms()
        said = self._confirmed
        by_network = self._is_set_by_network(boot_ms)
        by_carer = (
            not by_network and said is not None and said.counts(clock, self._boot_id, boot_ms)
        )
        self._behind = said.behind if by_carer and said is not None else _NOTHING
        now = clock + self._behind
        is_proven = by_network or by_carer
        self._is_plausible = now < _BEYOND and (is_proven or now >= self._latest - SLACK)
        if self._is_plausible:
            # Only what is proven may put it back: or a clock that was wrong once would be for ever.
            self._latest = now if is_proven else max(self._latest, now)
            self._latest_hour = (self._latest - _EPOCH) // _HOUR

    def now(self) -> datetime:
        """Return the time, as of the last look's judgement."""
        return self._clocks.wall() + self._behind

    def moment(self, zone: str) -> Moment:
        """Return the moment that it is in a zone, by its name."""
        clocks = zone_named(zone)
        now, boot_ms = self._at_once()
        return Moment(
            at=now,
            zone=clocks or UTC,
            plausible=self._is_plausible and clocks is not None,
            booted=now - timedelta(milliseconds=boot_ms),
        )

    def state(self, zone: str) -> ClockState:
        """Return what the status says of the clock."""
        if zone_named(zone) is None:
            return ClockState.ZONE_UNKNOWN
        return ClockState.PLAUSIBLE if self._is_plausible else ClockState.IMPLAUSIBLE

    def _at_once(self) -> tuple[datetime, int]:
        """Return what both clocks said at one moment.

        A process that was stopped between the two readings would take that for a clock that was
        stepped, and what is counted would be thrown away.
        """
        before = self._clocks.boot_ms()
        for _ in range(MOST_READINGS):
            now, after = self.now(), self._clocks.boot_ms()
            if after - before <= AT_ONCE_MS:
                break
            before = after
        return now, after

    def _is_set_by_network(self, boot_ms: int) -> bool:
        """Say whether the time service set the clock by the network, lately and in this boot."""
        if self._file is None:
            return False
        if self._file.changed():
            self._report = _report_in(self._file.path)
        report = self._report
        return (
            report is not None
            and report.boot_id == self._boot_id
            and report.leap is not Leap.UNSYNCHRONISED
            and report.updated_ms is not None
            and 0 <= boot_ms - report.asked_ms <= LASTS_MS
            and boot_ms - report.updated_ms <= UPDATED_WITHIN_MS
        )


def at_hour(hour: int) -> datetime:
    """Return the beginning of an hour counted since 1970; one beyond all time is the last."""
    return min(_EPOCH + min(hour, _MOST_HOURS) * _HOUR, _BEYOND)


_MOST_HOURS: Final = (_BEYOND - _EPOCH) // _HOUR


@lru_cache(maxsize=8)
def zone_named(name: str) -> tzinfo | None:
    """Return the zone of a name, None where this machine knows none of that name."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _report_in(path: Path) -> ClockReport | None:
    try:
        with path.open("rb") as file:
            # One octet more than there may be: a longer file is refused without being read whole.
            return report_from_octets(file.read(MAX_REPORT_OCTETS + 1))
    except (OSError, ConsentError):
        return None
