"""The demonstration's clock: this machine's own, believed without proof, or that of yesterday.

Rules kept here:
- The installed recorder cannot have it: nothing of the recorder imports the demonstration.
- Only how much the time is worth is played. What time it is, is true, but for the ceremony.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from agent.boot import boot_clock_ms
from consent.clock_judgement import Reading
from consent.clock_report import ClockReport, Leap

NO_BOOT: Final = "de" * 16
"""Stands for a boot that never was."""


class PlayedTime:
    """The wall clock and the boot clock, with a time service that is said to agree."""

    def __init__(self, *, behind: timedelta = timedelta()) -> None:
        """Run so far behind the wall clock; the boot clock is this machine's own."""
        self._behind = behind

    def read(self) -> Reading:
        """Return what the clocks say now."""
        boot_ms = boot_clock_ms()
        return Reading(
            now=datetime.now(UTC) - self._behind,
            boot_ms=boot_ms,
            boot_id=NO_BOOT if self._behind else NO_BOOT[::-1],
            kernel_synchronised=True,
            report=ClockReport(
                boot_id=NO_BOOT if self._behind else NO_BOOT[::-1],
                asked_ms=boot_ms,
                leap=Leap.NORMAL,
                updated_ms=boot_ms,
                agreeing=3,
                unproven=0,
                offset_ms=1,
            ),
        )
