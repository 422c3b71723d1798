"""Where the lists job keeps its files: one folder, `lists` below the state.

    categories.idx   the index, which the agent maps
    lists.json       how each list stands, which the console reads
    fetched.json     what the job remembers of each list
    copies/ID        the copy of each list that is in use
    held/ID          the newest copy of a list that was held back
    incoming/ID      a copy while it comes; nothing here outlives a run

Rules kept here:
- An id is a word of the catalogue, which holds no slash and no dot, so no list chooses a path.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

_HALF_WRITTEN = re.compile(r"\.(?:categories\.idx|lists\.json|fetched\.json)\.[0-9a-f]{8}\.part")
"""What `agent.files` leaves when it is killed before its rename."""


class Shelf:
    """The paths below one folder."""

    def __init__(self, folder: Path) -> None:
        """Name the files; nothing is made or read yet."""
        self.folder = folder
        self.index = folder / "categories.idx"
        self.standing = folder / "lists.json"
        self.memory = folder / "fetched.json"
        self._copies = folder / "copies"
        self._held = folder / "held"
        self._incoming = folder / "incoming"

    def make(self) -> None:
        """Make the folders and remove what a run that was cut off left. Raises OSError."""
        for part in (self._copies, self._held, self._incoming):
            part.mkdir(parents=True, exist_ok=True)
        for leftover in self._incoming.iterdir():
            leftover.unlink()
        for sibling in self.folder.iterdir():
            if _HALF_WRITTEN.fullmatch(sibling.name):
                sibling.unlink()

    def copy(self, list_id: str) -> Path:
        """Return where the copy in use of a list stands."""
        return self._copies / list_id

    def held(self, list_id: str) -> Path:
        """Return where the newest copy that was held back stands."""
        return self._held / list_id

    def incoming(self, list_id: str) -> Path:
        """Return where a copy stands while it comes."""
        return self._incoming / list_id

    def digest(self, list_id: str) -> str | None:
        """Return the SHA-256 of the copy in use, None where there is none to be read."""
        try:
            with self.copy(list_id).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None
