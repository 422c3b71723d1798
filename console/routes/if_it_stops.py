"""Where the card for the day on which the box is dead can be read and printed.

Rules kept here:
- Everybody may open it, signed in or not, and without TLS: it tells nothing of anybody.
- The address on it is the one at which the box was reached, which surely works in this home.
"""

from __future__ import annotations

from typing import Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse

from console.house import House
from console.pages.if_it_stops import if_it_stops_page
from console.routes.asked import asks
from console.routes.shown import Shown
from console.security.permissions import Action

IF_IT_STOPS_AT: Final = "/if-it-stops"


def add_if_it_stops(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the page."""

    @app.api_route(
        IF_IT_STOPS_AT,
        methods=["GET", "HEAD"],
        dependencies=[Depends(asks(house, Action.HELP))],
    )
    def if_it_stops(request: Request) -> HTMLResponse:
        reached_at, _ = request.scope.get("server") or ("", None)
        return shown(if_it_stops_page(reached_at))
