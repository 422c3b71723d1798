"""How much fetching one list may cost, and the socket that keeps to it.

Rules kept here:
- Time and octets are counted at the wire, where nothing can come without being counted. Between
  the pieces of a body that an HTTP library hands out lie many reads: of headers, of interim
  answers, of the marks between chunks. A publisher that drips those would be waited for without
  end.
- An end of the connection that TLS did not announce is no end: anybody on the way can make one.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from agent.errors import AgentError

SPARE_OCTETS: Final = 2**20


class FetchFault(StrEnum):
    """Why a list could not be fetched. The value is what a person reads."""

    NOT_HTTPS = "an address that is not a safe one"
    UNREACHABLE = "the publisher cannot be reached"
    UNTRUSTED = "the publisher cannot prove who it is"
    TOO_SLOW = "too slow"
    TOO_LARGE = "too large"
    WRONG_TYPE = "something other than a list, such as a web page"
    CUT_OFF = "cut off before its end"
    GONE = "gone"
    REFUSED = "refused"
    SENT_ASTRAY = "sent on too often, or to an unsafe address"


class FetchEnded(AgentError):
    """A fetch has come to its end without a list.

    `detail` adds a status or the like in our words, never what was sent.
    """

    def __init__(self, fault: FetchFault, detail: str) -> None:
        super().__init__(f"{fault}: {detail}")
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a fetch may cost: `seconds` for the whole, `idle_seconds` for each single wait."""

    octets: int
    seconds: float
    idle_seconds: float = 30.0
    moves: int = 5

    def too_large(self) -> FetchEnded:
        """Return what ends a fetch that has passed `octets`."""
        return FetchEnded(FetchFault.TOO_LARGE, f"more than {self.octets:,} octets")


class Allowance:
    """What is left of the limits of one fetch, over all its moves."""

    def __init__(self, limits: Limits, now: Callable[[], float]) -> None:
        """Begin to count. `now` counts seconds."""
        self._limits = limits
        self._now = now
        self._ends_at = now() + limits.seconds
        # A list, what stands around its chunks, and the headers of every move. It ends what never
        # becomes a body; the body itself is held to the limit by whoever reads it.
        self._octets = 2 * limits.octets + SPARE_OCTETS

    def next_wait(self) -> float:
        """Return how many seconds the next wait may last. Raises FetchEnded where none are left."""
        left = self._ends_at - self._now()
        if left <= 0:
            raise FetchEnded(FetchFault.TOO_SLOW, f"not whole after {self._limits.seconds:g} s")
        return min(left, self._limits.idle_seconds)

    def spend(self, octets: int) -> None:
        """Count what came. Raises FetchEnded when it was too much."""
        self._octets -= octets
        if self._octets < 0:
            raise self._limits.too_large()


def held_socket(allowance: Callable[[], Allowance]) -> type[ssl.SSLSocket]:
    """Return a kind of socket whose every read is held against what `allowance` gives then."""

    class HeldSocket(ssl.SSLSocket):
        suppress_ragged_eofs: bool

        def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
            held = allowance()
            self.settimeout(held.next_wait())
            # Left as it is, an end that TLS did not announce would look like one that it did.
            self.suppress_ragged_eofs = False
            octets = super().recv(buflen, flags)
            held.spend(len(octets))
            return octets

    return HeldSocket
