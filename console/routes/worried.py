"""Worried?: the page for whoever is worried about somebody here, and the home's own numbers on it.

Rules kept here:
- Everybody may open it, signed in or not: whoever is in a hurry is not asked who they are.
- The home's own numbers are shown to carers and changed by them alone.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from console.forms import sent
from console.house import House
from console.pages.worried import worried_page
from console.routes.asked import asker_in, asks
from console.routes.shown import Fields, Shown
from console.security.permissions import Action, may
from console.services.worried import NumbersRefused, keep_numbers, numbers_in
from console.store.database.own_numbers import MAX_NUMBERS, OwnNumber

WORRIED_AT: Final = "/worried"

NUMBER_FIELDS: Final = tuple(
    f"{part}-{place}" for place in range(1, MAX_NUMBERS + 1) for part in ("name", "number")
)
"""The fields of the form with the home's own numbers."""


def typed_numbers(fields: Fields) -> tuple[OwnNumber, ...]:
    """Return the rows of a form with numbers, as they were typed."""
    return tuple(
        OwnNumber(name=fields[f"name-{place}"], number=fields[f"number-{place}"])
        for place in range(1, MAX_NUMBERS + 1)
    )


def add_worried(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the page, and keeping the home's own numbers."""
    reading = Depends(asks(house, Action.HELP))
    changing = Depends(asks(house, Action.EDIT_PEOPLE))

    @app.api_route(WORRIED_AT, methods=["GET", "HEAD"], dependencies=[reading])
    def worried(request: Request) -> HTMLResponse:
        is_carer = may(asker_in(request), Action.EDIT_PEOPLE)
        return shown(worried_page(numbers_in(house) if is_carer else None))

    @app.post(f"{WORRIED_AT}/numbers", dependencies=[changing])
    def numbers(fields: Annotated[Fields, Depends(sent(*NUMBER_FIELDS))]) -> Response:
        typed = typed_numbers(fields)
        try:
            keep_numbers(house, typed)
        except NumbersRefused:
            page = worried_page(numbers_in(house), typed)
            return shown(page, page.status)
        return RedirectResponse(WORRIED_AT, HTTPStatus.SEE_OTHER)
