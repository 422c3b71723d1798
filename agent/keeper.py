"""Keeping what is in force up to date: with what is newly published, and with the time.

Rules kept here:
- The last good one stays in force whatever is found on disk; what was refused is said in the
  status, by a word from a closed set.
- Versions of the policy only rise.
- What holds changes with the time too; `agent.compiling` makes it anew. Whoever calls `look` once a
  second, and when `seconds_to_look` are over, has each change within a second.
- While queries are answered, nothing that takes long is done between two of them.
- The status is written when it changes and not otherwise: it says nothing about queries, so it
  must not move with them. Of the time it says the hour, which is the clock's floor at the next
  start.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from agent.beside import Beside, tried
from agent.compiling import Compiling
from agent.files import replace_file
from agent.in_force import Current
from agent.index_file import open_index
from agent.timing import Clocks, Timing
from agent.watch import WatchedFile
from policy.compile import PROTECTIVE_DEFAULT
from policy.errors import IndexMalformed, SnapshotRollback, StatusMalformed
from policy.given.grants import Grant
from policy.household import Household
from policy.moment import Moment
from policy.screen_time.minutes import NO_MINUTES, Minutes
from policy.snapshot import PolicySnapshot, check_rises, snapshot_from_bytes
from policy.status import (
    AgentStatus,
    IndexState,
    PolicyState,
    Refusal,
    status_from_bytes,
    status_to_bytes,
)

TAKES_NOTHING: Final = {errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO}
"""A card that is full, read-only or broken. A folder that is not there is a mistake of whoever
started this, and is told."""

LOOK_EVERY_SECONDS: Final = 1.0

LEAST_SECONDS: Final = 0.001
"""How long to wait at least for a change that is close; a timer is never exact."""

NOTHING_PUBLISHED: Final = PolicySnapshot(version=0, household=PROTECTIVE_DEFAULT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What is watched, and where it is said what is in force; None is neither read nor written."""

    snapshot: Path | None = None
    index: Path | None = None
    status: Path | None = None


class Counts(Protocol):
    """Whoever counts minutes."""

    @property
    def minutes(self) -> Minutes:
        """What was used up to now."""

    def look(
        self, home: Household | None, grants: tuple[Grant, ...], moment: Moment | None
    ) -> None:
        """Take in who lives here and what time it is; None where nothing was published yet."""


