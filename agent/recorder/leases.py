"""Lending: one end of a socket pair for each device, to the one agent that is connected.

Rules kept here:
- To take back is to close. What was sent before is not read any more, and what is sent after has
  nowhere to go; it needs no answer from the agent, and no file.
- One agent at a time. A second one that connects takes the first one's place, and what was lent to
  the first is closed.
- Nothing here knows an agreement. It is told for which device, on which terms, until when.
- Sockets never wait: an agent that does not read loses its connection, and with it every lease.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.recorder.errors import RecorderBroken
from consent.lease import LeaseMessage, Lend, Renew, TakeBack, message_to_octets
from consent.observation import MAX_DATAGRAM_OCTETS, Terms

BATCH: Final = 256

Watch = Callable[[socket.socket, Callable[[], None]], None]
"""Has a function called whenever a socket can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LentFor:
    """Where a device is lent for. With `links`, only what these ask from there is observed."""

    addresses: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(slots=True)
class _Lent:
    ours: socket.socket
    terms: Terms
    where: LentFor
    since_ms: int


class Leases:
    """What is lent now. `observed` is called with a device and what arrived for it."""

    def __init__(
        self,
        path: Path,
        *,
        watch: Watch,
        unwatch: Callable[[socket.socket], None],
        observed: Callable[[str, bytes], None],
        connected: Callable[[], None],
    ) -> None:
        """Listen for the agent at `path`. Raises RecorderBroken."""
        self._watch, self._unwatch = watch, unwatch
        self._observed, self._connected = observed, connected
        self._agent: socket.socket | None = None
        self._lent: dict[str, _Lent] = {}
        self._listening = listening_at(path, socket.SOCK_SEQPACKET)
        watch(self._listening, self._accept)

    @property
    def has_agent(self) -> bool:
        """Say whether an agent is there to lend to."""
        return self._agent is not None

    @property
    def devices(self) -> frozenset[str]:
        """Return the devices for which something is lent."""
        return frozenset(self._lent)

    def lent_since(self, device: str) -> int | None:
        """Return since when (boot milliseconds) a device's lease runs on, None without one."""
        found = self._lent.get(device)
        return None if found is None else found.since_ms

    def lend(
        self,
        device: str,
        terms: Terms,
        where: LentFor,
        *,
        now_ms: int,
        until_ms: int,
        settling_ms: int,
    ) -> None:
        """Lend for a device, or renew what is lent on the same terms."""
        found = self._lent.get(device)
        if found is not None and (found.terms, found.where) != (terms, where):
            self.take_back(device)
            found = None
        if found is not None:
            settling = now_ms < found.since_ms + settling_ms
            self._say(Renew(device=device, until_ms=until_ms, is_settling=settling))
            return
        if self._agent is None:
            return
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        theirs.setblocking(False)
        message = Lend(
            device=device,
            addresses=where.addresses,
            links=where.links,
            level=terms.level,
            categories=tuple(sorted(terms.categories)),
            watch=tuple(sorted(terms.watch)),
            never_recorded=tuple(sorted(terms.never_recorded)),
            until_ms=until_ms,
            is_settling=settling_ms > 0,
        )
        self._lent[device] = _Lent(ours, terms, where, now_ms)
        self._watch(ours, lambda: self._receive(device, ours))
        self._say(message, theirs)
        # The kernel has made the agent's copy. Ours would keep the way open after theirs is gone.
        theirs.close()

    def take_back(self, device: str) -> None:
        """Close what is lent for a device; nothing more is read from it."""
        found = self._lent.pop(device, None)
        if found is not None:
            self._unwatch(found.ours)
            found.ours.close()
            self._say(TakeBack(device=device))

    def close(self) -> None:
        """Take everything back and listen no more; a second time, it is done already."""
        self._drop_agent()
        if self._listening.fileno() >= 0:
            self._unwatch(self._listening)
            self._listening.close()

    def _accept(self) -> None:
        try:
            agent, _ = self._listening.accept()
        except OSError:
            return
        agent.setblocking(False)
        self._drop_agent()
        self._agent = agent
        self._watch(agent, self._hear)
        self._connected()

    def _hear(self) -> None:
        """Drop an agent that is gone, or that says something: ours only listens."""
        agent = self._agent
        if agent is None:
            return
        try:
            agent.recv(1)
        except BlockingIOError:
            return
        except OSError:
            pass
        self._drop_agent()

    def _receive(self, device: str, ours: socket.socket) -> None:
        for octets in _datagrams(ours):
            # Taken back while we read: what is left over is not read any more.
            if device not in self._lent or self._lent[device].ours is not ours:
                return
            if not octets:
                self.take_back(device)
                return
            self._observed(device, octets)

    def _say(self, message: LeaseMessage, descriptor: socket.socket | None = None) -> None:
        if self._agent is None:
            return
        octets = message_to_octets(message)
        try:
            if descriptor is None:
                self._agent.send(octets)
            else:
                socket.send_fds(self._agent, [octets], [descriptor.fileno()])
        except OSError:
            self._drop_agent()

    def _drop_agent(self) -> None:
        agent, self._agent = self._agent, None
        for device in list(self._lent):
            self.take_back(device)
        if agent is not None:
            self._unwatch(agent)
            agent.close()


def _datagrams(ours: socket.socket) -> Iterator[bytes]:
    for _ in range(BATCH):
        try:
            yield ours.recv(MAX_DATAGRAM_OCTETS + 1)
        except BlockingIOError:
            return
        except OSError:
            yield b""
            return


def listening_at(path: Path, kind: socket.SocketKind) -> socket.socket:
    """Return a Unix socket that listens at a path, in place of one left there by a dead process.

    Raises RecorderBroken where a living one listens, or the path cannot be used.
    """
    listening = socket.socket(socket.AF_UNIX, kind)
    listening.setblocking(False)
    with suppress(OSError), socket.socket(socket.AF_UNIX, kind) as probe:
        probe.connect(str(path))
        listening.close()
        raise RecorderBroken(f"another recorder is running at {path}; stop it first")
    try:
        path.unlink(missing_ok=True)
        listening.bind(str(path))
        path.chmod(0o660)
        listening.listen(16)
    except OSError as error:
        listening.close()
        why = error.strerror or "its name is too long for a socket; take a shorter folder"
        raise RecorderBroken(f"{path} cannot be listened on ({why})") from None
    return listening
