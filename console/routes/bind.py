"""The page on which a device is set up for an agreement, opened on that very device.

Rules kept here:
- Which device it is about is the address that a request came from; no header speaks for another.
- It is not there without a recorder, nor in a family home, where nothing is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from console.forms import sent
from console.house import House
from console.pages.bind import bind_page
from console.pages.trouble import refused_page
from console.routes.asked import asks
from console.routes.shown import Fields, Shown
from console.security.opened import source_of
from console.security.permissions import Action
from console.services.around import Around, around
from console.services.binding import Codes, Tried, bind, can_be_bound
from console.services.home import home_in
from console.services.inbox import addresses_of
from console.store.database.homes import HomeKind
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent

BIND_AT: Final = "/bind"
_RECORDED_AT: Final = "/recorded"

_READ: Final = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class _Bind:
    """What stands at the address that takes a code."""

    house: House
    shown: Shown
    codes: Codes
    recorder: Recorder

    def ask(self, request: Request) -> HTMLResponse:
        if not self._is_foster():
            return self._nothing_here()
        now = around(self.house, source_of(request))
        return self.shown(bind_page(now.hand.device, can_be_bound=_can(now)))

    def take(self, request: Request, fields: Annotated[Fields, Depends(sent("code"))]) -> Response:
        if not self._is_foster():
            return self._nothing_here()
        now = around(self.house, source_of(request))
        device = now.hand.device
        if device is None or not _can(now):
            return self.shown(bind_page(device, can_be_bound=False))
        tried = self.codes.tried(device.name, fields["code"], self.house.clock())
        page = bind_page(device, can_be_bound=True, tried=tried)
        if tried is Tried.RIGHT:
            try:
                bind(self.recorder, now.hand, addresses_of(now.seen, now.hand))
            except RecorderSilent:
                page = bind_page(device, can_be_bound=True, silent=True)
            except RecorderRefused as error:
                page = bind_page(device, can_be_bound=True, refused=error.code)
            else:
                return RedirectResponse(_RECORDED_AT, HTTPStatus.SEE_OTHER)
        return self.shown(page, page.status)

    def _is_foster(self) -> bool:
        home = home_in(self.house)
        return home is not None and home.kind is HomeKind.FOSTER

    def _nothing_here(self) -> HTMLResponse:
        page = refused_page(HTTPStatus.NOT_FOUND)
        return self.shown(page, page.status)


def add_bind(app: FastAPI, house: House, shown: Shown, codes: Codes) -> None:
    """Add the page that takes a code; without a recorder there is none."""
    if house.recorder is None:
        return
    routes = _Bind(house, shown, codes, house.recorder)
    door = [Depends(asks(house, Action.SEE_IN_HAND))]
    app.add_api_route(BIND_AT, routes.ask, methods=_READ, dependencies=door)
    app.add_api_route(BIND_AT, routes.take, methods=["POST"], dependencies=door)


def _can(now: Around) -> bool:
    return now.hand.device is not None and can_be_bound(now.household, now.hand.device)
