"""The test of the device in hand, open to everyone who reaches the box.

Rules kept here:
- What stands in the second address is a number of chance, of which nothing is known in a minute.
- The one answer whose policy names something beside this box is the page that begins a test: it
  names the name of that very test, which only this box answers (`console.security.headers`).
"""

from __future__ import annotations

from typing import Final

from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse

from console.house import House
from console.pages.check import check_page, checked_page
from console.routes.asked import asks
from console.routes.shown import Shown
from console.security.headers import POLICY_HEADER, with_picture_of
from console.security.permissions import Action
from console.services.selftest import Selftests, name_of
from console.store.agent import Agent

CHECK_AT: Final = "/check"


def add_check(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the page that begins a test, and the page with its result."""
    anybody = Depends(asks(house, Action.HELP))
    tests = Selftests(None if house.agent is None else Agent(house.agent), house.last_test)

    @app.api_route(CHECK_AT, methods=["GET", "HEAD"], dependencies=[anybody])
    def begin() -> HTMLResponse:
        nonce = tests.begin(house.clock())
        name = name_of(nonce)
        answer = shown(check_page(nonce, name))
        answer.headers[POLICY_HEADER] = with_picture_of(name)
        return answer

    @app.api_route(f"{CHECK_AT}/{{nonce}}", methods=["GET", "HEAD"], dependencies=[anybody])
    def result(nonce: str) -> HTMLResponse:
        return shown(checked_page(tests.result(nonce, house.clock())))