class Keeper:
    """Looks at the files and the clock when told to, and swaps what is current."""

    def __init__(
        self,
        current: Current,
        files: Files,
        *,
        timing: Timing | None = None,
        published: PolicySnapshot = NOTHING_PUBLISHED,
        counts: Counts | None = None,
        report: Callable[[BaseException], None] = lambda _: None,
    ) -> None:
        """Watch these files.

        `published` is what holds until something is found. Without `timing` the machine's own
        clocks are read. `report` is told what went wrong in here.
        """
        self._current = current
        self._timing = timing or Timing(Clocks())
        self._counts = counts
        self._beside = Beside()
        self._is_reading = self._is_writing = False
        self._compiling = Compiling(
            current,
            self._timing,
            published,
            beside=self._beside,
            minutes=lambda: NO_MINUTES if counts is None else counts.minutes,
            report=report,
        )
        self._compiling.changed = self._tell
        self._snapshot = WatchedFile(files.snapshot) if files.snapshot else None
        self._index = WatchedFile(files.index) if files.index else None
        self._status = files.status
        self._snapshot_refused = Refusal.NONE
        self._index_refused = Refusal.NONE
        self._written: AgentStatus | None = None

    def look(self) -> None:
        """Take what is new, all of it here: for the start, when nobody asks yet."""
        if self._snapshot and self._snapshot.changed():
            path = self._snapshot.path
            self._take_snapshot(tried(lambda: snapshot_from_bytes(path.read_bytes())))
        self._look_at_the_rest()
        self._compiling.look()
        status = self.status()
        if self._status and status != self._written:
            try:
                replace_file(self._status, (status_to_bytes(status),))
            except OSError as error:
                # A card that takes nothing must not take the home's internet with it: a box that
                # starts on one answers all the same, and tries again with the next look.
                if error.errno not in TAKES_NOTHING:
                    raise
                return
            self._written = status

    def look_beside(self) -> None:
        """Take what is new while queries are answered: none of them waits for it."""
        if self._snapshot and not self._is_reading and self._snapshot.changed():
            path = self._snapshot.path
            self._is_reading = True
            self._beside.start(lambda: snapshot_from_bytes(path.read_bytes()), self._have_read)
        self._look_at_the_rest()
        self._compiling.look_beside()
        self._tell()

    def seconds_to_look(self) -> float:
        """Return after how many seconds the next look is due."""
        seconds = self._compiling.seconds_to_change()
        if seconds is None or not 0 < seconds < LOOK_EVERY_SECONDS:
            return LOOK_EVERY_SECONDS
        return max(LEAST_SECONDS, seconds)

    def status(self) -> AgentStatus:
        """Return what is in force and what was refused."""
        in_force = self._current.in_force
        version = in_force.policy.version
        return AgentStatus(
            policy=PolicyState.PUBLISHED if version else PolicyState.PROTECTIVE_DEFAULT,
            snapshot_version=version,
            snapshot_refused=(
                Refusal.MALFORMED if self._compiling.has_failed else self._snapshot_refused
            ),
            index=IndexState.IN_FORCE if in_force.index else IndexState.MISSING,
            index_names=in_force.index.count if in_force.index else 0,
            index_refused=self._index_refused,
            clock=self._timing.state(self._compiling.published.household.zone),
            latest_hour=self._timing.latest_hour,
        )

    def _look_at_the_rest(self) -> None:
        if self._index and self._index.changed():
            self._index_refused = self._take_index(self._index.path)
        self._timing.look()
        if self._counts is not None:
            published = self._compiling.published
            home = published.household if published.version else None
            moment = self._timing.moment(published.household.zone)
            self._counts.look(home, published.grants, moment)

    def _tell(self) -> None:
        """Write the status beside the answering: a card may take seconds for it."""
        status, path = self.status(), self._status
        if path is None or self._is_writing or status == self._written:
            return
        self._is_writing = True

        def written(fault: Exception | None) -> None:
            # A disk that is full takes no status; the next look tries again.
            self._is_writing = False
            if fault is None:
                self._written = status

        # Written anew within the hour, so the one before would do after a power cut.
        octets = status_to_bytes(status)
        self._beside.start(lambda: replace_file(path, (octets,), must_last=False), written)

    def _have_read(self, read: PolicySnapshot | Exception) -> None:
        self._is_reading = False
        self._take_snapshot(read)
        self._compiling.look_beside()
        self._tell()

    def _take_snapshot(self, read: PolicySnapshot | Exception) -> None:
        self._snapshot_refused = self._taken(read)

    def _taken(self, read: PolicySnapshot | Exception) -> Refusal:
        if not isinstance(read, PolicySnapshot):
            return Refusal.MALFORMED
        before = self._compiling.published.version
        if read.version == before:
            return Refusal.NONE  # touched, not changed
        try:
            check_rises(read.version, before)
        except SnapshotRollback:
            return Refusal.ROLLBACK
        self._compiling.publish(read)
        self._timing.confirm(read.confirmed)
        return Refusal.NONE

    def _take_index(self, path: Path) -> Refusal:
        try:
            self._current.replace(index=open_index(path))
        except (IndexMalformed, OSError):
            return Refusal.MALFORMED
        return Refusal.NONE


def latest_hour_in(path: Path | None) -> int:
    """Return the latest hour that a status of the last run tells of, 0 where there is none."""
    if path is None:
        return 0
    try:
        return status_from_bytes(path.read_bytes()).latest_hour
    except (OSError, StatusMalformed):
        return 0
