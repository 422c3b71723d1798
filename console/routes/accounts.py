"""Who can sign in here: the page, and what can be pressed on it.

Rules kept here:
- As with every sign-in, nothing of it goes over a plain line.
- A first password is shown in the answer to the button that made it, and not kept for another page.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from console.forms import FormRefused, sent
from console.house import House
from console.pages.accounts import accounts_page, added_page
from console.routes.asked import asker_in, asks
from console.routes.shown import Fields, Shown
from console.routes.sign_in import only_safely
from console.security.asking import name_of
from console.security.permissions import Action, Role, SignedIn
from console.services.accounts import (
    NotAdded,
    add,
    remove,
    remove_paired,
    sign_out_everywhere,
    standings,
)

ACCOUNTS_AT: Final = "/sign-ins"


@dataclass(frozen=True, slots=True)
class _Accounts:
    """What stands at each address about who can sign in."""

    house: House
    shown: Shown

    def all(self, request: Request) -> Response:
        return self._page(request)

    def add(
        self, request: Request, fields: Annotated[Fields, Depends(sent("name", "role"))]
    ) -> Response:
        try:
            role = Role(fields["role"])
        except ValueError:
            raise FormRefused(HTTPStatus.BAD_REQUEST) from None
        first = add(self.house, name_of(asker_in(request)), fields["name"], role)
        if isinstance(first, NotAdded):
            return self._page(request, (fields["name"], role), first)
        return self.shown(added_page(first))

    def remove(
        self, request: Request, fields: Annotated[Fields, Depends(sent("sign_in"))]
    ) -> Response:
        refused = remove(self.house, name_of(asker_in(request)), _number(fields["sign_in"]))
        return self._page(request, refused=refused) if refused else _onward()

    def remove_phone(
        self, request: Request, fields: Annotated[Fields, Depends(sent("phone"))]
    ) -> Response:
        remove_paired(self.house, name_of(asker_in(request)), _number(fields["phone"]))
        return _onward()

    def end(self, fields: Annotated[Fields, Depends(sent("number"))]) -> Response:
        sign_out_everywhere(self.house, _number(fields["number"]))
        return _onward()

    def _page(
        self,
        request: Request,
        typed: tuple[str, str] = ("", Role.CARER),
        refused: NotAdded | None = None,
    ) -> Response:
        asker = asker_in(request)
        you = asker.number if isinstance(asker, SignedIn) else None
        page = accounts_page(standings(self.house), you, typed, refused)
        return self.shown(page, page.status)


def add_accounts(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the page about who can sign in."""
    routes = _Accounts(house, shown)
    door = [Depends(only_safely), Depends(asks(house, Action.MANAGE_SIGN_INS))]
    app.add_api_route(ACCOUNTS_AT, routes.all, methods=["GET", "HEAD"], dependencies=door)
    for at, route in (
        ("", routes.add),
        ("/remove", routes.remove),
        ("/phone", routes.remove_phone),
        ("/end", routes.end),
    ):
        app.add_api_route(f"{ACCOUNTS_AT}{at}", route, methods=["POST"], dependencies=door)


def _onward() -> Response:
    return RedirectResponse(ACCOUNTS_AT, HTTPStatus.SEE_OTHER)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise FormRefused(HTTPStatus.BAD_REQUEST)
    return int(text)
