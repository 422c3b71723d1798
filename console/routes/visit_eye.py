"""Middleware that finds out, before each page, whether the device that asks is written down.

Rules kept here:
- Files that never change are not asked about; everything else is, help too, for the eye stands on
  every page or on none.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from console.security.opened import source_of
from console.services.visit_eye import IS_WATCHED, is_watched
from console.store.recorder import Recorder


class Eye:
    """Sets `IS_WATCHED` for the answer to each request; `lasting` is where no page is."""

    def __init__(self, app: ASGIApp, recorder: Recorder, lasting: str) -> None:
        """Stand before `app`."""
        self._app = app
        self._recorder = recorder
        self._lasting = lasting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with what is so for the device it came from."""
        if scope["type"] != "http" or scope["path"].startswith(self._lasting + "/"):
            await self._app(scope, receive, send)
            return
        address = source_of(HTTPConnection(scope))
        mark = IS_WATCHED.set(await run_in_threadpool(is_watched, self._recorder, address))
        try:
            await self._app(scope, receive, send)
        finally:
            IS_WATCHED.reset(mark)
