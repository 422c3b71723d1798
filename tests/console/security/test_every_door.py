"""Every address, asked for by everybody there can be: exactly the answer of the table.

The table of addresses below is written down a second time, by hand: an address that somebody adds
fails these tests until it is said here whose it is.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from fastapi.routing import APIRoute

from console import words
from console.described import described
from console.routes.visit import FosterOnly
from console.security.permissions import NAMED_ONLY, TABLE, Action, Level, Seat
from console.security.sessions import LONGEST, Kept, digest_of
from console.store.database.homes import HomeKind
from console.store.database.sign_ins import end_visit
from tests.console.browsing import Browser, Came
from tests.console.recorder_home import LAPTOP, SHARED, TABLET
from tests.console.whole_home import (
    ADULTS,
    CARER,
    HELPER,
    SECOND,
    VISITORS,
    WholeHome,
    quiet_home,
)

DOORS: Final[Mapping[Action, tuple[str, ...]]] = {
    Action.ANSWER_REQUESTS: (
        "POST /tonight/after-all",
        "POST /tonight/no",
        "POST /tonight/yes",
    ),
    Action.ASK_WHY: (
        "GET /why",
        "POST /why",
    ),
    Action.CONFIGURE: ("POST /coverage/known",),
    Action.CONFIRM_TIME: ("POST /tonight/time",),
    Action.EDIT_DEVICES: (
        "GET /devices",
        "POST /devices/name",
        "POST /devices/same",
        "GET /devices/saved",
        "GET /devices/{number}",
        "POST /devices/{number}/forget",
        "POST /devices/{number}/give",
        "POST /devices/{number}/rename",
        "POST /first-run/next",
        "POST /first-run/router",
        "POST /first-run/test",
    ),
    Action.EDIT_PEOPLE: (
        "GET /backup",
        "POST /backup",
        "POST /backup/nightly",
        "GET /backup/taken",
        "GET /backup/text",
        "POST /backup/text",
        "POST /backup/text/now",
        "POST /devices/{number}/pin",
        "POST /devices/{number}/share",
        "POST /devices/{number}/turn",
        "POST /devices/{number}/turn-end",
        "POST /first-run/mine",
        "POST /first-run/person",
        "POST /first-run/together",
        "POST /worried/numbers",
    ),
    Action.EDIT_RULES: (
        "POST /allow",
        "POST /devices/mine",
        "POST /rules/undo",
        "POST /rules/{subject}/{part}",
        "POST /rules/{subject}/{part}/{which}",
        "POST /undo",
    ),
    Action.GIVE_TIME: (
        "POST /tonight/filters",
        "POST /tonight/homework",
        "POST /tonight/later",
        "POST /tonight/more",
        "POST /tonight/open",
    ),
    Action.HELP: (
        "GET /check",
        "GET /check/{nonce}",
        "GET /help",
        "GET /if-it-stops",
        "GET /kitchen",
        "POST /language",
        "POST /pictures",
        "GET /live{page:path}",
        "GET /rights",
        "GET /rights/audio/{tag}/{name}",
        "GET /trust",
        "GET /trust/authority",
        "GET /worried",
    ),
    Action.IMPORT_AGREEMENT: (
        "GET /agreements",
        "GET /agreements/end",
        "POST /agreements/end",
        "GET /agreements/ended/{mark}",
        "GET /agreements/ended/{mark}/list",
        "GET /agreements/home-card",
        "POST /agreements/import",
        "GET /agreements/numbers",
        "POST /agreements/numbers",
        "POST /agreements/pause",
        "POST /agreements/resume",
        "POST /agreements/stop",
        "GET /agreements/stopped/{mark}",
        "GET /agreements/taken/{mark}",
        "POST /agreements/told",
        "POST /devices/{number}/code",
    ),
    Action.LEAVE_CARD: ("POST /card/leave",),
    Action.MANAGE_SIGN_INS: (
        "GET /sign-ins",
        "POST /sign-ins",
        "POST /sign-ins/end",
        "POST /sign-ins/phone",
        "POST /sign-ins/remove",
    ),
    Action.OWN_CARD: (
        "GET /mine/card",
        "POST /mine/card/make",
        "POST /mine/card/stop",
    ),
    Action.OWN_SIGN_IN: (
        "GET /pair",
        "POST /pair",
    ),
    Action.PAUSE: (
        "POST /tonight/family",
        "POST /tonight/pause",
    ),
    Action.SEE_CHANGES: ("GET /changes",),
    Action.SEE_FIRST_RUN: ("GET /first-run",),
    Action.SEE_HEALTH: (
        "GET /coverage",
        "GET /health",
    ),
    Action.SEE_IN_HAND: (
        "GET /bind",
        "POST /bind",
        "GET /mine",
        "GET /mine/ask",
        "POST /mine/ask/later",
        "POST /mine/ask/minutes",
        "POST /mine/ask/site",
        "POST /mine/borrow",
        "GET /mine/fix",
        "POST /mine/fix/start",
        "GET /mine/rules",
        "GET /recorded",
        "GET /recorded/{place:int}",
        "GET /turn",
        "POST /turn",
        "POST /turn/done",
        "POST /turn/picture",
        "POST /turn/pin",
    ),
    Action.SEE_OWN_PAGE: (
        "GET /my-words",
        "POST /my-words",
        "POST /my-words/erase",
        "POST /my-words/open",
    ),
    Action.SEE_RECORDED: (
        "GET /viewing",
        "POST /viewing",
    ),
    Action.SEE_RULES: (
        "GET /rules",
        "GET /rules/undone",
        "GET /rules/{subject}",
        "GET /rules/{subject}/saved",
        "GET /rules/{subject}/{part}",
        "GET /rules/{subject}/{part}/{which}",
    ),
    Action.SEE_START: ("GET /",),
    Action.SEE_TONIGHT: (
        "GET /tonight",
        "GET /tonight/{number}",
    ),
    Action.SET_UP: (
        "GET /first-run/backup",
        "POST /first-run/backup",
        "POST /first-run/backup/now",
        "POST /first-run/backup/records",
        "POST /first-run/carer",
        "POST /first-run/home",
    ),
    Action.SIGN_IN: (
        "GET /card",
        "POST /card",
        "GET /lost",
        "POST /lost",
        "GET /set-up",
        "POST /set-up",
        "GET /sign-in",
        "POST /sign-in",
    ),
    Action.SIGN_OUT: ("POST /sign-out",),
    Action.SPOKEN_CHECK: (
        "POST /visit/spoken",
        "POST /visit/status",
    ),
    Action.STOP_CODE: (
        "GET /visit/stop",
        "POST /visit/stop",
        "GET /visit/stop/{mark}",
    ),
    Action.STOP_IN_HAND: (
        "POST /recorded/stop",
        "POST /recorded/words",
    ),
    Action.UNDO: ("POST /tonight/undo",),
    Action.UNLOCK: (
        "GET /unlock",
        "POST /unlock",
    ),
    Action.VISIT_PAGE: (
        "GET /visit",
        "GET /visit/erased/{agreement}",
        "GET /visit/list",
    ),
}

"""Every address of the console by what it asks of the table."""

LED: Final = frozenset({"GET /"})
"""Open to everybody, and leads each of them to what is theirs (`test_asked.py`)."""

IN_HAND: Final[Mapping[str, Action]] = {"GET /mine/fix": Action.FIX_OWN_APP}
"""Open to everybody so far; whoever's page it turns out to be is judged by this once more."""

