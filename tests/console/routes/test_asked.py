from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Mount, Route

from console import words
from console.routes.asked import PAIR_AT, SIGN_IN_AT, UNLOCK_AT, Asks
from console.security.permissions import NAMED_ONLY, TABLE, Action, Level, Role, Seat, SignedIn, may
from console.security.sessions import Visit, digest_of, token
from console.store.database.sign_ins import begin_visit, sign_ins_in
from console.store.recorder import Recorder
from tests.console import homes
from tests.console.browsing import ELSEWHERE, Browser, Came
from tests.console.signing_in import Home, home_in

MAYAS = "192.168.77.22"
SAMS = "192.168.77.24"
ONWARD = {
    Seat.NOBODY: SIGN_IN_AT,
    Seat.QUICK: UNLOCK_AT,
    Seat.LOCKED: SIGN_IN_AT,  # on a phone that nobody paired; with one, test_sign_in.py
    Seat.HALF: PAIR_AT,
}
NOT_THERE = {Seat.BOX, Seat.CODE}
"""Seats that nobody has once somebody can sign in."""
LED_ON = {"/"}
"""Open to everybody, and leads each of them to what is theirs."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home with everything in it, so that every address is there."""
    folder = tmp_path_factory.mktemp("home")
    home = home_in(
        folder / "state",
        lists=homes.lists_in(folder / "lists"),
        recorder=Recorder(folder / "nobody"),
        agent=folder / "no-agent",
        neighbours=folder / "no-neighbours.json",
    )
    home.add("Sam")
    home.add("Alex", Role.HELPER)
    return home


def _routes(home: Home) -> Iterator[APIRoute]:
    for route in home.app.routes:  # type: ignore[attr-defined] # it is a FastAPI
        if isinstance(route, APIRoute):
            yield route


def _doors(route: APIRoute) -> list[Asks]:
    return [one.call for one in route.dependant.dependencies if isinstance(one.call, Asks)]


def _browser(home: Home, seat: Seat) -> Browser:
    """Return a browser that asks from a seat, in a visit of its own."""
    match seat:
        case Seat.BOX | Seat.CODE:
            raise AssertionError("a home with sign-ins has no such seat")
        case Seat.NOBODY:
            return home.browser(ELSEWHERE, "https")
        case Seat.YOUNG_PERSON:
            return home.browser(MAYAS, "https")
        case Seat.CARD:
            browser = home.browser(ELSEWHERE, "https")
            browser.jar["__Host-lamplight-card"] = home.house.by_card.begin("Maya", home.clock.now)
            return browser
    browser = home.browser(ELSEWHERE, "https")
    kept = token()
    level = {Seat.HALF: Level.HALF, Seat.QUICK: Level.QUICK, Seat.LOCKED: Level.LOCKED}
    role = Role.HELPER if seat is Seat.HELPER else Role.CARER
    with home.house.database.changing() as session:
        (number,) = (one.number for one in sign_ins_in(session) if one.role is role)
        visit = Visit(
            digest=digest_of(kept),
            sign_in=number,
            phone=None,
            level=level.get(seat, Level.FULL),
            began_at=home.clock.now,
            seen_at=home.clock.now,
        )
        begin_visit(session, visit)
    browser.jar["__Host-lamplight-visit"] = kept
    return browser


def _path(route: APIRoute) -> str:
    return re.sub(r"{[^}]*}", "1", route.path)


async def _walk(home: Home) -> list[tuple[APIRoute, Seat, str, Came]]:
    """Return what came of asking for every address from every seat."""
    browsers = {seat: _browser(home, seat) for seat in Seat if seat not in NOT_THERE}
    headers = {"sec-fetch-site": "same-origin"}
    walked: list[tuple[APIRoute, Seat, str, Came]] = []
    for route in _routes(home):
        (door,) = _doors(route)
        if door.action in (Action.SIGN_OUT, Action.LEAVE_CARD):
            used = {seat: _browser(home, seat) for seat in browsers}
        else:
            used = browsers
        for method in sorted((route.methods or set()) - {"HEAD"}):
            came = await asyncio.gather(
                *(one.asking(method, _path(route), headers, b"") for one in used.values())
            )
            walked += [(route, seat, method, one) for seat, one in zip(used, came, strict=True)]
    return walked


