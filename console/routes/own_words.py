"""The page of a young person's own words, on their own device.

Rules kept here:
- Whose words they are is the device that a request came from, or the card by which a young person
  came; no header speaks for another.
- It is not there without a recorder, nor in a family home.
- The words of a card are tried a few times a minute at most, and are written nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from console.forms import FormRefused, sent
from console.house import House
from console.pages.own_words import not_own_words_page, own_words_page
from console.routes.asked import asks
from console.routes.shown import Fields, Shown
from console.routes.visit import foster_only
from console.security.asking import asker_of
from console.security.limits import Tries
from console.security.opened import source_of
from console.security.permissions import Action, ByCard, OnDevice
from console.services.cards import addresses_for
from console.services.filled import Filled, one
from console.services.own_words import (
    Card,
    WordsRefused,
    card_at,
    erase,
    erase_due,
    open_words,
    words_of,
    write_words,
)
from console.services.own_words_wrong import Wrong
from console.store.purposes import Purpose
from console.ticked import ticked

OWN_WORDS_AT: Final = "/my-words"

_READ: Final = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class _OwnWords:
    """What stands at each address of the page."""

    house: House
    shown: Shown
    tries: Tries

    def tell(self, request: Request) -> HTMLResponse:
        person = self._person(request)
        if person is None:
            return self._not_yours()
        erase_due(self.house, opened_by=person)
        card = self._card(request)
        page = own_words_page(words_of(self.house, person), can_lock=card is not None)
        return self.shown(page, page.status)

    def write(
        self,
        request: Request,
        filled: Annotated[Filled, Depends(ticked("purpose|readers|text"))],
    ) -> Response:
        person = self._person(request)
        if person is None:
            return self._not_yours()
        if one(filled, "purpose") not in set(Purpose):
            raise FormRefused(HTTPStatus.BAD_REQUEST)
        purpose, is_private = Purpose(one(filled, "purpose")), one(filled, "readers") != "carers"
        card, text = self._card(request), one(filled, "text")
        try:
            write_words(self.house, person, purpose, text, card, is_private=is_private)
        except WordsRefused as wrong:
            page = own_words_page(
                words_of(self.house, person),
                can_lock=card is not None,
                typed=(purpose, is_private, text),
                wrong=wrong,
            )
            return self.shown(page, page.status)
        return RedirectResponse(OWN_WORDS_AT, HTTPStatus.SEE_OTHER)

    def open(
        self, request: Request, fields: Annotated[Fields, Depends(sent("card"))]
    ) -> HTMLResponse:
        person = self._person(request)
        if person is None:
            return self._not_yours()
        found = words_of(self.house, person)
        card = self._card(request)
        if not self.tries.may_try(str(person), source_of(request)):
            too_often = WordsRefused(Wrong.TOO_OFTEN)
            page = own_words_page(found, can_lock=card is not None, wrong=too_often)
            return self.shown(page, page.status)
        try:
            opened = open_words(found, card, fields["card"])
        except WordsRefused as wrong:
            page = own_words_page(found, can_lock=card is not None, wrong=wrong)
        else:
            page = own_words_page(found, can_lock=card is not None, opened=opened)
        return self.shown(page, page.status)

    def erase(
        self, request: Request, fields: Annotated[Fields, Depends(sent("number"))]
    ) -> Response:
        person, number = self._person(request), fields["number"]
        if person is None:
            return self._not_yours()
        if not number.isascii() or not number.isdigit() or len(number) > 9:
            raise FormRefused(HTTPStatus.BAD_REQUEST)
        erase(self.house, person, int(number))
        return RedirectResponse(OWN_WORDS_AT, HTTPStatus.SEE_OTHER)

    def _person(self, request: Request) -> int | None:
        asker = asker_of(self.house, request)
        if isinstance(asker, ByCard):
            return asker.number
        return asker.young_person if isinstance(asker, OnDevice) else None

    def _card(self, request: Request) -> Card | None:
        """Return the card of the agreement about the device in hand, or by card about one's own."""
        asker = asker_of(self.house, request)
        for address in addresses_for(self.house, asker, source_of(request)):
            card = card_at(self.house.recorder, address)
            if card is not None:
                return card
        return None

    def _not_yours(self) -> HTMLResponse:
        page = not_own_words_page()
        return self.shown(page, page.status)


def add_own_words(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the page of own words; without a recorder there is none."""
    if house.recorder is None:
        return
    routes = _OwnWords(house, shown, Tries())
    door = [Depends(foster_only(house)), Depends(asks(house, Action.SEE_OWN_PAGE))]
    app.add_api_route(OWN_WORDS_AT, routes.tell, methods=_READ, dependencies=door)
    app.add_api_route(OWN_WORDS_AT, routes.write, methods=["POST"], dependencies=door)
    app.add_api_route(f"{OWN_WORDS_AT}/open", routes.open, methods=["POST"], dependencies=door)
    app.add_api_route(f"{OWN_WORDS_AT}/erase", routes.erase, methods=["POST"], dependencies=door)
