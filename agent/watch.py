"""Noticing that a file was replaced: the policy, or the index.

Rules kept here:
- A look is one stat; whoever calls it decides how often (once a second in the agent).
- A file that cannot be read or is refused leaves what is in force as it is, and is not tried again
  until it changes again.
"""

from __future__ import annotations

from pathlib import Path

_Stamp = tuple[int, int, int]


class WatchedFile:
    """One file and the last state of it that was seen."""

    def __init__(self, path: Path) -> None:
        """Nothing was seen yet, so the first look at a file that exists is a change."""
        self.path = path
        self._seen: _Stamp | None = None

    def read(self, most: int) -> bytes:
        """Return at most so many octets of the file. Raises OSError."""
        with self.path.open("rb") as file:
            return file.read(most)

    def changed(self) -> bool:
        """Say whether the file is there and is another one than at the last look."""
        try:
            stat = self.path.stat()
        except OSError:
            return False
        # A rename gives a new inode number; the time and size catch a file written in place.
        stamp = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        if stamp == self._seen:
            return False
        self._seen = stamp
        return True
