"""The request that a page is an answer to, for what stands on every page alike.

Rules kept here:
- Who asks is found by the door (`routes.asked`) and by nobody else; here it is only handed on.
- A page that is no answer of a door, such as one for trouble, has no ways.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from console.pages.ways import Way, ways_for

_REQUEST: Final[ContextVar[Scope | None]] = ContextVar("request", default=None)


class Ways:
    """Middleware that remembers the request while it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        mark = _REQUEST.set(scope)
        try:
            await self._app(scope, receive, send)
        finally:
            _REQUEST.reset(mark)


def scope_here() -> Scope | None:
    """Return the request that is being answered, None where it is none."""
    return _REQUEST.get()


def asked_here() -> tuple[str, str]:
    """Return method and path of the request that is being answered; both empty where it is none."""
    scope = _REQUEST.get() or {}
    return scope.get("method", ""), scope.get("path", "")


def ways_here(*, has_recorder: bool) -> tuple[Way, ...]:
    """Return the ways for whoever made the request that is being answered."""
    scope = _REQUEST.get()
    asker = (scope or {}).get("state", {}).get("asker")
    if scope is None or asker is None:
        return ()
    return ways_for(asker, scope["path"], has_recorder=has_recorder)
