"""Opening pages and pressing buttons of a console in this process, from an address of the home."""

from __future__ import annotations

import asyncio
import html
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message, Scope

from console.app import create_app
from console.forms import URL_ENCODED
from console.house import House
from console.security.hosts import OUR_NAMES

AT_THE_BOX: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer: `text` is what can be read on the page, with single spaces."""

    status: int
    location: str
    body: str

    @property
    def text(self) -> str:
        """What can be read on the page."""
        plain = re.sub(r"<[^>]*>", " ", self.body)
        return " ".join(html.unescape(plain).split())


class Pressing:
    """One console, asked from whichever address."""

    def __init__(self, house: House) -> None:
        """Serve the pages of a house."""
        self._app: ASGIApp = create_app(house, OUR_NAMES)

    def open(self, path: str, source: str = AT_THE_BOX) -> Shown:
        """Open a page."""
        return self._ask("GET", path, source, b"", {})

    def press(self, path: str, source: str = AT_THE_BOX, **fields: str) -> Shown:
        """Send a form as a page of this console does."""
        headers = {"sec-fetch-site": "same-origin", "content-type": URL_ENCODED}
        return self._ask("POST", path, source, urlencode(fields).encode(), headers)

    def _ask(
        self, method: str, path: str, source: str, body: bytes, headers: dict[str, str]
    ) -> Shown:
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        headers = {"host": "localhost", **headers}
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.encode(), text.encode()) for name, text in headers.items()],
            "client": (source, 1),
            "server": ("127.0.0.1", 2),
        }

        async def ask() -> None:
            await self._app(scope, receive, send)

        asyncio.run(ask())
        start, *rest = sent
        found = {name.decode(): text.decode() for name, text in start["headers"]}
        octets = b"".join(message.get("body", b"") for message in rest)
        return Shown(start["status"], found.get("location", ""), octets.decode())
