"""One clock for all processes of a home, held in memory that they share, and moved by a test.

Rules kept here:
- It stands still until it is told, and never runs backwards. Whoever reads it pays next to nothing.
- From one number come the wall clock, the boot clock, and what the time service says of both.
"""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from consent.clock_judgement import Reading
from consent.clock_report import ClockReport, Leap

BEGAN: Final = datetime(2027, 3, 2, 15, 30, tzinfo=UTC)
"""A Tuesday in winter, when school is over: clocks at home show what UTC does."""

UP_SECONDS: Final = 3_600
"""How long the box has been on then."""

BOOT_ID: Final = f"{1:032x}"
_SECONDS: Final = struct.Struct("<q")


class HeldClock:
    """Whole seconds since the box was switched on; called, it is a monotonic clock."""

    def __init__(self, path: Path) -> None:
        """Join whoever holds the clock of this file; the first one begins it."""
        if not path.exists():
            path.write_bytes(_SECONDS.pack(UP_SECONDS))
        with path.open("r+b") as file:
            self._octets = mmap.mmap(file.fileno(), _SECONDS.size)

    def __call__(self) -> float:
        """Return seconds that never run backwards."""
        return float(self._seconds())

    def boot_ms(self) -> int:
        """Return the boot clock."""
        return self._seconds() * 1_000

    def wall(self) -> datetime:
        """Return the wall clock."""
        return BEGAN + timedelta(seconds=self._seconds() - UP_SECONDS)

    def read(self) -> Reading:
        """Return what the recorder reads: the network set the clock, and goes on doing so."""
        boot_ms = self.boot_ms()
        return Reading(
            now=self.wall(),
            boot_ms=boot_ms,
            boot_id=BOOT_ID,
            kernel_synchronised=True,
            report=ClockReport(
                boot_id=BOOT_ID,
                asked_ms=boot_ms,
                leap=Leap.NORMAL,
                updated_ms=boot_ms,
                agreeing=3,
                unproven=0,
                offset_ms=2,
            ),
        )

    def pass_on_to(self, second: int) -> None:
        """Let time pass until so many seconds of the day are over."""
        _SECONDS.pack_into(self._octets, 0, UP_SECONDS + second)

    def _seconds(self) -> int:
        (seconds,) = _SECONDS.unpack_from(self._octets)
        return int(seconds)
