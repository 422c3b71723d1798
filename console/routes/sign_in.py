"""Signing in and out, the PIN of a paired phone, pairing one, and a lost password.

Rules kept here:
- Nothing of it is taken over a plain line, save on this machine itself: a page says why.
- What is shown once, as codes and the picture for an app, is shown in the answer to the button that
  made it. Sent on to another page, it would have to be kept till then.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from console.errors import ConsoleError
from console.forms import sent
from console.house import House
from console.pages.sign_in import (
    QuickGrant,
    lost_page,
    pair_page,
    paired_page,
    quick_page,
    quick_person,
    sign_in_page,
    unlock_page,
)
from console.routes.asked import PAIR_AT, SIGN_IN_AT, UNLOCK_AT, asker_in, asks
from console.routes.shown import Fields, Shown
from console.security.asking import is_here, is_safe
from console.security.one_time_codes import app_secret, is_app_secret
from console.security.opened import source_of
from console.security.permissions import Action, Level, Seat, SignedIn, seat_of
from console.security.sessions import Kept, give, kept_by, take
from console.services.evening_by_pin import grants_to_undo, to_give
from console.services.sign_in import (
    Begun,
    Browser,
    Refused,
    choose_password,
    has_app,
    pair,
    phone_in_hand,
    sign_in,
    sign_out,
    unlock,
)

LOST_AT: Final = "/lost"
SIGN_OUT_AT: Final = "/sign-out"

_READ: Final = ["GET", "HEAD"]


class NotSafe(ConsoleError):
    """Somebody would sign in over a line on which others can read along."""


def only_safely(request: Request) -> None:
    """Let nothing through that could be read along. Raises NotSafe."""
    if not is_safe(request):
        raise NotSafe("a sign-in needs TLS")


@dataclass(frozen=True, slots=True)
class _SignIn:
    """What stands at each address of signing in."""

    house: House
    shown: Shown

    def ask(self, request: Request) -> Response:
        return self.shown(sign_in_page(is_in=isinstance(asker_in(request), SignedIn)))

    def take_in(
        self,
        request: Request,
        fields: Annotated[Fields, Depends(sent("name", "password", "code"))],
    ) -> Response:
        begun = sign_in(
            self.house, _browser(request), fields["name"], fields["password"], fields["code"]
        )
        if isinstance(begun, Refused):
            page = sign_in_page(fields["name"], begun)
            return self.shown(page, page.status)
        return _begun(request, begun, PAIR_AT if begun.level is Level.HALF else "/")

    def out(self, request: Request) -> Response:
        sign_out(self.house, _browser(request))
        answer = RedirectResponse(SIGN_IN_AT, HTTPStatus.SEE_OTHER)
        take(answer, request, Kept.VISIT)
        return answer

    def pin(self, request: Request) -> Response:
        asker = asker_in(request)
        if isinstance(asker, SignedIn) and seat_of(asker) is Seat.QUICK:
            people = tuple(
                quick_person(one.number, one.name, one.target) for one in to_give(self.house)
            )
            grants = tuple(
                QuickGrant(number=number, text=text)
                for number, text in grants_to_undo(self.house, asker.name)
            )
            return self.shown(quick_page(people, grants))
        has_pin = phone_in_hand(self.house, _browser(request)) is not None
        return self.shown(unlock_page(has_pin=has_pin))

    def open(self, request: Request, fields: Annotated[Fields, Depends(sent("pin"))]) -> Response:
        begun = unlock(self.house, _browser(request), fields["pin"])
        if isinstance(begun, Refused):
            page = unlock_page(has_pin=True, refused=begun)
            return self.shown(page, page.status)
        return _begun(request, begun, UNLOCK_AT)

    def ask_pair(self, request: Request) -> Response:
        return self.shown(pair_page("" if has_app(self.house, _number(request)) else app_secret()))

    def pair(
        self,
        request: Request,
        fields: Annotated[Fields, Depends(sent("secret", "code", "label", "pin"))],
    ) -> Response:
        typed = (fields["secret"], fields["code"], fields["label"], fields["pin"])
        paired = pair(self.house, _browser(request), _number(request), typed)
        if isinstance(paired, Refused):
            page = pair_page(self._secret(request, fields["secret"]), fields["label"], paired)
            return self.shown(page, page.status)
        answer = self.shown(paired_page(paired))
        give(answer, request, Kept.VISIT, paired.visit)
        give(answer, request, Kept.PHONE, paired.phone)
        return answer

    def ask_lost(self) -> Response:
        return self.shown(lost_page())

    def lost(
        self,
        request: Request,
        fields: Annotated[Fields, Depends(sent("name", "code", "password"))],
    ) -> Response:
        refused = choose_password(
            self.house, _browser(request), fields["name"], fields["code"], fields["password"]
        )
        if refused:
            page = lost_page(fields["name"], refused)
            return self.shown(page, page.status)
        return self.shown(sign_in_page(done=True))

    def _secret(self, request: Request, typed: str) -> str:
        """Return the secret that the app has already, where it is one of ours."""
        if has_app(self.house, _number(request)):
            return ""
        return typed if is_app_secret(typed) else app_secret()


def add_sign_in(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the pages by which people sign in."""
    routes = _SignIn(house, shown)
    signing, unlocking = asks(house, Action.SIGN_IN), asks(house, Action.UNLOCK)
    own, out = asks(house, Action.OWN_SIGN_IN), asks(house, Action.SIGN_OUT)
    for at, route, door, methods in (
        (SIGN_IN_AT, routes.ask, signing, _READ),
        (SIGN_IN_AT, routes.take_in, signing, ["POST"]),
        (SIGN_OUT_AT, routes.out, out, ["POST"]),
        (UNLOCK_AT, routes.pin, unlocking, _READ),
        (UNLOCK_AT, routes.open, unlocking, ["POST"]),
        (PAIR_AT, routes.ask_pair, own, _READ),
        (PAIR_AT, routes.pair, own, ["POST"]),
        (LOST_AT, routes.ask_lost, signing, _READ),
        (LOST_AT, routes.lost, signing, ["POST"]),
    ):
        app.add_api_route(
            at, route, methods=methods, dependencies=[Depends(only_safely), Depends(door)]
        )


def _browser(request: Request) -> Browser:
    return Browser(
        source=source_of(request),
        here=is_here(request),
        visit=kept_by(request, Kept.VISIT),
        phone=kept_by(request, Kept.PHONE),
    )


def _number(request: Request) -> int:
    asker = asker_in(request)
    assert isinstance(asker, SignedIn)  # the table gives this action to nobody else
    return asker.number


def _begun(request: Request, begun: Begun, onward: str) -> Response:
    answer = RedirectResponse(onward, HTTPStatus.SEE_OTHER)
    give(answer, request, Kept.VISIT, begun.token)
    if kept_by(request, Kept.CARD) is not None:
        take(answer, request, Kept.CARD)  # of the two the card would count
    return answer
