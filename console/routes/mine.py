"""A young person's own pages, on the device in hand: my time, ask, my rules, fix an app, get help.

Rules kept here:
- Whose page it is follows from the address that a request came from, and on a shared device from
  whose turn it is; nothing that a request says counts for it.
- By the words of their card a young person has their own pages on any device, without what is about
  the device in hand.
- On a shared device that is nobody's turn, the page that asks who uses it comes first.
- Get help is the same page for everybody: nothing is looked up for it and nothing is kept of it.
- What was just blocked on a device is asked for with the very address of the request, so a page can
  show it to that device alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from console.forms import FormRefused, sent
from console.house import House
from console.pages.ask import ask_page
from console.pages.evening import evenings_of
from console.pages.fix import fix_page
from console.pages.get_help import get_help_page
from console.pages.mine import mine_page, not_here_page, not_mine_page, why_not_borrowed
from console.pages.own_rules import own_rules_page
from console.pages.tonight import FormError
from console.routes.asked import NotAllowed, asker_in, asks
from console.routes.shown import Fields, Shown
from console.security.opened import source_of
from console.security.permissions import Action, ByCard, OnDevice, Resource, SignedIn, may
from console.services.around import around
from console.services.outcomes import NotAsked
from console.services.requests import ASKED_MINUTES, Asking, ask
from console.services.sharing import turn_on
from console.services.tonight import TonightNow, tonight_now
from console.services.typed import site_of
from console.store.agent import Agent, AgentSilence
from console.store.database.changes import Changed, Note, add_change, changes_in
from console.words import ask as ask_words
from policy import names
from policy.age_templates import AgeBand
from policy.agent_answers import JustBlocked, TimeLeft
from policy.errors import NameMalformed
from policy.household import EVERYONE, Household, YoungPerson, ids_of
from policy.names import Name
from policy.screen_time.targets import BY_ID
from policy.timed import Target

MINE_AT: Final = "/mine"
ASK_AT: Final = "/mine/ask"
RULES_AT: Final = "/mine/rules"
FIX_AT: Final = "/mine/fix"
HELP_AT: Final = "/help"
TURN_AT: Final = "/turn"
"""Where a shared device asks who uses it (`console.routes.turns`)."""

_READ: Final = ["GET", "HEAD"]
_MAX_DIGITS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Me:
    """The young person whose page it is, and whether others use the device too.

    `is_own` is that the device is theirs alone.
    """

    young: YoungPerson
    number: int
    is_shared: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class _Mine:
    """What stands at each address of a young person's own pages."""

    house: House
    shown: Shown

    def time(self, request: Request) -> Response:
        me = self._me(request, Action.SEE_OWN_PAGE)
        return self._time(me) if isinstance(me, _Me) else me

    def borrow(
        self, request: Request, fields: Annotated[Fields, Depends(sent("target"))]
    ) -> Response:
        me = self._me(request, Action.BORROW)
        if not isinstance(me, _Me):
            return me
        target = _target(fields["target"])
        agent = self._agent()
        told = AgentSilence.NOT_THERE if agent is None else agent.borrow(me.number, target)
        if isinstance(told, TimeLeft):
            return RedirectResponse(MINE_AT, HTTPStatus.SEE_OTHER)
        return self._time(me, why_not_borrowed(told))

    def ask(self, request: Request) -> Response:
        me = self._me(request, Action.ASK)
        return self._ask(me) if isinstance(me, _Me) else me

    def ask_site(
        self, request: Request, fields: Annotated[Fields, Depends(sent("site", "words"))]
    ) -> Response:
        me = self._me(request, Action.ASK)
        if not isinstance(me, _Me):
            return me
        name = _name(fields["site"])
        if name is None:
            return self._ask(me, FormError(form="site", text=ask_words.SITE_WRONG, typed=fields))
        asking = Asking(young_person=me.young.name, words=fields["words"], name=name)
        return self._asked(me, asking, "site", fields)

    def ask_minutes(
        self,
        request: Request,
        fields: Annotated[Fields, Depends(sent("target", "minutes", "words"))],
    ) -> Response:
        me = self._me(request, Action.ASK)
        if not isinstance(me, _Me):
            return me
        asking = Asking(
            young_person=me.young.name,
            words=fields["words"],
            target=_target(fields["target"]),
            minutes=_minutes(fields["minutes"]),
        )
        return self._asked(me, asking, "minutes", fields)

    def ask_later(
        self, request: Request, fields: Annotated[Fields, Depends(sent("title", "words"))]
    ) -> Response:
        me = self._me(request, Action.ASK)
        if not isinstance(me, _Me):
            return me
        asking = Asking(young_person=me.young.name, words=fields["words"], title=fields["title"])
        return self._asked(me, asking, "later", fields)

    def rules(self, request: Request) -> Response:
        me = self._me(request, Action.SEE_OWN_PAGE)
        if not isinstance(me, _Me):
            return me
        with self.house.database.reading() as session:
            found = changes_in(session, about=me.young.name)
        return self.shown(own_rules_page(tonight_now(self.house), me.young, found))

    def fix(self, request: Request) -> Response:
        me = self._me(request, Action.FIX_OWN_APP)
        if not isinstance(me, _Me):
            return me
        agent = self._agent()
        address = source_of(request)
        return self.shown(
            fix_page(AgentSilence.NOT_THERE if agent is None else agent.just_blocked(address))
        )

    def fix_start(self, request: Request, _: Annotated[Fields, Depends(sent("start"))]) -> Response:
        me = self._me(request, Action.FIX_OWN_APP)
        if not isinstance(me, _Me):
            return me
        agent = self._agent()
        told = AgentSilence.NOT_THERE if agent is None else agent.begin_fix(source_of(request))
        if not isinstance(told, JustBlocked):
            return self.shown(fix_page(told), HTTPStatus.SERVICE_UNAVAILABLE)
        note = Note(who=me.young.name, what=Changed.FIX_USED, about=me.young.name)
        with self.house.database.changing() as session:
            add_change(session, note, self.house.clock())
        return RedirectResponse(FIX_AT, HTTPStatus.SEE_OTHER)

    def help(self) -> HTMLResponse:
        return self.shown(get_help_page())

    def _me(self, request: Request, action: Action) -> _Me | Response:
        """Return whose page it is; where it is nobody's, the answer that says so.

        Raises NotAllowed.
        """
        here = around(self.house, source_of(request))
        household, device = here.household, here.hand.device
        asker = asker_in(request)
        if isinstance(asker, ByCard):
            me = _by_card(asker, household, action)
            return self.shown(not_here_page(), HTTPStatus.FORBIDDEN) if me is None else me
        if device is None or isinstance(asker, SignedIn):
            return self.shown(not_mine_page(is_adults=isinstance(asker, SignedIn)))
        owner = device.belongs_to
        if owner == EVERYONE:
            turn = turn_on(self.house, household, device)
            if turn is None:
                return RedirectResponse(TURN_AT, HTTPStatus.SEE_OTHER)
            owner = turn[0]
        number = ids_of(household).get(owner)
        if number is None:
            is_adults = any(one.name == owner for one in household.carers)
            return self.shown(not_mine_page(is_adults=is_adults))
        holder = OnDevice(device=device.name, owner=owner, young_person=number)
        if not may(holder, action, Resource(person=owner)):
            raise NotAllowed(holder)
        young = next(one for one in household.young_people if one.name == owner)
        is_shared = device.belongs_to == EVERYONE
        return _Me(young=young, number=number, is_shared=is_shared, is_own=not is_shared)

    def _time(self, me: _Me, error: str | None = None) -> HTMLResponse:
        now = tonight_now(self.house)
        agent = self._agent()
        with self.house.database.reading() as session:
            found = changes_in(session, about=me.young.name)
        page = mine_page(
            next(one for one in evenings_of(now) if one.number == me.number),
            AgentSilence.NOT_THERE if agent is None else agent.warnings(),
            () if me.is_shared else [one for one in found if one.note.about == me.young.name],
            now,
            is_shared=me.is_shared,
            error=error,
        )
        is_young = me.young.age is AgeBand.SIX_TO_NINE
        page = replace(page, is_own=me.is_own, is_young=is_young)
        return self.shown(page, HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK)

    def _ask(self, me: _Me, error: FormError | None = None) -> HTMLResponse:
        now: TonightNow = tonight_now(self.house)
        page = ask_page(now, me.young, is_shared=me.is_shared, error=error)
        return self.shown(page, HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK)

    def _asked(self, me: _Me, asking: Asking, form: str, fields: Mapping[str, str]) -> Response:
        outcome: NotAsked | None = ask(self.house, asking)
        if outcome is None:
            return RedirectResponse(f"{ASK_AT}#asked", HTTPStatus.SEE_OTHER)
        text = ask_words.NOT_ASKED[outcome]
        return self._ask(me, FormError(form=form, text=text, typed=fields))

    def _agent(self) -> Agent | None:
        return None if self.house.agent is None else Agent(self.house.agent)


