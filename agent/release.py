"""Which release this is, and the digest of the programs that run: what a status statement names."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

RELEASE: Final = "0.1.0"

NUMBER: Final = 1
"""Rises by one with each release. A box goes to a higher one without being asked twice."""

UPGRADES_FROM: Final = 1
"""The least number that this release can follow: what it can read of what that one kept."""

PYTHONS: Final = ("3.11", "3.12", "3.13")

BUILT_ON: Final = datetime(2026, 11, 21, tzinfo=UTC)
"""No clock that shows an earlier day can be right. Raised with each release."""

ROOMS: Final = ("agent", "consent", "console", "policy", "systemd")


_HERE: Final = Path(__file__).resolve().parents[1]


@cache
def image(root: Path = _HERE) -> str:
    """Return the SHA-256 of every program of all rooms, by path and octets."""
    found = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            octets = path.read_bytes()
            name = path.relative_to(root).as_posix().encode()
            found.update(len(name).to_bytes(8, "big") + name)
            found.update(len(octets).to_bytes(8, "big") + octets)
    return found.hexdigest()
