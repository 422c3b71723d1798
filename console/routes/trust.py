"""The page about the browser's warning, and the authority's certificate for adults.

Rules kept here:
- Everybody may read the page. The certificate is for adults who signed in, on a device that is not
  a young person's, a school's or shared; anybody else finds no such page.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from console.house import House
from console.pages.trouble import refused_page
from console.pages.trust import trust_page
from console.routes.asked import asker_in, asks
from console.routes.shown import Shown
from console.security.authority import Authority
from console.security.kept_keys import Keeping, keeping
from console.security.opened import source_of
from console.security.permissions import Action, may
from console.services.home import household_in
from console.services.inbox import in_hand
from console.store.neighbours import NeighboursFile

TRUST_AT: Final = "/trust"
AUTHORITY_AT: Final = "/trust/authority"

_READ: Final = ["GET", "HEAD"]
_KIND: Final = "application/x-x509-ca-cert"


def add_trust(app: FastAPI, house: House, shown: Shown, authority: Authority | None) -> None:
    """Add the page; where TLS is not spoken there is none."""
    if authority is None:
        return
    door = Depends(asks(house, Action.HELP))

    def is_for(request: Request) -> bool:
        return may(asker_in(request), Action.CONFIGURE) and _is_an_adults(house, request)

    def is_passing() -> bool:
        return keeping(authority, house.clock()) is Keeping.NONE

    @app.api_route(TRUST_AT, methods=_READ, dependencies=[door])
    def trust(request: Request) -> HTMLResponse:
        is_theirs, passes = is_for(request), is_passing()
        page = trust_page(
            authority.fingerprint,
            is_offered=is_theirs and not passes,
            is_passing=is_theirs and passes,
        )
        return shown(page)

    @app.api_route(AUTHORITY_AT, methods=_READ, dependencies=[door])
    def certificate(request: Request) -> Response:
        if is_passing() or not is_for(request):
            page = refused_page(HTTPStatus.NOT_FOUND)
            return shown(page, page.status)
        named = {"content-disposition": 'attachment; filename="lamplight.crt"'}
        return Response(authority.octets, media_type=_KIND, headers=named)


def _is_an_adults(house: House, request: Request) -> bool:
    """Say whether the device in hand is a carer's, or one that nobody named."""
    household = household_in(house)
    seen = NeighboursFile(house.neighbours).seen()
    device = in_hand(household, seen, source_of(request)).device
    adults = {carer.name for carer in household.carers}
    return device is None or (device.belongs_to in adults and not device.school)
