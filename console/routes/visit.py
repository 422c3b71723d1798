"""The visit page: how recording stands, the spoken check, the statement, the stop code, the list.

Rules kept here:
- It is not there without a recorder, nor in a family home, where nothing is recorded.
- Only the stop code changes anything, and it stops. Its words are shown after the browser was sent
  on, so that loading again types no code.
- A young person sees what is about the device in their hand, everybody else who may see it all.
"""

from __future__ import annotations

from collections.abc import Callable
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
from console.services.home import home_in
from console.services.visit import (
    Receipts,
    about_device,
    bundle,
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
"""What the list is called where it is saved; it says nothing of anybody."""

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
        return Response(
            octets,
            media_type="application/octet-stream",
            headers={"content-disposition": f'attachment; filename="{LIST_NAME}"'},
        )

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
        visit = visit_of(self.recorder)
        if visit is not None and seat_of(asker_of(self.house, request)) is Seat.YOUNG_PERSON:
            visit = about_device(visit, source_of(request))
        page = visit_page(visit, asked)
        return self.shown(page, page.status)


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
    app.add_api_route(STOP_AT, routes.ask_code, methods=_READ, dependencies=code)
    app.add_api_route(STOP_AT, routes.stop, methods=["POST"], dependencies=code)
    app.add_api_route(f"{STOP_AT}/{{mark}}", routes.stopped, methods=_READ, dependencies=code)


def foster_only(house: House) -> Callable[[], None]:
    """Return what ends a request in a family home: there, no such page is."""

    def check() -> None:
        home = home_in(house)
        if home is None or home.kind is not HomeKind.FOSTER:
            raise HTTPException(HTTPStatus.NOT_FOUND)

    return check
