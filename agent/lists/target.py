"""The index file that a build replaces: one build at a time, and nothing left of killed ones.

Rules kept here:
- The lock is on the folder itself: it needs no file of its own, and the kernel lets go of it when
  a build ends, however it ends.
- What a killed build left (the siblings that `agent.files` writes) is removed by the next build of
  the same file, under the lock, so never from under a build that still runs.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.errors import AgentError


class TargetRefused(AgentError):
    """The index cannot be written where it was asked for."""


@contextmanager
def sole_build(path: Path) -> Iterator[None]:
    """Hold the right to replace `path` for as long as the context lasts.

    Raises TargetRefused with what to do instead.
    """
    if path.is_dir():
        raise TargetRefused(f"{path} is a folder; name a file to write, such as {path}/lists.idx")
    try:
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise TargetRefused(
            f"the folder {path.parent} cannot be opened ({error.strerror}); make it first"
        ) from error
    try:
        _lock(folder, path.parent)
        _remove_leftovers(path)
        yield
    finally:
        os.close(folder)


def _lock(folder: int, path: Path) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise TargetRefused(
            f"another build is writing into the folder {path}; try again when it has ended"
        ) from error


def _remove_leftovers(path: Path) -> None:
    leftover = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{8}}\.part")
    for sibling in path.parent.iterdir():
        if leftover.fullmatch(sibling.name):
            sibling.unlink(missing_ok=True)
