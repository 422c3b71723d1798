"""What the tests of the gate share: a boot clock in hand, leases, and the recorder's side of them.

Rules kept here:
- The descriptors are real socket pairs, and what is read from one is what really left.
- What arrives is judged by `consent.observation`, as the recorder judges it at its own door.
"""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path
from typing import Final, Self

from agent.gate.lens import Lens
from agent.in_force import InForce
from consent.lease import LeaseMessage, Lend, message_to_octets
from consent.observation import (
    MAX_DATAGRAM_OCTETS,
    Observation,
    Terms,
    check_observation,
    observation_from_octets,
)
from policy.categories import Category
from policy.index import ListSource
from policy.names import from_text
from tests.agent.dns import house
from tests.policy.strategies import index_of

MINUTE_MS: Final = 60 * 1000
SAMS_PHONE: Final = "5a" * 16
TABLET: Final = "7b" * 16
PATIENCE_SECONDS: Final = 30.0

LISTED: Final = {
    Category.ADULT: ("adult-site.com", "adult-site.co.uk", "both.net", "blogs.github.io"),
    Category.GAMBLING: ("bets.com",),
    Category.GAMES: ("play.org", "both.net"),
    Category.ADS: ("ads.net", "both-ads.com"),
    Category.MALWARE: ("bad.net", "track.news.org"),
    Category.HOME_LIST: ("at-home.com", "both-home.com"),
}
"""What the lists of these tests name. `both.net` is on two lists of kinds that may be observed."""


class BootClock:
    """Milliseconds since the machine was switched on, which pass when a test says so."""

    def __init__(self) -> None:
        """Begin an hour after that."""
        self.now = 60 * MINUTE_MS

    def __call__(self) -> int:
        """Return the moment."""
        return self.now


def in_force() -> InForce:
    """Return the household of the other tests with the lists above."""
    lists = [
        (ListSource(category.value, category), [(from_text(text), False) for text in texts])
        for category, texts in LISTED.items()
    ]
    lists.append((ListSource("ours", Category.ADULT), [(from_text("both-ads.com"), False)]))
    lists.append((ListSource("ours too", Category.ADULT), [(from_text("both-home.com"), False)]))
    return house.current(index=index_of(lists)).in_force


def terms(
    level: int,
    *,
    categories: tuple[str, ...] = ("adult", "gambling"),
    watch: tuple[str, ...] = ("watched.com",),
    never_recorded: tuple[str, ...] = (),
) -> Terms:
    """Return the terms of a lease, as an agreement of that level has them."""
    return Terms(
        level=level,
        categories=frozenset(categories if level in (1, 2) else ()),
        watch=frozenset(watch if level == 3 else ()),
        never_recorded=frozenset(never_recorded),
    )


def lend(
    now_ms: int,
    device: str = SAMS_PHONE,
    *,
    level: int = 4,
    addresses: tuple[str, ...] = (house.SAM,),
    links: tuple[str, ...] = (),
    minutes: float = 10,
    is_settling: bool = False,
    never_recorded: tuple[str, ...] = (),
) -> Lend:
    """Return the message that lends for a device."""
    found = terms(level, never_recorded=never_recorded)
    return Lend(
        device=device,
        addresses=addresses,
        links=links,
        level=level,
        categories=tuple(sorted(found.categories)),
        watch=tuple(sorted(found.watch)),
        never_recorded=tuple(sorted(found.never_recorded)),
        until_ms=now_ms + round(minutes * MINUTE_MS),
        is_settling=is_settling,
    )


def pair() -> tuple[socket.socket, socket.socket]:
    """Return two ends of a way, the recorder's and the agent's, as the recorder makes them."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setblocking(False)
    return ours, theirs


class Way:
    """A lens on a way of its own, and what came out of the other end."""

    def __init__(
        self,
        found: Terms,
        clock: BootClock | None = None,
        *,
        minutes: float = 10,
        is_settling: bool = False,
    ) -> None:
        """Lend for so many minutes."""
        self.clock = clock or BootClock()
        self.terms = found
        self.ours, theirs = pair()
        until_ms = self.clock.now + round(minutes * MINUTE_MS)
        self.lens = Lens(theirs, found, self.clock, until_ms=until_ms, is_settling=is_settling)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.lens.close()
        self.ours.close()

    def arrived(self) -> list[tuple[str | None, str | None]]:
        """Return category and domain of all that arrived; each fits the terms, or this raises."""
        found = []
        for observation in arrived(self.ours):
            check_observation(observation, self.terms)
            found.append((observation.category, observation.domain))
        return found


def arrived(ours: socket.socket) -> list[Observation]:
    """Return what waits at the recorder's end; nothing more where the other end is closed."""
    found = []
    with contextlib.suppress(BlockingIOError):
        while octets := ours.recv(MAX_DATAGRAM_OCTETS + 1):
            found.append(observation_from_octets(octets))
    return found


def is_closed(ours: socket.socket) -> bool:
    """Say whether the agent's end is closed; what waits is read away."""
    try:
        while ours.recv(MAX_DATAGRAM_OCTETS + 1):
            pass
    except BlockingIOError:
        return False
    return True


def ends(ours: socket.socket) -> bool:
    """Wait until the agent's end is closed; False where patience ends first."""
    ours.settimeout(PATIENCE_SECONDS)
    try:
        while ours.recv(MAX_DATAGRAM_OCTETS + 1):
            pass
    except TimeoutError:
        return False
    return True


class Recorder:
    """The recorder's side of the connection: listens, and says what a test tells it to say."""

    def __init__(self, path: Path) -> None:
        """Listen at a path."""
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listening.settimeout(PATIENCE_SECONDS)
        self._listening.bind(str(path))
        self._listening.listen(4)
        self.agent: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()
        self._listening.close()

    def accept(self) -> None:
        """Wait for the agent to connect."""
        self.agent, _ = self._listening.accept()
        self.agent.settimeout(PATIENCE_SECONDS)

    def say(self, message: LeaseMessage, *descriptors: socket.socket) -> None:
        """Send a message with descriptors, which the agent then has copies of."""
        self.send(message_to_octets(message), *descriptors)

    def send(self, octets: bytes, *descriptors: socket.socket) -> None:
        """Send a packet of any octets."""
        assert self.agent is not None
        if descriptors:
            socket.send_fds(self.agent, [octets], [one.fileno() for one in descriptors])
        else:
            self.agent.send(octets)

    def lend(self, message: Lend) -> socket.socket:
        """Lend as the recorder does, and return its own end."""
        ours, theirs = pair()
        self.say(message, theirs)
        theirs.close()
        return ours

    def hang_up(self) -> None:
        """End the connection."""
        if self.agent is not None:
            self.agent.close()
            self.agent = None

    def was_left(self) -> bool:
        """Wait until the agent ends the connection; False where patience ends first."""
        assert self.agent is not None
        try:
            return self.agent.recv(1) == b""
        except TimeoutError:
            return False


def descriptors() -> set[int]:
    """Return the descriptors that this process has open, without the one that looks."""
    with contextlib.closing(socket.socket()) as looking:
        seen = {int(one.name) for one in Path("/proc/self/fd").iterdir()}
        return seen - {looking.fileno()}
