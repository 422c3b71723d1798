"""The page that tells a device what is written down about it, with its Stop.

Rules kept here:
- Which device asks is the address that its request came from; no header speaks for another.
- The recorder is told that a notice was shown only after the whole answer was made and sent, to
  somebody who opened the page: not to what fetches pages before they are wanted, or within others.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.background import BackgroundTask
from starlette.responses import Response

from console.forms import sent
from console.house import House
from console.pages.recorded import recorded_page, unanswered_page
from console.routes.asked import asks
from console.routes.shown import Fields, Shown
from console.security.opened import is_opened, source_of
from console.security.permissions import Action
from console.services.recorded import Recorded

RECORDED_AT: Final = "/recorded"
"""Where a device sees what is written down about it."""


def add_recorded(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the page and what can be pressed on it; without a recorder there is none."""
    if house.recorder is None:
        return
    recorded = Recorded(house.recorder)
    seeing = Depends(asks(house, Action.SEE_IN_HAND))
    stopping = Depends(asks(house, Action.STOP_IN_HAND))

    @app.api_route(RECORDED_AT, methods=["GET", "HEAD"], dependencies=[seeing])
    def tell(request: Request) -> HTMLResponse:
        address = source_of(request)
        told = recorded.told(address)
        page = recorded_page(told)
        answer = shown(page, page.status)
        if told is not None and told.is_notice and is_opened(request.method, request.headers):
            # It runs once the answer was sent: a page that broke on the way has shown nothing.
            answer.background = BackgroundTask(recorded.note_shown, address)
        return answer

    @app.post(f"{RECORDED_AT}/stop", dependencies=[stopping])
    def stop(request: Request, fields: Annotated[Fields, Depends(sent("agreement"))]) -> Response:
        if recorded.stop(source_of(request), fields["agreement"]):
            return RedirectResponse(RECORDED_AT, HTTPStatus.SEE_OTHER)
        page = unanswered_page(fields["agreement"])
        return shown(page, page.status)

    @app.post(f"{RECORDED_AT}/words", dependencies=[stopping])
    def words_again(
        request: Request, fields: Annotated[Fields, Depends(sent("agreement"))]
    ) -> Response:
        recorded.words_again(source_of(request), fields["agreement"])
        return RedirectResponse(RECORDED_AT, HTTPStatus.SEE_OTHER)
