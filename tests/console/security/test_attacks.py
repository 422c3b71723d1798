"""What somebody tries who means it badly, at every address and over real sockets.

What one module alone holds off has its tests beside that module; here stands what only the whole
console can hold.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from fastapi.routing import APIRoute

from console import words
from console.forms import URL_ENCODED
from console.house import House
from console.security.headers import PAGE
from console.security.passwords import BOX
from console.security.permissions import Level, Role
from console.security.sessions import Kept, digest_of
from console.services.accounts import First, add
from console.store.database.engine import Database
from console.store.published import Published
from tests.console.browsing import HERE, Browser, Came
from tests.console.running import LIMIT_SECONDS
from tests.console.signing_in import PIN, home_in
from tests.console.test_over_tls import Box, box_in
from tests.console.whole_home import CARER, ELSEWHERE, NAMES, TEXT, WholeHome, quiet_home

WRONG: Final = "not the password"
OWN_LINE: Final = {"sec-fetch-site": "same-origin"}

STRANGERS: Final[Mapping[str, Mapping[str, str]]] = {
    "another site, as the browser says": {
        "sec-fetch-site": "cross-site",
        "origin": "https://127.0.0.1",
    },
    "another host of the same site": {"sec-fetch-site": "same-site"},
    "another origin": {"origin": "https://evil.example"},
    "ours, but plain": {"origin": "http://127.0.0.1"},
    "ours at another port": {"origin": "https://127.0.0.1:8443"},
    "an origin that is hidden": {"origin": "null"},
    "neither": {},
    "only a referrer": {"referer": "https://127.0.0.1/tonight"},
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeHome]:
    """Return a home in which every address is there."""
    with quiet_home(tmp_path_factory.mktemp("quiet")) as home:
        yield home


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """Return a running console that speaks TLS, over the same home."""
    with box_in(tmp_path_factory.mktemp("box"), TEXT) as box:
        yield box


def _paths(home: WholeHome, method: str) -> list[str]:
    return [
        re.sub(r"{[^}]*}", "1", route.path)
        for route in home.app.routes
        if isinstance(route, APIRoute)
        and method in (route.methods or set())
        and not route.path.startswith("/live")
    ]


def _all(
    browser: Browser, method: str, paths: list[str], headers: Mapping[str, str], body: bytes = b""
) -> list[tuple[str, Came]]:
    async def ask() -> list[Came]:
        return await asyncio.gather(
            *(browser.asking(method, path, headers, body) for path in paths)
        )

    return list(zip(paths, asyncio.run(ask()), strict=True))


@pytest.mark.parametrize("case", STRANGERS)
def test_no_button_can_be_pressed_from_another_site(case: str, home: WholeHome) -> None:
    """Whatever a stranger's page makes a carer's browser send is refused, at every address."""
    browser = home.visiting(CARER)
    came = _all(browser, "POST", _paths(home, "POST"), STRANGERS[case], b"x")

    assert [path for path, one in came if one.status != 403] == []
    assert all(
        one.shows(words.ELSEWHERE) and PAGE.items() <= dict(one.headers).items() for _, one in came
    )


@pytest.mark.parametrize(
    "host", ["evil.example", "lamplight.local.evil.example", "192.168.77.1", ""]
)
def test_no_page_is_there_by_a_strangers_name(host: str, home: WholeHome) -> None:
    """A page that points its own name at this box reads nothing, at any address (rebinding)."""
    browser = home.visiting(CARER)
    came = _all(browser, "GET", _paths(home, "GET"), {"host": host})

    assert [path for path, one in came if one.status != 400] == []
    assert {one.body for _, one in came} == {"Invalid host header"}
    assert all(PAGE.items() <= dict(one.headers).items() for _, one in came)


def test_a_plain_line_carries_no_visit(home: WholeHome) -> None:
    """On a line that others read a carer's cookie opens nothing, and no cookie is ever given."""
    safe = home.visiting(CARER)
    kept = safe.jar[f"__Host-{Kept.VISIT}"]
    wrong = []
    for method in ("GET", "POST"):
        paths = _paths(home, method)
        with_visit, without = home.browser(ELSEWHERE, "http"), home.browser(ELSEWHERE, "http")
        with_visit.jar |= {Kept.VISIT: kept, f"__Host-{Kept.VISIT}": kept}
        pairs = zip(
            _all(with_visit, method, paths, OWN_LINE),
            _all(without, method, paths, OWN_LINE),
            strict=True,
        )
        wrong += [
            path
            for (path, one), (_, other) in pairs
            if one.status != other.status or any("lamplight" in line for line in one.cookies)
        ]

    assert wrong == []


