"""Tonight, what can be given to one young person, and the list of changes: a carer's evening.

Rules kept here:
- Everything that is given is a POST, answered with the page it was given on (303), so that loading
  again gives nothing twice.
- What is wrong with a form is said on the page it stands on, with what was typed still in it.
- Whoever is in by PIN is led back to what a PIN opens, and shown nothing of the evening.
- Addresses hold a young person's number and never a name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.params import Depends as DependsOn
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from console.forms import FormRefused, sent
from console.house import House
from console.pages.changes import changes_page
from console.pages.give import NO_SERVICE, give_page
from console.pages.tonight import EVERYBODY, FormError, tonight_page, why_not
from console.pages.trouble import not_given_page, refused_page
from console.routes.asked import UNLOCK_AT, asker_in, asks
from console.routes.shown import Fields, Shown
from console.security.asking import name_of
from console.security.permissions import Action, Seat, seat_of
from console.services.grants import (
    CutFamilyTime,
    Homework,
    IsItUs,
    Later,
    MoreTime,
    Opened,
    Pause,
    Wanted,
    give,
    said,
    undo,
)
from console.services.outcomes import Length, NotAsked, NotGiven
from console.services.requests import give_after_all, say_no, say_yes
from console.services.times import confirm_time
from console.services.tonight import tonight_now
from console.services.typed import site_of
from console.services.undoing import undoable
from console.store.database.changes import SHOWN, changes_in
from console.words import tonight
from policy import names
from policy.errors import NameMalformed
from policy.household import Household, ids_of
from policy.screen_time.targets import BY_ID
from policy.services import BY_TAG
from policy.what import What

TONIGHT_AT: Final = "/tonight"
CHANGES_AT: Final = "/changes"

_READ: Final = ["GET", "HEAD"]
_MAX_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class _Tonight:
    """What stands at each address of a carer's evening."""

    house: House
    shown: Shown

    def tonight(self) -> HTMLResponse:
        return self.shown(tonight_page(tonight_now(self.house)))

    def person(self, number: int) -> HTMLResponse:
        return self._give_page(number)

    def changes(self) -> HTMLResponse:
        with self.house.database.reading() as session:
            found = changes_in(session)
        return self.shown(changes_page(tonight_now(self.house), found, SHOWN, undoable(self.house)))

    def more(
        self,
        request: Request,
        fields: Annotated[Fields, Depends(sent("number", "target", "minutes"))],
    ) -> Response:
        target = BY_ID.get(_number(fields["target"]))
        if target is None:
            raise FormRefused(HTTPStatus.BAD_REQUEST)
        minutes = _number(fields["minutes"])
        return self._given(
            request,
            fields,
            lambda who: MoreTime(young_person=who, target=target, minutes=minutes),
        )

    def pause(
        self,
        request: Request,
        fields: Annotated[Fields, Depends(sent("number", "length", "reason"))],
    ) -> Response:
        length, number = _length(fields), _number(fields["number"])
        if number == EVERYBODY:
            wanted = Pause(young_person=None, reason=fields["reason"], length=length)
            return self._told(
                request, give(self.house, self._giver(request), wanted), fields, "pause-0"
            )
        return self._given(
            request,
            fields,
            lambda who: Pause(young_person=who, reason=fields["reason"], length=length),
            form=f"pause-{number}",
        )

    def open(
        self,
        request: Request,
        fields: Annotated[Fields, Depends(sent("number", "site", "service", "length"))],
    ) -> Response:
        length = _length(fields)
        what = _what(fields["site"], fields["service"])
        if what is None:
            return self._told(request, NotGiven.NOTHING_SAID, fields, "open", on_give_page=True)
        return self._given(
            request,
            fields,
            lambda who: Opened(young_person=who, what=what, length=length),
            form="open",
            on_give_page=True,
        )

    def later(
        self,
        request: Request,
        fields: Annotated[Fields, Depends(sent("number", "title", "length"))],
    ) -> Response:
        length, title = _length(fields), fields["title"]
        return self._given(
            request,
            fields,
            lambda who: Later(young_person=who, title=title, length=length),
            form="later",
            on_give_page=True,
        )

    def homework(
        self, request: Request, fields: Annotated[Fields, Depends(sent("number", "length"))]
    ) -> Response:
        length = _length(fields)
        return self._given(
            request,
            fields,
            lambda who: Homework(young_person=who, length=length),
            form="homework",
            on_give_page=True,
        )

    def family(
        self,
        request: Request,
        fields: Annotated[Fields, Depends(sent("number", "length", "reason"))],
    ) -> Response:
        length, reason = _length(fields), fields["reason"]
        return self._given(
            request,
            fields,
            lambda who: CutFamilyTime(young_person=who, reason=reason, length=length),
            form="family",
            on_give_page=True,
        )

    def filters(
        self, request: Request, fields: Annotated[Fields, Depends(sent("number", "device"))]
    ) -> Response:
        devices = dict(enumerate(self._household().devices, 1))
        device = devices.get(_number(fields["device"]))
        if device is None:
            return self._told(request, NotGiven.NO_DEVICE, fields, "filters", on_give_page=True)
        outcome = give(self.house, self._giver(request), IsItUs(device=device.name))
        return self._told(request, outcome, fields, "filters", on_give_page=True)

    def undo(self, request: Request, fields: Annotated[Fields, Depends(sent("grant"))]) -> Response:
        outcome = undo(self.house, self._giver(request), _number(fields["grant"]))
        if outcome is NotGiven.OVER:
            outcome = None  # a second tap
        return self._told(request, outcome, fields, "undo")

    def yes(
        self, request: Request, fields: Annotated[Fields, Depends(sent("request", "length"))]
    ) -> Response:
        number, length = _number(fields["request"]), _length(fields)
        outcome = say_yes(self.house, self._giver(request), number, length=length)
        return self._told(request, outcome, fields, "yes")

    def after_all(
        self, request: Request, fields: Annotated[Fields, Depends(sent("request", "length"))]
    ) -> Response:
        number, length = _number(fields["request"]), _length(fields)
        outcome = give_after_all(self.house, self._giver(request), number, length=length)
        return self._told(request, outcome, fields, "after-all")

    def no(
        self,
        request: Request,
        fields: Annotated[Fields, Depends(sent("request", "reason", "words"))],
    ) -> Response:
        reasons = dict(enumerate(tonight.NO_REASONS))
        reason = reasons.get(_number(fields["reason"]))
        if reason is None:
            raise FormRefused(HTTPStatus.BAD_REQUEST)
        words = f"{reason} {said(fields['words'])}".strip()
        outcome = say_no(self.house, self._giver(request), _number(fields["request"]), words)
        return self._told(request, outcome, fields, "no")

    def time(
        self, request: Request, fields: Annotated[Fields, Depends(sent("day", "clock"))]
    ) -> Response:
        try:
            day, clock = date.fromisoformat(fields["day"]), time.fromisoformat(fields["clock"])
        except ValueError:
            return self._page(FormError(form="time", text=tonight.NO_TIME_WRONG, typed=fields))
        minute = clock.hour * 60 + clock.minute
        if not confirm_time(self.house, self._giver(request), day, minute):
            return self._page(FormError(form="time", text=tonight.NO_TIME_WRONG, typed=fields))
        return RedirectResponse(TONIGHT_AT, HTTPStatus.SEE_OTHER)

    def _given(
        self,
        request: Request,
        fields: Mapping[str, str],
        wanted: Callable[[str], Wanted],
        *,
        form: str = "",
        on_give_page: bool = False,
    ) -> Response:
        who = _names(self._household()).get(_number(fields["number"]))
        if who is None:
            return self._told(request, NotGiven.NOBODY, fields, form)
        outcome = give(self.house, self._giver(request), wanted(who))
        return self._told(request, outcome, fields, form, on_give_page=on_give_page)

    def _told(
        self,
        request: Request,
        outcome: NotGiven | NotAsked | None,
        fields: Mapping[str, str],
        form: str,
        *,
        on_give_page: bool = False,
    ) -> Response:
        if seat_of(asker_in(request)) is Seat.QUICK:
            return self._told_quickly(outcome)
        if outcome is not None:
            return self._wrong(outcome, fields, form, on_give_page=on_give_page)
        number = fields.get("number", "")
        to = f"{TONIGHT_AT}#person-{number}" if number not in ("", "0") else TONIGHT_AT
        return RedirectResponse(to, HTTPStatus.SEE_OTHER)

    def _told_quickly(self, outcome: NotGiven | NotAsked | None) -> Response:
        """Return the answer to somebody who is in by PIN, and may see no page of the evening."""
        if outcome is None:
            return RedirectResponse(UNLOCK_AT, HTTPStatus.SEE_OTHER)
        page = not_given_page(why_not(outcome), UNLOCK_AT)
        return self.shown(page, page.status)

    def _wrong(
        self,
        outcome: NotGiven | NotAsked,
        fields: Mapping[str, str],
        form: str,
        *,
        on_give_page: bool = False,
    ) -> HTMLResponse:
        error = FormError(form=form, text=why_not(outcome), typed=fields)
        if on_give_page:
            return self._give_page(_number(fields["number"]), error)
        return self._page(error)

    def _page(self, error: FormError) -> HTMLResponse:
        page = tonight_page(tonight_now(self.house), error)
        return self.shown(page, HTTPStatus.UNPROCESSABLE_ENTITY)

    def _give_page(self, number: int, error: FormError | None = None) -> HTMLResponse:
        page = give_page(tonight_now(self.house), number, error)
        if page is None:
            nothing = refused_page(HTTPStatus.NOT_FOUND)
            return self.shown(nothing, nothing.status)
        return self.shown(page, HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK)

    def _giver(self, request: Request) -> str:
        return name_of(asker_in(request))

    def _household(self) -> Household:
        return tonight_now(self.house).household


