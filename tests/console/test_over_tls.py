"""The console over TLS with a certificate of its own, in OpenSSL's eyes and in a real browser's."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from playwright.sync_api import Browser, Error

from console import words
from console.places import OF_ONE
from console.security.authority import open_authority
from console.security.headers import PAGE
from console.security.hosts import BOX_NAMES
from tests.console.looking import looked_at
from tests.console.running import LIMIT_SECONDS, ROOT, Answer, Console, command, started
from tests.console.test_browser import _opened

HERE: Final = ipaddress.ip_address("127.0.0.1")
YOUNG: Final = "127.0.0.21"
"""The address from which a young person's device asks here."""

HOME: Final = f"""\
format = "lamplight-household/v1"

[[young_people]]
name = "Maya"

[[carers]]
name = "Sam"

[[devices]]
name = "Maya's tablet"
belongs_to = "Maya"
addresses = ["{YOUNG}"]

[[devices]]
name = "Living room TV"
belongs_to = "everyone"
addresses = ["127.0.0.25"]

[[devices]]
name = "Sam's laptop"
belongs_to = "Sam"
addresses = ["127.0.0.24"]
"""

PATHS: Final = ("/trust", "/worried", "/kitchen", "/backup")


@dataclass(frozen=True, slots=True)
class Box:
    """A running console that speaks TLS too."""

    console: Console
    state: Path
    port: int

    @property
    def url(self) -> str:
        """Where its pages are over TLS."""
        return f"https://127.0.0.1:{self.port}"

    @property
    def certificates(self) -> list[x509.Certificate]:
        """The box's certificate and the authority's."""
        return x509.load_pem_x509_certificates((self.state / "console/tls/box.pem").read_bytes())

    def trusting(self) -> ssl.SSLContext:
        """Return the eyes of whoever trusts this box's authority and nobody else."""
        authority = self.certificates[1].public_bytes(serialization.Encoding.DER)
        return ssl.create_default_context(cadata=authority)

    def ask(self, path: str, source: str = "127.0.0.1") -> Answer:
        """Send one request over TLS from an address of this machine."""
        connection = HTTPSConnection(
            "127.0.0.1",
            self.port,
            timeout=LIMIT_SECONDS,
            context=self.trusting(),
            source_address=(source, 0),
        )
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read().decode(errors="replace")
        finally:
            connection.close()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, body)


@contextmanager
def box_in(folder: Path, text: str = HOME) -> Iterator[Box]:
    """Start a console that speaks TLS over a home."""
    household = folder / "household.toml"
    household.write_text(text, encoding="utf-8")
    state = folder / "state"
    options = [*command(household, state), "--tls-listen", "127.0.0.1:0"]
    with started(options) as console:
        found = re.search(r"https://127\.0\.0\.1:(\d+)/", console.line)
        assert found, console.line
        yield Box(console, state, int(found[1]))


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """Return a running console that speaks TLS."""
    with box_in(tmp_path_factory.mktemp("box")) as box:
        yield box


@pytest.fixture(scope="module")
def trusting(browser: Browser, box: Box) -> Iterator[Browser]:
    """Return a browser that takes this box's authority for one that it knows."""
    key = box.certificates[1].public_key()
    digest = hashlib.sha256(
        key.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    ).digest()
    found = shutil.which("chromium")
    assert found
    known = browser.browser_type.launch(
        executable_path=found,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            f"--ignore-certificate-errors-spki-list={base64.b64encode(digest).decode()}",
        ],
    )
    yield known
    known.close()


def test_both_ports_serve_the_same_pages(box: Box) -> None:
    """What is read over TLS is what is read on this machine, with the same headers."""
    plain, secured = box.console.ask("/worried"), box.ask("/worried")

    assert (plain.status, secured.status) == (200, 200)
    assert plain.body == secured.body
    assert PAGE.items() <= secured.headers.items()
    assert "server" not in secured.headers


def test_plain_http_on_the_port_of_tls_gets_no_page(box: Box) -> None:
    """Nothing is answered there that somebody could read along."""
    with socket.create_connection(("127.0.0.1", box.port), timeout=LIMIT_SECONDS) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert b"html" not in plain.recv(4_096)


def test_one_device_that_holds_all_it_can_keeps_nobody_out(box: Box) -> None:
    """It is told so itself, over plain http too, until it closes one; others are answered."""
    phone, carer = "127.0.0.66", "127.0.0.24"
    with ExitStack() as held:
        for _ in range(OF_ONE):
            line = socket.create_connection(
                ("127.0.0.1", box.port), timeout=LIMIT_SECONDS, source_address=(phone, 0)
            )
            last = held.enter_context(box.trusting().wrap_socket(line, server_hostname="127.0.0.1"))
        refused = box.console.ask("/worried", source=phone)
        others = box.console.ask("/worried", source=carer), box.ask("/worried", source=carer)
        with last.unwrap() as rest:
            assert rest.recv(1) == b""  # closed there too
        again = box.console.ask("/worried", source=phone)

    assert (refused.status, refused.body) == (503, str(words.TOO_MANY_OPEN))
    assert [answer.status for answer in others] == [200, 200]
    assert again.status == 200


