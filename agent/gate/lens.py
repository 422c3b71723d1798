"""One device's lens: the only thing through which anything of its look-ups leaves this process.

Rules kept here:
- A look-up is made small before it is sent, and what is too much is never sent to be cut later.
- Answering never waits for it and never fails by it: a socket that is full or closed loses the
  observation, and a number says how many were lost. What goes wrong in here ends the lens.
- Where it could be another who asks, nothing is sent. That is found out last, of what would be
  sent: so nobody but the lent device pays for it, and quiet begins whoever it was.
- It ends by itself at `until_ms` of the boot clock, whatever anybody says or fails to say.
- Quiet is kept also while nothing may be sent yet, so that it holds when sending begins.
- What it remembers is bounded, holds what was sent in the last minute and a few names, and goes
  with it. Nothing of it can be printed or written to a file.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Final, NoReturn, final

from agent.gate.never import brings_quiet, is_nobodys, never_observed
from agent.gate.reduction import reduced
from agent.in_force import InForce
from consent.observation import Observation, Terms, observation_to_octets
from consent.suffixes import is_registrable, registrable
from policy.names import Name, to_text
from policy.verdict import Verdict

QUIET_MS: Final = 15 * 60 * 1000
"""How long nothing is observed after somebody sought help."""

AGAIN_MS: Final = 60 * 1000
"""How long the same observation is not sent again: one page asks for a name several times."""

MAX_RECENT: Final = 512
"""How many different observations a minute has room for; more are lost, so that a flood is."""

MAX_SITES: Final = 512
"""For how many names the registrable domain is remembered."""

_FLAGS: Final = socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL


def undoubted() -> bool:
    """Say that the device itself asks: its addresses are all that it is known by."""
    return True


@final
class Lens:
    """Observes for one lent device, through one end of a socket pair that it owns."""

    __slots__ = (
        "_clock",
        "_is_settling",
        "_lost",
        "_never",
        "_quiet_until_ms",
        "_recent",
        "_sites",
        "_terms",
        "_until_ms",
        "_way",
    )

    def __init__(
        self,
        way: socket.socket,
        terms: Terms,
        clock: Callable[[], int],
        *,
        until_ms: int,
        is_settling: bool,
    ) -> None:
        """Own `way`, and begin with nothing remembered. `clock` gives boot milliseconds."""
        way.setblocking(False)
        self._way: socket.socket | None = way
        self._terms = terms
        self._clock = clock
        self._until_ms = until_ms
        self._is_settling = is_settling
        self._never = never_observed(terms.never_recorded)
        self._quiet_until_ms = 0
        self._recent: dict[bytes, int] = {}
        self._sites: dict[Name, str | None] = {}
        self._lost = 0

    def __repr__(self) -> str:
        return "<Lens>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a lens is not written to a file")

    @property
    def lost(self) -> int:
        """How many observations were lost because nobody could take them."""
        return self._lost

    def is_over(self) -> bool:
        """Say whether it has ended; where its time is over, end it."""
        if self._way is not None and self._clock() >= self._until_ms:
            self.close()
        return self._way is None

    def renew(self, until_ms: int, *, is_settling: bool) -> None:
        """Go on until then. What has ended stays ended."""
        if not self.is_over():
            self._until_ms = until_ms
            self._is_settling = is_settling

    def hush(self) -> None:
        """Begin quiet now: for a while it could not be seen what was looked up."""
        self._quiet_until_ms = self._clock() + QUIET_MS

    def tidy(self) -> None:
        """Forget what was sent more than a minute ago, and every name that was looked up."""
        self._forget_until(self._clock() - AGAIN_MS)
        self._sites.clear()

    def close(self) -> None:
        """End it: close the way and forget everything."""
        way, self._way = self._way, None
        if way is not None:
            way.close()
        self._recent.clear()
        self._sites.clear()

    def observe(
        self,
        name: Name,
        verdict: Verdict,
        in_force: InForce,
        is_device: Callable[[], bool] = undoubted,
    ) -> None:
        """Send what the terms let through of a decided look-up, if anything. Never raises.

        `is_device` finds out whether the lent device asked, and costs something.
        """
        try:
            self._observe(name, verdict, in_force, is_device)
        except Exception:  # noqa: BLE001 - whatever is wrong here, the device gets its answer
            self._lost += 1
            self.close()

    def _observe(
        self, name: Name, verdict: Verdict, in_force: InForce, is_device: Callable[[], bool]
    ) -> None:
        if self.is_over():
            return
        # Before anything else is asked: quiet begins whatever the verdict was, and while settling.
        quiet = brings_quiet(name, self._never)
        if quiet is not None:
            if quiet:
                self.hush()
            return
        if self._is_settling or is_nobodys(name) or self._clock() < self._quiet_until_ms:
            return
        observation = reduced(name, verdict, in_force, self._terms, self._site_of)
        if observation is not None:
            self._send(observation, is_device)

    def _send(self, observation: Observation, is_device: Callable[[], bool]) -> None:
        octets = observation_to_octets(observation)
        now = self._clock()
        self._forget_until(now - AGAIN_MS)
        if self._way is None or octets in self._recent:
            return
        if len(self._recent) >= MAX_RECENT:
            self._lost += 1
            return
        if not is_device():
            return
        try:
            self._way.send(octets, _FLAGS)
        except BlockingIOError:  # nobody reads; the next one may find room
            self._lost += 1
        except OSError:  # the other end is closed, and it will not open again
            self._lost += 1
            self.close()
        else:
            self._recent[octets] = now

    def _forget_until(self, then_ms: int) -> None:
        """Forget what was sent at `then_ms` or before; what was sent first stands first."""
        recent = self._recent
        while recent:
            first = next(iter(recent))
            if recent[first] > then_ms:
                return
            del recent[first]

    def _site_of(self, name: Name) -> str | None:
        """Return the registrable domain of a name, None where it has none that can be said."""
        if name not in self._sites:
            if len(self._sites) >= MAX_SITES:
                self._sites.clear()
            site = registrable(to_text(name))
            self._sites[name] = site if site is not None and is_registrable(site) else None
        return self._sites[name]
