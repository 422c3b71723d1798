"""What could not be found out, remembered shortly, so that a failing upstream is not asked by all.

Rules kept here:
- A failure is remembered for seconds (RFC 9520 section 3.2: one second to five minutes), twice as
  long each time it comes again, and for less than a minute: a home whose internet comes back should
  notice at once.
- That nobody above said anything is forgotten with the first answer to anything: it was the way up
  that was broken, and not the name.
- What is remembered does not depend on who asked. It is bounded; the oldest goes first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from agent.dns.answers import LocalAnswer
from agent.dns.cache import Key

FIRST_SECONDS: Final = 1.0
MOST_SECONDS: Final = 40.0
MAX_REMEMBERED: Final = 1_000
AGAIN_WITHIN_SECONDS: Final = 60.0
"""A failure that comes this soon after the last one's time was over is the same one still."""


class _Failure(NamedTuple):
    says: LocalAnswer
    seconds: float
    until: float
    is_silence: bool


class Shortly:
    """What is said for a while of questions that could not be answered."""

    def __init__(self, clock: Callable[[], float], max_remembered: int = MAX_REMEMBERED) -> None:
        """Remember nothing yet. `clock` gives seconds that never run backwards."""
        self._clock = clock
        self._most = max_remembered
        self._failures: dict[Key, _Failure] = {}
        self._is_silent = False

    def __len__(self) -> int:
        return len(self._failures)

    def find(self, key: Key) -> LocalAnswer | None:
        """Return what is still said of a question, None where it is to be asked."""
        failure = self._failures.get(key) if self._failures else None
        return None if failure is None or self._clock() >= failure.until else failure.says

    def failed(
        self, key: Key, says: LocalAnswer, *, is_silence: bool, at_least: float = FIRST_SECONDS
    ) -> None:
        """Remember that a question could not be answered, for at least so many seconds."""
        now, seconds = self._clock(), at_least
        before = self._failures.pop(key, None)
        if before is not None and now < before.until + AGAIN_WITHIN_SECONDS:
            # Asked meanwhile by another on its way, it is no new failure, and not longer for that.
            longer = before.seconds if now < before.until else before.seconds * 2
            seconds = max(at_least, min(longer, MOST_SECONDS))
        while len(self._failures) >= self._most:
            del self._failures[next(iter(self._failures))]
        self._failures[key] = _Failure(says, seconds, now + seconds, is_silence)
        self._is_silent = self._is_silent or is_silence

    def answered(self, key: Key) -> None:
        """Take note that a question was answered."""
        if not self._failures:
            return
        self._failures.pop(key, None)
        if self._is_silent:
            self._is_silent = False
            self._failures = {
                key: failure for key, failure in self._failures.items() if not failure.is_silence
            }
