"""Holding the ports and running the web server on them, until somebody ends it.

Rules kept here:
- The port is taken before anything is published, so a second console changes nothing.
- Nothing about a request is logged: no access log, no server header. Only faults reach stderr.
- Forwarding headers are not believed; nothing stands before this server.
- What is no HTTP at all is refused with the headers of every answer.
- A request that does not arrive whole in time is cut off. Otherwise a few open ends, which cost
  whoever holds them nothing, would take every place there is.
- No device holds more than its share of the places (`places`), over plain http and TLS together.
- Plain http and TLS are one server in one process, with one set of pages.
- The box's certificate is looked at once an hour. A new one is used for whoever connects next, and
  nobody who is connected is cut off.
- The streams of open pages end before anything waits for them, so a stop takes no longer by them.
- The home is kept tidy at the start and once an hour, beside the pages and never in their way. What
  fails is told and tried again an hour later.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from console.config import ListenAddress
from console.errors import ConsoleError, ListenRefused
from console.places import Door, Places
from console.security.headers import PAGE
from systemd.notices import Notices

LOOK_SECONDS = 3_600
"""How often it is seen to that the box's certificate is fresh and the home is tidy."""

ARRIVING_SECONDS = 60.0
"""How long a request may take to arrive whole; the largest is a backup of four megabytes."""

GRACE_SECONDS = 2
"""How long a page under way may take to finish; without it, uvicorn waits without end."""


@dataclass(frozen=True, slots=True)
class Secured:
    """The sockets on which TLS is spoken, and what with.

    `renew` sees to it that the context has a fresh certificate for whoever connects next.
    """

    holders: Sequence[socket.socket]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """What is called while pages are served.

    `announce` once they can be; `keep_tidy` at the start and once an hour, in a thread of its own;
    `end_streams` once, when the end begins. `notices` go to the service manager.
    """

    announce: Callable[[], None]
    keep_tidy: Callable[[], None] | None = None
    end_streams: Callable[[], None] | None = None
    notices: Notices | None = None


def serve(
    app: ASGIApp,
    holders: Sequence[socket.socket],
    meanwhile: Meanwhile,
    secured: Secured | None = None,
) -> None:
    """Answer requests on the sockets until SIGINT or SIGTERM; they are used up by it."""
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http=Connection,
        ws="none",
        lifespan="off",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = Announcing(config, meanwhile, secured)
    server.run(sockets=list(holders))


class Connection(H11Protocol):
    """One connection, as the library speaks HTTP, with the two rules above about what is none."""

    _arriving: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the library has it
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what came; once a request is there whole, its answer may take its time."""
        if self._arriving is None:
            self._await_request()
        super().data_received(data)
        cycle: RequestResponseCycle | None = self.cycle  # None until the first request
        if cycle is not None and not (cycle.response_complete or cycle.more_body):
            self._stop_waiting()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        headers = PAGE | {"content-type": "text/plain; charset=utf-8", "connection": "close"}
        lines = "".join(f"{name}: {text}\r\n" for name, text in headers.items())
        octets = f"HTTP/1.1 400 Bad Request\r\n{lines}content-length: {len(msg)}\r\n\r\n{msg}"
        self.transport.write(octets.encode("ascii"))
        self.transport.close()

    def _await_request(self) -> None:
        self._arriving = self.loop.call_later(ARRIVING_SECONDS, self._cut_off)

    def _stop_waiting(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None

    def _cut_off(self) -> None:
        self._arriving = None
        self.transport.abort()


class Announcing(uvicorn.Server):
    """A server that says when it is ready: the port is held long before answers come."""

    def __init__(
        self, config: uvicorn.Config, meanwhile: Meanwhile, secured: Secured | None = None
    ) -> None:
        """Serve nothing yet."""
        super().__init__(config)
        self._meanwhile = meanwhile
        self._secured = secured
        self._places = Places()
        # Held here, since the loop itself forgets a task that nobody holds.
        self._by_the_hour: list[asyncio.Task[None]] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, and say so."""
        doors: list[socket.socket] = [
            Door.of(one, self._places, speaks_tls=False) for one in sockets or ()
        ]
        await super().startup(doors)
        if self.started and self._secured is not None:
            await self._speak_tls(self._secured)
        if not self.started:
            return
        self._meanwhile.announce()
        if (notices := self._meanwhile.notices) is not None:
            notices.ready()
            if notices.alive_within is not None:
                living = _living(notices, notices.alive_within / 3)
                self._by_the_hour.append(asyncio.create_task(living))
        if self._meanwhile.keep_tidy is not None:
            self._by_the_hour.append(asyncio.create_task(_tidying(self._meanwhile.keep_tidy)))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what goes on beside, then the serving."""
        if self._meanwhile.notices is not None:
            self._meanwhile.notices.stopping()
        for task in self._by_the_hour:
            task.cancel()
        if self._meanwhile.end_streams is not None:
            self._meanwhile.end_streams()
        await super().shutdown(sockets)

    async def _speak_tls(self, secured: Secured) -> None:
        # The library has one context for all its sockets, and here one of two speaks TLS.
        for holder in secured.holders:
            server = await asyncio.get_running_loop().create_server(
                lambda: Connection(self.config, self.server_state, self.lifespan.state),
                sock=Door.of(holder, self._places, speaks_tls=True),
                ssl=secured.context,
                backlog=self.config.backlog,
            )
            self.servers.append(server)
        self._by_the_hour.append(asyncio.create_task(_looking(secured)))


async def _living(notices: Notices, every_seconds: float) -> None:
    while True:
        # From the loop itself, so that a loop that hangs is noticed.
        notices.alive()
        await asyncio.sleep(every_seconds)


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