ENDS: Final = frozenset({"POST /sign-out", "POST /card/leave"})
"""What ends the visit by which it is asked, also where nothing is sent with it."""


def _carer(home: WholeHome) -> Browser:
    return home.visiting(CARER)


def _left_alone(home: WholeHome) -> Browser:
    return home.visiting(CARER, ago=timedelta(minutes=16))


def _left_phone_alone(home: WholeHome) -> Browser:
    return home.visiting(CARER, on_phone=True, ago=timedelta(minutes=16))


def _over(home: WholeHome) -> Browser:
    return home.visiting(CARER, ago=LONGEST + timedelta(minutes=1))


def _signed_out(home: WholeHome) -> Browser:
    browser = home.visiting(CARER)
    with home.house.database.changing() as session:
        end_visit(session, digest_of(browser.jar[f"__Host-{Kept.VISIT}"]))
    return browser


def _made_up(home: WholeHome) -> Browser:
    browser = home.browser()
    browser.jar[f"__Host-{Kept.VISIT}"] = "A" * 43
    return browser


ASKERS: Final[Mapping[str, tuple[Callable[[WholeHome], Browser], Seat]]] = {
    "nobody": (lambda home: home.browser(), Seat.NOBODY),
    "a visitor's device": (lambda home: home.browser(VISITORS), Seat.NOBODY),
    "a young person's device": (lambda home: home.browser(TABLET), Seat.YOUNG_PERSON),
    "another young person's device": (lambda home: home.browser(LAPTOP), Seat.YOUNG_PERSON),
    "an adult's device": (lambda home: home.browser(ADULTS), Seat.NOBODY),
    "a shared device": (lambda home: home.browser(SHARED), Seat.NOBODY),
    "a carer": (_carer, Seat.CARER),
    "the second carer": (lambda home: home.visiting(SECOND), Seat.CARER),
    "a carer on a young person's device": (
        lambda home: home.visiting(CARER, source=TABLET),
        Seat.CARER,
    ),
    "a carer by PIN": (
        lambda home: home.visiting(CARER, Level.QUICK, on_phone=True),
        Seat.QUICK,
    ),
    "a carer left alone": (_left_alone, Seat.LOCKED),
    "a carer's phone left alone": (_left_phone_alone, Seat.LOCKED),
    "a carer with a password alone": (lambda home: home.visiting(CARER, Level.HALF), Seat.HALF),
    "a helper": (lambda home: home.visiting(HELPER), Seat.HELPER),
    "a helper by PIN": (
        lambda home: home.visiting(HELPER, Level.QUICK, on_phone=True),
        Seat.LOCKED,
    ),
    "a young person's card": (lambda home: home.by_card(), Seat.CARD),
    "a visit that is over": (_over, Seat.NOBODY),
    "a visit that signed out": (_signed_out, Seat.NOBODY),
    "a visit that was made up": (_made_up, Seat.NOBODY),
}
"""Everybody who can ask while people sign in here, and the seat they ask from."""

