"""A box without a screen, set up from a phone over real TLS, with the code that it printed."""

from __future__ import annotations

import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPSConnection
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from console import words
from console.forms import URL_ENCODED
from console.set_up.__main__ import main
from tests.console.running import LIMIT_SECONDS, ROOT, Answer, Console, command, started

NUMBERS: Final = {f"{part}-{place}": "" for place in range(1, 5) for part in ("name", "number")}
PRINTED: Final = r"The set-up code is: ([a-z-]+ [a-z-]+ [a-z-]+)"


def _own_address() -> str:
    """Return an address of this machine that is not its loopback, where it has one.

    From its loopback everybody is at the box itself, and the code is not asked for.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))  # sends nothing; it only chooses the way
        except OSError:
            return "127.0.0.1"
        return str(asking.getsockname()[0])


@dataclass(slots=True)
class Phone:
    """A phone that trusts this box's authority and keeps cookies."""

    host: str
    port: int
    eyes: ssl.SSLContext
    jar: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, **fields: str) -> Answer:
        """Open a page, or send a form where there are fields."""
        headers = {"cookie": "; ".join(f"{name}={kept}" for name, kept in self.jar.items())}
        if fields:
            headers |= {"sec-fetch-site": "same-origin", "content-type": URL_ENCODED}
        connection = HTTPSConnection(self.host, self.port, timeout=LIMIT_SECONDS, context=self.eyes)
        try:
            body = urlencode(fields) if fields else None
            connection.request("POST" if fields else "GET", path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for name, line in answer.getheaders():
            for key, morsel in SimpleCookie(line if name == "set-cookie" else "").items():
                self.jar[key] = morsel.value
                if morsel["max-age"] == "0":
                    del self.jar[key]
        return Answer(
            answer.status, {name.lower(): kept for name, kept in answer.getheaders()}, text
        )


@pytest.fixture(scope="module")
def address() -> str:
    """Return where the box speaks TLS."""
    return _own_address()


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the state folder of a box that nobody set up."""
    return tmp_path_factory.mktemp("box") / "state"


@contextmanager
def plugged_in(state: Path, address: str) -> Iterator[tuple[Console, Phone]]:
    """Start the box, as each time that it is plugged in; yield it with a phone beside it."""
    with started([*command(None, state), "--tls-listen", f"{address}:0"]) as console:
        found = re.search(r"https://[0-9.]+:(\d+)/", console.line)
        assert found, console.line
        pem = (state / "console/tls/box.pem").read_bytes()
        root = x509.load_pem_x509_certificates(pem)[1].public_bytes(serialization.Encoding.DER)
        yield console, Phone(address, int(found[1]), ssl.create_default_context(cadata=root))


def _code(state: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["--state", str(state)]) == 0
    return capsys.readouterr().out.strip()


def typed(phone: Phone, code: str) -> None:
    """Type the code on the phone, which is led to it and on from it."""
    came = phone.ask("/set-up", code=code)
    assert (came.status, came.headers["location"]) == (303, "/first-run")


def test_the_plug_is_pulled_half_way_and_the_phone_goes_on(
    state: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both starts have the same code, and the phone ends the run that it began before the cut."""
    with plugged_in(state, address) as (console, phone):
        first = _code(state, capsys)
        typed(phone, first)
        begun = phone.ask("/first-run/home", kind="family")
        console.process.kill()  # as a power cut does
    with plugged_in(state, address) as (_, phone):
        second = _code(state, capsys)
        typed(phone, second)
        shown = phone.ask("/first-run")
        carer = {"name": "Sam", "password": "four words in a row", **NUMBERS}
        rest = [
            phone.ask("/first-run/carer", **carer),
            phone.ask("/first-run/person", name="Maya", age="10-12"),
            phone.ask("/first-run/next", way="bt"),
        ]
        last = phone.ask("/first-run")
        after = main(["--state", str(state)])

    assert first == second
    assert words.first_run.CARER in shown.body
    assert {one.status for one in (begun, *rest)} == {303}
    assert words.first_run.TOGETHER in last.body
    assert set(phone.jar) == {"__Host-lamplight-visit"}
    assert after == 1


def test_the_code_is_printed_before_the_box_says_that_it_is_ready(tmp_path: Path) -> None:
    """Whoever waits for the line with the address has read the code by then."""
    with subprocess.Popen(
        command(None, tmp_path), cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        process.kill()

    assert re.search(PRINTED, lines[0])
    assert "ready" in lines[1]
