"""A card that takes nothing more in some of its files, as one that is full or worn."""

from __future__ import annotations

import errno
import os

from agent.recorder.disk import Disk
from tests.agent.recorder.home import Home


class Choosy(Disk):
    """A card that can be filled, file by file, or as a whole."""

    full: frozenset[str] = frozenset()
    is_full = False

    def append(self, name: str, line: bytes) -> None:
        """Append, while there is room."""
        self._ask(name)
        super().append(name, line)

    def replace(self, name: str, octets: bytes) -> None:
        """Replace, while there is room."""
        self._ask(name)
        super().replace(name, octets)

    def make_folder(self, name: str) -> None:
        """Make a folder, while there is room."""
        self._ask(name)
        super().make_folder(name)

    def has_room(self) -> bool:
        """Say whether there is room, as the system would tell."""
        return not self.is_full and super().has_room()

    def _ask(self, name: str) -> None:
        if self.is_full or name in self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)


def fill(home: Home, *names: str) -> None:
    """Have the card take no more in these files; without any, take everything again."""
    assert isinstance(home.disk, Choosy)
    home.disk.full = frozenset(names)
    home.disk.is_full = False


def fill_all(home: Home) -> None:
    """Have the card take nothing any more."""
    assert isinstance(home.disk, Choosy)
    home.disk.is_full = True
