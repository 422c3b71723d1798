"""The documents that the console and the agent leave for each other in the state folder.

Rules kept here:
- The console owns `console/snapshot.json` and is the only one to write it; it reads
  `agent/status.json` and never writes there.
- A snapshot is replaced whole and survives a power cut (`store.whole_file`).
- A status outlives the agent that wrote it, so it counts only while the agent holds the lock on
  the status's folder, which the kernel lets go when a process ends, however it ends.
- Reading is strict and bounded. A status that cannot be had is a value (`Silence`), since a page
  must say so; a snapshot that cannot be had is an error.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from console.errors import (
    NothingPublished,
    PublishedDamaged,
    PublishedMalformed,
    PublishRefused,
)
from console.store.whole_file import read_up_to, replace_whole
from policy import snapshot, status
from policy.errors import SnapshotMalformed, StatusMalformed
from policy.snapshot import PolicySnapshot
from policy.status import AgentStatus

MAX_STATUS_OCTETS = 65_536


class Silence(StrEnum):
    """Why the agent's status cannot be told."""

    NOT_RUNNING = "not-running"
    ABSENT = "absent"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Published:
    """The published documents below one state folder."""

    state: Path

    @property
    def snapshot_path(self) -> Path:
        """Where the policy is published."""
        return self.state / "console" / "snapshot.json"

    @property
    def status_path(self) -> Path:
        """Where the agent says what it has taken up."""
        return self.state / "agent" / "status.json"

    def snapshot(self) -> PolicySnapshot:
        """Return the policy as it stands published. Raises NothingPublished, PublishedDamaged."""
        path = self.snapshot_path
        try:
            return snapshot.snapshot_from_bytes(read_up_to(path, snapshot.MAX_OCTETS))
        except FileNotFoundError as error:
            raise NothingPublished(f"{path}: nothing is published yet") from error
        except OSError as error:
            raise PublishedDamaged(f"{path}: cannot be read: {error.strerror}") from error
        except SnapshotMalformed as error:
            raise PublishedMalformed(
                f"{path}: {error}\n"
                "Nothing was changed, and the filter keeps the last rules it took up. Move this"
                f" file away, as with\n  mv {path} {path}.damaged\nand start the console again;"
                " it will publish the household file anew.",
                path,
            ) from error

    def status(self) -> AgentStatus | Silence:
        """Return what the agent says of itself, or why that cannot be told."""
        if not _somebody_holds(self.status_path.parent):
            return Silence.NOT_RUNNING
        try:
            octets = read_up_to(self.status_path, MAX_STATUS_OCTETS)
            if len(octets) > MAX_STATUS_OCTETS:
                return Silence.UNREADABLE
            return status.status_from_bytes(octets)
        except FileNotFoundError:
            return Silence.ABSENT
        except (OSError, StatusMalformed):
            return Silence.UNREADABLE

    def replace(self, octets: bytes) -> None:
        """Make the published snapshot hold `octets`, all at once.

        Raises PublishRefused and leaves the old file as it was.
        """
        path = self.snapshot_path
        try:
            replace_whole(path, octets)
        except OSError as error:
            raise PublishRefused(f"{path}: cannot be written: {error.strerror}") from error


def _somebody_holds(folder: Path) -> bool:
    """Say whether the lock on a folder is held. A folder that is not there is nobody's."""
    try:
        looked_at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return False
    try:
        # Shared, so that two pages drawn at once do not take each other for the agent.
        fcntl.flock(looked_at, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(looked_at)
    return False
