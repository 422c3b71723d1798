from __future__ import annotations

import pytest

from console.pages.if_it_stops import STEPS, at_home, if_it_stops_page
from console.words import if_it_stops as words

ADDRESSES = {
    "a box at home": ("192.168.1.53", "192.168.1.53"),
    "this machine": ("127.0.0.1", ""),
    "no address": ("0.0.0.0", ""),  # noqa: S104 - nobody listens here
    "an address that changes": ("fd00::53", ""),
    "a name": ("lamplight.local", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("reached_at", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_shown_only_where_a_router_can_have_it(
    reached_at: str, expected: str
) -> None:
    """What cannot be typed into a router is a line to write on."""
    page = if_it_stops_page(reached_at)

    assert expected == at_home(reached_at) == page.box
    assert (words.BOX_BLANK in page.blanks) is not bool(expected)


def test_the_quickest_way_comes_first() -> None:
    """What stands first takes least, and the router's own page comes last."""
    said = [step.heading for step in STEPS]

    assert said == [words.MOBILE, words.POWER, words.PHONE, words.EVERYONE]


def test_there_is_a_line_for_the_router_and_for_whoever_helps() -> None:
    """What nobody remembers in the evening can be written down beforehand."""
    blanks = if_it_stops_page("192.168.1.53").blanks

    assert {words.ROUTER, words.HELPER} <= set(blanks)
