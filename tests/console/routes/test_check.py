from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.app import create_app
from console.house import House
from console.security.headers import CONTENT_SECURITY_POLICY
from console.words import health as words
from tests.agent.test_main import Agent, running
from tests.console import homes
from tests.console.browsing import ELSEWHERE, Browser, Came

POLICY = "content-security-policy"
STRANGER = "a device that nobody named"


class Home:
    """A console that asks a running agent, and a device that nobody named."""

    def __init__(self, agent: Agent, house: House) -> None:
        self.agent = agent
        self.house = house
        self.device = Browser(create_app(house, ["127.0.0.1"]), source=ELSEWHERE)

    def begun(self) -> tuple[Came, str]:
        """Return the page that begins a test, and the name on it."""
        page = self.device.open("/check")
        found = re.search(r'<img src="https://([^/"]+)/"', page.body)
        assert found
        return page, found[1]

    def result(self, page: Came) -> Came:
        """Follow the one link to the result."""
        found = re.search(r'href="(/check/[0-9a-f]+)"', page.body)
        assert found
        return self.device.open(found[1])


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Return the home."""
    with running("--asked", tmp_path / "asked.sock") as agent:
        house = homes.house_at(tmp_path / "state", homes.FULL, agent=tmp_path / "asked.sock")
        yield Home(agent, house)


def test_a_device_that_asks_here_passes(home: Home) -> None:
    """A stranger's device needs no sign-in; its look-up arrives, and Health may say so."""
    page, name = home.begun()
    assert not home.house.last_test.holds(homes.WHEN)
    home.agent.ask(name)
    result = home.result(page)

    assert page.status == result.status == 200
    assert result.shows("This device asks the box")
    assert result.shows("over IPv4.")
    assert home.house.last_test.holds(homes.WHEN)


def test_a_device_that_asks_elsewhere_does_not_pass(home: Home) -> None:
    """Where nothing arrives that is the result, with what to do."""
    page, _ = home.begun()
    result = home.result(page)

    assert result.shows("This device does not ask the box")
    assert result.shows("Private DNS")
    assert not home.house.last_test.holds(homes.WHEN)


def test_the_policy_names_this_box_and_the_very_test(home: Home) -> None:
    """Beside ourselves the one page may look for a picture at its own name, and no other may."""
    page, name = home.begun()
    result = home.result(page)

    assert page[POLICY] == CONTENT_SECURITY_POLICY.replace(
        "img-src 'self'", f"img-src 'self' https://{name}"
    )
    assert result[POLICY] == CONTENT_SECURITY_POLICY


def test_every_page_begins_a_test_of_its_own(home: Home) -> None:
    """What one device did says nothing of the next."""
    assert home.begun()[1] != home.begun()[1]


def test_without_an_agent_the_test_says_so(tmp_path: Path) -> None:
    """Where the filter cannot be asked, no result is made up."""
    house = homes.house_at(tmp_path / "state", homes.FULL)
    device = Browser(create_app(house, ["127.0.0.1"]), source=ELSEWHERE)

    assert device.open(f"/check/{'0' * 32}").shows(words.CHECK_NOBODY)
