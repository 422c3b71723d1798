from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from console.security.origin import SameOrigin, is_ours

HOST = ("host", "lamplight.local:8080")
AT_HOME = ("origin", "http://lamplight.local:8080")

OURS = {
    "a page of ours": [HOST, ("sec-fetch-site", "same-origin")],
    "a person at the browser": [HOST, ("sec-fetch-site", "none")],
    "a plain address": [HOST, AT_HOME],
    "other capitals": [("host", "Lamplight.local:8080"), AT_HOME],
    "both": [HOST, AT_HOME, ("sec-fetch-site", "same-origin")],
}

NOT_OURS = {
    "neither": [HOST],
    "another site": [HOST, ("sec-fetch-site", "cross-site")],
    "a neighbour's name": [HOST, ("sec-fetch-site", "same-site")],
    "another site with our origin": [HOST, AT_HOME, ("sec-fetch-site", "cross-site")],
    "an empty word": [HOST, AT_HOME, ("sec-fetch-site", "")],
    "other capitals of the word": [HOST, ("sec-fetch-site", "Same-Origin")],
    "another origin": [HOST, ("origin", "http://evil.example")],
    "no origin to tell": [HOST, ("origin", "null")],
    "our name, another port": [HOST, ("origin", "http://lamplight.local:8081")],
    "our name, another scheme": [HOST, ("origin", "https://lamplight.local:8080")],
    "our name as a part": [HOST, ("origin", "http://lamplight.local:8080.evil.example")],
    "two words": [HOST, ("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
    "two origins": [HOST, AT_HOME, ("origin", "http://evil.example")],
    "two hosts": [HOST, ("host", "evil.example"), AT_HOME],
    "no host": [("origin", "http://")],
}


@pytest.mark.parametrize("case", OURS)
def test_what_comes_from_a_page_of_ours_is_let_through(case: str) -> None:
    """A browser says so itself, or names as origin the very address that was asked."""
    assert _sent("POST", OURS[case]) == "done"


@pytest.mark.parametrize("case", NOT_OURS)
def test_what_comes_from_elsewhere_is_refused(case: str) -> None:
    """A page on the internet cannot make a browser of this home change anything here."""
    assert _sent("POST", NOT_OURS[case]) == "refused"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "post", "ODD"])
def test_every_method_that_does_not_read_is_checked(method: str) -> None:
    """A method that nobody thought of is checked like a form."""
    assert _sent(method, NOT_OURS["another site"]) == "refused"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_may_be_opened_from_anywhere(method: str) -> None:
    """A link from elsewhere opens a page, which changes nothing."""
    assert _sent(method, NOT_OURS["another site"]) == "done"


def test_what_is_not_http_passes_through() -> None:
    """A lifespan message reaches the application as it is."""
    seen: list[str] = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        seen.append(scope["type"])

    asyncio.run(SameOrigin(app, PlainTextResponse)({"type": "lifespan"}, _receive, _ignore))

    assert seen == ["lifespan"]


def test_the_scheme_counts() -> None:
    """A page of the same name over another scheme is another origin."""
    assert is_ours(Headers({"host": "a", "origin": "https://a"}), "https")
    assert not is_ours(Headers({"host": "a", "origin": "https://a"}), "http")


async def _receive() -> Message:
    raise AssertionError("nothing of a request is read here")


async def _ignore(_: Message) -> None:
    return None


def _sent(method: str, headers: Sequence[tuple[str, str]]) -> str:
    said: list[bytes] = []

    async def send(message: Message) -> None:
        said.append(message.get("body", b""))

    scope: Scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    guard = SameOrigin(PlainTextResponse("done"), lambda: PlainTextResponse("refused"))
    asyncio.run(guard(scope, _receive, send))
    return b"".join(said).decode()
