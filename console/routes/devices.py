"""The Devices pages: new devices to name, the phone in hand, and each device with a name.

Rules kept here:
- Which device is in hand is the address that a request came from; no header speaks for another.
- After a change the browser is sent on. What was wrong is told on the page it was typed on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from console import words
from console.house import House
from console.pages.device_list import DEVICES_AT, NamingForm, devices_page
from console.pages.one_device import Lately, one_device_page
from console.pages.standing import standing
from console.routes.asked import asks
from console.routes.bind import add_bind
from console.routes.shown import Shown
from console.security.asking import asker_of, name_of
from console.security.opened import source_of
from console.security.permissions import Action, SignedIn, may
from console.services.around import around
from console.services.binding import Codes, can_be_bound
from console.services.changing_devices import say_mine
from console.services.filled import Filled, one
from console.services.home import home_in, household_in
from console.services.inbox import unnamed_devices
from console.services.naming import (
    NamingRefused,
    Wrong,
    device_called,
    forgotten,
    given_to,
    joined,
    named,
    people_of,
    renamed,
    shared,
)
from console.services.sharing import (
    PinRefused,
    begin_turn,
    hand_back,
    kind_for,
    people_with_pins,
    set_pin,
    turn_on,
)
from console.services.undoing import change_undoably
from console.store.database.changes import Changed, Note
from console.store.database.homes import HomeKind
from console.store.neighbours import NeighboursFile, Unseen
from console.ticked import ticked
from policy.household import Device, Household

_FIELDS: Final = "link|name|owner|school|device|person|minutes|pin"
_Sent = Annotated[Filled, Depends(ticked(_FIELDS))]

_READ: Final = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class _Devices:
    """What stands at each address of the Devices pages; `codes` are those for binding."""

    house: House
    shown: Shown
    codes: Codes

    def devices(self, request: Request) -> HTMLResponse:
        return self._list(request)

    def saved(self, request: Request) -> HTMLResponse:
        return self._list(request, saved=True)

    def name(self, request: Request, filled: _Sent) -> Response:
        typed = NamingForm(
            link=one(filled, "link"),
            name=one(filled, "name"),
            owner=one(filled, "owner"),
            school="school" in filled,
        )
        return self._named(request, typed)

    def same(self, request: Request, filled: _Sent) -> Response:
        link, device = one(filled, "link"), one(filled, "device")
        note = Note(who=self._who(request), what=Changed.DEVICE_CHANGED, about=device, text=link)
        return self._changed(
            request,
            note,
            lambda household: joined(household, device, self._seen(household, link)),
            link,
        )

    def mine(self, request: Request, filled: _Sent) -> Response:
        asker = asker_of(self.house, request)
        # Whoever signed in says it of themselves; only at the box itself has one to say who it is.
        owner = asker.name if isinstance(asker, SignedIn) else one(filled, "owner")
        hand = around(self.house, source_of(request)).hand
        label = words.devices.MINE_NAME.format(who=owner)[:60]
        try:
            say_mine(self.house, name_of(asker), owner, hand, label, words.devices.MINE_RULE)
        except NamingRefused as error:
            return self._list(request, typed=NamingForm(wrong=error.wrong))
        return RedirectResponse(f"{DEVICES_AT}/saved", HTTPStatus.SEE_OTHER)

    def one_device(self, request: Request, number: int) -> HTMLResponse:
        household = household_in(self.house)
        if not 1 <= number <= len(household.devices):
            return self._list(request, typed=NamingForm(wrong=Wrong.GONE))
        return self._one(request, household, household.devices[number - 1])

    def rename(self, request: Request, filled: _Sent) -> Response:
        new = one(filled, "name")
        return self._change_one(
            request,
            filled,
            Changed.DEVICE_CHANGED,
            lambda household, device: renamed(household, device, new),
            new_name=new,
        )

    def give(self, request: Request, filled: _Sent) -> Response:
        owner, school = one(filled, "owner"), "school" in filled
        return self._change_one(
            request,
            filled,
            Changed.DEVICE_CHANGED,
            lambda household, device: given_to(household, device, owner, school=school),
        )

    def share(self, request: Request, filled: _Sent) -> Response:
        people, minutes = filled.get("person", ()), one(filled, "minutes")
        known = minutes.isascii() and minutes.isdecimal() and len(minutes) < 6
        return self._change_one(
            request,
            filled,
            Changed.DEVICE_CHANGED,
            lambda household, device: shared(
                household, device, people, int(minutes) if known else 0
            ),
        )

    def forget(self, request: Request, filled: _Sent) -> Response:
        return self._change_one(request, filled, Changed.DEVICE_REMOVED, forgotten)

    def turn(self, request: Request, filled: _Sent) -> Response:
        def begin(_: Household, device: Device) -> None:
            if (person := one(filled, "person")) in device.shared_by:
                begin_turn(self.house, device, person)

        return self._done_with(request, filled, begin)

    def turn_end(self, request: Request, filled: _Sent) -> Response:
        return self._done_with(request, filled, lambda _, device: hand_back(self.house, device))

    def pin(self, request: Request, filled: _Sent) -> Response:
        def keep(household: Household, _: Device) -> None:
            person = one(filled, "person")
            if person not in people_of(household):
                raise NamingRefused(Wrong.NO_OWNER)
            typed = " ".join(filled.get("pin", ()))
            set_pin(self.house, person, kind_for(household, person), typed)

        return self._done_with(request, filled, keep)

    def code(self, request: Request, filled: _Sent) -> Response:
        def offer(household: Household, device: Device) -> None:
            if self._can_bind(household, device):
                self.codes.offer(device.name, self.house.clock())

        return self._done_with(request, filled, offer, "#bind")

    def _who(self, request: Request) -> str:
        return name_of(asker_of(self.house, request))

    def _list(
        self, request: Request, *, saved: bool = False, typed: NamingForm | None = None
    ) -> HTMLResponse:
        now, published = around(self.house, source_of(request)), self.house.published
        page = devices_page(
            now.household,
            unnamed_devices(now.household, now.seen),
            now.hand,
            unseen=now.seen if isinstance(now.seen, Unseen) else None,
            saved=standing(published.snapshot(), published.status()) if saved else None,
            typed=typed or NamingForm(),
        )
        return self.shown(page, page.status)

    def _seen(self, household: Household, link: str) -> str:
        """Return a link address that is in the inbox. Raises NamingRefused."""
        seen = NeighboursFile(self.house.neighbours).seen()
        if link not in {device.link for device in unnamed_devices(household, seen)}:
            raise NamingRefused(Wrong.LINK_TAKEN)
        return link

    def _named(self, request: Request, typed: NamingForm) -> Response:
        note = Note(
            who=self._who(request), what=Changed.DEVICE_ADDED, about=" ".join(typed.name.split())
        )
        return self._changed(
            request,
            note,
            lambda household: named(
                household,
                typed.name,
                typed.owner,
                links=(self._seen(household, typed.link),),
                school=typed.school,
            ),
            typed.link,
            typed,
        )

    def _changed(
        self,
        request: Request,
        note: Note,
        change: Callable[[Household], Household],
        link: str,
        typed: NamingForm | None = None,
    ) -> Response:
        try:
            change_undoably(self.house, note, change)
        except NamingRefused as error:
            form = typed or NamingForm(link=link)
            return self._list(
                request,
                typed=NamingForm(
                    link=form.link,
                    name=form.name,
                    owner=form.owner,
                    school=form.school,
                    wrong=error.wrong,
                ),
            )
        return RedirectResponse(f"{DEVICES_AT}/saved", HTTPStatus.SEE_OTHER)

    def _can_bind(self, household: Household, device: Device) -> bool:
        home = home_in(self.house)
        is_foster = home is not None and home.kind is HomeKind.FOSTER
        return self.house.recorder is not None and is_foster and can_be_bound(household, device)

    def _one(
        self,
        request: Request,
        household: Household,
        device: Device,
        *,
        new_name: str | None = None,
        wrong: Wrong | None = None,
        pin_wrong: bool = False,
    ) -> HTMLResponse:
        asker = asker_of(self.house, request)
        lately = Lately(
            turn=turn_on(self.house, household, device),
            offer=self.codes.offered(device.name, self.house.clock()),
            with_pin=people_with_pins(self.house),
            sees_people=may(asker, Action.EDIT_PEOPLE),
            can_bind=may(asker, Action.IMPORT_AGREEMENT) and self._can_bind(household, device),
            zone=ZoneInfo(household.zone),
        )
        page = one_device_page(
            household, device, lately, new_name=new_name, wrong=wrong, pin_wrong=pin_wrong
        )
        return self.shown(page, page.status)

    def _change_one(
        self,
        request: Request,
        filled: Filled,
        what: Changed,
        change: Callable[[Household, str], Household],
        *,
        new_name: str | None = None,
    ) -> Response:
        name = one(filled, "device")
        try:
            change_undoably(
                self.house,
                Note(who=self._who(request), what=what, about=name),
                lambda household: change(household, name),
            )
        except NamingRefused as error:
            return self._wrong(request, name, error.wrong, new_name=new_name)
        return RedirectResponse(f"{DEVICES_AT}/saved", HTTPStatus.SEE_OTHER)

    def _done_with(
        self,
        request: Request,
        filled: Filled,
        do: Callable[[Household, Device], None],
        where: str = "",
    ) -> Response:
        household, name = household_in(self.house), one(filled, "device")
        try:
            device = device_called(household, name)
            do(household, device)
        except NamingRefused as error:
            return self._wrong(request, name, error.wrong)
        except PinRefused:
            return self._one(request, household, device, pin_wrong=True)
        number = household.devices.index(device) + 1
        return RedirectResponse(f"{DEVICES_AT}/{number}{where}", HTTPStatus.SEE_OTHER)

    def _wrong(
        self, request: Request, name: str, wrong: Wrong, *, new_name: str | None = None
    ) -> HTMLResponse:
        household = household_in(self.house)
        try:
            device = device_called(household, name)
        except NamingRefused:
            return self._list(request, typed=NamingForm(wrong=Wrong.GONE))
        return self._one(request, household, device, new_name=new_name, wrong=wrong)


def add_devices(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the Devices pages, and with them the page that takes the codes shown there."""
    codes = Codes()
    routes = _Devices(house, shown, codes)
    edits = [Depends(asks(house, Action.EDIT_DEVICES))]
    for at, route in (
        (DEVICES_AT, routes.devices),
        (f"{DEVICES_AT}/saved", routes.saved),
        (f"{DEVICES_AT}/{{number}}", routes.one_device),
    ):
        app.add_api_route(at, route, methods=_READ, dependencies=edits)
    for at, sent_to, action in (
        ("name", routes.name, Action.EDIT_DEVICES),
        ("same", routes.same, Action.EDIT_DEVICES),
        # What lifts a filter, and what is about people, is not for whoever only helps with the box.
        ("mine", routes.mine, Action.EDIT_RULES),
        ("{number}/rename", routes.rename, Action.EDIT_DEVICES),
        ("{number}/give", routes.give, Action.EDIT_DEVICES),
        ("{number}/forget", routes.forget, Action.EDIT_DEVICES),
        ("{number}/share", routes.share, Action.EDIT_PEOPLE),
        ("{number}/turn", routes.turn, Action.EDIT_PEOPLE),
        ("{number}/turn-end", routes.turn_end, Action.EDIT_PEOPLE),
        ("{number}/pin", routes.pin, Action.EDIT_PEOPLE),
        ("{number}/code", routes.code, Action.IMPORT_AGREEMENT),
    ):
        door = [Depends(asks(house, action))]
        app.add_api_route(f"{DEVICES_AT}/{at}", sent_to, methods=["POST"], dependencies=door)
    add_bind(app, house, shown, codes)
