"""The page that says why, and what can be pressed on it and on the home page.

Rules kept here:
- Lists are read and rules are written here, so these run in threads and never hold up the event
  loop.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from console.forms import sent
from console.house import House
from console.pages.why import question_page
from console.questions import Questions
from console.routes.asked import asker_in, asks
from console.routes.shown import Fields, Shown
from console.security.asking import name_of
from console.security.permissions import Action

_ALLOWED_AT: Final = "/#allowed"
"""Where what was allowed stands on the home page."""


def add_why(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the page that says why, with allowing and taking back."""
    questions = Questions(house)
    asking = Depends(asks(house, Action.ASK_WHY))
    editing = Depends(asks(house, Action.EDIT_RULES))

    @app.api_route("/why", methods=["GET", "HEAD"], dependencies=[asking])
    def ask() -> HTMLResponse:
        return shown(question_page(house.published.snapshot()))

    @app.post("/why", dependencies=[asking])
    def answer(fields: Annotated[Fields, Depends(sent("device", "name"))]) -> HTMLResponse:
        page = questions.answered(fields["device"], fields["name"])
        return shown(page, page.status)

    @app.post("/allow", dependencies=[editing])
    def allow(
        request: Request,
        fields: Annotated[Fields, Depends(sent("device", "name"))],
    ) -> Response:
        if page := questions.allowed(name_of(asker_in(request)), fields["device"], fields["name"]):
            return shown(page, page.status)
        return RedirectResponse(_ALLOWED_AT, HTTPStatus.SEE_OTHER)

    @app.post("/undo", dependencies=[editing])
    def undo(request: Request, fields: Annotated[Fields, Depends(sent("name"))]) -> Response:
        questions.taken_back(name_of(asker_in(request)), fields["name"])
        return RedirectResponse(_ALLOWED_AT, HTTPStatus.SEE_OTHER)