def _is_turned_away(came: Came, seat: Seat, method: str) -> bool:
    if method == "POST" or seat not in ONWARD:
        return came.status == 403 and came.shows(words.sign_in.NOT_FOR_YOU)
    return came.status == 303 and came["location"] == ONWARD[seat]


def test_every_address_has_one_door(home: Home) -> None:
    """No page and no button of this console is there without saying which action it is."""
    without = [route.path for route in _routes(home) if len(_doors(route)) != 1]
    others = [
        route
        for route in home.app.routes  # type: ignore[attr-defined] # it is a FastAPI
        if not isinstance(route, APIRoute | Mount) and isinstance(route, Route)
    ]

    assert without == []
    assert others == []


def test_every_address_asks_the_table(home: Home) -> None:
    """Each page and button, from each seat, is given or refused exactly as the table says."""
    wrong = []
    for route, seat, method, came in asyncio.run(_walk(home)):
        (door,) = _doors(route)
        expected = seat in TABLE[door.action]
        if expected and door.action in NAMED_ONLY:
            continue  # whom a record names is for the address itself to find, and has tests there
        if route.path not in LED_ON and _is_turned_away(came, seat, method) is expected:
            wrong.append((method, route.path, door.action, seat, came.status))

    assert wrong == []


def test_the_front_door_leads_everybody_to_what_is_theirs(home: Home) -> None:
    """Carers see the home, young people and helpers their own page, any device its own rules."""
    came = {seat: _browser(home, seat).open("/") for seat in Seat if seat not in NOT_THERE}
    led = {seat: one["location"] if one.status == 303 else None for seat, one in came.items()}

    assert led == {
        Seat.NOBODY: None,
        Seat.YOUNG_PERSON: "/mine",
        Seat.CARD: "/mine",
        Seat.CARER: None,
        Seat.HELPER: "/devices",
        Seat.QUICK: UNLOCK_AT,
        Seat.LOCKED: SIGN_IN_AT,
        Seat.HALF: PAIR_AT,
    }
    assert came[Seat.CARER].status == came[Seat.NOBODY].status == 200
    assert came[Seat.NOBODY].shows(words.this_device.HEADING)
    assert not came[Seat.CARER].shows(words.this_device.HEADING)


def test_no_address_is_for_what_nobody_may(home: Home) -> None:
    """There is no page of what anybody looks up, who is online now, or messages."""
    actions = {door.action for route in _routes(home) for door in _doors(route)}

    assert actions.isdisjoint({Action.SEE_LOOKED_UP, Action.SEE_ONLINE_NOW, Action.SEE_MESSAGES})


def test_an_adults_device_opens_nothing_by_itself(home: Home) -> None:
    """A carer's own laptop is nobody until somebody signs in on it."""
    came = home.browser(SAMS, "https").open("/tonight")

    assert (came.status, came["location"]) == (303, SIGN_IN_AT)


def test_who_may_not_send_is_not_told_what_was_wrong_with_it(home: Home) -> None:
    """The door stands before the form is read."""
    browser = _browser(home, Seat.YOUNG_PERSON)
    came = browser.ask("POST", "/undo", {"sec-fetch-site": "same-origin"}, b"x" * 100_000)

    assert (came.status, came.shows(words.sign_in.NOT_FOR_YOU)) == (403, True)


def test_the_box_itself_may_what_a_carer_may_before_anybody_signs_in(state: Path) -> None:
    """On this machine every carer's page opens in a home that has no sign-in yet."""
    home = home_in(state)
    for path in ("/", "/why", "/sign-ins"):
        assert home.browser().open(path).status == 200


def test_what_a_door_gives_is_what_the_table_gives() -> None:
    """The door and the table are one and the same, also for somebody half signed in."""
    half = SignedIn(number=1, name="Sam", role=Role.CARER, session="", level=Level.HALF)

    assert may(half, Action.OWN_SIGN_IN)
    assert not may(half, Action.SEE_RULES)
