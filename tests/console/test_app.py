from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console import app as app_module
from console import words
from console.app import create_app
from console.pages.home import HomePage
from console.security.headers import LASTING, PAGE
from console.security.hosts import OUR_NAMES
from console.static_files import FOLDER, address_of
from console.store.published import Published
from tests.console import homes
from tests.console.running import ROOT

FOREIGN_HOSTS = {
    "another site": "evil.example",
    "a name that ends like ours": "notlocalhost",
    "ours below another": "localhost.evil.example",
    "the network's address of the box": "192.168.1.2",
    "two names": "localhost, evil.example",
    "user part": "localhost@evil.example",
    "empty": "",
}

COLLECTOR = """
import sys
from pathlib import Path
from opentelemetry import trace

told = []

class Collector(trace.TracerProvider):
    def get_tracer(self, *_, **__):
        return Tracer()

class Tracer(trace.NoOpTracer):
    def start_span(self, name, *_, **__):
        told.append(name)
        return trace.INVALID_SPAN

trace.set_tracer_provider(Collector())
trace.get_tracer("own").start_span("own")
own, told[:] = bool(told), []

from console.app import create_app
from console.security.hosts import OUR_NAMES
from console.store.published import Published
from tests.console.test_app import _ask

status, _, _ = _ask(create_app(Published(Path(sys.argv[1])), OUR_NAMES))
print(f"told of an own span: {own}, status {status}, told: {told}")
"""


def test_the_home_page_is_what_the_documents_say(state: Path) -> None:
    """The page carries the truth line and the devices of the published home."""
    app = _app(state)
    with homes.agent_at(state):
        status, headers, body = _ask(app)

    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert words.IN_FORCE in body
    assert "Living room TV" in body


def test_a_new_snapshot_is_on_the_next_page(state: Path) -> None:
    """The documents are read for each request, so nothing old is shown."""
    app = _app(state)
    homes.published_in(state, homes.EMPTY, None)
    with homes.agent_at(state):
        _, _, body = _ask(app)

    assert "Living room TV" not in body
    assert words.NOT_YET in body


@pytest.mark.parametrize("case", FOREIGN_HOSTS)
def test_another_host_is_refused_before_anything_is_read(case: str, state: Path) -> None:
    """A page on the internet that points its name here learns nothing (DNS rebinding)."""
    status, _, body = _ask(_app(state), host=FOREIGN_HOSTS[case])

    assert status == 400
    assert "Maya" not in body
    assert len(body) < 100


@pytest.mark.parametrize("host", [*OUR_NAMES, "LOCALHOST:8080", "[::1]:8080", "127.0.0.1:1"])
def test_each_of_our_names_is_answered(host: str, state: Path) -> None:
    """Our names are ours with any port and in any case."""
    status, _, _ = _ask(_app(state), host=host)

    assert status == 200


def test_an_unknown_address_is_a_plain_page(state: Path) -> None:
    """What is not here is said in the look of the house, with a way back."""
    status, headers, body = _ask(_app(state), path="/nothing/here")

    assert status == 404
    assert words.NO_PAGE in body
    assert PAGE.items() <= headers.items()


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/static", "/static/"])
def test_no_door_stands_open_beside_the_page(path: str, state: Path) -> None:
    """What the libraries would add by themselves is not there."""
    status, _, _ = _ask(_app(state), path=path)

    assert status == 404


def test_a_page_can_only_be_read(state: Path) -> None:
    """Sending to a page changes nothing and is answered with what may be asked."""
    app = _app(state)
    before = _files(state)
    status, headers, body = _ask(app, method="POST")

    assert status == 405
    assert set(headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert words.WRONG_METHOD_TEXT in body
    assert _files(state) == before


def test_a_page_can_be_asked_for_without_its_body(state: Path) -> None:
    """HEAD answers as GET does (RFC 9110, 9.3.2)."""
    status, headers, _ = _ask(_app(state), method="HEAD")

    assert status == 200
    assert PAGE.items() <= headers.items()


def test_a_missing_snapshot_is_a_page(state: Path) -> None:
    """Where nothing is published the page says so, and is not to be kept."""
    status, headers, body = _ask(create_app(Published(state), OUR_NAMES))

    assert status == 503
    assert words.NOT_PUBLISHED in body
    assert PAGE.items() <= headers.items()


def test_a_damaged_snapshot_is_a_page(state: Path) -> None:
    """Where the published rules cannot be read the page says so."""
    app = _app(state)
    Published(state).replace(b"{}")
    status, _, body = _ask(app)

    assert status == 503
    assert words.DAMAGED in body


def test_a_fault_of_our_own_is_a_page_with_every_header(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a fault nobody foresaw tells a person what still works, and shows nothing inside."""

    def broken(*_: object) -> HomePage:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(app_module, "home_page", broken)
    status, headers, body = _ask(_app(state), raises=ZeroDivisionError)

    assert status == 500
    assert words.BROKEN in body
    assert "inside" not in body
    assert PAGE.items() <= headers.items()


def test_no_request_is_described_to_anyone(state: Path) -> None:
    """A collector set up in this very process learns nothing of a page that was opened."""
    homes.published_in(state, homes.FULL, homes.IN_FORCE)
    done = subprocess.run(
        [sys.executable, "-c", COLLECTOR, str(state)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("told of an own span: True, status 200, told: []\n", "")


def test_static_files_are_kept_for_a_year(state: Path) -> None:
    """Each file is served below the address of all, with its kind and lasting."""
    static = address_of(FOLDER)
    for name, kind in (("app.css", "text/css"), ("icons.svg", "image/svg"), ("figtree.woff2", "")):
        status, headers, _ = _ask(_app(state), path=f"{static}/{name}")

        assert status == 200
        assert kind in headers["content-type"]
        assert LASTING.items() <= headers.items()


@pytest.mark.parametrize("path", ["/../app.py", "/..%2fapp.py", "/%2e%2e/app.py", "//etc/passwd"])
def test_nothing_beside_the_static_files_is_served(path: str, state: Path) -> None:
    """No path leads out of the folder of static files."""
    status, _, _ = _ask(_app(state), path=address_of(FOLDER) + path)

    assert status == 404


def _app(state: Path) -> ASGIApp:
    return create_app(homes.published_in(state, homes.FULL, homes.IN_FORCE), OUR_NAMES)


def _files(state: Path) -> dict[Path, tuple[int, bytes]]:
    return {
        path: (path.stat().st_ino, path.read_bytes()) for path in state.rglob("*") if path.is_file()
    }


def _ask(
    app: ASGIApp,
    *,
    path: str = "/",
    method: str = "GET",
    host: str = "127.0.0.1",
    raises: type[Exception] | None = None,
) -> tuple[int, dict[str, str], str]:
    """Ask the application itself, with no socket between."""
    sent: list[Message] = []
    said: list[Message] = []

    async def receive() -> Message:
        # After its one, empty body a browser says nothing more; the answer's end cancels the wait.
        if said:
            await asyncio.Event().wait()
        said.append({"type": "http.request", "body": b"", "more_body": False})
        return said[0]

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", host.encode())],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }
    if raises is None:
        asyncio.run(_answer(app, scope, receive, send))
    else:
        with pytest.raises(raises):
            asyncio.run(_answer(app, scope, receive, send))
    start, *rest = sent
    headers: Sequence[tuple[bytes, bytes]] = start["headers"]
    body = b"".join(message.get("body", b"") for message in rest)
    return (
        start["status"],
        {name.decode(): value.decode() for name, value in headers},
        body.decode(errors="replace"),
    )


async def _answer(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    await app(scope, receive, send)
