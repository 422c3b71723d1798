"""Setting up a box without a screen, from a phone, with the code that it printed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from console import words
from console.services.first_run import step_in
from console.services.home import household_in
from console.services.set_up import code_at_start
from console.store.database.first_runs import Step
from console.store.set_up_code import path_below
from tests.console.browsing import ELSEWHERE, Browser
from tests.console.routes.test_first_run import AT, carer, person
from tests.console.signing_in import Home, home_in

SET_UP: Final = "/set-up"
OTHERS: Final = "192.168.77.98"


@pytest.fixture
def home(state: Path) -> Home:
    """Return a box that nobody set up, with its code made."""
    home = home_in(state, text=None)
    code_at_start(home.house)
    return home


def code(home: Home) -> str:
    """Return the code that the box printed."""
    found = code_at_start(home.house)
    assert found is not None
    return " ".join(found)


def opened(home: Home, source: str = ELSEWHERE) -> Browser:
    """Return a phone on which the code was typed."""
    phone = home.browser(source, "https")
    came = phone.send(SET_UP, code=code(home))
    assert (came.status, came["location"]) == (303, AT), came.body
    return phone


def test_a_phone_with_the_code_sets_up_the_whole_home(home: Home, state: Path) -> None:
    """From the first screen to the last, with no sign-in between, and the code is gone."""
    led = home.browser(ELSEWHERE, "https").open(AT)
    phone = opened(home)
    first = phone.open(AT)
    phone.send(f"{AT}/home", kind="family")
    came = carer(phone)
    kept = path_below(state).exists()
    after = [
        came,
        person(phone),
        phone.send(f"{AT}/next", way="bt"),
        phone.send(f"{AT}/together"),
    ]

    assert (led.status, led["location"]) == (303, SET_UP)
    assert first.shows(words.first_run.HOME)
    assert {(one.status, one["location"]) for one in after} == {(303, AT)}
    assert (kept, step_in(home.house)) == (False, Step.DONE)
    assert phone.open("/tonight").status == 200
    assert set(phone.jar) == {"__Host-lamplight-visit"}
    assert [one.name for one in household_in(home.house).young_people] == ["Maya"]


def test_the_code_opens_the_first_run_and_nothing_else(home: Home) -> None:
    """Neither rules nor devices nor sign-ins are there for whoever only typed it."""
    phone = opened(home)

    for path in ("/rules", "/devices", "/sign-ins", "/tonight", "/backup", "/health"):
        assert phone.open(path).status == 403
    assert phone.open("/first-run/backup").status == 200
    assert person(phone).status == 403


def test_after_the_first_carer_another_phone_with_the_code_is_nobody(home: Home) -> None:
    """Two phones typed it in time; the one that was slower cannot make this home theirs."""
    quick, slow = opened(home), opened(home, OTHERS)
    typed = code(home)
    quick.send(f"{AT}/home", kind="family")
    carer(quick)
    again = home.browser(OTHERS, "https").send(SET_UP, code=typed)

    assert carer(slow, name="Mallory").status == 403
    assert slow.open(AT)["location"] == "/sign-in"
    assert again.shows(words.set_up.OVER_TEXT)
    assert again.cookies == ()


def test_wrong_codes_are_few_and_tell_nothing(home: Home) -> None:
    """After five a minute passes there, and the right one still counts on another device."""
    guessing = home.browser(ELSEWHERE, "https")
    came = [guessing.send(SET_UP, code="zoom zoom zoom") for _ in range(5)]
    right = guessing.send(SET_UP, code=code(home))

    assert {(one.status, one.shows(words.set_up.WRONG)) for one in came} == {(422, True)}
    assert {one.cookies for one in came} == {()}
    assert (right.status, right.shows(words.set_up.TOO_OFTEN)) == (429, True)
    opened(home, OTHERS)


def test_the_code_goes_over_no_plain_line(home: Home) -> None:
    """A phone on a plain line is told so, and what TLS gave it counts for nothing there."""
    token = opened(home).jar["__Host-lamplight-set-up"]
    plain = home.browser(ELSEWHERE)
    plain.jar = {"lamplight-set-up": token, "__Host-lamplight-set-up": token}

    assert plain.send(SET_UP, code=code(home)).shows(words.sign_in.NOT_SAFE)
    assert plain.send(f"{AT}/home", kind="family").status == 403


def test_a_phone_that_was_left_alone_types_the_code_again(home: Home) -> None:
    """After a quarter of an hour, or a restart, the same code opens the same screen."""
    phone = opened(home)
    phone.send(f"{AT}/home", kind="family")
    home.clock.passes(minutes=15, seconds=1)
    led = phone.open(AT)

    assert led["location"] == SET_UP
    assert opened(home).open(AT).shows(words.first_run.CARER)


def test_at_the_box_itself_no_code_is_asked_for(home: Home) -> None:
    """Whoever has a screen there begins at once, as before."""
    assert home.browser().open(AT).shows(words.first_run.HOME)
