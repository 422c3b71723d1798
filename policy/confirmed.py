"""What time it is by a carer's word, where the box's own clock cannot know.

Rules kept here:
- A carer looks at a clock on the wall and says so, in the console. It counts for the boot in which
  it was said: the boot clock goes on from there, and nobody can step it.
- It counts until somebody sets the box's own clock after it, as the network's time does; then that
  clock is believed again.
- It is for filtering alone. What is recorded needs time that nobody can say (decision 16 of the
  design, `consent.clock_judgement`).
- Agent and console reckon with this one function, so that a grant of fifteen minutes ends after
  fifteen minutes for both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

MAX_BOOT_MS: Final = 2**53 - 1

SET_ANEW: Final = timedelta(seconds=60)
"""By how much the box's clock and the boot clock come apart where somebody set it, at least."""

_BOOT_ID: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedTime:
    """A carer said that it is `at`, while the box's clock showed `clock`.

    That was `boot_ms` of the boot clock, in the boot that `boot_id` names in 32 hexadecimal digits.
    """

    at: datetime
    clock: datetime
    boot_id: str
    boot_ms: int

    def __post_init__(self) -> None:
        """Refuse what could be any time, and what a document cannot hold."""
        for instant in (self.at, self.clock):
            if instant.tzinfo is None:
                raise ValueError("an instant has a zone; this time has none")
            if instant.microsecond:
                raise ValueError("a confirmed time is a whole second")
        if not _BOOT_ID.fullmatch(self.boot_id):
            raise ValueError("a boot is named by 32 hexadecimal digits")
        if not 0 <= self.boot_ms <= MAX_BOOT_MS:
            raise ValueError("that is no time since the start of the box")

    def counts(self, clock: datetime, boot_id: str | None, boot_ms: int) -> bool:
        """Say whether it still counts, given what the box's clocks show now."""
        if boot_id != self.boot_id or boot_ms < self.boot_ms:
            return False
        passed = timedelta(milliseconds=boot_ms - self.boot_ms)
        return abs(clock - self.clock - passed) < SET_ANEW

    @property
    def behind(self) -> timedelta:
        """Return by how much the box's clock is behind; below nothing where it is ahead."""
        return self.at - self.clock
