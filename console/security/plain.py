"""What goes over plain http, where anybody in the network can read along and change what is sent.

Rules kept here:
- Plainly there are the pages that need no sign-in: what a device is shown about itself, help, and
  the page about the certificate. A young person's device meets no warning on its way to these.
- Everything else is sent on to the same page over TLS, and what was typed into a form is refused
  rather than sent on: it was read along already.
- This machine itself may have everything plainly; nobody stands between it and itself.

Source: WHATWG Fetch, "HTTP-redirect fetch" (307 keeps what was asked).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from console.security.opened import source_of
from console.security.origin import READING

PLAINLY: Final = (
    "/static",
    "/bind",
    "/check",
    "/check",
    "/help",
    "/if-it-stops",
    "/kitchen",
    "/live",
    "/mine",
    "/language",
    "/recorded",
    "/rights",
    "/trust",
    "/turn",
    "/visit",
    "/worried",
)
"""The first part of each address that needs no sign-in."""

NEVER_PLAINLY: Final = (
    "/trust/authority",
    "/mine/card",
    "/mine/card/make",
    "/mine/card/stop",
)
"""The authority's certificate, since whoever can change it on its way could give another; and where
a card's words are shown, since whoever reads them along has the card."""


class PlainPages:
    """Middleware that lets through what may go plainly and sends on the rest.

    `tls_port` is where this console speaks TLS; `refusal` answers a form. Names of others were
    refused before this.
    """

    def __init__(
        self,
        app: ASGIApp,
        tls_port: int,
        refusal: Callable[[], Response],
    ) -> None:
        """Stand before `app`."""
        self._app = app
        self._tls_port = tls_port
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, send it to TLS, or refuse it."""
        passes = (
            scope["type"] != "http"
            or scope["scheme"] == "https"
            or may_go_plainly(scope["path"])
            or _is_here(scope)
        )
        await (self._app if passes else self._answer(scope))(scope, receive, send)

    def _answer(self, scope: Scope) -> ASGIApp:
        host = Headers(scope=scope).get("host", "")
        name, colon, port = host.rpartition(":")
        bare = name if colon and port.isdigit() else host
        # A path without its stroke would stand behind our name as another host's (`@evil.example`).
        if scope["method"] in READING and scope["path"].startswith("/"):
            return RedirectResponse(f"https://{bare}:{self._tls_port}{scope['path']}")
        return self._refusal()


def may_go_plainly(path: str) -> bool:
    """Say whether a page may be asked for without TLS."""
    if path in NEVER_PLAINLY:
        return False
    first = "/" + path.removeprefix("/").partition("/")[0]
    return path == "/" or first in PLAINLY


def _is_here(scope: Scope) -> bool:
    source = source_of(HTTPConnection(scope))
    return bool(source) and ipaddress.ip_address(source).is_loopback
