"""A young person's card: opening their own pages with it on any device, and making it on their own.

Rules kept here:
- Words travel over TLS or on this machine itself, the way in and the way out.
- A try is counted before it is reckoned, by where it comes from: nobody can keep another's card out
  by typing wrong words somewhere else.
- Whose card it was stands in no address and no title, and nothing of it is kept on the disk.
- A carer's visit in the same browser goes on underneath, and is there again once the pages close.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from console.forms import sent
from console.house import House
from console.pages.card import CardRefused, card_made_page, card_page, own_card_page
from console.routes.asked import asker_in, asks
from console.routes.shown import Fields, Shown
from console.routes.sign_in import only_safely
from console.security.asking import name_of
from console.security.opened import source_of
from console.security.permissions import Action, ByCard
from console.security.sessions import Kept, give, kept_by, take
from console.services.cards import made_at, make_card, person_with, take_card
from console.services.home import home_in, household_in
from console.store.database.homes import HomeKind

CARD_AT: Final = "/card"
OWN_CARD_AT: Final = "/mine/card"

_READ: Final = ["GET", "HEAD"]
_FORM: Final = ["POST"]


@dataclass(frozen=True, slots=True)
class _Cards:
    """What stands at each address of a card."""

    house: House
    shown: Shown

    def ask(self, request: Request) -> HTMLResponse:
        return self._asked(request)

    def open(self, request: Request, fields: Annotated[Fields, Depends(sent("words"))]) -> Response:
        source = source_of(request)
        whose = f"card {source}"
        if not self.house.tries.may_try(whose, source):
            return self._asked(request, CardRefused.TOO_OFTEN)
        person = person_with(self.house, fields["words"])
        if person is None:
            return self._asked(request, CardRefused.WRONG)
        self.house.tries.forget(whose, source)
        self.house.by_card.end(kept_by(request, Kept.CARD))
        answer = RedirectResponse("/mine", HTTPStatus.SEE_OTHER)
        give(answer, request, Kept.CARD, self.house.by_card.begin(person, self.house.clock()))
        return answer

    def leave(self, request: Request, _: Annotated[Fields, Depends(sent("leave"))]) -> Response:
        self.house.by_card.end(kept_by(request, Kept.CARD))
        answer = RedirectResponse(CARD_AT, HTTPStatus.SEE_OTHER)
        take(answer, request, Kept.CARD)
        return answer

    def own(self, request: Request) -> HTMLResponse:
        at = made_at(self.house, name_of(asker_in(request)))
        zone = ZoneInfo(household_in(self.house).zone)
        return self.shown(own_card_page(None if at is None else at.astimezone(zone)))

    def make(self, request: Request, _: Annotated[Fields, Depends(sent("sure"))]) -> HTMLResponse:
        person = name_of(asker_in(request))
        had_one = made_at(self.house, person) is not None
        return self.shown(card_made_page(make_card(self.house, person), had_one=had_one))

    def stop(self, request: Request, _: Annotated[Fields, Depends(sent("sure"))]) -> Response:
        take_card(self.house, name_of(asker_in(request)))
        return RedirectResponse(OWN_CARD_AT, HTTPStatus.SEE_OTHER)

    def _asked(self, request: Request, refused: CardRefused | None = None) -> HTMLResponse:
        home = home_in(self.house)
        page = card_page(
            is_in=isinstance(asker_in(request), ByCard),
            is_foster=home is not None and home.kind is HomeKind.FOSTER,
            refused=refused,
        )
        return self.shown(page, page.status)


def add_card(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the pages of a young person's card."""
    routes = _Cards(house, shown)
    typing, leaving = asks(house, Action.SIGN_IN), asks(house, Action.LEAVE_CARD)
    own = asks(house, Action.OWN_CARD)
    for at, route, door, methods in (
        (CARD_AT, routes.ask, typing, _READ),
        (CARD_AT, routes.open, typing, _FORM),
        (f"{CARD_AT}/leave", routes.leave, leaving, _FORM),
        (OWN_CARD_AT, routes.own, own, _READ),
        (f"{OWN_CARD_AT}/make", routes.make, own, _FORM),
        (f"{OWN_CARD_AT}/stop", routes.stop, own, _FORM),
    ):
        app.add_api_route(
            at, route, methods=methods, dependencies=[Depends(only_safely), Depends(door)]
        )
