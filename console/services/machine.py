"""How the machine under the box is: room on its card, power, heat, and files that were damaged.

Rules kept here:
- It is read of the kernel and of the state folder when somebody asks, and nothing of it is kept.
- Whatever this machine does not say is not known, and then it is not told as good or bad.
- Of a damaged file it is told which part of the home's settings it held, never what stood in it.

Sources: kernel documentation, "hwmon/raspberrypi-hwmon" (in0_lcrit_alarm: the voltage is, or was,
too low), "driver-api/thermal/sysfs-api" (temperatures in thousandths of a degree).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

SYS: Final = Path("/sys")

FULL_SHARE: Final = 0.05
"""Below this share of free room nothing is recorded either (`agent/recorder/disk.py`)."""
LOW_SHARE: Final = 0.10

HOT: Final = 80_000
"""A Pi begins to go slower at 80 degrees."""

_ZONES: Final = {"cpu-thermal", "cpu_thermal", "soc-thermal", "soc_thermal"}
_VOLTAGE: Final = "rpi_volt"
_ASIDE: Final = re.compile(r"(.+)\.damaged(?:-\d+)?")
_FOLDERS: Final = ("console", "agent", "lists")
"""Those that the pages may read. The recorder speaks for its own."""


class Room(StrEnum):
    """How much the card takes."""

    FINE = "fine"
    LOW = "low"
    FULL = "full"
    READ_ONLY = "read-only"
    UNKNOWN = "unknown"


class Aside(StrEnum):
    """What a file held that was damaged and put aside."""

    SETTINGS = "settings"
    RULES = "rules"
    ALLOWED = "allowed"
    LISTS = "lists"
    MINUTES = "minutes"
    OTHER = "other"


_HELD: Final = {
    "household.db": Aside.SETTINGS,
    "snapshot.json": Aside.RULES,
    "allowed.json": Aside.ALLOWED,
    "categories.idx": Aside.LISTS,
    "lists.json": Aside.LISTS,
    "minutes.json": Aside.MINUTES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineNow:
    """How the machine is. `is_weak` is that the power supply gave too little, `is_hot` too warm."""

    room: Room = Room.FINE
    is_weak: bool = False
    is_hot: bool = False
    aside: tuple[Aside, ...] = ()


ALL_WELL: Final = MachineNow()


def machine_now(state: Path, sys: Path = SYS) -> MachineNow:
    """Return how the machine is, of which `state` is the folder of all that is kept."""
    return MachineNow(
        room=_room(state), is_weak=_is_weak(sys), is_hot=_is_hot(sys), aside=_aside(state)
    )


def _room(state: Path) -> Room:
    try:
        has = os.statvfs(state)
    except OSError:
        return Room.UNKNOWN
    if has.f_flag & os.ST_RDONLY:
        return Room.READ_ONLY
    # What only root may still use is no room for those who keep something.
    if not has.f_blocks or has.f_bavail < FULL_SHARE * has.f_blocks:
        return Room.FULL
    return Room.LOW if has.f_bavail < LOW_SHARE * has.f_blocks else Room.FINE


def _is_weak(sys: Path) -> bool:
    return any(
        _said(sensor / "in0_lcrit_alarm") == "1"
        for sensor in sorted((sys / "class" / "hwmon").glob("hwmon*"))
        if _said(sensor / "name") == _VOLTAGE
    )


def _is_hot(sys: Path) -> bool:
    for zone in sorted((sys / "class" / "thermal").glob("thermal_zone*")):
        said = _said(zone / "temp")
        if _said(zone / "type") in _ZONES and said.isdecimal() and int(said) >= HOT:
            return True
    return False


def _said(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _aside(state: Path) -> tuple[Aside, ...]:
    found = set(_put_aside(state))
    return tuple(one for one in Aside if one in found)


def _put_aside(state: Path) -> Iterator[Aside]:
    for folder in _FOLDERS:
        try:
            names = [path.name for path in (state / folder).iterdir()]
        except OSError:
            continue
        for name in names:
            if found := _ASIDE.fullmatch(name):
                yield _HELD.get(found[1], Aside.OTHER)
