from __future__ import annotations

from pathlib import Path

from console.app import create_app
from console.security.hosts import OUR_NAMES
from console.services.home import household_in
from tests.console import homes
from tests.console.browsing import ELSEWHERE, Browser
from tests.console.signing_in import home_in


def test_everybody_may_open_it_without_signing_in(state: Path) -> None:
    """Nobody is asked who they are by the page that has to be printed beforehand."""
    came = home_in(state, "Sam").browser(ELSEWHERE).open("/if-it-stops")

    assert came.status == 200
    assert 'class="blanks"' in came.body


def test_a_box_that_nobody_set_up_has_it_too(state: Path) -> None:
    """It can be printed before anything else is done."""
    browser = Browser(create_app(homes.house_at(state), OUR_NAMES), ELSEWHERE)

    assert browser.open("/if-it-stops").status == 200


def test_nobody_s_name_and_no_number_of_theirs_stands_on_it(state: Path) -> None:
    """It hangs where visitors see it, also where a carer who is signed in printed it."""
    home = home_in(state, "Sam")
    body = home.signed_in("Sam").open("/if-it-stops").body

    household = household_in(home.house)
    people = [one.name for one in household.carers]
    people += [one.name for one in household.young_people]

    assert people
    assert [name for name in people if name in body] == []
