"""What arrives on lent sockets: checked once more at this door, kept in memory, sealed, appended.

Rules kept here:
- The agent is not believed. Level, categories, watch list, hours, what is never recorded and the
  end of the permit are asked again here, and what does not fit is dropped and counted, as a number.
- The hour is the recorder's, by a clock that is trusted at that moment.
- Rows wait in memory, for five minutes at most. Where recording stops, whatever still waits is
  dropped, never written: also when the recorder is killed.
- A day of one device has a greatest number of rows. What floods one device fills no card and
  touches no other device.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from agent.recorder.days import Days
from agent.recorder.sealing import rows_of, sealed_frame
from consent.calendar import london_day, london_time
from consent.errors import ConsentError
from consent.frames import digest_of_line
from consent.observation import (
    BY_KIND,
    Observation,
    Terms,
    check_observation,
    observation_from_octets,
)
from consent.permits import Permit
from consent.rows import MAX_ROWS
from policy.errors import NameMalformed
from policy.names import Name, from_text, suffix_offsets
from policy.never_blocked import NEVER_BLOCKED

FLUSH_MS: Final = 5 * 60 * 1000
MOST_ROWS_A_DAY: Final = 5_000
MOST_WAITING: Final = 20_000

_Waiting = list[tuple[int, Observation]]


@dataclass(slots=True)
class OpenDay:
    """One device's day that is being written: its permit, its public key, and what waits."""

    permit: Permit
    fingerprint: str
    public: str
    terms: Terms
    n: int
    previous: str
    observations: int
    settled_ms: int
    flushed_ms: int
    waiting: _Waiting = field(default_factory=list)
    written: set[tuple[int, str | None, str | None]] = field(default_factory=set)
    rows: int = 0

    @property
    def day(self) -> date:
        """The day."""
        return self.permit.day


class Recording:
    """Every device's open day, and how many observations were dropped at this door."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self._broken: set[str] = set()
        self.open: dict[str, OpenDay] = {}
        self.dropped = 0

    def is_broken(self, fingerprint: str) -> bool:
        """Say whether a day could not be written once; nothing more is taken for it."""
        return fingerprint in self._broken

    def begin(
        self, permit: Permit, *, fingerprint: str, public: str, now_ms: int, settled_ms: int
    ) -> None:
        """Write for a device from here on, after what is there already. Raises OSError."""
        lines = self._days.frames(fingerprint)
        observations = self._days.observations(fingerprint)
        self.open[permit.device] = OpenDay(
            permit=permit,
            fingerprint=fingerprint,
            public=public,
            terms=terms_of(permit),
            n=len(lines),
            previous=digest_of_line(lines[-1]) if lines else fingerprint,
            observations=observations,
            settled_ms=settled_ms,
            flushed_ms=now_ms,
            rows=0 if permit.level == BY_KIND else observations,
        )

    def renew(self, permit: Permit, *, settled_ms: int) -> None:
        """Go on for a device under a permit of the same terms."""
        found = self.open[permit.device]
        found.permit, found.settled_ms = permit, settled_ms

    def drop(self, device: str) -> None:
        """Write no more for a device; what still waits is gone."""
        self.open.pop(device, None)

    def observed(self, device: str, octets: bytes, *, now: datetime, boot_ms: int) -> None:
        """Take what arrived for a device, or drop it. Raises nothing.

        `now` is trusted time. Whoever calls has made sure of that.
        """
        found = self.open.get(device)
        if found is None or not self._fits(found, octets, now, boot_ms):
            self.dropped += 1

    def flush(self, boot_ms: int) -> None:
        """Seal and append what has waited for five minutes. Raises nothing.

        A day that cannot be written is broken, and nothing more is taken for it.
        """
        for device, found in self.open.items():
            if boot_ms >= found.flushed_ms + FLUSH_MS:
                self.flush_one(device, boot_ms)

    def flush_one(self, device: str, boot_ms: int) -> None:
        """Seal and append what waits for a device now. Raises nothing."""
        found = self.open.get(device)
        if found is None:
            return
        waiting, found.waiting = found.waiting, []
        found.flushed_ms = boot_ms
        try:
            if waiting:
                self._write(found, waiting)
        except OSError:
            found.waiting = []
            self._broken.add(found.fingerprint)

    def _fits(self, found: OpenDay, octets: bytes, now: datetime, boot_ms: int) -> bool:
        if self.is_broken(found.fingerprint) or boot_ms < found.settled_ms:
            return False
        if len(found.waiting) >= MOST_WAITING:
            return False
        if now >= found.permit.until or london_day(now) != found.day:
            return False
        shown = london_time(now)
        hours = found.permit.hours
        if hours is not None and not hours.start <= shown.hour * 60 + shown.minute < hours.end:
            return False
        try:
            observation = observation_from_octets(octets)
            check_observation(observation, found.terms)
        except ConsentError:
            return False
        if observation.domain is not None and is_never_recorded(observation.domain):
            return False
        if observation.level != BY_KIND:
            key = (shown.hour, observation.category, observation.domain)
            if key in found.written:
                return True
            if found.rows >= MOST_ROWS_A_DAY:
                return False
            found.written.add(key)
            found.rows += 1
        found.waiting.append((shown.hour, observation))
        return True

    def _write(self, found: OpenDay, waiting: _Waiting) -> None:
        rows = rows_of(found.terms.level, waiting)
        for start in range(0, len(rows), MAX_ROWS):
            some = rows[start : start + MAX_ROWS]
            line = sealed_frame(found.fingerprint, found.public, found.n, found.previous, some)
            found.observations += sum(row.times or 1 for row in some)
            self._days.add_frame(found.fingerprint, line, found.observations)
            found.n, found.previous = found.n + 1, digest_of_line(line)


def terms_of(permit: Permit) -> Terms:
    """Return what a permit lets through."""
    return Terms(
        level=permit.level,
        categories=permit.categories,
        watch=permit.watch,
        never_recorded=permit.never_recorded,
    )


def is_never_recorded(domain: str) -> bool:
    """Say whether a name stands at or below one that no agreement can have recorded."""
    try:
        name = from_text(domain)
    except NameMalformed:
        return True
    return any(Name(name[offset:]) in NEVER_BLOCKED for offset in suffix_offsets(name))
