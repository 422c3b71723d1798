"""What is left of what was recorded, and whether it should be: day keys, their slips, and the ends.

Rules kept here:
- Something is overdue only where the box went on for ten minutes with trusted time after it was
  due: it looks once a minute, and a box that was off destroys nothing.
- After a withdrawal the young person's copy may stay for 72 hours, and nobody else's.
- The slips of the bundle are those of the keys that are left: no more, no fewer, and for nobody
  but the viewers whom the agreement names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from consent.acts import (
    Closed,
    DayKeyCreated,
    DayKeyDestroyed,
    Erasure,
    Rebooted,
    ViewersKeysDestroyed,
)
from consent.audit_entry import AuditEntry
from consent.calendar import end_of
from consent.codes import Code
from consent.decide import LEASE
from consent.findings import Finding, Oddity, found_at
from consent.home import ClockState
from consent.records.agreement import Agreement
from consent.replayed_home import ReplayedHome, may_end
from consent.sealed_day import Slip, fingerprint_of

COPY_KEPT: Final = timedelta(hours=72)
"""How long the young person's own copy stays after a withdrawal (design, consent.md B.7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCount:
    """How many day keys an agreement had made, and which days of it can still be opened.

    `left` are all of these days, `young_persons` those that the young person alone can open.
    `closed_at` and `reason` are None where it was not closed.
    """

    agreement: str
    made: int
    left: tuple[date, ...]
    young_persons: tuple[date, ...]
    closed_at: datetime | None
    reason: Erasure | None


class AuditedKeys:
    """The day keys of a journal, taken entry by entry after the home took it."""

    def __init__(self, home: ReplayedHome) -> None:
        self._home = home
        self._agreement_of: dict[str, str] = {}
        self._viewers_left: set[str] = set()
        self._open: dict[str, tuple[AuditEntry, DayKeyCreated]] = {}
        self._closed: dict[str, tuple[datetime, Erasure]] = {}
        self._ended: dict[str, tuple[datetime, Code]] = {}
        self._running: list[tuple[datetime, datetime]] = []
        self._is_running = False
        self.findings: list[Finding] = []

    def take(self, entry: AuditEntry) -> None:
        """Judge one entry."""
        self._take_time(entry)
        match entry.act:
            case DayKeyCreated() as act:
                self._agreement_of[act.fingerprint] = act.agreement
                self._open[act.fingerprint] = entry, act
                self._viewers_left.add(act.fingerprint)
                if act.agreement in self._closed:
                    self._name(entry, Oddity.KEY_AFTER_CLOSED, act.day)
            case ViewersKeysDestroyed(fingerprint=fingerprint):
                self._viewers_left.discard(fingerprint)
            case DayKeyDestroyed(fingerprint=fingerprint, day=day):
                if self._open.pop(fingerprint, None) is None:
                    self._name(entry, Oddity.KEY_UNMADE, day)
            case Closed(agreement=agreement, reason=reason):
                if any(act.agreement == agreement for _, act in self._open.values()):
                    self._name(entry, Oddity.CLOSED_WITH_KEYS)
                self._closed.setdefault(agreement, (entry.at, reason))
            case _:
                pass
        if may_end(entry):
            self._take_ends(entry)

    def finish(self, box: str, slips: Sequence[Slip], agreements: Mapping[str, Agreement]) -> None:
        """Let the journal end here, and hold the slips against what is left."""
        self._judge_slips(box, slips, agreements)
        for digest in agreements:
            self._judge_end(digest)
        for entry, act in self._open.values():
            standing = self._home.standing(act.agreement)
            if standing is not None and act.agreement not in self._ended:
                kept = timedelta(days=standing.agreement.retention_days)
                if self._is_overdue(end_of(act.day + kept)):
                    self._name(entry, Oddity.KEY_KEPT_LONGER, act.day)

    def counts(self, agreements: Mapping[str, Agreement]) -> Iterator[KeyCount]:
        """Yield what became of the keys of each agreement, and of any that nobody knows."""
        for digest in dict.fromkeys([*agreements, *self._agreement_of.values()]):
            made = [one for one, of in self._agreement_of.items() if of == digest]
            left = {one: self._open[one][1].day for one in made if one in self._open}
            closed_at, reason = self._closed.get(digest, (None, None))
            yield KeyCount(
                agreement=digest,
                made=len(made),
                left=tuple(sorted(left.values())),
                young_persons=tuple(
                    sorted(day for one, day in left.items() if one not in self._viewers_left)
                ),
                closed_at=closed_at,
                reason=reason,
            )

    def _take_time(self, entry: AuditEntry) -> None:
        """Keep in mind from when to when the box ran with trusted time."""
        if entry.clock is not ClockState.TRUSTED:
            self._is_running = False
        elif self._is_running and not isinstance(entry.act, Rebooted):
            since, _ = self._running[-1]
            self._running[-1] = since, entry.at
        else:
            self._is_running = True
            self._running.append((entry.at, entry.at))

    def _is_overdue(self, due: datetime) -> bool:
        return any(max(due, since) + LEASE < until for since, until in self._running)

    def _take_ends(self, entry: AuditEntry) -> None:
        ledger = self._home.ledger
        for digest in ledger.agreements if ledger else ():
            standing = self._home.standing(digest)
            if digest not in self._ended and standing is not None and standing.ended is not None:
                self._ended[digest] = entry.at, standing.ended

    def _judge_end(self, digest: str) -> None:
        """Name what is left of an agreement that is over."""
        standing = self._home.standing(digest)
        if standing is None:
            return
        last_day = min(standing.valid_until, standing.agreement.end_by)
        over_at, code = self._ended.get(digest, (end_of(last_day), None))
        copy = COPY_KEPT if code is Code.WITHDRAWN else timedelta()
        left = {
            fingerprint: entry
            for fingerprint, (entry, act) in self._open.items()
            if act.agreement == digest
        }
        for fingerprint, entry in left.items():
            due = over_at if fingerprint in self._viewers_left else over_at + copy
            if self._is_overdue(due):
                self._name(entry, Oddity.KEY_LEFT, _day_of(entry))
        if not left and digest not in self._closed and self._is_overdue(over_at + copy):
            self.findings.append(Finding(what=Oddity.NOT_CLOSED, at=over_at, record=digest))

    def _judge_slips(
        self, box: str, slips: Sequence[Slip], agreements: Mapping[str, Agreement]
    ) -> None:
        left = dict(self._open)
        for slip in slips:
            found = left.pop(fingerprint_of(slip), None)
            said = slip.box, slip.device, slip.agreement, slip.day
            if found is None or said != (box, found[1].device, found[1].agreement, found[1].day):
                self.findings.append(Finding(what=Oddity.SLIP_UNKNOWN, day=slip.day))
                continue
            agreement = agreements.get(slip.agreement)
            named = agreement.viewing.viewers if agreement else ()
            if not {one.viewer for one in slip.sealed} <= {one.keys.keyid for one in named}:
                self._name(found[0], Oddity.SLIP_FOR_OTHERS, slip.day)
        for entry, act in left.values():
            self._name(entry, Oddity.KEY_WITHOUT_SLIP, act.day)

    def _name(self, entry: AuditEntry, what: Oddity, day: date | None = None) -> None:
        self.findings.append(found_at(entry, what, day=day))


def _day_of(entry: AuditEntry) -> date | None:
    return entry.act.day if isinstance(entry.act, DayKeyCreated) else None