FORGED: Final[Mapping[str, str]] = {
    "empty": "",
    "made up": "A" * 43,
    "a letter less": "{token:.42}",
    "a letter more": "{token}A",
    "upside down": "{turned}",
    "what the box keeps of it": "{digest}",
    "in quotation marks with a space": '"{token} "',
    "percent-encoded": "%{token}",
    "very long": "{token}" * 200,
    "a number": "1",
}


@pytest.mark.parametrize("case", FORGED)
def test_a_cookie_that_was_tampered_with_is_nobodys(case: str, home: WholeHome) -> None:
    """Only the very token that was given opens a page; whatever is like it leads to the sign-in."""
    real = home.visiting(CARER)
    kept = real.jar[f"__Host-{Kept.VISIT}"]
    forged = FORGED[case].format(token=kept, turned=kept.swapcase(), digest=digest_of(kept))
    browser = home.browser()
    browser.jar[f"__Host-{Kept.VISIT}"] = forged

    assert browser.open("/tonight").status == 303
    assert real.open("/tonight").status == 200


@pytest.mark.parametrize("name", [Kept.VISIT, f"__Host-{Kept.PHONE}", f"__Host-{Kept.CARD}"])
def test_a_token_counts_under_its_own_name_alone(name: str, home: WholeHome) -> None:
    """A visit's token under the plain name, a phone's or a card's is nobody's."""
    browser = home.browser()
    browser.jar[name] = home.visiting(CARER).jar[f"__Host-{Kept.VISIT}"]

    assert browser.open("/tonight").status == 303


def test_another_boxes_visit_is_nobodys_here(home: WholeHome, tmp_path: Path) -> None:
    """A token that another home's box gave opens nothing in this one."""
    with quiet_home(tmp_path / "another") as another:
        browser = home.browser()
        browser.jar |= another.visiting(CARER).jar

        assert browser.open("/tonight").status == 303


def test_what_raises_rights_gives_another_token(state: Path) -> None:
    """Signing in, pairing and the PIN each give a new token, and the one before opens nothing."""
    home = home_in(state, "Sam")
    browser = home.signed_in("Sam")
    seen = [browser.jar[Kept.VISIT]]
    home.pair(browser)
    seen.append(browser.jar[Kept.VISIT])
    home.clock.passes(minutes=16)
    assert browser.send("/unlock", pin=PIN).status == 303
    seen.append(browser.jar[Kept.VISIT])
    opened = []
    for kept in seen[:-1]:
        old = home.browser()
        old.jar[Kept.VISIT] = kept
        opened += [old.open(path).status == 200 for path in ("/tonight", "/pair", "/sign-ins")]

    assert len(set(seen)) == 3
    assert not any(opened)


ELSEWHERES: Final = (
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "/%09/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    " //evil.example",
    "evil.example",
    "/tonight\r\nset-cookie: x=1",
)


@pytest.mark.parametrize("back", ELSEWHERES)
def test_a_browser_is_sent_on_to_this_box_alone(back: str, home: WholeHome) -> None:
    """Whatever a form says of where to go back to, it is a path of ours."""
    came = home.browser().send("/language", language="en", back=back)

    assert came.status == 303
    assert re.fullmatch(r"/(?![/\\])[\x21-\x7e]*", came["location"]), came["location"]
    assert not any(name == "x" for line in came.cookies for name in line.split("="))


def test_every_address_sends_on_to_paths_of_ours(home: WholeHome) -> None:
    """No page and no button leads to another host, whoever asks."""
    found = set()
    for browser in (home.browser(), home.visiting(CARER), home.visiting(CARER, Level.LOCKED)):
        for path, came in _all(browser, "GET", _paths(home, "GET"), {}):
            if came.status in (301, 302, 303, 307, 308):
                found.add((path, came["location"]))

    assert found
    assert [one for one in found if not re.fullmatch(r"/(?![/\\])[^\s]*", one[1])] == []


