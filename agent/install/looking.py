"""What the machine under the box says, for whoever helps the household: one function a check.

Rules kept here:
- Looking changes nothing, and nothing is remembered. Each check is told by values, so that it can
  be tried without the machine.
- A check that cannot be made on this machine is left out; it is never said to be well.
- Nothing that anybody looked up, and no name of a person or device, is looked at here.

Sources: kernel documentation, "filesystems/proc" (net), "ABI/testing/sysfs-class-net"; Raspberry Pi
documentation, "vcgencmd get_throttled" (bit 16: too little voltage since the start); chronyc(1).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from agent.install import doctor_words as words

ENOUGH_SERVERS: Final = 2
FREE_SHARE: Final = 0.05
JOURNAL_OCTETS: Final = 64 * 1024 * 1024
_WAS_WEAK: Final = 1 << 16
_MEGA: Final = 1024 * 1024

_NTS, _COOKIES = 1, 8
"""Fields of a line of `chronyc -c authdata`: how a server proves itself, and what it left us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check in words. `todo` is what to do; None where nothing can be done or has to be."""

    about: str
    is_well: bool
    says: str
    todo: str | None = None


def services(states: Mapping[str, str]) -> list[Check]:
    """Return how the units stand, by what systemd says of each."""
    down = [
        Check(
            about=words.SERVICE,
            is_well=False,
            says=words.SERVICE_DOWN.format(unit=unit, state=state or "unknown"),
            todo=words.SERVICE_TODO.format(unit=unit),
        )
        for unit, state in states.items()
        if state != "active"
    ]
    return down or [Check(about=words.SERVICE, is_well=True, says=words.SERVICES_FINE)]


def names(*, are_answered: bool) -> Check:
    """Return whether a real question was answered."""
    if are_answered:
        return Check(about=words.NAMES, is_well=True, says=words.NAMES_FINE)
    return Check(about=words.NAMES, is_well=False, says=words.NAMES_SILENT, todo=words.NAMES_TODO)


def port(programs: Iterator[str] | Sequence[str] | set[str]) -> Check:
    """Return whether others are at port 53. systemd opened it for us, and Python answers."""
    others = sorted(one for one in programs if one != "systemd" and not one.startswith("python"))
    if not others:
        return Check(about=words.PORT, is_well=True, says=words.PORT_FINE)
    says = words.PORT_TAKEN.format(programs=", ".join(others))
    return Check(about=words.PORT, is_well=False, says=says, todo=words.PORT_TODO)


def address(settings: str | None, now: str | None, file: Path) -> Check:
    """Return whether the box is where it was installed, by its settings and the kernel's word."""
    if now is None:
        return Check(
            about=words.ADDRESS,
            is_well=False,
            says=words.ADDRESS_NONE,
            todo=words.ADDRESS_NONE_TODO,
        )
    found = re.search(r"^LAMPLIGHT_PAGES=.*--tls-listen (\S+):\d+", settings or "", re.MULTILINE)
    if found is None:
        return Check(
            about=words.ADDRESS,
            is_well=False,
            says=words.ADDRESS_UNKNOWN.format(file=file),
            todo=words.ADDRESS_UNKNOWN_TODO,
        )
    if (before := found[1].strip("[]")) == now:
        return Check(about=words.ADDRESS, is_well=True, says=words.ADDRESS_FINE)
    return Check(
        about=words.ADDRESS,
        is_well=False,
        says=words.ADDRESS_CHANGED.format(before=before, now=now),
        todo=words.ADDRESS_TODO.format(before=before, now=now, file=file),
    )


def fixed(said: str, now: str) -> Check | None:
    """Return whether the address is lent, by what `ip -j address show` says; None if unknown."""
    try:
        found = [
            one
            for link in json.loads(said)
            for one in link.get("addr_info", ())
            if one.get("local") == now
        ]
    except (ValueError, AttributeError, TypeError):
        return None
    if not found:
        return None
    if found[0].get("dynamic"):
        # A reserved address is as good, and cannot be told from here: no alarm, but what to see to.
        return Check(about=words.FIXED, is_well=True, says=words.FIXED_LENT, todo=words.FIXED_TODO)
    return Check(about=words.FIXED, is_well=True, says=words.FIXED_FINE)


