"""The headers that every answer carries.

Rules kept here:
- Nothing is allowed that no page needs: no frame, no other host, and no script but the files that
  come with the box. Scripts reach no other host either. A form goes here or nowhere.
- One page names one name more, for pictures: that of the test which it begins. It is below
  home.arpa, so it is nobody's on the internet (decision 7). An answer that names anything else
  gets the policy of all others.
- A page is never kept, so going back on a shared screen shows nothing old. Files whose address
  changes with their contents are kept for a year.
- A referrer would tell another site that this home uses Lamplight, so none leaves. To ourselves
  it may go: with `no-referrer`, a browser sends `Origin: null` with our own forms (Fetch, "append
  a request Origin header"), and `origin` could not tell them from a stranger's.
- What a browser would ignore, and complain of on its console, is left out: over plain http it takes
  no Cross-Origin-Opener-Policy but from this machine itself. A complaint on every page would hide
  one that matters.

Sources: Content Security Policy Level 3, Fetch (Cross-Origin-Resource-Policy), HTML
(Cross-Origin-Opener-Policy), Secure Contexts (potentially trustworthy origins), RFC 9111 and
RFC 8246 (immutable).
"""

from __future__ import annotations

import re
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from policy.special import NONCE_OCTETS, LocalName

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; font-src 'self';"
    " img-src 'self'; media-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
)

POLICY_HEADER: Final = "content-security-policy"
_OPENER_HEADER: Final = "cross-origin-opener-policy"
_THIS_MACHINE: Final = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")
_OWN_PICTURES: Final = "img-src 'self'"
_TEST_NAME: Final = re.compile(rf"[0-9a-f]{{{NONCE_OCTETS}}}\.{re.escape(LocalName.SELFTEST)}")

EVERY_ANSWER: Final = {
    POLICY_HEADER: CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    _OPENER_HEADER: "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
PAGE: Final = EVERY_ANSWER | {"cache-control": "no-store"}
LASTING: Final = EVERY_ANSWER | {"cache-control": "public, max-age=31536000, immutable"}


def with_picture_of(name: str) -> str:
    """Return the policy of a page that may look for a picture at the name of a test."""
    return CONTENT_SECURITY_POLICY.replace(_OWN_PICTURES, f"{_OWN_PICTURES} https://{name}")


def _is_with_picture(policy: str) -> bool:
    """Say whether a policy is that of all pages but for the name of a test."""
    before, _, after = CONTENT_SECURITY_POLICY.partition(_OWN_PICTURES)
    name = policy.removeprefix(f"{before}{_OWN_PICTURES} https://").removesuffix(after)
    return _TEST_NAME.fullmatch(name) is not None and policy == with_picture_of(name)


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
                headers = MutableHeaders(scope=message)
                policy = headers.get(POLICY_HEADER, "")
                headers.update(LASTING if lasting else PAGE)
                if not _is_trusted(scope):
                    del headers[_OPENER_HEADER]
                if _is_with_picture(policy):
                    headers[POLICY_HEADER] = policy
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _is_trusted(scope: Scope) -> bool:
    """Say whether a browser trusts what carries this answer: TLS, or no line at all."""
    host = Headers(scope=scope).get("host", "")
    return scope["scheme"] == "https" or _THIS_MACHINE.fullmatch(host) is not None
