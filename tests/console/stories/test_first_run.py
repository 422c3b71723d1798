"""An empty box becomes a home on the device in hand: a foster home, and a family home."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from console import words
from console.words import start, ways
from tests.console.stories.evening import BEGAN
from tests.console.stories.one_home import one_home
from tests.console.stories.person import KEYS, THUMB, Way

SAY = words.first_run
CHOSEN = "four words in a row"
CARERS = "127.0.0.31"
KINDS = {"foster": SAY.HOME_FOSTER, "family": SAY.HOME_FAMILY}
AGENCY_WORDS = re.compile(r"\b(placement|agreement|agency|social worker)", re.IGNORECASE)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", [THUMB, KEYS], ids=lambda way: way.called)
def test_an_empty_box_becomes_a_home(browser: Browser, tmp_path: Path, kind: str, way: Way) -> None:
    """Five screens, with the test of the device in hand passed for real, and rules in force."""
    with one_home(browser, tmp_path, BEGAN, None, "Samira", "Maya") as home:
        owner = home.takes(way, CARERS, safely=True)
        owner.opens("/")
        owner.reads(start.HEADING)
        owner.follows(SAY.TITLE)
        owner.ticks(KINDS[kind])
        owner.presses(SAY.NEXT)
        shown = [owner.text()]
        owner.types(SAY.CARER_NAME, "Samira")
        owner.types(SAY.CARER_CHOOSE, CHOSEN)
        owner.presses(SAY.NEXT)
        shown.append(owner.text())
        owner.types(SAY.PERSON_NAME, "Maya")
        owner.ticks("10 to 12 years")
        owner.presses(SAY.NEXT)
        shown.append(owner.text())
        owner.presses(SAY.DEVICE_TEST)
        owner.reads(SAY.DEVICE_PASSED)
        owner.presses(SAY.NEXT)
        owner.reads(SAY.TOGETHER_MINE)
        shown.append(owner.text())
        owner.presses(SAY.TOGETHER_DONE)
        owner.opens("/")
        owner.reads_soon(words.IN_FORCE)
        assert home.holds()
        for way_on in (ways.TONIGHT, ways.RULES, ways.DEVICES, ways.CHANGES):
            owner.follows(way_on)
            shown.append(owner.text())
        household = home.published.snapshot().household
        assert [one.name for one in household.young_people] == ["Maya"]
        assert (household.young_people[0].placement is not None) is (kind == "foster")
        if kind == "family":
            assert AGENCY_WORDS.findall(" ".join(shown)) == []
        home.is_told()