BREAKS: Final = ("%0d%0aset-cookie:%20x=1", "%0a", "%00", "%e2%80%a8", "..%2f..%2f", "%2e%2e/")


@pytest.mark.parametrize("text", BREAKS)
def test_an_address_breaks_into_no_header(text: str, box: Box) -> None:
    """What stands in an address is in no header of the answer, but as it was written."""
    for path in (f"/rules/{text}/names", f"/check/{text}", f"/visit/stop/{text}", f"/{text}"):
        status, headers, _ = _raw(
            box.console.port, f"GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n"
        )
        assert status in (200, 303, 307, 404), path
        assert "set-cookie" not in headers
        assert (
            PAGE["content-security-policy"] in headers["content-security-policy"] or status == 200
        )


OURS: Final = "host: localhost\r\nsec-fetch-site: none\r\n"
FORM: Final = f"{OURS}content-type: {URL_ENCODED}\r\n"
CHUNK: Final = f"2000\r\n{'x' * 8192}\r\n"

REFUSALS: Final[Mapping[str, tuple[int, str]]] = {
    "another host": (400, "GET / HTTP/1.1\r\nhost: evil.example\r\n\r\n"),
    "no host": (400, "GET / HTTP/1.0\r\n\r\n"),
    "two hosts": (400, "GET / HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\n\r\n"),
    "no HTTP": (400, "\x16\x03\x01\r\n\r\n"),
    "an address and a body in two ways": (
        400,
        f"POST /why HTTP/1.1\r\n{OURS}content-length: 3\r\ntransfer-encoding: gzip\r\n\r\nabc",
    ),
    "another site": (403, "POST /why HTTP/1.1\r\nhost: localhost\r\ncontent-length: 0\r\n\r\n"),
    "no such page": (404, "GET /nowhere HTTP/1.1\r\nhost: localhost\r\n\r\n"),
    "no such file": (404, "GET {static}/nothing.css HTTP/1.1\r\nhost: localhost\r\n\r\n"),
    "a file beside": (404, "GET {static}/..%2f..%2fapp.py HTTP/1.1\r\nhost: localhost\r\n\r\n"),
    "a file from the root": (
        404,
        "GET {static}/%2fetc%2fpasswd HTTP/1.1\r\nhost: localhost\r\n\r\n",
    ),
    "a file with a nought": (
        404,
        "GET {static}/app.css%00.txt HTTP/1.1\r\nhost: localhost\r\n\r\n",
    ),
    "a path that is none": (404, "GET http://evil.example/ HTTP/1.1\r\nhost: localhost\r\n\r\n"),
    "another method": (
        405,
        "PUT /help HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: none\r\n\r\n",
    ),
    "another kind": (
        415,
        f"POST /sign-in HTTP/1.1\r\n{OURS}content-length: 2\r\n\r\n{{}}",
    ),
    "too much": (
        413,
        f"POST /sign-in HTTP/1.1\r\n{FORM}content-length: 99999\r\n\r\n{'x' * 99_999}",
    ),
    "without end": (
        413,
        f"POST /sign-in HTTP/1.1\r\n{FORM}transfer-encoding: chunked\r\n\r\n{CHUNK}{CHUNK}",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_every_refusal_is_ours_and_carries_our_headers(case: str, box: Box) -> None:
    """Over a real socket each refusal has its status, and can be framed and kept by nobody."""
    status, request = REFUSALS[case]
    static = re.search(r'href="(/[^"]+)/app\.css"', box.console.ask("/help").body)
    assert static
    came, headers, _ = _raw(box.console.port, request.replace("{static}", static[1]))

    assert came == status
    assert {name: headers.get(name) for name in PAGE if "opener" not in name} == {
        name: text for name, text in PAGE.items() if "opener" not in name
    }


def test_a_body_that_breaks_off_is_no_fault_of_ours(box: Box) -> None:
    """Who goes away in the middle of a form leaves nothing behind, and the next page is there."""
    for _ in range(5):
        with socket.create_connection((HERE, box.console.port), LIMIT_SECONDS) as connection:
            connection.sendall(
                b"POST /sign-in HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: none\r\n"
                b"content-type: application/x-www-form-urlencoded\r\n"
                b"content-length: 90\r\n\r\nname="
            )

    assert box.console.ask("/help").status == 200


def test_many_open_ends_keep_nobody_out(box: Box) -> None:
    """While a device has two hundred requests that never come whole, others are answered."""
    held = []
    half = b"POST /sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n"
    try:
        for _ in range(200):
            held.append(
                socket.create_connection(
                    (HERE, box.console.port), LIMIT_SECONDS, source_address=("127.0.0.66", 0)
                )
            )
            with suppress(OSError):  # beyond its share it is turned away
                held[-1].sendall(half)
        answer = box.console.ask("/help")
    finally:
        for connection in held:
            connection.close()

    assert answer.status == 200


def _house(box: Box) -> House:
    return House(database=Database.open(box.state), published=Published(box.state), profile=BOX)


def test_a_sign_in_is_a_cookie_that_nothing_else_reads(box: Box) -> None:
    """Over TLS it is bound to this host, and here too it is kept from scripts and other sites."""
    house = _house(box)
    first = add(house, "Sam", CARER, Role.CARER)
    assert isinstance(first, First)
    body = urlencode({"name": CARER, "password": first.password, "code": ""})
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": URL_ENCODED}
    found = {}
    for scheme in ("http", "https"):
        connection = (
            HTTPSConnection(HERE, box.port, timeout=LIMIT_SECONDS, context=box.trusting())
            if scheme == "https"
            else HTTPConnection(HERE, box.console.port, timeout=LIMIT_SECONDS)
        )
        connection.request("POST", "/sign-in", body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert answer.status == 303
        lines = [one for one in answer.headers.get_all("set-cookie", []) if 'visit=""' not in one]
        (line,) = [one for one in lines if Kept.VISIT in one]
        name, _, rest = line.partition("=")
        found[scheme] = (name, {one.strip().lower() for one in rest.split(";")[1:]})
    house.database.close()
    bare = {"httponly", "path=/", "samesite=lax"}

    assert found == {
        "http": (Kept.VISIT, bare),
        "https": (f"__Host-{Kept.VISIT}", bare | {"secure"}),
    }


def test_guessing_from_many_connections_at_once_is_as_slow_as_from_one(state: Path) -> None:
    """Of thirty tries at one moment five are looked at, and the rest are told to wait."""
    home = home_in(state, "Sam")
    came: list[int] = []

    def guess() -> None:
        browser = home.browser(ELSEWHERE, "https")
        came.append(browser.send("/sign-in", name="Sam", password=WRONG, code="").status)

    guessing = [threading.Thread(target=guess) for _ in range(30)]
    for one in guessing:
        one.start()
    for one in guessing:
        one.join()

    assert sorted(came) == [422] * 5 + [429] * 25


def test_nobodys_name_is_in_what_the_console_prints(tmp_path: Path) -> None:
    """Whatever is opened, sent and refused, no name stands on stdout or stderr."""
    with box_in(tmp_path, TEXT) as box:
        for path in (
            "/",
            "/tonight",
            "/tonight/1",
            "/devices",
            "/rules/person-1",
            "/changes",
            "/nowhere",
        ):
            assert box.console.ask(path).status in (200, 404)
        box.console.send("/tonight/pause", number="1", length="15", reason=f"{CARER} says so")
        box.console.send("/sign-ins", name=CARER, role="carer")
        box.console.send("/devices/1/rename", device=f"Tablet of {NAMES[3]}", name=NAMES[4])
        box.console.ask(f"/{NAMES[3]}", headers={"host": NAMES[3]})
        _raw(box.console.port, f"{NAMES[3]}\r\n\r\n")
        box.console.process.terminate()
        out, err = box.console.process.communicate(timeout=LIMIT_SECONDS)

    assert [name for name in NAMES if name.lower() in (out + err).lower()] == []


def _raw(port: int, request: str) -> tuple[int, dict[str, str], str]:
    """Send octets as they are; return status, headers and body of the first answer."""
    with socket.create_connection((HERE, port), LIMIT_SECONDS) as connection:
        with_end = request.replace("\r\nhost", "\r\nconnection: close\r\nhost", 1)
        connection.sendall(with_end.encode("latin-1"))
        came = b""
        try:
            while piece := connection.recv(65_536):
                came += piece
        except ConnectionResetError:
            pass  # what was sent was more than was read
    head, _, body = came.decode("latin-1").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = {
        name.lower(): text.strip() for name, _, text in (one.partition(":") for one in lines)
    }
    return int(first.split()[1]), headers, body
