"""When recording was on, and whether it might be: each `on` and each day key, decided once more.

Rules kept here:
- Whatever began is held against the decision of that moment, whatever goes on against that of each
  moment at which something changed.
- The box looks once a minute, and a lease ends by itself after ten. What lasts no longer than that
  over its end is not named.
- An `on` that follows another takes its place, as at midnight. A restart ends all of them, at the
  latest at the last thing that was written before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from consent.acts import (
    Closed,
    DayClosed,
    DayKeyCreated,
    DayKeyDestroyed,
    Erasure,
    Rebooted,
    SwitchedOff,
    SwitchedOn,
)
from consent.audit_entry import AuditEntry
from consent.calendar import end_of, london_time, start_of
from consent.codes import Code
from consent.decide import LEASE
from consent.findings import Finding, Oddity, found_at
from consent.home import ClockState
from consent.permits import Off
from consent.records.agreement import Hours
from consent.replayed_home import ReplayedHome, may_end

TIME_SLACK: Final = timedelta(minutes=15)
"""How far the journal's times may fall back: the mark of trusted time is kept every ten minutes, so
after a power cut the box may take up a little before where it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A device was recorded from then on. `until` is None while it still was at the journal's end.

    `code` is why it went off; None after a restart, and where nothing was told.
    """

    device: str
    agreement: str
    record: str
    level: int
    since: datetime
    until: datetime | None = None
    code: Code | None = None


@dataclass(slots=True)
class _Open:
    span: Span
    last: AuditEntry
    limit: datetime
    over: tuple[datetime, Code | None] | None = None
    is_named: bool = False


class AuditedRecording:
    """The spans of a journal, taken entry by entry after the home took it."""

    def __init__(self, home: ReplayedHome) -> None:
        self._home = home
        self._open: dict[str, _Open] = {}
        self._keys: dict[tuple[str, date], int] = {}
        self._days: dict[tuple[str, date], int] = {}
        self._on_days: set[tuple[str, date]] = set()
        self._last_at: datetime | None = None
        self._trusted_until: datetime | None = None
        self.spans: list[Span] = []
        self.findings: list[Finding] = []

    def take(self, entry: AuditEntry) -> None:
        """Judge one entry."""
        self._judge_time(entry)
        if not isinstance(entry.act, Rebooted):
            self._judge_open(entry)
        self._take_spans(entry)
        self._take_days(entry)
        self._last_at = entry.at

    def finish(self) -> None:
        """Let the journal end here: what is still on stays on."""
        self.spans += [one.span for one in self._open.values()]
        self._open.clear()
        self.spans.sort(key=lambda one: (one.since, one.device))

    def _take_spans(self, entry: AuditEntry) -> None:
        match entry.act:
            case SwitchedOn() as act:
                self._switch_on(entry, act)
            case SwitchedOff(device=device, code=code):
                self._end(device, entry.at, code)
            case Rebooted():
                for device in list(self._open):
                    self._end(device, self._last_at or entry.at, None)
            case Closed(agreement=agreement):
                for device, one in list(self._open.items()):
                    if one.span.agreement == agreement:
                        self._end(device, entry.at, None)
            case _:
                pass

    def _take_days(self, entry: AuditEntry) -> None:
        match entry.act:
            case DayKeyCreated() as act:
                self._judge_key(entry, act)
            case DayClosed() as act:
                self._judge_day(entry, act)
            case DayKeyDestroyed() as act:
                self._judge_destroyed(entry, act)
            case _:
                pass

    def _switch_on(self, entry: AuditEntry, act: SwitchedOn) -> None:
        answer = self._home.answer(act.device, entry.at, entry.clock)
        limit = end_of(london_time(entry.at).date())
        if isinstance(answer, Off):
            self._name(entry, Oddity.ON_NOT_ALLOWED, code=answer.code)
        else:
            limit = last_instant(answer.day, answer.hours)
            allowed = answer.agreement, answer.record, answer.level
            if allowed != (act.agreement, act.record, act.level):
                self._name(entry, Oddity.ON_OTHERWISE)
        before = self._open.get(act.device)
        span = Span(
            device=act.device,
            agreement=act.agreement,
            record=act.record,
            level=act.level,
            since=entry.at,
        )
        if before is not None and _is_the_same(before.span, span):
            span = replace(span, since=before.span.since)
        elif before is not None:
            self._end(act.device, entry.at, None)
        self._on_days.add((act.device, london_time(entry.at).date()))
        self._open[act.device] = _Open(span, entry, limit)

    def _end(self, device: str, at: datetime, code: Code | None) -> None:
        found = self._open.pop(device, None)
        if found is not None:
            self.spans.append(replace(found.span, until=at, code=code))

    def _judge_open(self, entry: AuditEntry) -> None:
        """Name what is on and should have gone off before this entry."""
        for device, one in self._open.items():
            self._judge_one(entry, device, one)

    def _judge_one(self, entry: AuditEntry, device: str, one: _Open) -> None:
        is_trusted = entry.clock is ClockState.TRUSTED
        if one.over is None and is_trusted and entry.at > one.limit:
            one.over = one.limit, None
        if one.over is not None and entry.at > one.over[0] + LEASE and not one.is_named:
            one.is_named = True
            self._name(entry, Oddity.ON_TOO_LONG, code=one.over[1])
        if may_end(entry):
            answer = self._home.answer(device, entry.at, entry.clock)
            if isinstance(answer, Off):
                one.over = one.over or (entry.at, answer.code)
            else:
                stays = (answer.record, answer.level) == (one.span.record, one.span.level)
                one.over = None if stays else (entry.at, None)

    def _judge_key(self, entry: AuditEntry, act: DayKeyCreated) -> None:
        answer = self._home.answer(act.device, entry.at, entry.clock)
        if isinstance(answer, Off):
            self._name(entry, Oddity.KEY_NOT_ALLOWED, day=act.day, code=answer.code)
        elif (answer.agreement, answer.day) != (act.agreement, act.day):
            self._name(entry, Oddity.KEY_OTHERWISE, day=act.day)
        if (act.device, act.day) in self._keys:
            self._name(entry, Oddity.KEY_TWICE, day=act.day)
        self._keys[act.device, act.day] = entry.n

    def _judge_day(self, entry: AuditEntry, act: DayClosed) -> None:
        if act.frames and (act.device, act.day) not in self._keys:
            self._name(entry, Oddity.DAY_WITHOUT_KEY, day=act.day)
        self._days[act.device, act.day] = act.frames

    def _judge_destroyed(self, entry: AuditEntry, act: DayKeyDestroyed) -> None:
        key = act.device, act.day
        if act.reason is Erasure.LOST:
            # A key whose making the power cut short never was on. One that was is another thing.
            if key in self._on_days:
                self._name(entry, Oddity.KEY_LOST, day=act.day)
        elif act.frames != self._days.get(key, act.frames):
            self._name(entry, Oddity.FRAMES_MISSING, day=act.day)

    def _judge_time(self, entry: AuditEntry) -> None:
        if entry.clock is not ClockState.TRUSTED:
            return
        latest = self._trusted_until
        if latest is not None and entry.at < latest - TIME_SLACK:
            self._name(entry, Oddity.TIME_BACK)
        self._trusted_until = max(entry.at, latest or entry.at)

    def _name(
        self,
        entry: AuditEntry,
        what: Oddity,
        *,
        day: date | None = None,
        code: Code | None = None,
    ) -> None:
        self.findings.append(found_at(entry, what, day=day, code=code))


def _is_the_same(one: Span, other: Span) -> bool:
    return (one.agreement, one.record, one.level) == (other.agreement, other.record, other.level)


def last_instant(day: date, hours: Hours | None) -> datetime:
    """Return the first instant at which a day's permits end, whatever else happens."""
    if hours is None:
        return end_of(day)
    end = start_of(day) + timedelta(minutes=hours.end)
    # On the two days on which clocks change, an hour more or less has passed since midnight.
    shown = london_time(end) - london_time(start_of(day))
    return end + (timedelta(minutes=hours.end) - shown)
