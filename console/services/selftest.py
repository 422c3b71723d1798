"""The test that a device makes on itself: a made-up name, and whether it came to this box.

Rules kept here:
- A number of chance is made for each page, and forgotten with its minute. Which device opened the
  page is not asked and not kept; of a test that was passed, one instant is (`console.last_test`).
- The agent keeps a number for a minute. One that is older, or not of this console, has no result:
  that nothing came can only be said while it could still be known.
- A look-up may be under way while somebody asks for the result, so it is waited for a little.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Final, TypeAlias

from console.last_test import LastTest
from console.store.agent import Agent, AgentSilence
from policy.agent_answers import SelftestCame
from policy.special import NONCE_OCTETS, LocalName

KNOWN_FOR: Final = timedelta(seconds=50)
"""Less than the minute for which the agent keeps a number."""
MOST_KNOWN: Final = 64
ASKED_TIMES: Final = 10
PAUSE_SECONDS: Final = 0.2


class NoResult(StrEnum):
    """Why nobody can say whether a test was passed."""

    TOO_OLD = "too-old"
    NOBODY_TO_ASK = "nobody-to-ask"


Result: TypeAlias = SelftestCame | NoResult


def name_of(nonce: str) -> str:
    """Return the name that a device has to look up."""
    return f"{nonce}.{LocalName.SELFTEST}"


@dataclass(slots=True)
class Selftests:
    """The tests that began lately, by their numbers."""

    agent: Agent | None
    last: LastTest
    pause: Callable[[float], None] = time.sleep
    _began: dict[str, datetime] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, now: datetime) -> str:
        """Return the number of a new test."""
        nonce = secrets.token_hex(NONCE_OCTETS // 2)
        with self._lock:
            while len(self._began) >= MOST_KNOWN:
                del self._began[next(iter(self._began))]
            self._began[nonce] = now
        return nonce

    def result(self, nonce: str, now: datetime) -> Result:
        """Return by which families a test's name came, or why nobody can say."""
        if self.agent is None:
            return NoResult.NOBODY_TO_ASK
        with self._lock:
            began = self._began.get(nonce)
        if began is None or not timedelta(0) <= now - began <= KNOWN_FOR:
            return NoResult.TOO_OLD
        came = self._asked(self.agent, nonce)
        if isinstance(came, AgentSilence):
            return NoResult.NOBODY_TO_ASK
        if has_come(came):
            self.last.passed(now)
        return came

    def _asked(self, agent: Agent, nonce: str) -> SelftestCame | AgentSilence:
        for _ in range(ASKED_TIMES):
            came = agent.selftest(nonce)
            if isinstance(came, AgentSilence) or has_come(came):
                break
            self.pause(PAUSE_SECONDS)
        return came


def has_come(came: SelftestCame) -> bool:
    """Say whether a name came by any family."""
    return came.over_ipv4 or came.over_ipv6
