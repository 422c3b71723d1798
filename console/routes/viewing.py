"""The page on which what was written down is looked at, by somebody whom a record names as viewer.

Rules kept here:
- It is not there without a recorder, nor in a family home, nor for a helper.
- A carer is a viewer by the name that the record's viewer bears here, and proves it with their own
  five words; a young person sees what is about the device in their hand, or by card about their
  own, with the words of their card.
- What is shown is the answer to the form itself and has no address: loading it again asks for the
  words again, and is one more look on the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse

from consent.records.fields import ViewerRole
from console.forms import FormRefused
from console.house import House
from console.pages.viewing import viewing_page, why_nothing
from console.routes.asked import asks
from console.routes.shown import Shown
from console.routes.visit import foster_only
from console.security.asking import asker_of, name_of
from console.security.limits import Tries
from console.security.opened import source_of
from console.security.permissions import Action, ByCard, OnDevice, Resource
from console.services.cards import addresses_for
from console.services.filled import Filled, one
from console.services.viewing import (
    Asked,
    LookRefused,
    OpenedDay,
    kept_sets,
    look,
    viewers_named,
)
from console.services.viewing_wrong import Wrong
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent
from console.ticked import ticked

VIEWING_AT: Final = "/viewing"

_READ: Final = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class _Viewing:
    """What stands at the address."""

    house: House
    shown: Shown
    recorder: Recorder
    tries: Tries

    def ask(self, request: Request) -> HTMLResponse:
        role, addresses = self._as_whom(request)
        page = viewing_page(kept_sets(self.recorder, addresses), role)
        return self.shown(page, page.status)

    def look(
        self,
        request: Request,
        filled: Annotated[Filled, Depends(ticked("agreement|device|day|reason|words"))],
    ) -> HTMLResponse:
        role, addresses = self._as_whom(request)
        sets, device = kept_sets(self.recorder, addresses), one(filled, "device")
        mine = {(each.agreement, each.device) for each in sets or ()}
        if sets is not None and (one(filled, "agreement"), device) not in mine:
            raise FormRefused(HTTPStatus.BAD_REQUEST)
        asked = Asked(
            agreement=one(filled, "agreement"),
            device=device,
            days=filled.get("day", ()),
            reason=one(filled, "reason"),
            words=one(filled, "words"),
            role=role,
        )
        try:
            days = self._looked(request, asked)
        except (LookRefused, RecorderRefused, RecorderSilent) as refused:
            page = viewing_page(sets, role, wrong=(device, why_nothing(refused)))
        else:
            page = viewing_page(sets, role, days)
        return self.shown(page, page.status)

    def _looked(self, request: Request, asked: Asked) -> tuple[OpenedDay, ...]:
        if not self.tries.may_try(asked.agreement, source_of(request)):
            raise LookRefused(Wrong.TOO_OFTEN)
        return look(self.recorder, asked)

    def _as_whom(self, request: Request) -> tuple[ViewerRole, tuple[str, ...] | None]:
        asker = asker_of(self.house, request)
        if isinstance(asker, OnDevice | ByCard):
            own = addresses_for(self.house, asker, source_of(request))
            return ViewerRole.YOUNG_PERSON, own
        return ViewerRole.CARER, None


def add_viewing(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the page; without a recorder there is none."""
    recorder = house.recorder
    if recorder is None:
        return

    def about(request: Request) -> Resource:
        asker = asker_of(house, request)
        own = name_of(asker) if isinstance(asker, OnDevice | ByCard) else None
        named = viewers_named(recorder)
        return Resource(person=own, viewers=named | ({own} if own else frozenset()))

    routes = _Viewing(house, shown, recorder, Tries())
    door = [Depends(foster_only(house)), Depends(asks(house, Action.SEE_RECORDED, about))]
    app.add_api_route(VIEWING_AT, routes.ask, methods=_READ, dependencies=door)
    app.add_api_route(VIEWING_AT, routes.look, methods=["POST"], dependencies=door)
