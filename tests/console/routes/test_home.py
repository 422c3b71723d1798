from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from console import words
from console.security.permissions import Role
from console.services.home import change_home
from console.store.database.changes import Changed, Note
from tests.console.browsing import ELSEWHERE
from tests.console.signing_in import home_in


def test_before_the_first_run_everybody_reads_where_to_start(state: Path) -> None:
    """On a box that nobody set up every browser is told so, and is led to no sign-in."""
    home = home_in(state, text=None)
    for source, scheme in (("127.0.0.1", "http"), (ELSEWHERE, "https")):
        came = home.browser(source, scheme).open("/")

        assert (came.status, came.shows(words.start.TEXT)) == (200, True)


def test_a_helper_is_led_to_what_a_helper_does(state: Path) -> None:
    """Whoever sets up the box is not shown the rules of the people in it."""
    home = home_in(state, "Sam")
    home.add("Alex", Role.HELPER)
    came = home.signed_in("Alex").open("/")

    assert (came.status, came["location"]) == (303, "/devices")


def test_the_home_page_shows_the_home_as_the_database_has_it(state: Path) -> None:
    """A carer sees the people and the devices of the home."""
    came = home_in(state, "Sam").signed_in("Sam").open("/")

    assert (came.status, came.shows("Living room TV")) == (200, True)


VISITOR = {"a visitor's device": ELSEWHERE, "this machine itself": "127.0.0.1"}


@pytest.mark.parametrize("case", VISITOR)
def test_a_device_reads_its_own_rules_without_signing_in(case: str, state: Path) -> None:
    """With sign-ins there are, a visitor reads all rules for visitors, and nobody's name."""
    came = home_in(state, "Sam").browser(VISITOR[case]).open("/")

    assert (came.status, came["content-type"]) == (200, "text/html; charset=utf-8")
    for text in (
        words.this_device.VISITORS,
        words.this_device.EVERYONE,
        words.this_device.SINCE_BOX.format(date="21 November 2026"),
        words.this_device.NEW.format(date="21 November 2026"),
        words.this_device.WRITTEN_NO,
        words.HELP_LINES[0].number,
        "VPN",
        "chat.example",
    ):
        assert text in came.body, text
    assert not any(name in came.body for name in ("Maya", "Leo", "Noor", ">Sam<"))


def test_a_carers_device_reads_the_rules_that_are_a_carers(state: Path) -> None:
    """Who holds the laptop of a carer and did not sign in reads what holds there, and no more."""
    came = home_in(state, "Sam").browser("192.168.77.24").open("/")

    assert came.status == 200
    assert came.shows(words.this_device.OWNED)
    assert not came.shows(words.this_device.VISITORS)
    assert "Maya" not in came.body


def test_thirty_days_later_the_box_is_new_no_more(state: Path) -> None:
    """That the box was set up anew is said for thirty days."""
    home = home_in(state, "Sam")
    shown = []
    for days in (29, 1):
        home.clock.passes(days=days)
        came = home.browser(ELSEWHERE).open("/")
        shown.append(came.shows(words.this_device.NEW.format(date="21 November 2026")))

    assert shown == [True, False]


def test_who_made_the_rules_is_told_by_role(state: Path) -> None:
    """After a carer changed the rules for visitors, a visitor reads that a carer did."""
    home = home_in(state, "Sam")
    note = Note(who="Sam", what=Changed.VISITORS_RULES)
    home.clock.passes(days=3)
    change_home(home.house, note, lambda one: replace(one, visitors=one.everyone))
    visitors, shared = (home.browser(at).open("/") for at in (ELSEWHERE, "192.168.77.25"))

    assert visitors.shows(words.this_device.SINCE_CARER.format(date="24 November 2026"))
    assert shared.shows(words.this_device.SINCE_BOX.format(date="21 November 2026"))