def cable(interface: str, net: Path) -> Check | None:
    """Return how the box hangs on the network; None where the kernel does not know it."""
    link = net / interface
    if not link.is_dir():
        return None
    if (link / "wireless").exists() or (link / "phy80211").exists():
        return Check(
            about=words.CABLE,
            is_well=False,
            says=words.CABLE_WIFI,
            todo=words.CABLE_WIFI_TODO,
        )
    if _read(link / "carrier") == "1":
        return Check(about=words.CABLE, is_well=True, says=words.CABLE_FINE)
    return Check(about=words.CABLE, is_well=False, says=words.CABLE_OUT, todo=words.CABLE_OUT_TODO)


def time_servers(tracking: str | None, authdata: str | None) -> Check:
    """Return how sure the clock is, by what `chronyc -c` says; None is that it did not answer."""
    if tracking is None or authdata is None:
        return Check(
            about=words.TIME,
            is_well=False,
            says=words.TIME_SILENT,
            todo=words.TIME_SILENT_TODO,
        )
    if tracking.strip().endswith("Not synchronised") or not tracking.strip():
        return Check(about=words.TIME, is_well=False, says=words.TIME_NOT_SET, todo=words.TIME_TODO)
    rows = [line.split(",") for line in authdata.splitlines()]
    proven = sum(
        len(row) > _COOKIES
        and row[_NTS] == "NTS"
        and row[_COOKIES].isdecimal()
        and int(row[_COOKIES]) > 0
        for row in rows
    )
    if proven < ENOUGH_SERVERS:
        says = words.TIME_UNPROVEN.format(count=proven)
        return Check(about=words.TIME, is_well=False, says=says, todo=words.TIME_TODO)
    return Check(about=words.TIME, is_well=True, says=words.TIME_FINE.format(count=proven))


def card(folder: Path, has: os.statvfs_result) -> Check:
    """Return whether a folder of the machine takes anything, by what the kernel says of it."""
    if has.f_flag & os.ST_RDONLY:
        return Check(
            about=words.CARD,
            is_well=False,
            says=words.CARD_READ_ONLY.format(folder=folder),
            todo=words.CARD_READ_ONLY_TODO,
        )
    free = has.f_bavail * has.f_frsize
    if has.f_bavail < FREE_SHARE * has.f_blocks:
        says = words.CARD_FULL.format(folder=folder, free=_size(free))
        return Check(about=words.CARD, is_well=False, says=says, todo=words.CARD_TODO)
    return Check(about=words.CARD, is_well=True, says=words.CARD_FINE)


def journal(folder: Path) -> Check:
    """Return how much of the card the system's journal takes; one in memory takes nothing."""
    octets = 0
    for path in folder.rglob("*.journal*"):
        try:
            octets += path.stat().st_size
        except OSError:  # it was rotated away while we looked
            continue
    if octets > JOURNAL_OCTETS:
        says = words.JOURNAL_LARGE.format(size=_size(octets))
        return Check(about=words.JOURNAL, is_well=False, says=says, todo=words.JOURNAL_TODO)
    return Check(
        about=words.JOURNAL, is_well=True, says=words.JOURNAL_FINE.format(size=_size(octets))
    )


def power(sys: Path) -> Check | None:
    """Return whether the power was ever too low since the start; None on another board."""
    said = _read(sys / "devices/platform/soc/soc:firmware/get_throttled")
    try:
        was_weak = int(said, 16) & _WAS_WEAK
    except ValueError:
        return None
    if was_weak:
        return Check(about=words.POWER, is_well=False, says=words.POWER_WEAK, todo=words.POWER_TODO)
    return Check(about=words.POWER, is_well=True, says=words.POWER_FINE)


def put_aside(state: Path) -> list[Check]:
    """Return every file that was damaged and put aside, with the day on which that was."""
    return [
        Check(
            about=words.ASIDE,
            is_well=False,
            says=words.ASIDE_FILE.format(path=path, day=_day(path)),
            todo=(
                words.ASIDE_RECORDER_TODO if path.parent.name == "recorder" else words.ASIDE_TODO
            ),
        )
        for path in sorted(state.glob("*/*.damaged*"))
        if not path.name.endswith(("-wal", "-shm"))
    ]


def _day(path: Path) -> str:
    try:
        return datetime.fromtimestamp(path.lstat().st_ctime, UTC).date().isoformat()
    except OSError:
        return "a day that is not known"


def _size(octets: int) -> str:
    return f"{octets / _MEGA:.0f} MB"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
