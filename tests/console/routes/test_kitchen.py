from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from console import words
from tests.console.browsing import ELSEWHERE
from tests.console.signing_in import Home, home_in

SEATS: Final = {
    "a shared device": ("192.168.77.25", True),
    "a young person's device": ("192.168.77.21", False),
    "a carer's device, not signed in": ("192.168.77.24", False),
    "a device that nobody named": (ELSEWHERE, False),
}


@pytest.fixture
def home(state: Path) -> Home:
    """Return a home in which Sam signs in."""
    return home_in(state, "Sam")


@pytest.mark.parametrize("case", SEATS)
def test_only_a_shared_device_shows_what_time_everybody_has(case: str, home: Home) -> None:
    """Whoever came by with a phone of their own reads nothing of anybody."""
    source, is_shown = SEATS[case]
    came = home.browser(source).open("/kitchen")

    assert came.status == 200
    assert came.shows(words.kitchen.HEADING) is is_shown
    assert came.shows(words.kitchen.NOT_HERE) is not is_shown
    assert ('http-equiv="refresh"' in came.body) is is_shown
    assert is_shown or "Maya" not in came.body


def test_a_carer_who_signed_in_may_see_it_too(home: Home) -> None:
    """A carer sets the tablet up, and sees what it will show."""
    assert home.signed_in("Sam").open("/kitchen").shows(words.kitchen.HEADING)


def test_it_loads_itself_anew_without_a_script(home: Home) -> None:
    """The browser is told so where it runs none; elsewhere the page keeps itself up to date."""
    came = home.browser("192.168.77.25").open("/kitchen")

    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in came.body
    assert "refresh" not in dict(came.headers)
    assert 'data-live="/live/kitchen"' in came.body


def test_without_an_agent_the_page_is_there(home: Home) -> None:
    """A box whose filter does not answer says so on the tablet."""
    assert home.browser("192.168.77.25").open("/kitchen").shows(words.kitchen.SILENT)
