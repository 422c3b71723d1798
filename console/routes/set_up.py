"""Where the set-up code is typed, so that a box without a screen can be set up from a phone.

Rules kept here:
- Nothing of it is taken over a plain line, save on this machine itself.
- A try is counted before anything is compared.
- What the browser keeps of it is a token that this console made; the code itself it never keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from console.forms import sent
from console.house import House
from console.pages.set_up import CodeRefused, set_up_page
from console.routes.asked import SET_UP_AT, asks
from console.routes.first_run import FIRST_RUN_AT
from console.routes.shown import Fields, Shown
from console.routes.sign_in import only_safely
from console.security.opened import source_of
from console.security.permissions import Action
from console.security.sessions import Kept, give
from console.services.set_up import is_open, token_for


@dataclass(frozen=True, slots=True)
class _SetUp:
    """What stands at the address."""

    house: House
    shown: Shown

    def ask(self) -> HTMLResponse:
        return self._asked()

    def open(self, request: Request, fields: Annotated[Fields, Depends(sent("code"))]) -> Response:
        source = source_of(request)
        whose = f"set-up {source}"
        if not self.house.tries.may_try(whose, source):
            return self._asked(CodeRefused.TOO_OFTEN)
        kept = token_for(self.house, fields["code"])
        if kept is None:
            return self._asked(CodeRefused.WRONG)
        self.house.tries.forget(whose, source)
        answer = RedirectResponse(FIRST_RUN_AT, HTTPStatus.SEE_OTHER)
        give(answer, request, Kept.SET_UP, kept)
        return answer

    def _asked(self, refused: CodeRefused | None = None) -> HTMLResponse:
        page = set_up_page(is_over=not is_open(self.house), refused=refused)
        return self.shown(page, page.status)


def add_set_up(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the page of the set-up code."""
    routes = _SetUp(house, shown)
    door = [Depends(only_safely), Depends(asks(house, Action.SIGN_IN))]
    app.add_api_route(SET_UP_AT, routes.ask, methods=["GET", "HEAD"], dependencies=door)
    app.add_api_route(SET_UP_AT, routes.open, methods=["POST"], dependencies=door)
