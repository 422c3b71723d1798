"""The pages of a house on a real port of this process, which can be stopped and started again."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from console.app import create_app
from console.config import ListenAddress, listen_address
from console.house import House
from console.routes.live import Pace
from console.security.hosts import our_names
from console.serve import Announcing, Connection, Meanwhile, take_port

LIMIT_SECONDS: Final = 30
MOST_LOOKS: Final = 200
QUICK: Final = Pace(look_seconds=0.02, beat_seconds=0.02, rests=1)
"""Of a test that hears something at each look."""

CALM: Final = Pace(look_seconds=0.1, beat_seconds=1.0, rests=1)
"""Of a browser."""


@contextmanager
def serving(house: House, *, port: int = 0, pace: Pace = QUICK) -> Iterator[int]:
    """Serve the pages of a house, on a port, and stop as the console does."""
    with take_port(listen_address(f"127.0.0.1:{port}")) as holder:
        listen = ListenAddress(
            host=listen_address("127.0.0.1:1").host, port=holder.getsockname()[1]
        )
        app = create_app(house, our_names(listen), pace=pace)
        with serving_app(app, app.state.end_streams, holder) as found:
            yield found


@contextmanager
def serving_app(
    app: ASGIApp, end_streams: Callable[[], None], holder: socket.socket
) -> Iterator[int]:
    """Serve an application on a port that was taken, and stop as the console does."""
    with holder:
        port: int = holder.getsockname()[1]
        config = uvicorn.Config(
            app,
            http=Connection,
            lifespan="off",
            log_level="warning",
            ws="none",
            server_header=False,
        )
        is_up = threading.Event()
        server = Announcing(config, Meanwhile(announce=is_up.set, end_streams=end_streams))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [holder]})
        thread.start()
        try:
            assert is_up.wait(LIMIT_SECONDS)
            yield port
        finally:
            server.should_exit = True
            thread.join(LIMIT_SECONDS)
            assert not thread.is_alive()


class Heard:
    """One stream that is open, as a browser's reader of streams asks for it."""

    def __init__(self, port: int, path: str, source: str = "127.0.0.1", visit: str = "") -> None:
        """Ask for the stream of a page."""
        self._line = HTTPConnection(
            "127.0.0.1", port, timeout=LIMIT_SECONDS, source_address=(source, 0)
        )
        headers = {"Accept": "text/event-stream", "Sec-Fetch-Site": "same-origin"}
        headers |= {"Cookie": visit} if visit else {}
        self._line.request("GET", f"/live{path}", headers=headers)
        self.answer: HTTPResponse = self._line.getresponse()
        self.octets = b""

    def event(self) -> tuple[str, str]:
        """Return the next event: its name, and what it says; both empty where there is none."""
        found = {}
        while (line := self.answer.readline()) not in (b"", b"\n"):
            self.octets += line
            name, _, said = line.decode().rstrip("\n").partition(": ")
            found[name] = said
        return found.get("event", ""), found.get("data", "")

    def version(self) -> str:
        """Return the next version; what only says that it is still there is passed over."""
        return self.until("version")

    def until(self, name: str) -> str:
        """Wait for an event of a name, for a number of looks, and return what it says."""
        for _ in range(MOST_LOOKS):
            found, said = self.event()
            assert found, f"the stream ended before {name}"
            if found == name:
                return said
        raise AssertionError(f"in {MOST_LOOKS} events there was no {name}")

    def close(self) -> None:
        """Go away."""
        self._line.close()
