"""The headers that every answer carries.

Rules kept here:
- Nothing is allowed that no page needs: no script, no frame, no other host. A form goes here or
  nowhere.
- A page is never kept, so going back on a shared screen shows nothing old. Files whose address
  changes with their contents are kept for a year.
- A referrer would tell another site that this home uses Lamplight, so none leaves. To ourselves
  it may go: with `no-referrer`, a browser sends `Origin: null` with our own forms (Fetch, "append
  a request Origin header"), and `origin` could not tell them from a stranger's.

Sources: Content Security Policy Level 3, Fetch (Cross-Origin-Resource-Policy), HTML
(Cross-Origin-Opener-Policy), RFC 9111 and RFC 8246 (immutable).
"""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self';"
    " frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
)

EVERY_ANSWER: Final = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
PAGE: Final = EVERY_ANSWER | {"cache-control": "no-store"}
LASTING: Final = EVERY_ANSWER | {"cache-control": "public, max-age=31536000, immutable"}


class SecurityHeaders:
    """Middleware that sets the headers; `lasting` is the path below which contents never change."""

    def __init__(self, app: ASGIApp, lasting: str) -> None:
        """Stand before `app`."""
        self._app = app
        self._lasting = lasting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and set the headers of its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        below = scope["path"].startswith(self._lasting + "/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                # 304 refreshes what the browser holds; an error is never to be held.
                lasting = below and message["status"] in (200, 206, 304)
                MutableHeaders(scope=message).update(LASTING if lasting else PAGE)
            await send(message)

        await self._app(scope, receive, send_with_headers)
