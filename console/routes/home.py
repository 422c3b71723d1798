"""The front door: what is in force in this home now, for those who may see it.

Rules kept here:
- It is the one address that everybody may ask for: each is led to what is theirs.
- A device that is no young person's is told its own rules there, with no sign-in (people.md, 12).
- Before the first run it is the page that says where to start.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from console.house import House
from console.pages.home import home_page
from console.pages.start import start_page
from console.pages.this_device import this_device_page
from console.routes.asked import NotAllowed, asker_in, asks
from console.routes.shown import Shown
from console.security.opened import source_of
from console.security.permissions import Action, Seat, may, seat_of
from console.services.around import around
from console.services.home import home_in
from console.services.machine import Aside, machine_now
from console.services.tonight import tonight_now
from console.services.visit_eye import is_surely_unwatched
from console.store.allowed_file import AllowedFile
from console.store.database.changes import changes_in
from console.store.database.homes import HomeKind

_MINE_AT: Final = "/mine"
"""Where a young person's own page stands."""

_DEVICES_AT: Final = "/devices"
"""What a helper is here for."""


def add_home(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the home page; before the first run it is the page that says where to start."""

    def this_device(request: Request) -> Response:
        now = tonight_now(house)
        with house.database.reading() as session:
            found = changes_in(session)
        hand = around(house, source_of(request)).hand
        # In a family home nothing is written down; should a recorder say otherwise, it is believed.
        is_asked = house.recorder is not None and (
            now.kind is HomeKind.FOSTER
            or not is_surely_unwatched(house.recorder, source_of(request))
        )
        return shown(
            this_device_page(now, hand.device, found, is_asked=is_asked, in_doubt=hand.in_doubt)
        )

    @app.api_route(
        "/", methods=["GET", "HEAD"], dependencies=[Depends(asks(house, Action.SEE_START))]
    )
    def home(request: Request) -> Response:
        asker, kept = asker_in(request), home_in(house)
        if kept is None:
            aside = machine_now(house.published.state).aside
            lost = house.database.is_lost or Aside.SETTINGS in aside
            return shown(
                start_page(house.published.snapshot(), house.published.status(), is_damaged=lost)
            )
        if seat_of(asker) in (Seat.YOUNG_PERSON, Seat.CARD):
            return RedirectResponse(_MINE_AT, HTTPStatus.SEE_OTHER)
        if seat_of(asker) is Seat.HELPER:
            return RedirectResponse(_DEVICES_AT, HTTPStatus.SEE_OTHER)
        if seat_of(asker) is Seat.NOBODY:
            return this_device(request)
        if not may(asker, Action.SEE_RULES):
            raise NotAllowed(asker)
        return shown(
            home_page(
                house.published.snapshot(),
                house.published.status(),
                written=kept.household,
                allowed=AllowedFile(house.published.state).read_or_none(),
                lists=house.lists.standing() if house.lists else None,
                recorded=house.recorder is not None and kept.kind is HomeKind.FOSTER,
            )
        )