def add_tonight(app: FastAPI, house: House, shown: Shown) -> None:
    """Add a carer's pages of the evening, with what can be pressed on them."""
    routes = _Tonight(house, shown)

    def door(action: Action) -> list[DependsOn]:
        return [Depends(asks(house, action))]

    for path, page, action in (
        (TONIGHT_AT, routes.tonight, Action.SEE_TONIGHT),
        (CHANGES_AT, routes.changes, Action.SEE_CHANGES),
        (f"{TONIGHT_AT}/{{number}}", routes.person, Action.SEE_TONIGHT),
    ):
        app.add_api_route(path, page, methods=_READ, dependencies=door(action))
    for name, act, action in (
        ("more", routes.more, Action.GIVE_TIME),
        ("pause", routes.pause, Action.PAUSE),
        ("open", routes.open, Action.GIVE_TIME),
        ("later", routes.later, Action.GIVE_TIME),
        ("homework", routes.homework, Action.GIVE_TIME),
        ("family", routes.family, Action.PAUSE),
        ("filters", routes.filters, Action.GIVE_TIME),
        ("undo", routes.undo, Action.UNDO),
        ("yes", routes.yes, Action.ANSWER_REQUESTS),
        ("no", routes.no, Action.ANSWER_REQUESTS),
        ("after-all", routes.after_all, Action.ANSWER_REQUESTS),
        ("time", routes.time, Action.CONFIRM_TIME),
    ):
        path = f"{TONIGHT_AT}/{name}"
        app.add_api_route(path, act, methods=["POST"], dependencies=door(action))


def _names(household: Household) -> dict[int, str]:
    return {number: name for name, number in ids_of(household).items()}


def _number(text: str) -> int:
    """Return a whole number that a form sent. Raises FormRefused."""
    if not (text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS):
        raise FormRefused(HTTPStatus.BAD_REQUEST)
    return int(text)


def _length(fields: Mapping[str, str]) -> Length:
    """Return the length that a form sent. Raises FormRefused."""
    try:
        return Length(fields["length"])
    except ValueError:
        raise FormRefused(HTTPStatus.BAD_REQUEST) from None


def _what(site: str, service: str) -> What | None:
    """Return what is to be opened; None where it is neither a site nor an app."""
    if service != NO_SERVICE and service not in BY_TAG:
        raise FormRefused(HTTPStatus.BAD_REQUEST)
    tags = frozenset({service} - {NO_SERVICE})
    if not site.strip():
        return What(services=tags) if tags else None
    try:
        return What(names=frozenset({names.from_text(site_of(site))}), services=tags)
    except NameMalformed:
        return None
