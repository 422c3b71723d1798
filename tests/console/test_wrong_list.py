"""Asking why, and saying that a list is wrong, with the real console and the real agent."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import dns.message
import dns.rcode
import pytest
from playwright.sync_api import Browser, Page, expect

from console import words
from console.store.allowed_file import AllowedFile
from console.store.published import Published
from policy.names import from_text
from tests.console import homes
from tests.console.running import LIMIT_SECONDS, Console, command, running, started
from tests.house import Script
from tests.promises.programs import Program, our_python, port_in
from tests.promises.sockets import SocketUpstream, ask_udp

WORD = "quietword"
ASKED = f"{WORD}.bet.example"
TABLET = "127.0.0.21"

KILLED = """
import os, signal, sys
from console.__main__ import main
from console.store.allowed_file import AllowedFile
from console.store.published import Published

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def second_time(self, octets):
    Published.replace = killed
    first(self, octets)

def proposed(self, names, number):
    propose(self, names, number)
    killed()

first, propose = Published.replace, AllowedFile.propose
if sys.argv[1] == "before it is kept":
    AllowedFile.propose = proposed
else:
    Published.replace = second_time
main(sys.argv[2:])
"""


@dataclass(frozen=True, slots=True)
class Home:
    """A home in which console and agent run; `box` is where the agent answers."""

    folder: Path
    console: Console
    box: tuple[str, int]

    @property
    def state(self) -> Path:
        """The state folder that both share."""
        return self.folder / "state"

    def rcode(self, name: str) -> str:
        """Ask the agent for a name, as a device does."""
        answer = ask_udp(dns.message.make_query(name, "A").to_wire(), TABLET, self.box)
        return dns.rcode.to_text(dns.message.from_wire(answer).rcode())

    def files_with(self, word: str) -> set[str]:
        """Return the files of the home's folder that hold a word, or are called by it."""
        found = [path for path in self.folder.rglob("*") if path.is_file()]
        return {
            path.relative_to(self.folder).as_posix()
            for path in found
            if word.encode() in path.read_bytes() or word in path.name
        }


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Return a home with lists, a console, an agent and an upstream that knows every name."""
    with _home_in(tmp_path) as home:
        yield home


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Return such a home in which nobody presses a button that does anything."""
    with _home_in(tmp_path_factory.mktemp("asked")) as home:
        yield home


@contextmanager
def _home_in(folder: Path) -> Iterator[Home]:
    household, state, lists = folder / "household.toml", folder / "state", folder / "lists"
    household.write_text(homes.FULL.replace("192.168.77.21", TABLET), encoding="utf-8")
    index = homes.lists_in(lists).index_path
    (state / "agent").mkdir(parents=True)
    with (
        SocketUpstream(Script([], otherwise="192.0.2.80")) as upstream,
        running(household, state, lists=lists) as console,
        Program(
            our_python(
                *("agent", "--listen", "127.0.0.1:0"),
                *("--upstream", f"127.0.0.1:{upstream.port}"),
                *("--snapshot", str(state / "console" / "snapshot.json")),
                *("--index", str(index), "--status", str(state / "agent" / "status.json")),
            )
        ) as agent,
    ):
        port = port_in(agent.line_with("listening"))
        agent.line_with("ready: policy 1")
        yield Home(folder, console, ("127.0.0.1", port))


def test_the_agent_has_taken_it_up_when_the_page_comes_back(home: Home) -> None:
    """The page behind the button says in force, and the device has the name; undo ends both."""
    before = home.rcode(ASKED)
    allowed = home.console.send("/allow", device="Maya's tablet", name=ASKED)
    page, during = home.console.ask(), home.rcode(ASKED)
    undone = home.console.send("/undo", name=ASKED)
    after = home.rcode(ASKED)

    assert (allowed.status, undone.status) == (303, 303)
    assert words.ALLOWED_IN_FORCE in page.body
    assert words.IN_FORCE in page.body
    assert (before, during, after) == ("NXDOMAIN", "NOERROR", "NXDOMAIN")