ONWARD: Final[Mapping[Seat, str]] = {
    Seat.NOBODY: "/sign-in",
    Seat.QUICK: "/unlock",
    Seat.LOCKED: "/unlock",
    Seat.HALF: "/pair",
}
"""Where each seat is led from a page that is not for it; from other seats nobody is led."""

NO_PIN: Final = "a carer left alone"
"""No phone is paired there, so there is no PIN, and it is the password again."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[WholeHome]:
    """Return a home in which every address is there."""
    with quiet_home(tmp_path / "home") as home:
        yield home


def _asked_for(home: WholeHome) -> dict[str, APIRoute]:
    return {
        f"{method} {route.path}": route
        for route in home.app.routes
        if isinstance(route, APIRoute)
        for method in (route.methods or set()) - {"HEAD"}
    }


def test_every_address_is_said_here_to_be_somebodys(home: WholeHome) -> None:
    """No address is there that the table above forgot, and none is in it twice or for nothing."""
    said = [which for addresses in DOORS.values() for which in addresses]

    assert set(said) ^ _asked_for(home).keys() == set()
    assert len(said) == len(set(said))


def test_every_seat_is_somebodys_here() -> None:
    """Whoever can ask while people sign in is among those who ask here."""
    assert {seat for _, seat in ASKERS.values()} == set(Seat) - {Seat.BOX, Seat.CODE}


def test_everybody_is_answered_exactly_what_the_table_says(home: WholeHome) -> None:
    """Each of all addresses, to everybody: given, led on or refused, as the table says."""
    answers = described(home.app)["paths"]
    wrong = []
    for which, action, whose, seat, came in asyncio.run(_walk(home)):
        method, _, path = which.partition(" ")
        may = seat in TABLE[action]
        if action in NAMED_ONLY and seat is Seat.CARER:
            may = False  # no record of this home names a carer
        if which in IN_HAND and seat is Seat.CARD:
            may = seat in TABLE[IN_HAND[which]]
        operation = answers[re.sub(r":[a-z]+}", "}", path)][method.lower()]
        onward = "/sign-in" if whose == NO_PIN else ONWARD.get(seat)
        is_turned_away = _is_turned_away(came, onward, method)
        if which in IN_HAND and seat is Seat.CARD:  # nothing that could be typed would open it
            is_turned_away = came.status == 403 and came.shows(words.card.NOT_HERE)
        is_named = str(int(came.status)) in operation["responses"]
        if (which not in LED and is_turned_away is may) or not is_named:
            wrong.append((which, whose, int(came.status)))

    assert wrong == []


def test_in_a_family_home_nobody_finds_what_only_a_foster_home_has(home: WholeHome) -> None:
    """What records need is there for nobody, whoever asks and however far they are signed in."""
    home.is_kind(HomeKind.FAMILY)
    only = {
        which
        for which, route in _asked_for(home).items()
        if any(isinstance(one.call, FosterOnly) for one in route.dependant.dependencies)
    }
    found = {
        (which, whose, int(came.status))
        for which, _, whose, _, came in asyncio.run(_walk(home, only))
        if came.status != 404
    }

    assert len(only) > 20
    assert found == set()


async def _walk(
    home: WholeHome, only: set[str] | None = None
) -> list[tuple[str, Action, str, Seat, Came]]:
    """Return what came of every address for everybody."""
    browsers = {whose: begin(home) for whose, (begin, _) in ASKERS.items()}
    walked: list[tuple[str, Action, str, Seat, Came]] = []
    for action, addresses in DOORS.items():
        for which in addresses:
            if (only is not None and which not in only) or which.startswith("GET /live"):
                continue
            if which in ENDS:
                used = {whose: begin(home) for whose, (begin, _) in ASKERS.items()}
            else:
                used = browsers
            method, _, path = which.partition(" ")
            headers = {"sec-fetch-site": "same-origin"}
            where = re.sub(r"{[^}]*}", "1", path)
            came = await asyncio.gather(
                *(one.asking(method, where, headers, b"") for one in used.values())
            )
            walked += [
                (which, action, whose, ASKERS[whose][1], one)
                for whose, one in zip(used, came, strict=True)
            ]
    return walked


def _is_turned_away(came: Came, onward: str | None, method: str) -> bool:
    if method == "POST" or onward is None:
        return came.status == 403 and came.shows(words.sign_in.NOT_FOR_YOU)
    return came.status == 303 and came["location"] == onward
