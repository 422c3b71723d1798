"""The recorder's folder: every octet that the recorder writes goes through here.

Rules kept here:
- What was written is on the card before the call returns: the file first, then its folder. Without
  the first a power cut leaves an empty file, without the second it leaves the old one or none.
- A line is appended whole or not at all, as far as a reader can tell: a line without its end was
  never acknowledged, and is cut off when the file is next opened.
- What a power cut left half made is removed at the next start, wherever it lies.
- Nothing here is readable by anyone but the recorder's own user.
"""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

FREE_SHARE: Final = 0.05
"""Below this share of free room nothing is recorded (design, consent.md C.3 step 11)."""

_PRIVATE_FOLDER: Final = 0o700
_PRIVATE_FILE: Final = 0o600
_PART: Final = ".part"


class Disk:
    """One folder. Names are relative to it, with `/` between folders."""

    def __init__(self, root: Path) -> None:
        """Use a folder, made if need be, and rid it of what was never finished. Raises OSError."""
        self.root = root
        root.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        # Half a document can hold as much as a whole one: the end of a placement must not miss it.
        for part in root.rglob(f".*{_PART}"):
            self.remove(part.relative_to(root).as_posix())

    def read(self, name: str) -> bytes | None:
        """Return what a file holds, None where there is none. Raises OSError."""
        try:
            return (self.root / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def lines(self, name: str) -> list[bytes]:
        """Return a file's lines, without one that was never written to its end. Raises OSError."""
        octets = self.read(name) or b""
        whole, _, torn = octets.rpartition(b"\n")
        if torn:
            # Cut off before anything is appended: two halves must never become one line.
            with (self.root / name).open("r+b") as file:
                file.truncate(len(octets) - len(torn))
                os.fsync(file.fileno())
        return whole.split(b"\n") if whole else []

    def append(self, name: str, line: bytes) -> None:
        """Append one line. Raises OSError, and then the line is not there."""
        path = self.root / name
        is_made = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _PRIVATE_FILE)
        try:
            before = os.fstat(descriptor).st_size
            try:
                _write(descriptor, line + b"\n")
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, before)
                raise
        finally:
            os.close(descriptor)
        if is_made:
            _sync_folder(path.parent)

    def replace(self, name: str, octets: bytes) -> None:
        """Make a file hold these octets, all at once. Raises OSError, and the old one stays."""
        path = self.root / name
        sibling = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_PART}")
        try:
            descriptor = os.open(sibling, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
            try:
                _write(descriptor, octets)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            sibling.replace(path)
        except BaseException:
            sibling.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)

    def make_folder(self, name: str) -> None:
        """Make a folder, unless it is there, and those it is in. Raises OSError."""
        path = self.root
        for part in name.split("/"):
            path /= part
            path.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
            _sync_folder(path.parent)

    def remove(self, name: str) -> None:
        """Remove a file if it is there; its room is overwritten first, as far as a card allows.

        A card keeps old pages where nobody can reach them through a file. That is why a day's
        private key never lies here unsealed. Raises OSError.
        """
        path = self.root / name
        try:
            descriptor = os.open(path, os.O_WRONLY)
        except FileNotFoundError:
            return
        try:
            # A card that is full or worn may not take it. The file goes all the same.
            with suppress(OSError):
                _write(descriptor, bytes(os.fstat(descriptor).st_size))
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        path.unlink()
        _sync_folder(path.parent)

    def remove_folder(self, name: str) -> None:
        """Remove a folder and whatever it holds. Raises OSError."""
        path = self.root / name
        if not path.is_dir():
            self.remove(name)
            return
        for inside in sorted(path.iterdir()):
            self.remove_folder(f"{name}/{inside.name}")
        path.rmdir()
        _sync_folder(path.parent)

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder, without parts of files that were never finished."""
        path = self.root / folder
        if not path.is_dir():
            return []
        return sorted(one.name for one in path.iterdir() if not one.name.startswith("."))

    def has_room(self) -> bool:
        """Say whether there is room enough to record at all."""
        try:
            usage = shutil.disk_usage(self.root)
        except OSError:
            return False
        return usage.free >= usage.total * FREE_SHARE


def _write(descriptor: int, octets: bytes) -> None:
    rest = memoryview(octets)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
