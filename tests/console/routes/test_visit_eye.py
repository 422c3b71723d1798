from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from consent.recorder_requests import NoticeShown
from console.routes.visit_eye import Eye
from console.services.visit_eye import IS_WATCHED
from console.store.recorder import Recorder
from tests.console.recorder_home import LAPTOP, TABLET, RecorderHome, recorder_home


class Seen:
    """An application that keeps what is so while it answers, and may break."""

    def __init__(self) -> None:
        """Have answered nothing yet."""
        self.found: list[bool] = []
        self.breaks = False

    async def __call__(self, _scope: Scope, _receive: Receive, _send: Send) -> None:
        """Answer one request."""
        self.found.append(IS_WATCHED.get())
        if self.breaks:
            raise RuntimeError("it broke")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[RecorderHome]:
    """Return a home in which something is written down about the tablet."""
    with recorder_home(tmp_path) as home:
        home.enrolled().agreed()
        home.done(NoticeShown(address=TABLET))
        home.later(days=2, hours=8)
        yield home


def asked(eye: Eye, source: str = TABLET, path: str = "/help", kind: str = "http") -> bool:
    """Send one request through the middleware; return what is so once it is over."""

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_message: Message) -> None:
        return None

    async def ask() -> bool:
        scope = {"type": kind, "path": path, "client": (source, 1), "headers": []}
        await eye(scope, receive, send)
        return IS_WATCHED.get()

    return asyncio.run(ask())


def test_each_answer_knows_of_its_own_device_alone(home: RecorderHome) -> None:
    """The page of one device bears the eye, that of another does not, and nothing stays behind."""
    seen = Seen()
    eye = Eye(seen, Recorder(home.socket), "/static")
    after = [asked(eye, source) for source in (TABLET, LAPTOP, TABLET)]

    assert seen.found == [True, False, True]
    assert after == [False, False, False]


def test_files_that_never_change_and_what_is_no_page_are_not_asked_about(
    home: RecorderHome,
) -> None:
    """The recorder is not asked for a style sheet, nor at the start of the server."""
    seen = Seen()
    eye = Eye(seen, Recorder(home.socket), "/static")
    asked(eye, path="/static/app.css")
    asked(eye, kind="lifespan")
    asked(eye, path="/statics")

    assert seen.found == [False, False, True]


def test_a_page_that_breaks_leaves_nothing_behind(home: RecorderHome) -> None:
    """What was so for a request that broke is not so for the next one in the same place."""
    seen = Seen()
    seen.breaks = True
    eye = Eye(seen, Recorder(home.socket), "/static")
    found = []

    async def broken() -> None:
        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(_message: Message) -> None:
            return None

        scope = {"type": "http", "path": "/help", "client": (TABLET, 1), "headers": []}
        with pytest.raises(RuntimeError, match="it broke"):
            await eye(scope, receive, send)
        found.append(IS_WATCHED.get())

    asyncio.run(broken())

    assert (seen.found, found) == ([True], [False])
