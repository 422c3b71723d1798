"""Whether something that was sent here comes from a page of ours.

Rules kept here:
- Whatever could change something is let through only from our own pages: a page on the internet,
  open in a browser of this home, can send a form to any address it likes (CSRF).
- Sec-Fetch-Site decides where a browser sends it. It does so only to addresses that it trusts, so
  on a plain one the Origin must be the very address that was asked, which `hosts` has checked.
- Neither is a refusal: every browser sends one of the two with a form.

Sources: Fetch Metadata Request Headers (W3C); RFC 6454 section 7; OWASP on cross-site request
forgery.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

READING: Final = frozenset({"GET", "HEAD"})
OURS: Final = frozenset({"same-origin", "none"})
"""What Sec-Fetch-Site says of a page of ours, and of a person at the browser itself."""


class SameOrigin:
    """Middleware that answers with `refusal` what does not come from a page of ours."""

    def __init__(self, app: ASGIApp, refusal: Callable[[], Response]) -> None:
        """Stand before `app`."""
        self._app = app
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it before anything of it is read."""
        ours = (
            scope["type"] != "http"
            or scope["method"] in READING
            or is_ours(Headers(scope=scope), scope["scheme"])
        )
        await (self._app if ours else self._refusal())(scope, receive, send)


def is_ours(headers: Headers, scheme: str) -> bool:
    """Say whether these headers are those of a request from a page of ours."""
    for name in ("sec-fetch-site", "origin", "host"):
        if len(headers.getlist(name)) > 1:
            return False  # two readers could see two different things
    if (site := headers.get("sec-fetch-site")) is not None:
        return site in OURS
    host = headers.get("host")
    return bool(host) and headers.get("origin", "").lower() == f"{scheme}://{host}".lower()
