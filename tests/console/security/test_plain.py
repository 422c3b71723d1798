from __future__ import annotations

import asyncio
from typing import Final

import pytest
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Scope

from console.security.plain import PlainPages, may_go_plainly

PLAINLY: Final = ("/", "/recorded", "/recorded/stop", "/help", "/worried", "/trust", "/static/1/a")
OVER_TLS: Final = (
    "/sign-in",
    "/tonight",
    "/rules",
    "/first-run",
    "/backup",
    "/trust/authority",
    "/helper",
    "//tonight",
)


def answered(
    path: str,
    *,
    source: str = "192.168.1.20",
    scheme: str = "http",
    method: str = "GET",
    host: str = "lamplight.local:8080",
) -> tuple[int, str | None]:
    """Return the status and where a request is sent on to."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": method,
        "path": path,
        "scheme": scheme,
        "headers": [(b"host", host.encode())],
        "client": (source, 4000),
        "query_string": b"",
    }
    pages = PlainPages(PlainTextResponse("page"), 8443, lambda: Response(status_code=403))
    asyncio.run(pages(scope, receive, send))
    headers = dict(sent[0]["headers"])
    location = headers.get(b"location")
    return sent[0]["status"], None if location is None else location.decode()


@pytest.mark.parametrize("path", PLAINLY)
def test_what_needs_no_sign_in_goes_plainly(path: str) -> None:
    """A device sees its own pages without a warning of its browser."""
    assert may_go_plainly(path)
    assert answered(path) == (200, None)


@pytest.mark.parametrize("path", OVER_TLS)
def test_everything_else_is_sent_on_to_tls(path: str) -> None:
    """A page that needs a sign-in is asked for again over TLS, at the same place."""
    assert not may_go_plainly(path)
    assert answered(path) == (307, f"https://lamplight.local:8443{path}")


@pytest.mark.parametrize("path", ["/sign-in", "/rules/person-1/times", "/trust/authority"])
def test_a_form_that_came_plainly_is_refused(path: str) -> None:
    """What was typed was read along already, so it is not sent on."""
    assert answered(path, method="POST") == (403, None)


@pytest.mark.parametrize("path", [*PLAINLY, *OVER_TLS])
@pytest.mark.parametrize("way", [("127.0.0.1", "http"), ("::1", "http"), ("192.168.1.20", "https")])
def test_over_tls_and_on_this_machine_everything_goes(path: str, way: tuple[str, str]) -> None:
    """Nobody can read along there, so nothing is refused."""
    source, scheme = way

    assert answered(path, source=source, scheme=scheme) == (200, None)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("192.168.1.5:8080", "192.168.1.5"),
        ("192.168.1.5", "192.168.1.5"),
        ("[fd00::5]:8080", "[fd00::5]"),
        ("[fd00::5]", "[fd00::5]"),
    ],
)
def test_it_is_sent_on_to_the_host_that_was_asked(host: str, expected: str) -> None:
    """Whichever way the box was called, its TLS is at the same name or address."""
    assert answered("/tonight", host=host) == (307, f"https://{expected}:8443/tonight")


@pytest.mark.parametrize("path", ["@evil.example/", "http://evil.example/", "evil.example", "*"])
def test_what_is_no_path_is_not_sent_on(path: str) -> None:
    """Behind our own name and port it could read as another host's address."""
    assert answered(path) == (403, None)


def test_who_cannot_be_told_is_not_this_machine() -> None:
    """A request without an address is treated as one from the network."""
    assert answered("/tonight", source="somewhere") == (
        307,
        "https://lamplight.local:8443/tonight",
    )


def test_what_is_no_request_passes() -> None:
    """The start and the end of the application are none of its business."""
    passed: list[str] = []

    async def app(scope: Scope, *_: object) -> None:
        passed.append(scope["type"])

    async def receive() -> Message:
        return {}

    async def send(_: Message) -> None:
        """Send nothing."""

    pages = PlainPages(app, 8443, Response)
    asyncio.run(pages({"type": "lifespan"}, receive, send))

    assert passed == ["lifespan"]
