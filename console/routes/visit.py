"""The visit page: how recording stands, the spoken check, the statement, the stop code, the list.

Rules kept here:
- It is not there without a recorder, nor in a family home, where nothing is recorded.
- Only the stop code changes anything, and it stops. Its words are shown after the browser was sent
  on, so that loading again types no code.
- A young person sees what is about the device in their hand, or by card about their own devices;
  everybody else who may sees it all.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from console import words
from console.forms import sent
from console.house import House
from console.pages.visit import (
    NOTHING_ASKED,
    Asked,
    Field,
    code_page,
    refused_field,
    statement_of,
    stopped_page,
    visit_page,
)
from console.routes.asked import asks
from console.routes.shown import Fields, Shown
from console.security.asking import asker_of
from console.security.limits import Tries
from console.security.opened import source_of
from console.security.permissions import Action, Seat, seat_of
from console.services.cards import addresses_for
from console.services.home import home_in
from console.services.visit import (
    Receipts,
    Visit,
    about_device,
    bundle,
    erased,
    spoken,
    statement,
    stop_by_code,
    visit_of,
)
from console.store.database.homes import HomeKind
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent

VISIT_AT: Final = "/visit"
STOP_AT: Final = "/visit/stop"
LIST_NAME: Final = "lamplight-list.txt"
STATEMENT_NAME: Final = "lamplight-erased.txt"
"""What list and statement are called where they are saved; it says nothing of anybody."""

_READ: Final = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class _Visit:
    """What stands at each address of the visit page, and who may ask for it."""

    house: House
    shown: Shown
    recorder: Recorder
    receipts: Receipts
    tries: Tries

    def tell(self, request: Request) -> HTMLResponse:
        return self._answer(request)

    def say(
        self, request: Request, fields: Annotated[Fields, Depends(sent("digits"))]
    ) -> HTMLResponse:
        typed = fields["digits"]
        if not self.tries.may_try("spoken", source_of(request)):
            wrong = Field(typed=typed, error=words.visit.TOO_MANY)
            return self._answer(request, Asked(wrong_digits=wrong))
        try:
            asked = Asked(spoken=spoken(self.recorder, typed))
        except (RecorderRefused, RecorderSilent) as refused:
            asked = Asked(wrong_digits=refused_field(typed, refused))
        return self._answer(request, asked)

    def sign(
        self, request: Request, fields: Annotated[Fields, Depends(sent("challenge"))]
    ) -> HTMLResponse:
        typed = fields["challenge"]
        try:
            asked = Asked(statement=statement_of(statement(self.recorder, typed)))
        except (RecorderRefused, RecorderSilent) as refused:
            asked = Asked(wrong_challenge=refused_field(typed, refused))
        return self._answer(request, asked)

    def take_list(self) -> Response:
        try:
            octets = bundle(self.recorder)
        except (RecorderRefused, RecorderSilent):
            page = visit_page(None)
            return self.shown(page, page.status)
        return _to_keep(octets, LIST_NAME)

    def take_statement(self, request: Request, agreement: str) -> Response:
        visit = self._visit_for(request)
        try:
            octets = None if visit is None else erased(self.recorder, visit, agreement)
        except (RecorderRefused, RecorderSilent):
            octets = visit = None
        if octets is None:
            if visit is not None:
                raise HTTPException(HTTPStatus.NOT_FOUND)
            page = visit_page(None)
            return self.shown(page, page.status)
        return _to_keep(octets, STATEMENT_NAME)

    def ask_code(self) -> HTMLResponse:
        return self.shown(code_page())

    def stop(self, fields: Annotated[Fields, Depends(sent("code"))]) -> Response:
        try:
            mark = self.receipts.keep(stop_by_code(self.recorder, fields["code"]))
        except (RecorderRefused, RecorderSilent) as refused:
            page = code_page(refused_field(fields["code"], refused))
            return self.shown(page, page.status)
        return RedirectResponse(f"{STOP_AT}/{mark}", HTTPStatus.SEE_OTHER)

    def stopped(self, mark: str) -> HTMLResponse:
        page = stopped_page(self.receipts.under(mark))
        return self.shown(page, page.status)

    def _answer(self, request: Request, asked: Asked = NOTHING_ASKED) -> HTMLResponse:
        page = visit_page(self._visit_for(request), asked)
        return self.shown(page, page.status)

    def _visit_for(self, request: Request) -> Visit | None:
        """Return how everything stands, as far as it is for whoever asks."""
        visit = visit_of(self.recorder)
        asker = asker_of(self.house, request)
        if visit is not None and seat_of(asker) in (Seat.YOUNG_PERSON, Seat.CARD):
            visit = about_device(visit, *addresses_for(self.house, asker, source_of(request)))
        return visit


def _to_keep(octets: bytes, name: str) -> Response:
    """Return a file that a browser saves."""
    return Response(
        octets,
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def add_visit(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the visit page; without a recorder there is none."""
    if house.recorder is None:
        return
    routes = _Visit(house, shown, house.recorder, Receipts(), Tries())
    here = Depends(foster_only(house))
    see = [here, Depends(asks(house, Action.VISIT_PAGE))]
    check = [here, Depends(asks(house, Action.SPOKEN_CHECK))]
    code = [here, Depends(asks(house, Action.STOP_CODE))]
    app.add_api_route(VISIT_AT, routes.tell, methods=_READ, dependencies=see)
    app.add_api_route(f"{VISIT_AT}/spoken", routes.say, methods=["POST"], dependencies=check)
    app.add_api_route(f"{VISIT_AT}/status", routes.sign, methods=["POST"], dependencies=check)
    app.add_api_route(f"{VISIT_AT}/list", routes.take_list, methods=_READ, dependencies=see)
    at = f"{VISIT_AT}/erased/{{agreement}}"
    app.add_api_route(at, routes.take_statement, methods=_READ, dependencies=see)
    app.add_api_route(STOP_AT, routes.ask_code, methods=_READ, dependencies=code)
    app.add_api_route(STOP_AT, routes.stop, methods=["POST"], dependencies=code)
    app.add_api_route(f"{STOP_AT}/{{mark}}", routes.stopped, methods=_READ, dependencies=code)


class FosterOnly:
    """Ends a request in a family home: there, no such page is."""

    def __init__(self, house: House) -> None:
        """Look at the kind of this home."""
        self._house = house

    def __call__(self) -> None:
        """Go on only in a foster home. Raises HTTPException."""
        home = home_in(self._house)
        if home is None or home.kind is not HomeKind.FOSTER:
            raise HTTPException(HTTPStatus.NOT_FOUND)


def foster_only(house: House) -> FosterOnly:
    """Return what ends a request in a family home."""
    return FosterOnly(house)
