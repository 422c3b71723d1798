"""Which boot of the machine this is, and how long it has lasted: the clock that nobody can step.

Rules kept here:
- CLOCK_BOOTTIME goes on while the machine sleeps, and no program can set it (clock_gettime(2)).
- A moment of it means something only together with the boot's name (random(4), boot_id).
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")

_MILLISECOND_NS: Final = 1_000_000


def boot_clock_ms() -> int:
    """Return CLOCK_BOOTTIME: milliseconds since the machine was switched on."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // _MILLISECOND_NS


def boot_id_in(path: Path = BOOT_ID) -> str | None:
    """Return this boot's name in hexadecimal digits, None where it cannot be told."""
    try:
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None
    return text.strip().replace("-", "") or None
