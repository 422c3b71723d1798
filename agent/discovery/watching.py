"""Watching the home's network: the packet socket, the kernel and the table, on one loop.

Rules kept here:
- What comes in is looked at at once; it is published at most four times a second, so that a flood
  costs the card and the readers nothing.
- Nothing that comes from the network or the kernel ends the watching. An interface that goes away
  is waited for, and heard again when it is back.
- Only while something has to be asked or settled does it wake by itself every second.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from pyroute2 import AsyncIPRoute

from agent.discovery.asking import Asking, question_to_all, questions_to_routers
from agent.discovery.frames.ethernet import read_frame
from agent.discovery.netlink import Kernel, NoSuchInterface, Own
from agent.discovery.packet_socket import frames, open_packet_socket
from agent.discovery.published import Published
from agent.discovery.table import Table

SPACING_SECONDS: Final = 0.25
WAITING_SECONDS: Final = 0.5
QUIET_SECONDS: Final = 30.0
SOON_SECONDS: Final = 4.0
SOON_TIMES: Final = 3
"""How a device asks for routers on a network that it has come to (RFC 4861 section 10)."""
ROUTERS_SECONDS: Final = 540.0
"""A strange router or DHCP server is noticed within ten minutes, also one that says nothing."""


class Watching:
    """One interface, watched."""

    def __init__(self, interface: str, published: Published, clock: Callable[[], float]) -> None:
        """Watch an interface; `clock` counts seconds and is never set back."""
        self._interface = interface
        self._published = published
        self._clock = clock
        self._table = Table()
        self._own: Own | None = None
        self._socket: socket.socket | None = None
        self._asking = Asking()
        self._stirred = asyncio.Event()
        self._own_changed = False
        self._routers_due = 0.0
        self._asked_soon = 0

    async def start(self, route: AsyncIPRoute) -> Kernel:
        """Open everything. Raises NoSuchInterface, OSError where a raw socket is not allowed."""
        kernel = Kernel(route, self._interface)
        await kernel.listen()
        await self._look_at_own(kernel)
        await self._read_all(kernel)
        return kernel

    async def keep(self, kernel: Kernel, alive: Callable[[], None] = lambda: None) -> None:
        """Watch until cancelled. `alive` is called in each round, twice a minute at least."""
        told = asyncio.create_task(self._listen(kernel))
        try:
            while True:
                alive()
                if self._own_changed:
                    self._own_changed = False
                    with suppress(NoSuchInterface, OSError):
                        await self._look_at_own(kernel)
                self._round()
                await asyncio.sleep(SPACING_SECONDS)
                near = self._table.is_waiting() or self._asked_soon < SOON_TIMES
                wait = WAITING_SECONDS if near else QUIET_SECONDS
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stirred.wait(), wait)
                self._stirred.clear()
        finally:
            told.cancel()
            self._close()
            self._asking.close()

    def _round(self) -> None:
        at = self._clock()
        self._table.pass_time(at)
        for address, of_everybody in self._table.due(at):
            self._ask(address, of_everybody=of_everybody)
        if at >= self._routers_due and self._own is not None:
            self._asked_soon += 1
            soon = self._asked_soon < SOON_TIMES
            self._routers_due = at + (SOON_SECONDS if soon else ROUTERS_SECONDS)
            for frame in questions_to_routers(self._own):
                self._send(frame)
        self._published.publish(self._table.now())

    def _ask(self, address: str, *, of_everybody: bool) -> None:
        if self._own is None:
            return
        if not of_everybody:
            self._asking.ask_by_kernel(address, self._own)
        elif frame := question_to_all(address, self._own):
            self._send(frame)

    def _send(self, frame: bytes) -> None:
        if self._socket is not None:
            with suppress(OSError):  # the network is down, and so there is nobody to ask
                self._socket.send(frame)

    def _hear(self) -> None:
        if self._socket is not None:
            at = self._clock()
            for frame in frames(self._socket):
                self._table.hear(read_frame(frame), at)
            self._stirred.set()

    async def _listen(self, kernel: Kernel) -> None:
        while True:
            try:
                async for entry in kernel.changes():
                    if entry is None:
                        self._own_changed = True
                    else:
                        self._table.kernel(
                            entry.link, entry.address, self._clock(), reachable=entry.reachable
                        )
                    self._stirred.set()
            except OSError:
                # Events were lost (ENOBUFS): what they said is in the tables.
                with suppress(NoSuchInterface, OSError):
                    await self._look_at_own(kernel)
                    await self._read_all(kernel)
                await asyncio.sleep(SPACING_SECONDS)

    async def _read_all(self, kernel: Kernel) -> None:
        at = self._clock()
        for entry in await kernel.neighbours():
            self._table.kernel(entry.link, entry.address, at, reachable=entry.reachable)

    async def _look_at_own(self, kernel: Kernel) -> None:
        try:
            own = await kernel.own()
        except NoSuchInterface:
            self._own, self._table.own_addresses = None, ()
            self._close()
            raise
        if self._own is None or own.index != self._own.index:
            self._close()
            self._socket = open_packet_socket(self._interface)
            asyncio.get_running_loop().add_reader(self._socket, self._hear)
        if self._own is None or own.addresses != self._own.addresses:
            self._routers_due, self._asked_soon = 0.0, 0  # another network, perhaps
        self._own = own
        self._table.own_links, self._table.interface_link = own.links, own.link
        self._table.own_addresses, self._table.gateways = own.addresses, own.gateways

    def _close(self) -> None:
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()
            self._socket = None
