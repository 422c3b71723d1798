"""Putting a damaged file aside, so that the box goes on and whoever helps can still look at it.

Rules kept here:
- Nothing is deleted and nothing is written over: the file gets another name in the same folder,
  `NAME.damaged-1` or the next that is free, and is found there again (`console.services.machine`).
- What belongs to a database goes with it. Its journal beside a new file would be taken for that
  file's own.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import Final

_SIBLINGS: Final = ("-wal", "-shm")


def put_aside(path: Path) -> Path:
    """Give a file another name, and return it. Raises OSError, and then it has its own still."""
    names = (path.with_name(f"{path.name}.damaged-{number}") for number in count(1))
    aside = next(name for name in names if not name.exists())
    # The siblings first: cut off in between, the file is still damaged and is put aside again.
    for ending in _SIBLINGS:
        sibling = path.with_name(path.name + ending)
        if sibling.exists():
            sibling.rename(aside.with_name(aside.name + ending))
    path.rename(aside)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return aside
