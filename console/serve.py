"""Holding the port and running the web server on it, until somebody ends it.

Rules kept here:
- The port is taken before anything is published, so a second console changes nothing.
- Nothing about a request is logged: no access log, no server header. Only faults reach stderr.
- Forwarding headers are not believed; nothing stands before this server.
"""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from console.config import ListenAddress
from console.errors import ListenRefused

GRACE_SECONDS = 2
"""How long a page under way may take to finish; without it, uvicorn waits without end."""


def take_port(listen: ListenAddress) -> socket.socket:
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
            f" Choose another port with --listen, such as --listen {listen.authority}:8081"
        ) from error
    return holder


def serve(app: ASGIApp, holder: socket.socket, announce: Callable[[], None]) -> None:
    """Answer requests on the socket until SIGINT or SIGTERM; call `announce` once it can."""
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
    _Announcing(config, announce).run(sockets=[holder])


class _Announcing(uvicorn.Server):
    """A server that says when it is ready: the port is held long before answers come."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()
