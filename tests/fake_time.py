"""Time for tests: clocks that stand still until they are told, and the same from a file.

Rules kept here:
- Only the value of the clock is played. What it is worth is judged by the real rules.
- `FakeTime` is for one process. With a `file`, it writes what it says there at each change, and
  `FileTime` reads that in another process: so both see one time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final

from agent.files import replace_file
from consent.clock_judgement import Reading
from consent.clock_report import ClockReport, Leap
from consent.encoding import json_from_object, object_from_json
from consent.lease import BootMs
from consent.records.fields import Id
from consent.schema import Span, read, write

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_DAY_SECONDS: Final = 24 * 60 * 60
_FARTHEST: Final = 2**53 - 1
UP_MS: Final = 60 * 60 * 1000
"""How long the box has been on when a test begins, unless it says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A reading as the file holds it."""

    wall_ms: Annotated[int, Span(-_FARTHEST, _FARTHEST)]
    boot_ms: BootMs
    boot_id: Id | None
    kernel_synchronised: bool
    report: ClockReport | None


class FakeTime:
    """Clocks that a test holds in its hands: synchronised, by three sources that agree."""

    def __init__(self, now: datetime, *, up_ms: int = UP_MS, file: Path | None = None) -> None:
        """Begin at a time, in a boot that began `up_ms` ago; write it to a file where one is given.

        The time service set the clock just now.
        """
        self._now = now
        self._boot_ms = up_ms
        self._boots = 1
        self._updated_ms: int | None = up_ms
        self._is_synchronised = True
        self._hears_sources = True
        self._file = file
        self._keep()

    def read(self) -> Reading:
        """Return what the clocks say."""
        return Reading(
            now=self._now,
            boot_ms=self._boot_ms,
            boot_id=self.boot_id,
            kernel_synchronised=self._is_synchronised,
            report=ClockReport(
                boot_id=self.boot_id,
                asked_ms=self._boot_ms,
                leap=Leap.NORMAL if self._is_synchronised else Leap.UNSYNCHRONISED,
                updated_ms=self._updated_ms,
                agreeing=3 if self._is_synchronised else 0,
                unproven=0,
                offset_ms=2,
            ),
        )

    @property
    def now(self) -> datetime:
        """The wall clock."""
        return self._now

    @property
    def boot_ms(self) -> int:
        """The boot clock."""
        return self._boot_ms

    @property
    def boot_id(self) -> str:
        """The name of this boot."""
        return f"{self._boots:032x}"

    def advance(self, seconds: float) -> None:
        """Let time pass on both clocks; where sources are heard, it was set again at the end."""
        passed_ms = round(seconds * 1000)
        self._now += passed_ms * _MILLISECOND
        self._boot_ms += passed_ms
        if self._hears_sources:
            self._updated_ms = self._boot_ms
        self._keep()

    def step(self, by: timedelta) -> None:
        """Step the wall clock; the boot clock stands still, and the sources notice nothing."""
        self._now += by
        self._keep()

    def unsynchronise(self) -> None:
        """Let the time service and the kernel say that the time is not known."""
        self._is_synchronised = self._hears_sources = False
        self._updated_ms = None
        self._keep()

    def synchronise(self) -> None:
        """Let the time service set the clock by its sources, just now."""
        self._is_synchronised = self._hears_sources = True
        self._updated_ms = self._boot_ms
        self._keep()

    def stale(self) -> None:
        """Let a day and a second pass without a word of the sources, which stay silent."""
        self._hears_sources = False
        self.advance(_DAY_SECONDS + 1)

    def reboot(
        self, *, off: timedelta = timedelta(seconds=30), is_synchronised: bool = False
    ) -> None:
        """Begin another boot, after being switched off for so long."""
        self._now += off
        self._boots += 1
        self._boot_ms = 20_000
        (self.synchronise if is_synchronised else self.unsynchronise)()

    def _keep(self) -> None:
        if self._file is not None:
            write_reading(self._file, self.read())


class FileTime:
    """Clocks that another process moves, by rewriting a file."""

    def __init__(self, path: Path) -> None:
        """Read this file, each time anew."""
        self._path = path

    def read(self) -> Reading:
        """Return what the file says. Raises OSError, ConsentError."""
        page = read(_Page, object_from_json(self._path.read_bytes()))
        return Reading(
            now=_EPOCH + page.wall_ms * _MILLISECOND,
            boot_ms=page.boot_ms,
            boot_id=page.boot_id,
            kernel_synchronised=page.kernel_synchronised,
            report=page.report,
        )


def write_reading(path: Path, reading: Reading) -> None:
    """Make `FileTime` of this path say a reading, to the millisecond."""
    page = _Page(
        wall_ms=(reading.now - _EPOCH) // _MILLISECOND,
        boot_ms=reading.boot_ms,
        boot_id=reading.boot_id,
        kernel_synchronised=reading.kernel_synchronised,
        report=reading.report,
    )
    replace_file(path, [json_from_object(write(page))])
