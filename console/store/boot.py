"""Which boot of the machine this is, and how long it has lasted: the clock that nobody can step.

Rules kept here:
- What a carer says of the time counts for the boot in which it was said (`policy.confirmed`), so
  both the console and the agent ask the same two things of the kernel (clock_gettime(2),
  CLOCK_BOOTTIME; random(4), boot_id).
- A machine that does not tell its boot has none: then a carer's word for the time cannot be kept.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")

_MILLISECOND_NS: Final = 1_000_000


def boot_clock_ms() -> int:
    """Return the milliseconds since the machine was switched on, those asleep included."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // _MILLISECOND_NS


def boot_id_in(path: Path = BOOT_ID) -> str | None:
    """Return this boot's name in hexadecimal digits, None where it cannot be told."""
    try:
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None
    return text.strip().replace("-", "") or None
