"""The first run in a real browser, with the real agent: from an empty box to rules in force."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import dns.message
import dns.query
from playwright.sync_api import Browser, Page

from console import words
from console.store.published import Published
from policy.status import AgentStatus
from tests.agent.screen_time.at_home import LISTED
from tests.conftest import Scale
from tests.console.looking import looked_at
from tests.console.running import LIMIT_SECONDS, ROOT, Console, command, started
from tests.console.test_browser import _opened
from tests.policy.strategies import index_octets

SAY: Final = words.first_run
CHOSEN: Final = "four words in a row"
AGENCY_WORDS: Final = re.compile(r"\b(placement|agreement|agency|social worker)", re.IGNORECASE)
AFTERWARDS: Final = ("/", "/tonight", "/worried", "/devices", "/rules", "/help", "/changes")


@dataclass(slots=True)
class Box:
    """A box that nobody set up: its agent runs, and its console can be started and killed."""

    folder: Path
    dns_port: int
    stack: ExitStack
    console: Console | None = None

    @property
    def state(self) -> Path:
        """The state folder of both."""
        return self.folder / "state"

    @property
    def url(self) -> str:
        """Where the console is, without a slash at the end."""
        assert self.console is not None
        return self.console.url.rstrip("/")

    def start(self) -> None:
        """Start the console over whatever is kept."""
        options = [*command(None, self.state), "--agent", str(self.folder / "agent.sock")]
        self.console = self.stack.enter_context(started(options))

    def pull_the_plug(self) -> None:
        """Kill the console as a power cut does, and start it again."""
        assert self.console is not None
        self.console.process.kill()
        self.console.process.wait(LIMIT_SECONDS)
        self.start()

    def look_up(self, name: str) -> dns.message.Message:
        """Ask the agent for a name, as a phone on ordinary Wi-Fi does."""
        query = dns.message.make_query(name, "A")
        return dns.query.udp(query, "127.0.0.1", LIMIT_SECONDS, self.dns_port)

    def in_force(self) -> bool:
        """Say whether the agent has taken up what is published."""
        published = Published(self.state)
        status = published.status()
        assert isinstance(status, AgentStatus)
        return status.snapshot_version == published.snapshot().version


@contextmanager
def box_in(folder: Path) -> Iterator[Box]:
    """Start an agent and a console over an empty state folder."""
    state = folder / "state"
    (state / "agent").mkdir(parents=True)
    (folder / "lists.idx").write_bytes(index_octets(LISTED))
    options = (
        *("--listen", "127.0.0.1:0", "--upstream", "127.0.0.1:9"),
        *("--snapshot", Published(state).snapshot_path, "--index", folder / "lists.idx"),
        *("--status", Published(state).status_path, "--asked", folder / "agent.sock"),
    )
    with (
        subprocess.Popen(
            [sys.executable, "-m", "agent", *map(str, options)],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as agent,
        ExitStack() as stack,
    ):
        stack.callback(agent.kill)
        assert agent.stdout is not None
        said, port = "", 0
        while "ready" not in said:
            line = agent.stdout.readline()
            assert line, said
            said += line
            if found := re.search(r"listening on .+:(\d+) \(UDP", line):
                port = int(found[1])
        box = Box(folder, port, stack)
        box.start()
        yield box


def screens(page: Page, box: Box, kind: str) -> Iterator[str]:
    """Go through the run by keyboard; yield the text of each screen before it is filled in."""
    page.goto(f"{box.url}/first-run")
    yield _text(page, SAY.HOME)
    page.get_by_label(SAY.HOME_FOSTER if kind == "foster" else SAY.HOME_FAMILY).press("Space")
    page.get_by_role("button", name=SAY.NEXT).press("Enter")
    yield _text(page, SAY.CARER)
    page.fill("#name", "Sam")
    page.fill("#password", CHOSEN)
    page.keyboard.press("Enter")
    yield _text(page, SAY.PERSON)
    page.fill("#name", "Maya")
    page.get_by_label("10 to 12 years").press("Space")
    page.get_by_role("button", name=SAY.NEXT).press("Enter")
    yield _text(page, SAY.DEVICE)
    page.select_option("#whose", "sky")
    page.get_by_role("button", name=SAY.ROUTER_SHOW).press("Enter")
    assert page.get_by_text(SAY.ROUTER_STEPS[0]).is_visible()
    page.get_by_role("button", name=SAY.DEVICE_TEST).press("Enter")
    assert page.get_by_text(SAY.DEVICE_FAILED, exact=True).is_visible()
    name = re.search(r"https://([^/\"]+selftest[^/\"]+)/", page.content())
    assert name
    box.look_up(name[1])
    page.get_by_role("button", name=SAY.DEVICE_TEST).press("Enter")
    assert page.get_by_text(SAY.DEVICE_PASSED).is_visible()
    page.get_by_role("button", name=SAY.NEXT).press("Enter")
    yield _text(page, SAY.TOGETHER)
    page.get_by_role("button", name=SAY.TOGETHER_DONE).press("Enter")
    page.wait_for_url(f"{box.url}/")


def test_a_foster_home_from_an_empty_box_to_rules_in_force(
    browser: Browser, tmp_path: Path
) -> None:
    """Five screens, each fit for everybody, and then the filter holds what was decided."""
    with box_in(tmp_path) as box, _opened(browser, f"{box.url}/first-run") as page:
        for number, _ in enumerate(screens(page, box, "foster"), start=1):
            assert page.get_by_text(SAY.PROGRESS.format(number=number, count=5)).is_visible()
            looked_at(page)
            if number == 1:
                page.get_by_text(SAY.RESTORE).click()
                page.get_by_role("button", name=words.backup.RESTORE_NOW).wait_for()
                looked_at(page)
                page.goto(f"{box.url}/first-run")
        page.goto(box.url)
        said = page.get_by_text(words.IN_FORCE).is_visible()
        household = Published(box.state).snapshot().household
        taken_up = box.in_force()

    assert (said, taken_up) == (True, True)
    assert [one.name for one in household.young_people] == ["Maya"]
    assert household.young_people[0].placement is not None


def test_a_family_home_without_scripts_through_power_cuts(
    browser: Browser, tmp_path: Path, scale: Scale
) -> None:
    """The plug is pulled at screens, and each time the very same screen is there again."""
    with (
        box_in(tmp_path) as box,
        _opened(browser, f"{box.url}/first-run", java_script_enabled=False) as page,
    ):
        for number, before in enumerate(screens(page, box, "family"), start=1):
            if number >= scale(quick=4, soak=1):  # each start takes seconds
                box.pull_the_plug()
            page.goto(f"{box.url}/first-run")
            after = _text(page, SAY.PROGRESS.format(number=number, count=5))
            assert _told(before) == _told(after)
            text = after.replace(SAY.HOME_FOSTER_TEXT, "")
            assert AGENCY_WORDS.findall(text) == []
        taken_up = box.in_force()
        found = {}
        for path in AFTERWARDS:
            page.goto(box.url + path)
            found[path] = AGENCY_WORDS.findall(page.locator("body").inner_text())
        household = Published(box.state).snapshot().household

    assert taken_up
    assert found == {path: [] for path in AFTERWARDS}
    assert household.young_people[0].placement is None


def _text(page: Page, expected: str) -> str:
    page.get_by_text(expected).first.wait_for()
    return page.locator("main").inner_text()


def _told(text: str) -> list[str]:
    return text.split()
