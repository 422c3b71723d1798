"""The page for the tablet in the kitchen, which loads itself anew also without a script.

Rules kept here:
- The tablet signs in nowhere. It is known by its address, as every device of this home is.
- A page that shows nothing of anybody is shown in its place on every other device.
"""

from __future__ import annotations

from typing import Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse

from console.house import House
from console.pages.kitchen import kitchen_page, not_kitchen_page
from console.routes.asked import asker_in, asks
from console.routes.shown import Shown
from console.security.permissions import Action
from console.services.kitchen import is_kitchens, kitchen_now

KITCHEN_AT: Final = "/kitchen"


def add_kitchen(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the page."""

    @app.api_route(
        KITCHEN_AT,
        methods=["GET", "HEAD"],
        dependencies=[Depends(asks(house, Action.HELP))],
    )
    def kitchen(request: Request) -> HTMLResponse:
        if not is_kitchens(asker_in(request)):
            return shown(not_kitchen_page())
        return shown(kitchen_page(kitchen_now(house)))
