from __future__ import annotations

import pytest
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request

from console.security.opened import NOBODY, is_by_itself, is_opened, source_of

HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
OPENED = {
    "a browser that says nothing of itself": {},
    "typed in": {
        "sec-fetch-site": "none",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    },
    "a link of ours": {
        "sec-fetch-site": "same-origin",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
        "sec-fetch-user": "?1",
    },
}
NOT_OPENED: dict[str, dict[str, str]] = {
    "fetched ahead of time": {"sec-purpose": "prefetch"},
    "drawn ahead of time": {"sec-purpose": "prefetch;prerender"},
    "ahead of time, as it was said before": {"purpose": "prefetch"},
    "ahead of time, as another said it": {"x-moz": "prefetch"},
    "a preview": {"x-purpose": "preview"},
    "an open page that loads itself": {"lamplight-live": "1"},
    "a picture of another page": {"sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
    "a script's own asking": {"sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
    "within another page": {"sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    "sent here by another site": {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    },
    "a picture, where nothing else is said": {"accept": "image/avif,image/webp,*/*;q=0.8"},
    "a program": {"accept": "*/*"},
    "a program that asks for nothing": {"accept": ""},
}
SOURCES = {
    "version 4": ("192.168.7.21", "192.168.7.21"),
    "version 6": ("fd00:0::0:21", "fd00::21"),
    "version 4 within version 6": ("::ffff:192.168.7.21", "192.168.7.21"),
    "on a link": ("fe80::21%eth0", "fe80::21"),
    "a name": ("testclient", NOBODY),
    "nothing": ("", NOBODY),
}


def request_from(host: str | None, headers: dict[str, str] | None = None) -> Request:
    """Return a request from an address, as the server hands it on."""
    raw = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    return Request(
        {"type": "http", "client": None if host is None else (host, 4_711), "headers": raw}
    )


@pytest.mark.parametrize("headers", OPENED.values(), ids=OPENED)
def test_somebody_who_opens_a_page_has_opened_it(headers: dict[str, str]) -> None:
    """What browsers send when a person opens a page counts."""
    assert is_opened("GET", Headers(HTML | headers))


@pytest.mark.parametrize("headers", NOT_OPENED.values(), ids=NOT_OPENED)
def test_what_nobody_may_have_seen_does_not_count(headers: dict[str, str]) -> None:
    """A page fetched ahead, within another one, or by a program was seen by nobody."""
    assert not is_opened("GET", Headers(HTML | headers))


@pytest.mark.parametrize("method", ["HEAD", "POST"])
def test_only_a_page_that_is_asked_for_is_opened(method: str) -> None:
    """Who asks for the headers alone has seen no page."""
    assert not is_opened(method, Headers(HTML))


@pytest.mark.parametrize(("host", "expected"), SOURCES.values(), ids=SOURCES)
def test_the_source_is_the_connections_own(host: str, expected: str) -> None:
    """An address is written in one way, and what is none is nobody's."""
    assert source_of(request_from(host)) == expected


def test_a_connection_without_an_address_is_nobodys() -> None:
    """Where the server cannot say who asks, nobody does."""
    assert source_of(request_from(None)) == NOBODY


@pytest.mark.parametrize(
    "name", ["x-forwarded-for", "forwarded", "x-real-ip", "client-ip", "host", "via"]
)
def test_no_header_speaks_for_another_address(name: str) -> None:
    """Whatever a request says of where it comes from, it comes from where it comes from."""
    assert source_of(request_from("127.0.0.1", {name: "for=192.168.7.21"})) == "127.0.0.1"


BY_ITSELF_CASES = {
    "the stream of a page": ("/live/tonight", {}, True),
    "a page that loads itself": ("/tonight", {"lamplight-live": "1"}, True),
    "somebody who opens a page": ("/tonight", {}, False),
    "an address that begins alike": ("/lively", {}, False),
}


@pytest.mark.parametrize("case", BY_ITSELF_CASES)
def test_what_an_open_page_asks_by_itself_is_told_from_what_somebody_asks(case: str) -> None:
    """By its address or its own word; that word can only make a visit lock the sooner."""
    path, headers, expected = BY_ITSELF_CASES[case]
    scope = {
        "type": "http",
        "scheme": "https",
        "path": path,
        "server": ("127.0.0.1", 1),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }

    assert is_by_itself(HTTPConnection(scope)) is expected
