"""A browser that talks to the application itself, with no socket between, and keeps cookies."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message, Scope

from console.forms import URL_ENCODED

HERE: Final = "127.0.0.1"
"""This machine itself."""

ELSEWHERE: Final = "192.168.77.99"
"""A device that nobody has named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str

    def __getitem__(self, name: str) -> str:
        """Return a header."""
        return dict(self.headers)[name]

    @property
    def cookies(self) -> tuple[str, ...]:
        """What the browser is to keep, as it was said."""
        return tuple(value for name, value in self.headers if name == "set-cookie")

    def shows(self, sentence: str) -> bool:
        """Say whether a sentence is on the page."""
        return sentence in html.unescape(self.body)


@dataclass(slots=True)
class Browser:
    """A browser with its jar of cookies, at an address, on a line."""

    app: ASGIApp
    source: str = HERE
    scheme: str = "http"
    jar: dict[str, str] = field(default_factory=dict)

    def open(self, path: str, method: str = "GET") -> Came:
        """Open a page."""
        return self.ask(method, path, {}, b"")

    def send(self, path: str, **fields: str) -> Came:
        """Send a form as a page of this console does."""
        headers = {"sec-fetch-site": "same-origin", "content-type": URL_ENCODED}
        return self.ask("POST", path, headers, urlencode(fields).encode())

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Came:
        """Send one request, and keep what the answer says to keep."""
        return asyncio.run(self.asking(method, path, headers, body))

    async def asking(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Came:
        """Send one request as `ask` does, where many are sent at once."""
        said = list(({"host": "127.0.0.1"} | dict(headers)).items())
        if self.jar:
            said.append(("cookie", "; ".join(f"{name}={kept}" for name, kept in self.jar.items())))
        came = await _asked(self, method, path, said, body)
        for line in came.cookies:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.jar.pop(name, None)
                else:
                    self.jar[name] = morsel.value
        return came


def hidden(page: Came, name: str) -> str:
    """Return what a form of a page sends in a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.body)
    assert found, f"the page has no field {name}"
    return html.unescape(found[1])


async def _asked(
    browser: Browser, method: str, path: str, headers: list[tuple[str, str]], body: bytes
) -> Came:
    sent: list[Message] = []
    said: list[Message] = []

    async def receive() -> Message:
        if said:
            await asyncio.Event().wait()
        said.append({"type": "http.request", "body": body, "more_body": False})
        return said[0]

    async def send(message: Message) -> None:
        sent.append(message)

    where, _, query = path.partition("?")
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": browser.scheme,
        "path": where,
        "raw_path": where.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        "client": (browser.source, 1),
        "server": ("127.0.0.1", 2),
    }
    await browser.app(scope, receive, send)
    start, *rest = sent
    return Came(
        status=start["status"],
        headers=tuple((name.decode(), value.decode()) for name, value in start["headers"]),
        body=b"".join(message.get("body", b"") for message in rest).decode(errors="replace"),
    )
