"""`neighbours.json`: written all at once, and only when something changed.

Rules kept here:
- What a reader sees is the old document or the new one, never half (`agent.files`).
- Nothing is written where nothing changed, so that the file's own time tells of changes of the
  network and not of anybody's use of it.
- A folder that takes no file now (full, gone) ends nothing; the next change tries again.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from agent.files import replace_file
from policy.neighbours import Neighbours
from policy.neighbours_document import neighbours_to_bytes

READABLE: Final = 0o644


class Published:
    """The document and what it says now."""

    def __init__(self, path: Path) -> None:
        """Nothing has been written yet."""
        self._path = path
        self._written: bytes | None = None

    def publish(self, seen: Neighbours) -> bool:
        """Write what was seen, if it is something else than before; say whether it was written."""
        octets = neighbours_to_bytes(seen)
        if octets == self._written:
            return False
        with suppress(OSError):
            replace_file(self._path, [octets], mode=READABLE)
            self._written = octets
            return True
        return False