def test_a_start_renews_what_expired(tmp_path: Path) -> None:
    """A box that was in a drawer for two years has a good certificate once it is started."""
    long_ago = datetime.now(UTC) - timedelta(days=800)
    folder = tmp_path / "state/console/tls"
    expired = open_authority(folder, BOX_NAMES, (HERE,), long_ago)
    before = expired.box_certificate()
    with box_in(tmp_path) as box:
        leaf, authority = box.certificates
        status = box.ask("/worried").status

    assert before is not None
    assert before.not_valid_after_utc < datetime.now(UTC) < leaf.not_valid_after_utc
    assert authority == expired.certificate
    assert status == 200


def test_a_damaged_authority_ends_the_start(tmp_path: Path) -> None:
    """The message says which file it is and what to do, and the file stays as it was."""
    path = tmp_path / "state/console/tls/authority.pem"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    household = tmp_path / "household.toml"
    household.write_text(HOME, encoding="utf-8")
    done = subprocess.run(
        [*command(household, tmp_path / "state"), "--tls-listen", "127.0.0.1:0"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )

    assert done.returncode == 2
    assert f"mv {path}" in done.stderr
    assert path.read_bytes() == b""


OFFERED: Final = {
    "the machine itself": ("127.0.0.1", True),
    "a carer's device": ("127.0.0.24", True),
    "a young person's device": (YOUNG, False),
    "a shared device": ("127.0.0.25", False),
}


@pytest.mark.parametrize("case", OFFERED)
def test_the_authority_is_offered_for_adults_own_devices_alone(case: str, box: Box) -> None:
    """A young person's device is neither asked to trust the box nor given what it would trust."""
    source, is_offered = OFFERED[case]
    page = box.ask("/trust", source)
    file = box.ask("/trust/authority", source)

    assert page.status == 200
    assert (words.trust.FETCH in page.body) is is_offered
    assert ("/trust/authority" in page.body) is is_offered
    assert (words.trust.NOT_NEEDED in page.body) is not is_offered
    assert file.status == (200 if is_offered else 404)


def test_the_file_is_the_authority_that_the_words_stand_for(box: Box) -> None:
    """What an adult takes in is the very certificate whose eight words the page shows."""
    authority = open_authority(box.state / "console/tls", BOX_NAMES, (HERE,), datetime.now(UTC))
    page, file = box.ask("/trust"), box.ask("/trust/authority")

    assert file.headers["content-type"] == "application/x-x509-ca-cert"
    assert re.findall(r"<li>([a-z-]+)</li>", page.body) == list(authority.fingerprint)
    assert file.headers["content-length"] == str(len(authority.octets))


def test_chromium_shows_the_warning_that_the_page_pictures(browser: Browser, box: Box) -> None:
    """Our picture says what a browser that does not know the box really says."""
    page = browser.new_page()
    try:
        with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
            page.goto(f"{box.url}/worried")
        page.wait_for_selector("#details-button")
        shown = page.locator("body").inner_text()
        button = page.locator("#details-button").inner_text()
        page.click("#details-button")
        onward = page.locator("#proceed-link").inner_text()
    finally:
        page.close()

    assert f"{words.trust.PICTURE_HEADING} {words.trust.PICTURE_HEADING_MORE}" in shown
    assert button == words.trust.PICTURE_BUTTON
    assert onward.startswith("Proceed")


def test_chromium_that_knows_the_authority_shows_no_warning(trusting: Browser, box: Box) -> None:
    """The page opens at once, over a line that the browser calls secure."""
    with _opened(trusting, f"{box.url}/worried") as page:
        is_secure = page.evaluate("window.isSecureContext")
        heading = page.locator("h1").inner_text()

    assert (is_secure, heading) == (True, words.worried.HEADING)


@pytest.mark.parametrize("path", PATHS)
def test_the_pages_are_fit_for_everybody(path: str, trusting: Browser, box: Box) -> None:
    """No rule of WCAG 2.2 AA that axe can check is broken, nothing is cut off, all fits a thumb."""
    with _opened(trusting, box.url + path) as page:
        looked_at(page)


def test_own_numbers_are_typed_by_keyboard_and_without_scripts(trusting: Browser, box: Box) -> None:
    """A carer opens the fold, types a number and saves it, and it stands first on the page."""
    with _opened(trusting, f"{box.url}/worried", java_script_enabled=False) as page:
        fold = page.get_by_text(words.worried.OWN_CHANGE)
        fold.focus()
        page.keyboard.press("Enter")
        page.fill("#name-1", "Nan <next door>")
        page.keyboard.press("Tab")
        page.keyboard.type("nobody")
        page.keyboard.press("Enter")
        page.get_by_text(words.worried.OWN_WRONG).wait_for()
        kept = page.input_value("#number-1")
        page.fill("#number-1", "+44 20 7946 0000")
        page.keyboard.press("Enter")
        first = page.locator("#own + ul a").first
        first.wait_for()
        href, text = first.get_attribute("href"), first.inner_text()
    for_the_young_person = box.ask("/worried", YOUNG).body

    assert kept == "nobody"
    assert href == "tel:+442079460000"
    assert "Nan <next door>" in text
    assert "7946" not in for_the_young_person
    assert words.worried.DANGER in for_the_young_person