def test_a_question_is_written_nowhere(home: Home) -> None:
    """What is typed is in no file, no file's name, and nothing that the console prints."""
    answer = home.console.send("/why", device="Maya's tablet", name=ASKED)
    mistyped = home.console.send("/why", device="", name=f"{WORD} {WORD}")
    refused = home.console.ask("/why", method="POST", body=f"name={WORD}".encode())
    left = home.files_with(WORD)
    printed = _ended(home)

    assert ASKED in answer.body
    assert WORD in mistyped.body
    assert (answer.status, mistyped.status, refused.status) == (200, 422, 403)
    assert left == set()
    assert printed == ("", "")


def test_a_button_that_was_pressed_writes_a_rule_and_nothing_else(home: Home) -> None:
    """The name is then in what was allowed and in the rules, and after undo in neither."""
    home.console.send("/why", device="Maya's tablet", name=ASKED)
    home.console.send("/allow", device="Maya's tablet", name=ASKED)
    allowed = home.files_with(WORD)
    home.console.send("/undo", name=ASKED)
    undone = home.files_with(WORD)
    printed = _ended(home)

    assert allowed == {"state/console/allowed.json", "state/console/snapshot.json"}
    assert undone == set()
    assert printed == ("", "")


def test_two_taps_at_once_are_both_in_force(home: Home) -> None:
    """Names allowed at the same moment, and one of them twice, are all kept, once each."""
    names = [f"n{place}.bet.example" for place in range(6)]
    with ThreadPoolExecutor(12) as threads:
        answers = threads.map(
            lambda name: home.console.send("/allow", device="", name=name), names * 2
        )
        statuses = {answer.status for answer in answers}

    assert statuses == {303}
    assert {one.name for one in AllowedFile(home.state).read()} == set(map(from_text, names))
    assert [home.rcode(name) for name in names] == ["NOERROR"] * 6


@pytest.mark.parametrize(
    ("moment", "allowed"), [("before it is kept", False), ("before it is published", True)]
)
def test_a_kill_at_any_moment_heals_at_the_next_start(
    moment: str, *, allowed: bool, household_file: Path, state: Path, tmp_path: Path
) -> None:  # fmt: skip
    """The name is allowed or it is not; nothing is half-way once the console starts again."""
    lists = homes.lists_in(tmp_path / "lists").folder
    options = command(household_file, state, lists=lists)[3:]
    with (
        started([sys.executable, "-c", KILLED, moment, *options]) as console,
        suppress(HTTPException, ConnectionError),
    ):
        console.send("/allow", device="", name="bet.example")
    published = Published(state)
    half_way = from_text("bet.example") in published.snapshot().household.everyone.allow
    with running(household_file, state, lists=lists) as console:
        healed = from_text("bet.example") in published.snapshot().household.everyone.allow
        page = console.ask()

    assert not half_way
    assert healed is allowed
    assert (words.ALLOWED in page.body) is allowed
    assert {path.name for path in (state / "console").glob("allowed.json*")} == (
        {"allowed.json"} if allowed else set()
    )


def test_the_household_file_is_never_written(home: Home) -> None:
    """The button and its undo leave every octet of the file that a person wrote."""
    file = home.folder / "household.toml"
    before = (file.stat().st_ino, file.stat().st_mtime_ns, file.read_bytes())
    home.console.send("/allow", device="", name=ASKED)
    home.console.send("/undo", name=ASKED)

    assert (file.stat().st_ino, file.stat().st_mtime_ns, file.read_bytes()) == before


def test_pages_do_not_change_with_what_devices_ask(quiet: Home) -> None:
    """Every page, and the answer to a question, is the same after devices have asked."""

    def seen() -> tuple[str, str, str]:
        answer = quiet.console.send("/why", device="", name=ASKED)
        return quiet.console.ask().body, quiet.console.ask("/why").body, answer.body

    before = seen()
    quiet.rcode(ASKED)
    quiet.rcode("fine.example")

    assert seen() == before


