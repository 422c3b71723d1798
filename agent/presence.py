"""Being there, so that others can tell: a lock on the folder of the status, held while we run.

Rules kept here:
- A status file outlives the agent that wrote it. The lock does not: the kernel lets go of it when
  the process ends, however it ends. So nobody can take a dead agent's word for what is in force.
- One agent keeps one status; a second one on the same folder is refused.
- A reader takes the lock for a moment, shared, to see whether it is free; so we try for a while.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.errors import AgentError

TRIES = 20
TRY_EVERY_SECONDS = 0.05


class PresenceRefused(AgentError):
    """The status cannot be kept where it was asked for."""


@contextmanager
def present_at(folder: Path) -> Iterator[None]:
    """Hold the lock on a folder for as long as the context lasts. Raises PresenceRefused."""
    try:
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise PresenceRefused(
            f"the folder {folder} for the status cannot be opened ({error.strerror}); make it first"
        ) from error
    try:
        _lock(held, folder)
        yield
    finally:
        os.close(held)


def _lock(held: int, folder: Path) -> None:
    for _ in range(TRIES):
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(TRY_EVERY_SECONDS)
        else:
            return
    raise PresenceRefused(f"another agent keeps its status in {folder}; stop it first")
