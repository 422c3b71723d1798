"""The page that tells a device what is written down about it, with its Stop.

Rules kept here:
- Which device asks is the address that its request came from; no header speaks for another. By the
  words of their card a young person is told of their own devices, one at a time.
- By card no notice counts as shown: it has to be seen on the device that it is about.
- The recorder is told that a notice was shown only after the whole answer was made and sent, to
  somebody who opened the page: not to what fetches pages before they are wanted, or within others.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.responses import Response

from console.forms import sent
from console.house import House
from console.pages.recorded import by_card_page, recorded_page, unanswered_page
from console.routes.asked import asker_in, asks
from console.routes.shown import Fields, Shown
from console.security.opened import is_opened, source_of
from console.security.permissions import Action, ByCard
from console.services.cards import addresses_for
from console.services.recorded import Recorded
from policy.status import AgentStatus, IndexState

RECORDED_AT: Final = "/recorded"
"""Where a device sees what is written down about it."""

_READ: Final = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What stands at each address of the page."""

    house: House
    shown: Shown
    recorded: Recorded

    def tell(self, request: Request) -> HTMLResponse:
        return self.tell_of(request, 1)

    def tell_of(self, request: Request, place: int) -> HTMLResponse:
        addresses = self._addresses(request)
        if not 1 <= place <= len(addresses):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        address = addresses[place - 1]
        told = self.recorded.told(address)
        others = [one for one in range(1, len(addresses) + 1) if one != place]
        status = self.house.published.status()
        lists_missing = isinstance(status, AgentStatus) and status.index is IndexState.MISSING
        page = recorded_page(told, others, lists_missing=lists_missing)
        if isinstance(asker_in(request), ByCard):
            page = by_card_page(page)
            return self.shown(page, page.status)
        answer = self.shown(page, page.status)
        if told is not None and told.is_notice and is_opened(request.method, request.headers):
            # It runs once the answer was sent: a page that broke on the way has shown nothing.
            answer.background = BackgroundTask(self.recorded.note_shown, address)
        return answer

    def stop(
        self, request: Request, fields: Annotated[Fields, Depends(sent("agreement"))]
    ) -> Response:
        # It is asked for each device: where it is none of that one's agreements, nothing is done.
        done = [self.recorded.stop(one, fields["agreement"]) for one in self._addresses(request)]
        if all(done):
            return RedirectResponse(RECORDED_AT, HTTPStatus.SEE_OTHER)
        page = unanswered_page(fields["agreement"])
        return self.shown(page, page.status)

    def words_again(
        self, request: Request, fields: Annotated[Fields, Depends(sent("agreement"))]
    ) -> Response:
        for one in self._addresses(request):
            self.recorded.words_again(one, fields["agreement"])
        return RedirectResponse(RECORDED_AT, HTTPStatus.SEE_OTHER)

    def _addresses(self, request: Request) -> tuple[str, ...]:
        return addresses_for(self.house, asker_in(request), source_of(request))


def add_recorded(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the page and what can be pressed on it; without a recorder there is none."""
    if house.recorder is None:
        return
    routes = _Recorded(house, shown, Recorded(house.recorder))
    at, seeing = RECORDED_AT, [Depends(asks(house, Action.SEE_IN_HAND))]
    stopping = [Depends(asks(house, Action.STOP_IN_HAND))]
    app.add_api_route(at, routes.tell, methods=_READ, dependencies=seeing)
    app.add_api_route(f"{at}/{{place:int}}", routes.tell_of, methods=_READ, dependencies=seeing)
    app.add_api_route(f"{at}/stop", routes.stop, methods=["POST"], dependencies=stopping)
    app.add_api_route(f"{at}/words", routes.words_again, methods=["POST"], dependencies=stopping)
