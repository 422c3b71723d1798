"""One connection that is kept and used for everything, whatever is spoken on it.

Rules kept here:
- One connection at a time for each upstream. When it ends, what was on its way is asked once more
  on a new one: many upstreams close early.
- A connection on which everything stays silent is given up: it may be dead without saying so.
- Who gives up waiting takes nobody along.
- A connection that has ended is in no ring of objects, or its quarter of a megabyte would stay
  until the collector comes: who waits hears of nothing, and raises an error of their own.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

from agent.dns.upstream.secured import Opened, Secured, cut_off
from agent.dns.wire import Answer, Question

SECONDS = (3.0, 2.0)
"""How long to wait in each round: a first question waits for TCP and TLS too, some three ways."""
SILENT_SECONDS = 1.5
"""When something is awaited and nothing came for so long, a connection is given up; there is time
left then to ask once more on a new one."""
MAX_ON_THEIR_WAY = 4_096
_ATTEMPTS = 2


class Ended(Exception):
    """What was asked was not answered on this connection; on another one it may be."""


class Connection(ABC):
    """A connection on which everything is asked until it ends."""

    ERRORS: ClassVar[tuple[type[Exception], ...]] = (OSError, asyncio.IncompleteReadError)
    """What reading from it may raise; it ends then."""

    def __init__(self, opened: Opened, silent_seconds: float) -> None:
        """Read from it, from now on."""
        self.is_open = True
        self._reader = opened.reader
        self._writer = opened.writer
        self._silent_seconds = silent_seconds
        self._silence: asyncio.TimerHandle | None = None
        self._reading: asyncio.Task[None] | None = asyncio.create_task(self._read())

    @abstractmethod
    async def ask(self, question: Question) -> Answer | None:
        """Return the answer, None where what came cannot be used. Raises Ended."""

    @abstractmethod
    async def _read_on(self) -> None:
        """Hand on what comes next."""

    @abstractmethod
    def _is_awaiting(self) -> bool:
        """Say whether anything is to come."""

    @abstractmethod
    def _let_go(self) -> None:
        """Tell all who wait that nothing will come."""

    async def _read(self) -> None:
        try:
            while self.is_open:
                await self._read_on()
        except self.ERRORS:
            pass
        finally:
            self._end()

    def _await_a_word(self) -> None:
        """Count the silence from now on, if anything is awaited."""
        if self._silence is not None:
            self._silence.cancel()
            self._silence = None
        if self.is_open and self._is_awaiting():
            loop = asyncio.get_running_loop()
            self._silence = loop.call_later(self._silent_seconds, self._end)

    def _end(self) -> None:
        """Close, and tell all who wait that nothing will come."""
        self.is_open = False
        self._let_go()
        self._await_a_word()
        if (reading := self._reading) is not None:
            self._reading = None
            reading.cancel()
        cut_off(self._writer)


class Kept:
    """One resolver that is asked on a connection that is kept."""

    def __init__(self, secured: Secured, speak: Callable[[Opened], Connection]) -> None:
        """Connect by `secured` when first asked; `speak` knows what is spoken then."""
        self._secured = secured
        self._speak = speak
        self._connecting: asyncio.Task[Connection | None] | None = None

    async def ask(self, question: Question, seconds: float) -> Answer | None:
        """Return what it says, None where it gives nothing that can be used in time."""
        try:
            async with asyncio.timeout(seconds):
                for _ in range(_ATTEMPTS):
                    connection = await self._connected()
                    if connection is None:
                        return None
                    try:
                        return await connection.ask(question)
                    except Ended:
                        continue
        except TimeoutError:
            pass
        return None

    async def _connected(self) -> Connection | None:
        """Return the connection that is open, or a new one for all who wait for it."""
        task = self._connecting
        if task is None or (task.done() and not _is_open(task)):
            task = self._connecting = asyncio.create_task(self._open())
        return await asyncio.shield(task)

    async def _open(self) -> Connection | None:
        opened = await self._secured.open()
        return None if opened is None else self._speak(opened)


def _is_open(task: asyncio.Task[Connection | None]) -> bool:
    if task.cancelled() or task.exception() is not None:
        return False
    connection = task.result()
    return connection is not None and connection.is_open