def _ended(home: Home) -> tuple[str, str]:
    """End the console; return what it printed since it said that it is ready."""
    home.console.process.terminate()
    return home.console.process.communicate(timeout=LIMIT_SECONDS)


def _by_keys(page: Page) -> None:
    """Ask, allow and undo with the keyboard alone."""

    def tab_to(found: Callable[[], bool]) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if found():
                return
        raise AssertionError("the keyboard does not reach it")

    def on(selector: str) -> Callable[[], bool]:
        return lambda: page.locator(f"{selector}:focus").count() == 1

    tab_to(on("a[href='/why']"))
    page.keyboard.press("Enter")
    expect(page.locator("#name")).to_be_visible()
    tab_to(on("#device"))
    page.keyboard.type("Maya's tab")
    tab_to(on("#name"))
    page.keyboard.type("bet example")
    page.keyboard.press("Enter")
    expect(page.locator("#name-error")).to_be_visible()
    expect(page.locator("#name")).to_be_focused()
    expect(page.locator("#name")).to_have_value("bet example")
    page.keyboard.press("Control+A")
    page.keyboard.type(ASKED)
    tab_to(on("main button"))
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text(f"Maya's tablet may not open {ASKED}")
    expect(page.locator(".answer code")).to_have_text("0.0.0.0 bet.example")
    tab_to(on("form[action='/allow'] button"))
    page.keyboard.press("Enter")
    expect(page.locator("#allowed")).to_contain_text(words.ALLOWED_IN_FORCE)
    expect(page.locator("#allowed")).to_contain_text(ASKED)
    tab_to(on("form[action='/undo'] button"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(words.HOME_HEADING)
    expect(page.locator("#allowed")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_whole_story_by_keyboard(*, scripts: bool, browser: Browser, home: Home) -> None:
    """Ask, be told of a slip, ask again, allow, undo: by keys alone, with and without scripts."""
    addresses: list[str] = []
    with _opened(browser, home.console.url, scripts=scripts) as page:
        page.on("framenavigated", lambda frame: addresses.append(frame.url))
        _by_keys(page)

    assert home.rcode(ASKED) == "NXDOMAIN"
    assert len(addresses) >= 5
    assert [address for address in addresses if "bet" in address] == []


def test_an_address_that_browsers_do_not_trust_works_too(browser: Browser, quiet: Home) -> None:
    """Where a browser sends no Sec-Fetch-Site, its Origin lets our own form through."""
    url = f"http://lamplight.local:{quiet.console.port}/why"
    with _opened(browser, url) as page:
        page.fill("#name", ASKED)
        with page.expect_request(lambda request: request.method == "POST") as asked:
            page.click("main button")
        expect(page.locator("#answer")).to_contain_text("may not open")
        headers = asked.value.all_headers()

    assert "sec-fetch-site" not in headers
    assert headers["origin"] == f"http://lamplight.local:{quiet.console.port}"


@pytest.mark.parametrize("host", ["127.0.0.1", "lamplight.local"])
def test_a_page_of_another_site_can_press_nothing(host: str, browser: Browser, quiet: Home) -> None:
    """A form on the internet that sends itself here from a browser of this home does nothing."""
    form = (
        f"<form method=post action='http://{host}:{quiet.console.port}/allow'>"
        f"<input name=device value=''><input name=name value='{ASKED}'><button>x</button></form>"
    )
    context = browser.new_context()
    try:
        page = context.new_page()
        page.route(
            "http://evil.example/", lambda route: route.fulfill(body=form, content_type="text/html")
        )
        page.goto("http://evil.example/")
        page.click("button")
        expect(page.locator("h1")).to_have_text(words.ELSEWHERE)
    finally:
        context.close()

    assert not AllowedFile(quiet.state).path.exists()


@contextmanager
def _opened(browser: Browser, url: str, *, scripts: bool = True) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 320, "height": 844}, java_script_enabled=scripts
    )
    try:
        page = context.new_page()
        page.goto(url)
        yield page
    finally:
        context.close()
