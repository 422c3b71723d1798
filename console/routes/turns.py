"""The page on a shared device: whose turn it is, and taking it by PIN.

Rules kept here:
- Which device it is about is the address that a request came from; no header speaks for another.
- It answers for a shared device alone; on any other it says only that.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from console.forms import sent
from console.house import House
from console.pages.turns import pin_page, turns_page
from console.routes.asked import asks
from console.routes.shown import Fields, Shown
from console.security.opened import source_of
from console.security.permissions import Action
from console.services.around import around
from console.services.home import household_in
from console.services.sharing import (
    PICTURES,
    PICTURES_LONG,
    PinTried,
    hand_back,
    people_with_pins,
    try_pin,
    turn_on,
)
from policy.household import Device

TURN_AT: Final = "/turn"

_READ: Final = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class _Turns:
    """What stands at each address of the page on a shared device."""

    house: House
    shown: Shown

    def turns(self, request: Request) -> HTMLResponse:
        return self._turns(self._device(request))

    def choose(
        self, request: Request, fields: Annotated[Fields, Depends(sent("person"))]
    ) -> Response:
        device = self._device(request)
        if device is None or fields["person"] not in device.shared_by:
            return self._turns(device)
        return self.shown(pin_page(household_in(self.house), fields["person"]))

    def pin(
        self, request: Request, fields: Annotated[Fields, Depends(sent("person", "pin"))]
    ) -> Response:
        return self._tried(request, fields["person"], fields["pin"])

    def picture(
        self,
        request: Request,
        fields: Annotated[Fields, Depends(sent("person", "so_far", "picture"))],
    ) -> Response:
        device, person = self._device(request), fields["person"]
        if device is None or person not in device.shared_by:
            return self._turns(device)
        tapped = (*fields["so_far"].split(), fields["picture"])
        if not set(tapped) <= set(PICTURES):
            return self.shown(pin_page(household_in(self.house), person))
        if len(tapped) < PICTURES_LONG:
            return self.shown(pin_page(household_in(self.house), person, so_far=tapped))
        return self._tried(request, person, " ".join(tapped))

    def done(self, request: Request, _: Annotated[Fields, Depends(sent("done"))]) -> Response:
        if (device := self._device(request)) is not None:
            hand_back(self.house, device)
        return RedirectResponse(TURN_AT, HTTPStatus.SEE_OTHER)

    def _device(self, request: Request) -> Device | None:
        device = around(self.house, source_of(request)).hand.device
        return device if device is not None and device.shared_by else None

    def _turns(self, device: Device | None, tried: PinTried | None = None) -> HTMLResponse:
        page = turns_page(
            device,
            turn_on(self.house, household_in(self.house), device) if device else None,
            people_with_pins(self.house) if device else frozenset(),
            ZoneInfo(household_in(self.house).zone),
            tried=tried,
        )
        return self.shown(page, page.status)

    def _tried(self, request: Request, person: str, typed: str) -> Response:
        device = self._device(request)
        if device is None:
            return self._turns(None)
        tried = try_pin(self.house, device, person, typed)
        if tried is PinTried.RIGHT:
            return RedirectResponse(TURN_AT, HTTPStatus.SEE_OTHER)
        if tried is PinTried.WRONG:
            page = pin_page(household_in(self.house), person, wrong=True)
            return self.shown(page, page.status)
        return self._turns(device, tried)


def add_turns(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the page on a shared device."""
    routes = _Turns(house, shown)
    door = [Depends(asks(house, Action.SEE_IN_HAND))]
    app.add_api_route(TURN_AT, routes.turns, methods=_READ, dependencies=door)
    for at, route in (
        (TURN_AT, routes.choose),
        (f"{TURN_AT}/pin", routes.pin),
        (f"{TURN_AT}/picture", routes.picture),
        (f"{TURN_AT}/done", routes.done),
    ):
        app.add_api_route(at, route, methods=["POST"], dependencies=door)
