"""The folder that the lists job keeps: how each list stands, the index, the copies in use.

    lists.json       how each list stands (`policy.list_standing`)
    categories.idx   the index
    copies/ID        the text of each list in use, under the name by which the index calls it

Rules kept here:
- Everything here is read, never written.
- A list's name comes out of a file, so it never chooses a path: only a plain file name is looked
  for, a link is not followed, and what is no ordinary file is not opened for reading.
- A copy is read line by line with a bound on each, so its size costs time and no memory.
- What stands in a list was written by strangers: it reaches a page or a terminal without letters
  that steer either.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from console.store.whole_file import read_up_to
from policy import list_standing
from policy.errors import ListStandingMalformed
from policy.list_line import first_line_naming
from policy.list_standing import ListsStanding, standing_from_bytes
from policy.names import Name

MAX_LINE_OCTETS = 4_096
MAX_SHOWN = 200


class Unknown(StrEnum):
    """Why it cannot be told how the lists stand."""

    NEVER_FETCHED = "never-fetched"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A line of a list: its number, counted from 1, and its text, made safe to show."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class ListsFolder:
    """The files below one folder."""

    folder: Path

    @property
    def index_path(self) -> Path:
        """Where the index stands."""
        return self.folder / "categories.idx"

    def standing(self) -> ListsStanding | Unknown:
        """Return what the lists job said, or why that cannot be told."""
        try:
            octets = read_up_to(self.folder / "lists.json", list_standing.MAX_OCTETS)
            return standing_from_bytes(octets)
        except FileNotFoundError:
            return Unknown.NEVER_FETCHED
        except (OSError, ListStandingMalformed):
            return Unknown.UNREADABLE

    def line_naming(self, list_name: str, name: Name) -> HeldLine | None:
        """Return the first line of a list's copy that names `name`; None where none is found."""
        try:
            with self._copy(list_name) as file:
                found = first_line_naming(_lines(file), name)
        except (OSError, ValueError):  # ValueError is a name that is none for a file
            return None
        return HeldLine(found[0], shown(found[1])) if found else None

    def _copy(self, list_name: str) -> TextIO:
        """Open the copy of a list. Raises OSError, or ValueError for what is no file's name."""
        if "/" in list_name or list_name in {"", ".", ".."}:
            raise ValueError("a list is called by a plain file name")
        folder = self._folder_of_copies()
        try:
            # Not blocking, so that a pipe in a copy's place is noticed and not waited for.
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            opened = os.open(list_name, flags, dir_fd=folder)
        finally:
            os.close(folder)
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            os.close(opened)
            raise ValueError("a list is an ordinary file")
        # In this encoding each octet is one letter, there and back.
        return os.fdopen(opened, encoding="latin-1", newline=None)

    def _folder_of_copies(self) -> int:
        """Open `copies`, or the folder itself where an index was built by hand from its files."""
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
        try:
            return os.open(self.folder / "copies", flags | os.O_NOFOLLOW)
        except FileNotFoundError:
            return os.open(self.folder, flags)


def shown(text: str) -> str:
    """Return what somebody else wrote, short and without letters that steer a page or terminal."""
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in text.strip())
    return plain if len(plain) <= MAX_SHOWN else f"{plain[:MAX_SHOWN]}…"


def _lines(file: TextIO) -> Iterator[bytes]:
    """Yield each line, whatever ends it; one that is too long is cut, so that its number counts.

    What is cut is still longer than a line may be, so a part of one is never read as a whole.
    """
    while line := file.readline(MAX_LINE_OCTETS + 1):
        rest = line
        while len(rest) > MAX_LINE_OCTETS and not rest.endswith("\n"):
            rest = file.readline(MAX_LINE_OCTETS + 1)
        yield line.encode("latin-1")
