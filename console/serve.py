"""Holding the ports and running the web server on them, until somebody ends it.

Rules kept here:
- The port is taken before anything is published, so a second console changes nothing.
- Nothing about a request is logged: no access log, no server header. Only faults reach stderr.
- Forwarding headers are not believed; nothing stands before this server.
- Plain http and TLS are one server in one process, with one set of pages.
- The box's certificate is looked at once an hour. A new one is used for whoever connects next, and
  nobody who is connected is cut off.
- The home is kept tidy at the start and once an hour, beside the pages and never in their way. What
  fails is told and tried again an hour later.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from console.config import ListenAddress
from console.errors import ConsoleError, ListenRefused

LOOK_SECONDS = 3_600
"""How often it is seen to that the box's certificate is fresh and the home is tidy."""

GRACE_SECONDS = 2
"""How long a page under way may take to finish; without it, uvicorn waits without end."""


@dataclass(frozen=True, slots=True)
class Secured:
    """The port on which TLS is spoken, and what with.

    `renew` sees to it that the context has a fresh certificate for whoever connects next.
    """

    holder: socket.socket
    context: ssl.SSLContext
    renew: Callable[[], None]


def take_port(listen: ListenAddress, option: str = "--listen") -> socket.socket:
    """Return a listening socket on the address. Raises ListenRefused when it cannot be had."""
    family = socket.AF_INET6 if listen.host.version == 6 else socket.AF_INET
    holder = socket.socket(family, socket.SOCK_STREAM)
    try:
        # Without this, a restart would wait for the last connections' TIME_WAIT to pass.
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((str(listen.host), listen.port))
        holder.listen()
    except OSError as error:
        holder.close()
        raise ListenRefused(
            f"cannot listen on {listen.authority}:{listen.port}: {error.strerror}."
            f" Choose another port with {option}, such as {option} {listen.authority}:8081"
        ) from error
    return holder


def serve(
    app: ASGIApp,
    holder: socket.socket,
    announce: Callable[[], None],
    secured: Secured | None = None,
    keep_tidy: Callable[[], None] | None = None,
) -> None:
    """Answer requests on the sockets until SIGINT or SIGTERM; call `announce` once it can.

    `keep_tidy` is called at the start and once an hour, in a thread of its own.
    """
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    _Announcing(config, announce, secured, keep_tidy).run(sockets=[holder])


class _Announcing(uvicorn.Server):
    """A server that says when it is ready: the port is held long before answers come."""

    def __init__(
        self,
        config: uvicorn.Config,
        announce: Callable[[], None],
        secured: Secured | None,
        keep_tidy: Callable[[], None] | None,
    ) -> None:
        super().__init__(config)
        self._announce = announce
        self._secured = secured
        self._keep_tidy = keep_tidy
        # Held here, since the loop itself forgets a task that nobody holds.
        self._by_the_hour: list[asyncio.Task[None]] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._secured is not None:
            await self._speak_tls(self._secured)
        if self.started:
            self._announce()
        if self.started and self._keep_tidy is not None:
            self._by_the_hour.append(asyncio.create_task(_tidying(self._keep_tidy)))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for task in self._by_the_hour:
            task.cancel()
        await super().shutdown(sockets)

    async def _speak_tls(self, secured: Secured) -> None:
        # The library has one context for all its sockets, and here one of two speaks TLS.
        server = await asyncio.get_running_loop().create_server(
            lambda: H11Protocol(self.config, self.server_state, self.lifespan.state),
            sock=secured.holder,
            ssl=secured.context,
            backlog=self.config.backlog,
        )
        self.servers.append(server)
        self._by_the_hour.append(asyncio.create_task(_looking(secured)))


async def _looking(secured: Secured) -> None:
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            secured.renew()
        except ConsoleError as error:
            # What is in use lasts for weeks yet, and the page goes on with it.
            sys.stderr.write(f"{error}\n")


async def _tidying(keep_tidy: Callable[[], None]) -> None:
    while True:
        try:
            # In a thread: it waits for the disk, and pages go on meanwhile.
            await asyncio.to_thread(keep_tidy)
        except ConsoleError as error:
            sys.stderr.write(f"{error}\n")
        await asyncio.sleep(LOOK_SECONDS)
