"""What time it is to the recorder: a reading, its judgement, and the mark kept on the card.

Rules kept here:
- Each look reads the clocks anew. Nothing is remembered of them but what the judgement remembers.
- A clock that cannot be read, or whose mark the card does not take, is not to be trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from agent.recorder.clock import TimeSource
from agent.recorder.clock_memory import KeptClock
from consent.errors import ConsentError
from consent.home import Clock, ClockState


@dataclass(frozen=True, slots=True)
class Moment:
    """What the clock said last: the wall's instant, the boot clock, and what they are worth."""

    now: datetime
    boot_ms: int
    clock: Clock

    @property
    def is_trusted(self) -> bool:
        """Say whether the instant can be relied on."""
        return self.clock.state is ClockState.TRUSTED

    @property
    def at(self) -> datetime:
        """The instant at which something is said to happen, to the second."""
        return (self.now if self.is_trusted else self.clock.mark).replace(microsecond=0)


class Timepiece:
    """A time source with its judgement, kept in one folder."""

    def __init__(
        self,
        folder: Path,
        source: TimeSource,
        *,
        built_on: datetime,
        has_records: bool,
        is_idle: Callable[[], bool] = lambda: False,
    ) -> None:
        """Take up what was kept; `is_idle` says whether the box has no records yet.

        Raises OSError.
        """
        self._source = source
        self._kept = KeptClock(
            folder, build_date=built_on, has_records=has_records, is_idle=is_idle
        )
        self._boot_ms = 0

    def look(self) -> Moment:
        """Return what time it is, and what that is worth. Raises nothing."""
        mark = self._kept.memory.mark
        try:
            reading = self._source.read()
        except (OSError, ConsentError):
            return Moment(mark, self._boot_ms, _nobody_knows(mark))
        self._boot_ms = reading.boot_ms
        try:
            clock = self._kept.judge(reading)
        except OSError:
            clock = _nobody_knows(mark)
        return Moment(reading.now, reading.boot_ms, clock)

    def keep(self) -> None:
        """Keep the mark, as at stop. Raises nothing: it is kept every ten minutes too."""
        with suppress(OSError):
            self._kept.keep()


def _nobody_knows(mark: datetime) -> Clock:
    return Clock(state=ClockState.UNSYNCHRONISED, mark=mark)
