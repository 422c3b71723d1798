"""Asking the running agent over its socket: one connection, one request, one answer.

Rules kept here:
- What both may say, and the form of it, is `policy`'s (`agent_requests`, `agent_answers`,
  `agent_packets`). The console never learns here what anybody looked up, save what a device asks
  to see of itself.
- An agent that is not there, that does not answer in time, or whose answer cannot be read, is a
  value (`AgentSilence`): a page says that it cannot tell, and gives no number. Nothing is guessed
  from an older answer, and nothing is kept.
- An answer of another kind than was asked for is as good as none.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from policy.agent_answers import (
    Answer,
    JustBlocked,
    NotDone,
    SelftestCame,
    TimeLeft,
    Totals,
    WarningsDue,
    answer_from_octets,
)
from policy.agent_packets import START_OCTETS, length_in, packet_of
from policy.agent_requests import (
    AskJustBlocked,
    AskSelftest,
    AskTimeLeft,
    AskTotals,
    AskWarnings,
    BeginFix,
    Borrow,
    GiveBack,
    Request,
    request_to_octets,
)
from policy.errors import AgentMessageMalformed
from policy.timed import Target

PATIENCE_SECONDS: Final = 2.0
"""How long somebody who opened a page waits for the agent altogether. It answers from memory."""

_PART_OCTETS: Final = 65_536

_Kind = TypeVar("_Kind", TimeLeft, WarningsDue, JustBlocked, Totals, SelftestCame)


class AgentSilence(StrEnum):
    """Why the agent's answer cannot be told."""

    NOT_THERE = "not-there"
    TOO_LATE = "too-late"
    UNREADABLE = "unreadable"


ToldTime: TypeAlias = TimeLeft | NotDone | AgentSilence


@dataclass(frozen=True, slots=True)
class Agent:
    """The agent that answers at a path. None of its methods raises."""

    path: Path
    patience_seconds: float = PATIENCE_SECONDS

    def time_left(self) -> TimeLeft | AgentSilence:
        """Return how many minutes are left of every budget, of everybody."""
        return _told(self._ask(AskTimeLeft()), TimeLeft)

    def warnings(self) -> WarningsDue | AgentSilence:
        """Return which warnings are due."""
        return _told(self._ask(AskWarnings()), WarningsDue)

    def borrow(self, young_person: int, target: Target) -> ToldTime:
        """Take ten minutes of a target from tomorrow; return what is left then, or why not."""
        asked = Borrow(young_person=young_person, target=target)
        return _told_or_not(self._ask(asked), TimeLeft)

    def give_back(self, young_person: int, target: Target, minutes: int) -> ToldTime:
        """Give back minutes that were counted and not used; return what is left, or why not."""
        asked = GiveBack(young_person=young_person, target=target, minutes=minutes)
        return _told_or_not(self._ask(asked), TimeLeft)

    def begin_fix(self, address: str) -> JustBlocked | NotDone | AgentSilence:
        """Have the device at an address show, to itself, what is blocked on it from now on."""
        return _told_or_not(self._ask(BeginFix(address=address)), JustBlocked)

    def just_blocked(self, address: str) -> JustBlocked | NotDone | AgentSilence:
        """Return what was blocked on the device at an address since its holder asked."""
        return _told_or_not(self._ask(AskJustBlocked(address=address)), JustBlocked)

    def totals(self) -> Totals | AgentSilence:
        """Return how much the whole home asked lately, as sums."""
        return _told(self._ask(AskTotals()), Totals)

    def selftest(self, nonce: str) -> SelftestCame | AgentSilence:
        """Return by which families a self-test's name came."""
        return _told(self._ask(AskSelftest(nonce=nonce)), SelftestCame)

    def _ask(self, request: Request) -> Answer | AgentSilence:
        until = time.monotonic() + self.patience_seconds
        try:
            packet = packet_of(request_to_octets(request))
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
                asking.settimeout(self.patience_seconds)
                asking.connect(str(self.path))
                asking.sendall(packet)
                length = length_in(_exactly(asking, START_OCTETS, until))
                return answer_from_octets(_exactly(asking, length, until))
        except TimeoutError:
            return AgentSilence.TOO_LATE
        except AgentMessageMalformed:
            return AgentSilence.UNREADABLE
        except (OSError, ValueError):  # nobody listens, or this is no path that a socket can have
            return AgentSilence.NOT_THERE


def _told(answer: Answer | AgentSilence, kind: type[_Kind]) -> _Kind | AgentSilence:
    if isinstance(answer, kind | AgentSilence):
        return answer
    return AgentSilence.UNREADABLE


def _told_or_not(
    answer: Answer | AgentSilence, kind: type[_Kind]
) -> _Kind | NotDone | AgentSilence:
    return answer if isinstance(answer, NotDone) else _told(answer, kind)


def _exactly(asking: socket.socket, length: int, until: float) -> bytes:
    """Return so many octets. Raises AgentMessageMalformed where there are fewer, TimeoutError."""
    found = b""
    while len(found) < length:
        # For all of the answer together: one octet a second would otherwise hold a page for days.
        rest = until - time.monotonic()
        if rest <= 0:
            raise TimeoutError
        asking.settimeout(rest)
        part = asking.recv(min(length - len(found), _PART_OCTETS))
        if not part:
            raise AgentMessageMalformed("the answer ended early")
        found += part
    return found
