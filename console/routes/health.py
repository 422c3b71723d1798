"""Is everything working?, and what this box can and cannot do here.

Rules kept here:
- Both are drawn anew for each request from what the parts of the box say at that moment.
- That a network is the home's is taken for the very network that was shown, and for no other.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from console.forms import sent
from console.house import House
from console.pages.coverage import Wrong, coverage_page
from console.pages.health import health_page
from console.routes.asked import asks
from console.routes.shown import Fields, Shown
from console.security.authority import Authority
from console.security.kept_keys import Keeping, keeping
from console.security.permissions import Action
from console.services.health import health_now, network_now
from console.store.known_roads import KnownRoads, digest_of

HEALTH_AT: Final = "/health"
COVERAGE_AT: Final = "/coverage"

_READ: Final = ["GET", "HEAD"]


def add_health(
    app: FastAPI, house: House, shown: Shown, authority: Authority | None = None
) -> None:
    """Add both pages, and saying that a network is the home's.

    `authority` is that of the box's certificate, None where TLS is not spoken.
    """
    reading = Depends(asks(house, Action.SEE_HEALTH))
    changing = Depends(asks(house, Action.CONFIGURE))

    @app.api_route(HEALTH_AT, methods=_READ, dependencies=[reading])
    def health() -> HTMLResponse:
        keys = Keeping.ALL if authority is None else keeping(authority, house.clock())
        return shown(health_page(health_now(house, keys)))

    @app.api_route(COVERAGE_AT, methods=_READ, dependencies=[reading])
    def coverage() -> HTMLResponse:
        return shown(coverage_page(network_now(house)))

    @app.post(f"{COVERAGE_AT}/known", dependencies=[changing])
    def known(fields: Annotated[Fields, Depends(sent("network"))]) -> Response:
        now = network_now(house)
        wrong = None
        if now.roads is None or digest_of(now.roads) != fields["network"]:
            wrong = Wrong.CHANGED
        else:
            try:
                KnownRoads(house.published.state).keep(now.roads)
            except OSError:
                wrong = Wrong.NOT_KEPT
        if wrong is None:
            return RedirectResponse(COVERAGE_AT, HTTPStatus.SEE_OTHER)
        page = coverage_page(now, wrong)
        return shown(page, page.status)
