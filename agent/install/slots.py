"""Where the programs stand: two slots, of which one is in use, so that there is always a way back.

Rules kept here:
- A slot is made whole before it is used: the house, its own environment from the lock with hashes,
  everything compiled. Which one is in use is one symbolic link, replaced in one step.
- The slot in use is never written to.
- A slot belongs to root and nobody else may write there. Everybody may read it, however closed the
  folder was that it was made from: each service runs as a user of its own.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from agent.install.machine import run
from agent.install.steps import StepFailed
from agent.release import ROOMS

SLOTS: Final = ("a", "b")
CURRENT: Final = "current"
BEFORE: Final = "before"
"""The slot to go back to. What goes back runs from there, so it is never what failed."""

WHOLE: Final = "whole"
"""A file that is written last: without it a slot was cut off half-way, and is made again."""

ROOM_FOR_PACKAGES: Final = 400 * 1024 * 1024
"""What a slot takes besides the release itself: the packages, unpacked and compiled."""

_RELEASE: Final = re.compile(r'^RELEASE: Final = "([0-9.]+)"$', re.MULTILINE)
_NUMBER: Final = re.compile(r"^NUMBER: Final = ([0-9]+)$", re.MULTILINE)
"""Read as text: nothing of the other slot is run to ask what it is."""

BESIDE_THE_ROOMS: Final = ("requirements.lock", "LICENSE", "README.md", "CHANGELOG.md", "lamplight")


def fingerprint(house: Path, parts: Sequence[str] = (*ROOMS, *BESIDE_THE_ROOMS)) -> str:
    """Return the SHA-256 of all that a slot is made of: programs, pages' forms, units, the lock."""
    found = hashlib.sha256()
    for part in sorted(parts):
        for path in sorted((house / part, *(house / part).rglob("*"))):
            if path.is_file() and "__pycache__" not in path.parts:
                for one in (path.relative_to(house).as_posix().encode(), path.read_bytes()):
                    found.update(len(one).to_bytes(8, "big") + one)
    return found.hexdigest()


class Slots:
    """The slots below one folder."""

    def __init__(self, folder: Path) -> None:
        """Look below `folder`, such as /opt/lamplight."""
        self._folder = folder

    @property
    def in_use(self) -> str | None:
        """Which slot is in use, None before the first."""
        try:
            name = self.link.readlink().name
        except OSError:
            return None
        return name if name in SLOTS else None

    @property
    def link(self) -> Path:
        """The link that everything is started through."""
        return self._folder / CURRENT

    @property
    def spare(self) -> str:
        """The slot that is not in use."""
        return SLOTS[self.in_use == SLOTS[0]]

    def image(self, slot: str) -> str | None:
        """Return the digest of the house in a slot, None where it is not whole."""
        try:
            return (self._folder / slot / WHOLE).read_text(encoding="ascii")
        except OSError:
            return None

    def release(self, slot: str) -> str:
        """Return what the release in a slot is called."""
        return self._told(slot, _RELEASE) or "unknown"

    def number(self, slot: str) -> int:
        """Return the number of the release in a slot, 0 where nobody knows."""
        return int(self._told(slot, _NUMBER) or 0)

    def _told(self, slot: str, line: re.Pattern[str]) -> str | None:
        try:
            text = (self.house(slot) / "agent" / "release.py").read_text(encoding="utf-8")
        except (OSError, ValueError):
            return None
        found = line.search(text)
        return found and found[1]

    def house(self, slot: str) -> Path:
        """Return where the house of a slot stands."""
        return self._folder / slot / "house"

    def python(self, slot: str) -> Path:
        """Return the Python of a slot, with its packages."""
        return self._folder / slot / "venv" / "bin" / "python"

    def check_room(self, octets: int = 0) -> None:
        """Raise StepFailed where there is too little room for one more, beside so many octets."""
        folder = next(one for one in (self._folder, *self._folder.parents) if one.is_dir())
        free, wanted = shutil.disk_usage(folder).free, ROOM_FOR_PACKAGES + octets
        if free < wanted:
            raise StepFailed(
                f"There are {free // 2**20} MB free below {folder}, and"
                f" {wanted // 2**20} are needed. Nothing is changed."
            )

    def make(
        self,
        slot: str,
        house: Path,
        image: str,
        wheels: Path | None = None,
        *,
        parts: Sequence[str] = (*ROOMS, *BESIDE_THE_ROOMS),
    ) -> None:
        """Make a slot from the house that stands in a folder.

        With `wheels` nothing is fetched: the packages lie there. Another release may have other
        `parts`. Raises StepFailed, OSError.
        """
        if slot == self.in_use:
            raise ValueError(f"slot {slot} is in use")
        folder = self._folder / slot
        self.remove(slot)
        folder.mkdir(parents=True)
        (folder / "house").mkdir()
        for name in parts:
            here, there = house / name, folder / "house" / name
            if here.is_dir():
                shutil.copytree(here, there, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(here, there)
        run(sys.executable, "-m", "venv", folder / "venv")
        python = folder / "venv" / "bin" / "python"
        where = ("--no-index", "-f", wheels) if wheels else ()
        run(
            *(python, "-m", "pip", "install", "--disable-pip-version-check", "--no-cache-dir"),
            *("--require-hashes", "--only-binary", ":all:", *where),
            *("-r", folder / "house" / "requirements.lock"),
        )
        # Compiled by the octets and not by the hour of a file, which means nothing on a box whose
        # clock is not set yet.
        checked = ("--invalidation-mode", "checked-hash", "-q")
        run(python, "-m", "compileall", *checked, folder / "house")
        for path in (folder, *folder.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & 0o755 | (0o555 if path.is_dir() else 0o444))
        os.sync()  # all of it lasts before it is called whole, or a power cut could empty files
        (folder / WHOLE).write_text(image, encoding="ascii")

    def use(self, slot: str) -> None:
        """Take a slot into use, from the next start of each service on."""
        self._point(CURRENT, slot)

    @property
    def before(self) -> str | None:
        """The slot to go back to, None where there is none."""
        try:
            name = (self._folder / BEFORE).readlink().name
        except OSError:
            return None
        return name if name in SLOTS else None

    def keep_way_back(self, slot: str) -> None:
        """Take a slot for the one to go back to."""
        self._point(BEFORE, slot)

    def _point(self, name: str, slot: str) -> None:
        new = self._folder / f"{name}.new"
        new.unlink(missing_ok=True)
        new.symlink_to(slot)
        os.replace(new, self._folder / name)  # noqa: PTH105 - the call that makes it one step

    def remove(self, slot: str) -> None:
        """Take a slot away."""
        (self._folder / slot / WHOLE).unlink(missing_ok=True)
        if (self._folder / slot).exists():
            shutil.rmtree(self._folder / slot)
