from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from console.security.headers import EVERY_ANSWER, LASTING, PAGE, SecurityHeaders, with_picture_of

LASTING_AT = "/static/0123"


def test_the_content_policy_starts_from_nothing() -> None:
    """Only our own files load and are asked; forms go here, frames nowhere, no script within."""
    expected = {
        "default-src": "'none'",
        "script-src": "'self'",
        "connect-src": "'self'",
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self'",
        "media-src": "'self'",
        "frame-ancestors": "'none'",
        "form-action": "'self'",
        "base-uri": "'none'",
    }
    found = dict(part.split(" ", 1) for part in EVERY_ANSWER["content-security-policy"].split("; "))

    assert found == expected


def test_a_page_is_never_kept() -> None:
    """A page's answer may not be stored, whatever the page itself says."""
    assert _headers("/", 200, [(b"cache-control", b"public")]) == PAGE


TEST_NAME = "0123456789abcdef" * 2 + ".selftest.lamplight.home.arpa"

WIDER = {
    "another host": "evil.example",
    "a test of too few digits": TEST_NAME[1:],
    "a name that ends like a test's": f"{TEST_NAME}.evil.example",
    "a name that begins another": f"evil.example https://{TEST_NAME}",
    "a second name": f"{TEST_NAME} https://evil.example",
    "capital letters": TEST_NAME.upper(),
    "nothing": "",
}


def test_a_page_may_name_the_test_that_it_begins() -> None:
    """The policy of one page names the name of its test, for pictures, and all else stays."""
    policy = with_picture_of(TEST_NAME)
    said = _headers("/check", 200, [(b"content-security-policy", policy.encode())])

    assert policy.count("https://") == 1
    assert said == PAGE | {"content-security-policy": policy}


@pytest.mark.parametrize("name", WIDER.values(), ids=WIDER)
def test_a_page_may_name_nothing_else(name: str) -> None:
    """An answer that names anything but the name of a test gets the policy of all others."""
    said = _headers("/", 200, [(b"content-security-policy", with_picture_of(name).encode())])

    assert said == PAGE


def test_a_policy_of_its_own_is_taken_from_no_page() -> None:
    """An answer that would allow a script gets the policy of all others."""
    policy = with_picture_of(TEST_NAME).replace("default-src 'none'", "default-src *")

    assert _headers("/", 200, [(b"content-security-policy", policy.encode())]) == PAGE


def test_a_file_of_lasting_address_is_kept() -> None:
    """Contents that never change under their address may be kept for a year."""
    assert _headers(f"{LASTING_AT}/app.css", 200) == LASTING


def test_an_error_below_a_lasting_address_is_not_kept() -> None:
    """A file that is missing today may be there tomorrow."""
    assert _headers(f"{LASTING_AT}/gone.css", 404) == PAGE


def test_a_like_named_address_is_not_lasting() -> None:
    """An address that only begins with the same letters is a page like any other."""
    assert _headers(f"{LASTING_AT}4", 200) == PAGE


def test_what_is_not_http_passes_through() -> None:
    """A lifespan message reaches the application as it is."""
    seen: list[str] = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        seen.append(scope["type"])

    asyncio.run(SecurityHeaders(app, LASTING_AT)({"type": "lifespan"}, _receive, _ignore))

    assert seen == ["lifespan"]


OPENER = "cross-origin-opener-policy"
WAYS = {
    "over TLS": ("https", "lamplight.local", True),
    "plainly, on this machine": ("http", "127.0.0.1:8080", True),
    "plainly, on this machine over IPv6": ("http", "[::1]:8080", True),
    "plainly, by its other name": ("http", "localhost", True),
    "plainly, from another device": ("http", "lamplight.local", False),
    "plainly, at an address of the home": ("http", "192.168.77.2:8080", False),
}


@pytest.mark.parametrize(("scheme", "host", "is_said"), WAYS.values(), ids=WAYS)
def test_a_browser_is_told_nothing_that_it_would_only_complain_of(
    scheme: str, host: str, *, is_said: bool
) -> None:
    """Over plain http a browser ignores one header, and says so on its console; all else stays."""
    without = {name: value for name, value in PAGE.items() if name != OPENER}

    assert _headers("/", 200, scheme=scheme, headers=[(b"host", host.encode())]) == (
        PAGE if is_said else without
    )


async def _receive() -> Message:
    return {"type": "http.request"}


async def _ignore(_: Message) -> None:
    return None


def _headers(
    path: str, status: int, own: list[tuple[bytes, bytes]] | None = None, **way: object
) -> dict[str, str]:
    sent: list[Message] = []

    async def app(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": own or []})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "scheme": "https", "path": path, "headers": [], **way}
    asyncio.run(SecurityHeaders(app, LASTING_AT)(scope, _receive, send))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}
