"""Keeping what is in force up to date: takes a newly published policy or index, or refuses it.

Rules kept here:
- The last good one stays in force whatever is found on disk; what was refused is said in the
  status, by a word from a closed set.
- Versions of the policy only rise.
- The status is written when it changes and not otherwise: it says nothing about queries, so it
  must not move with them.
"""

from __future__ import annotations

from pathlib import Path

from agent.files import replace_file
from agent.in_force import Current
from agent.index_file import open_index
from agent.watch import WatchedFile
from policy.compile import compile_policy
from policy.errors import IndexMalformed, SnapshotMalformed, SnapshotRollback
from policy.snapshot import check_rises, snapshot_from_bytes
from policy.status import AgentStatus, IndexState, PolicyState, Refusal, status_to_bytes


class Keeper:
    """Looks at the files when told to, and swaps what is current."""

    def __init__(
        self,
        current: Current,
        *,
        snapshot: Path | None = None,
        index: Path | None = None,
        status: Path | None = None,
    ) -> None:
        """Watch the files given; what is None is neither read nor written."""
        self._current = current
        self._snapshot = WatchedFile(snapshot) if snapshot else None
        self._index = WatchedFile(index) if index else None
        self._status = status
        self._snapshot_refused = Refusal.NONE
        self._index_refused = Refusal.NONE
        self._written: AgentStatus | None = None

    def look(self) -> None:
        """Take what is new on disk, and publish the status if it is another one now."""
        if self._snapshot and self._snapshot.changed():
            self._snapshot_refused = self._take_snapshot(self._snapshot.path)
        if self._index and self._index.changed():
            self._index_refused = self._take_index(self._index.path)
        status = self.status()
        if self._status and status != self._written:
            replace_file(self._status, (status_to_bytes(status),))
            self._written = status

    def status(self) -> AgentStatus:
        """Return what is in force and what was refused."""
        in_force = self._current.in_force
        version = in_force.policy.version
        return AgentStatus(
            policy=PolicyState.PUBLISHED if version else PolicyState.PROTECTIVE_DEFAULT,
            snapshot_version=version,
            snapshot_refused=self._snapshot_refused,
            index=IndexState.IN_FORCE if in_force.index else IndexState.MISSING,
            index_names=in_force.index.count if in_force.index else 0,
            index_refused=self._index_refused,
        )

    def _take_snapshot(self, path: Path) -> Refusal:
        in_force = self._current.in_force.policy.version
        try:
            snapshot = snapshot_from_bytes(path.read_bytes())
            if snapshot.version == in_force:
                return Refusal.NONE  # touched, not changed
            check_rises(snapshot.version, in_force)
        except SnapshotRollback:
            return Refusal.ROLLBACK
        except (SnapshotMalformed, OSError):
            return Refusal.MALFORMED
        self._current.replace(policy=compile_policy(snapshot.household, snapshot.version))
        return Refusal.NONE

    def _take_index(self, path: Path) -> Refusal:
        try:
            self._current.replace(index=open_index(path))
        except (IndexMalformed, OSError):
            return Refusal.MALFORMED
        return Refusal.NONE
