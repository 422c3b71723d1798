"""Reading the clocks: the wall, the boot clock, the kernel's word, and what the time service says.

Rules kept here:
- Nothing is judged here; a reading is a value, and `consent/clock_judgement.py` says what it is
  worth.
- A report of another boot, one that says it was made later than now, or one that cannot be read,
  is no report. The file is read afresh when it changed and not otherwise.
- What cannot be read makes a reading worth less, and is never an error: the recorder goes on.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from agent.boot import BOOT_ID, boot_clock_ms, boot_id_in
from agent.recorder.kernel_time import is_synchronised
from agent.watch import WatchedFile
from consent.clock_judgement import Reading
from consent.clock_report import MAX_REPORT_OCTETS, ClockReport, report_from_octets
from consent.errors import ConsentError

REPORT: Final = Path("/run/lamplight/clock.json")
"""Where the job beside the time service leaves its report on the box."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class TimeSource(Protocol):
    """Whatever can say what time it is, and what that is worth."""

    def read(self) -> Reading:
        """Return what the clocks say now."""
        ...


class SystemClock:
    """The clocks of this machine."""

    def __init__(self, report: Path = REPORT, *, boot_id: Path = BOOT_ID) -> None:
        """Read the time service's report here. The boot stays the same while a process lives."""
        self._file = WatchedFile(report)
        self._report: ClockReport | None = None
        self._boot_id = boot_id_in(boot_id)

    def read(self) -> Reading:
        """Return what the clocks say now."""
        # The report first: read last, one that was made this moment would look later than now.
        report = self._latest_report()
        boot_ms = boot_clock_ms()
        if report is not None and not _is_about(report, self._boot_id, boot_ms):
            report = None
        return Reading(
            now=wall_clock(),
            boot_ms=boot_ms,
            boot_id=self._boot_id,
            kernel_synchronised=is_synchronised(),
            report=report,
        )

    def _latest_report(self) -> ClockReport | None:
        # A file that was taken away leaves its last report, which is soon too old to count.
        if self._file.changed():
            self._report = report_in(self._file.path)
        return self._report


def wall_clock() -> datetime:
    """Return CLOCK_REALTIME in UTC, to the microsecond."""
    # From whole numbers: as a fraction, these many digits would be rounded.
    return _EPOCH + timedelta(microseconds=time.clock_gettime_ns(time.CLOCK_REALTIME) // 1000)


def report_in(path: Path) -> ClockReport | None:
    """Return the report that a file holds, None where it cannot be read."""
    try:
        with path.open("rb") as file:
            # One octet more than there may be: a longer file is refused without being read whole.
            return report_from_octets(file.read(MAX_REPORT_OCTETS + 1))
    except (OSError, ConsentError):
        return None


def _is_about(report: ClockReport, boot_id: str | None, boot_ms: int) -> bool:
    return report.boot_id == boot_id and report.asked_ms <= boot_ms
