"""Live pages: one stream for each open page, which says when that page would look different.

Rules kept here:
- A stream carries a version and nothing else. Whoever hears another one loads the page itself, so
  nothing is ever told by a stream that the page does not show to the same asker.
- How a page looks is found by asking for that very page, as the same asker, through every door
  before it. So who may no longer see it, or whose visit locked, has the stream ended.
- Neither a stream nor what it looks at counts as somebody being there: a visit that is left alone
  locks, however many pages of it stand open.
- Looks come one after another, each followed by twenty times its length of rest, so all open pages
  together cost little, and at most one of the server's threads is busy with them.
- There are bounds for one asker and for all (`services.live`), and the end of the console is the
  end of them all.

Source: HTML Living Standard, "Server-sent events".
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from fastapi import Depends, FastAPI, Request
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.house import House
from console.routes.asked import asker_in, asks
from console.security.opened import BY_ITSELF, LIVE_AT, source_of
from console.security.origin import OURS
from console.security.permissions import Action, ByCard, SignedIn
from console.services.live import Ending, Stream, Streams

LIVE_PAGES: Final = frozenset(
    {
        "/",
        "/changes",
        "/devices",
        "/devices/saved",
        "/health",
        "/kitchen",
        "/mine",
        "/mine/ask",
        "/recorded",
        "/tonight",
    }
)
"""What changes while it is looked at, by other hands or by the hour."""

_NUMBERED: Final = re.compile(r"/tonight/[0-9]+|/rules/[a-z]+(-[0-9]+)?(/saved)?")
"""Of these there is one for each young person, and one for each of whom there are rules."""

VERSION_HEADER: Final = "lamplight-version"
"""Where the answer with a live page says its version."""

UNCLEAR: Final = "-"
"""In place of a version: the page cannot be drawn just now."""

EVENT_STREAM: Final = "text/event-stream"

_LONGEST_REST_SECONDS: Final = 10.0
_KEPT_OF_SCOPE: Final = ("type", "asgi", "http_version", "scheme", "client", "server", "root_path")
_NOT_HANDED_ON: Final = frozenset({b"accept-encoding", b"accept"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often a page is looked at, and a stream with no news says that it is still there.

    A look is followed by `rests` times its own length, and by `look_seconds` at least.
    """

    look_seconds: float = 2.0
    beat_seconds: float = 10.0
    rests: float = 20.0


PACE: Final = Pace()


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """The streams of one application."""

    app: ASGIApp
    streams: Streams
    pace: Pace
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def events(self, stream: Stream, page: Scope) -> AsyncIterator[bytes]:
        """Yield the events of a stream, from the first look to its end."""
        clock = asyncio.get_running_loop().time
        told: str | None = None
        told_at = clock()
        while stream.ending is None:
            seen, took = await self._look(page)
            if seen is None:
                yield _event("over")
                return
            if seen != told or clock() - told_at >= self.pace.beat_seconds:
                yield _event("beat" if seen == told else "version", seen)
                told, told_at = seen, clock()
            await stream.rest(
                min(max(self.pace.look_seconds, took * self.pace.rests), _LONGEST_REST_SECONDS)
            )
        if stream.ending is Ending.FULL:
            yield _event("full")

    async def _look(self, page: Scope) -> tuple[str | None, float]:
        """Return how a page looks now, None where it is not theirs to see; and how long it took."""
        clock = asyncio.get_running_loop().time
        async with self._turn:
            began = clock()
            return await _version(self.app, page), clock() - began


class _Streaming(Response):
    """An answer that goes on; the stream is counted from its first octet to its last."""

    def __init__(self, live: Live, of: str, page: Scope) -> None:
        super().__init__()
        self._live = live
        self._of = of
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        stream = self._live.streams.begin(self._of)
        if stream is None:
            answer: Response = PlainTextResponse(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
            await answer(scope, receive, send)
            return
        try:
            answer = EventSourceResponse(self._live.events(stream, self._page))
            await answer(scope, receive, send)
        finally:
            # Also where the other side went away, which no event of ours notices.
            self._live.streams.forget(stream)


def add_live(app: FastAPI, house: House, pace: Pace) -> Callable[[], None]:
    """Add the streams of all live pages; return what ends them."""
    live = Live(app=app, streams=Streams(), pace=pace)

    # Everybody may come so far; each look asks for the page itself, which has its own door.
    @app.get(f"{LIVE_AT}{{page:path}}", dependencies=[Depends(asks(house, Action.HELP))])
    async def stream(request: Request, page: str) -> Response:
        _check(request.headers)
        if not _is_live(page):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        asker = asker_in(request)
        of = asker.session if isinstance(asker, SignedIn | ByCard) else source_of(request)
        return _Streaming(live, of, _scope_of(page, request.scope))

    return live.streams.end_all


def live_at(method: str, path: str, status: HTTPStatus) -> str | None:
    """Return where the stream of a page is; None for one that stays as it is."""
    is_live = _is_live(path) and method == "GET" and status is HTTPStatus.OK
    return LIVE_AT + path if is_live else None


def _is_live(path: str) -> bool:
    return path in LIVE_PAGES or _NUMBERED.fullmatch(path) is not None


def _check(headers: Headers) -> None:
    """Find that a page of ours asks for a stream. Raises HTTPException."""
    if headers.get("sec-fetch-site", "same-origin") not in OURS:
        # Another site could otherwise hold all of this home's streams.
        raise HTTPException(HTTPStatus.FORBIDDEN)
    if headers.get("accept", "") != EVENT_STREAM:
        # A browser's own reader of streams says exactly this; nothing else is left waiting.
        raise HTTPException(HTTPStatus.NOT_FOUND)


def _scope_of(path: str, asked: Scope) -> Scope:
    """Return a request for a page, from whoever asked for its stream."""
    headers = [pair for pair in asked["headers"] if pair[0] not in _NOT_HANDED_ON]
    return {
        **{name: asked[name] for name in _KEPT_OF_SCOPE if name in asked},
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": asked["query_string"],
        "headers": [*headers, (BY_ITSELF.encode(), b"1")],
    }


async def _version(app: ASGIApp, page: Scope) -> str | None:
    """Ask for a page; return its version, None where whoever asks is not to see it."""
    answers: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answers.append(message)

    # What breaks in a page is told where the page itself is asked for, and the stream goes on.
    with suppress(Exception):
        # Each look has a scope of its own, since what answers it writes there.
        await app(dict(page), receive, send)
    if not answers or answers[0]["status"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UNCLEAR
    if answers[0]["status"] != HTTPStatus.OK:
        return None
    return Headers(raw=answers[0]["headers"]).get(VERSION_HEADER)


def _event(name: str, said: str = ".") -> bytes:
    # An event without anything said is none (HTML, "dispatch the event").
    return format_sse_event(event=name, data_str=said)
