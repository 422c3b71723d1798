"""Who asks for an address, and whether they may: the one door before every route.

Rules kept here:
- Every route names its action by `asks`, also the ones that everybody may ask; a test walks them
  all and finds those that do not.
- It stands before the form is read: who may not send something is not told what was wrong with it.
- What comes after it finds who asks by `asker_in`.
- Who is not signed in is led to the sign-in when they open a page, and refused when they send.
  So is whoever left a visit alone where nobody paired a phone; on a paired one it is the PIN.
  Where nobody can sign in yet, the first run leads to where its code is typed.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from console.errors import ConsoleError
from console.house import House
from console.pages.trouble import TroublePage, not_allowed_page
from console.security.asking import asker_of
from console.security.origin import READING
from console.security.permissions import (
    HOME,
    Action,
    Asker,
    Level,
    Resource,
    Seat,
    SignedIn,
    may,
    seat_of,
)
from console.services.set_up import is_open

SIGN_IN_AT: Final = "/sign-in"
UNLOCK_AT: Final = "/unlock"
PAIR_AT: Final = "/pair"
SET_UP_AT: Final = "/set-up"

LEADS_TO: Final = {
    Seat.NOBODY: SIGN_IN_AT,
    Seat.QUICK: UNLOCK_AT,
    Seat.LOCKED: UNLOCK_AT,
    Seat.HALF: PAIR_AT,
}
"""Where somebody who could come further is led to."""

_BEGINS: Final = frozenset({Action.SET_UP, Action.SEE_FIRST_RUN})


class NotAllowed(ConsoleError):
    """Somebody asked for what they may not have; `asker` is who.

    `onward` is where they can come further, None where there is no such place.
    """

    def __init__(self, asker: Asker, onward: str | None = None) -> None:
        super().__init__("this is not for whoever asks")
        self.asker = asker
        self.onward = onward or _leads_to(asker)


class Asks:
    """A route's door: a dependency that returns who asks, or raises NotAllowed."""

    def __init__(
        self, house: House, action: Action, about: Callable[[Request], Resource] | None = None
    ) -> None:
        """Ask for `action`; `about` finds in a request what it is about, the home by itself."""
        self._house = house
        self.action = action
        self._about = about

    def __call__(self, request: Request) -> Asker:
        """Return who asks. Raises NotAllowed."""
        asker = asker_of(self._house, request)
        resource = HOME if self._about is None else self._about(request)
        if not may(asker, self.action, resource):
            raise NotAllowed(asker, self._onward(asker))
        request.state.asker = asker
        return asker

    def _onward(self, asker: Asker) -> str | None:
        may_begin = seat_of(asker) is Seat.NOBODY and self.action in _BEGINS
        return SET_UP_AT if may_begin and is_open(self._house) else None


def asks(house: House, action: Action, about: Callable[[Request], Resource] | None = None) -> Asks:
    """Return the door of a route that asks for `action`."""
    return Asks(house, action, about)


def asker_in(request: Request) -> Asker:
    """Return who asks, as the door found it."""
    asker: Asker = request.state.asker
    return asker


def turned_away(
    request: Request, error: NotAllowed, trouble: Callable[[TroublePage], Response]
) -> Response:
    """Return the answer to somebody who may not: onward to where they can sign in, or a page."""
    onward = error.onward
    if onward is not None and request.method in READING:
        return RedirectResponse(onward, HTTPStatus.SEE_OTHER)
    return trouble(not_allowed_page(onward))


def _leads_to(asker: Asker) -> str | None:
    """Return where somebody can come further; there is no PIN to type on what nobody paired."""
    match asker:
        case SignedIn(level=Level.LOCKED, phone=None):
            return SIGN_IN_AT
        case _:
            return LEADS_TO.get(seat_of(asker))