def add_mine(app: FastAPI, house: House, shown: Shown) -> None:
    """Add a young person's own pages, and Get help."""
    routes = _Mine(house, shown)
    # Everybody may come so far: whose page it is, and what they may, is judged with the device.
    in_hand = [Depends(asks(house, Action.SEE_IN_HAND))]
    for path, page in (
        (MINE_AT, routes.time),
        (ASK_AT, routes.ask),
        (RULES_AT, routes.rules),
        (FIX_AT, routes.fix),
    ):
        app.add_api_route(path, page, methods=_READ, dependencies=in_hand)
    for path, act in (
        (f"{MINE_AT}/borrow", routes.borrow),
        (f"{ASK_AT}/site", routes.ask_site),
        (f"{ASK_AT}/minutes", routes.ask_minutes),
        (f"{ASK_AT}/later", routes.ask_later),
        (f"{FIX_AT}/start", routes.fix_start),
    ):
        app.add_api_route(path, act, methods=["POST"], dependencies=in_hand)
    helping = [Depends(asks(house, Action.HELP))]
    app.add_api_route(HELP_AT, routes.help, methods=_READ, dependencies=helping)


def _by_card(holder: ByCard, household: Household, action: Action) -> _Me | None:
    """Return whose page it is by card; None for what is about the device in hand."""
    if not may(holder, action, Resource(person=holder.person)):
        return None
    young = next(one for one in household.young_people if one.name == holder.person)
    return _Me(young=young, number=holder.number, is_shared=False, is_own=False)


def _name(typed: str) -> Name | None:
    try:
        return names.from_text(site_of(typed))
    except NameMalformed:
        return None


def _target(text: str) -> Target:
    """Return what minutes are of. Raises FormRefused."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS else 0
    target = BY_ID.get(number)
    if target is None:
        raise FormRefused(HTTPStatus.BAD_REQUEST)
    return target


def _minutes(text: str) -> int:
    """Return how many minutes are asked for. Raises FormRefused."""
    for minutes in ASKED_MINUTES:
        if text == str(minutes):
            return minutes
    raise FormRefused(HTTPStatus.BAD_REQUEST)
