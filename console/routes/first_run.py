"""The first run: the screen that is next, and what can be pressed on each.

Rules kept here:
- The first two screens are for whoever is at the box itself, or typed its set-up code; the second
  makes the first sign-in, and whoever made it is signed in with it. From then on the run is a
  carer's, and the code is over.
- Who asks for a screen before that, and is neither, is led to where the code is typed.
- There is one address for all screens, so that going back or loading again shows what is next.
- A screen that is sent twice, or too late, changes nothing and leads to the one that is next.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from console import words
from console.forms import sent
from console.house import House
from console.pages.first_run import Filled, OnDevice, first_run_page
from console.routes.asked import asker_in, asks
from console.routes.shown import Fields, Shown
from console.routes.sign_in import only_safely
from console.routes.worried import NUMBER_FIELDS, typed_numbers
from console.security.asking import is_here, name_of
from console.security.headers import POLICY_HEADER, with_picture_of
from console.security.opened import source_of
from console.security.permissions import Action, WithSetUpCode
from console.security.sessions import Kept, give, kept_by, take
from console.services.changing_devices import say_mine
from console.services.filled import Filled as Ticked
from console.services.filled import one
from console.services.first_run import (
    AnotherStep,
    StepRefused,
    TypedCarer,
    TypedPerson,
    add_carer,
    add_young_person,
    choose_kind,
    end,
    pass_device,
    step_in,
)
from console.services.first_run_routers import WAYS, router_called
from console.services.home import home_in, household_in
from console.services.inbox import InHand, in_hand
from console.services.naming import NamingRefused
from console.services.selftest import Selftests
from console.services.selftest import name_of as name_to_look_up
from console.services.set_up import CodeNotKept, use_up
from console.services.sign_in import Begun, Browser, sign_in
from console.store.agent import Agent
from console.store.database.first_runs import Step
from console.store.neighbours import NeighboursFile
from console.ticked import ticked

FIRST_RUN_AT: Final = "/first-run"

_READ: Final = ["GET", "HEAD"]
_FORM: Final = ["POST"]


@dataclass(frozen=True, slots=True)
class _FirstRun:
    """What stands at each address of the first run."""

    house: House
    shown: Shown
    selftests: Selftests

    def next(self, request: Request) -> Response:
        step = step_in(self.house)
        if step is Step.DONE:
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        return self._screen(request, step)

    def home(
        self, request: Request, filled: Annotated[Ticked, Depends(ticked("kind"))]
    ) -> Response:
        kind = one(filled, "kind")
        return self._taken(
            request,
            Step.HOME,
            Filled(kind=kind),
            lambda: choose_kind(self.house, name_of(asker_in(request)), kind),
        )

    def carer(
        self,
        request: Request,
        fields: Annotated[Fields, Depends(sent("name", "password", *NUMBER_FIELDS))],
    ) -> Response:
        typed = TypedCarer(
            name=fields["name"], password=fields["password"], numbers=typed_numbers(fields)
        )
        answer = self._taken(
            request,
            Step.CARER,
            Filled(name=typed.name, numbers=tuple(typed.numbers)),
            lambda: add_carer(self.house, typed),
        )
        is_over = step_in(self.house) not in (Step.HOME, Step.CARER)
        if answer.status_code == HTTPStatus.SEE_OTHER and is_over:
            self._sign_in(request, answer, typed)
            take(answer, request, Kept.SET_UP)
            with suppress(CodeNotKept):  # it opens nothing any more; the next start takes it away
                use_up(self.house)
        return answer

    def person(
        self, request: Request, filled: Annotated[Ticked, Depends(ticked("name|age|limits"))]
    ) -> Response:
        typed = TypedPerson(
            name=one(filled, "name"), age=one(filled, "age"), limits="limits" in filled
        )
        return self._taken(
            request,
            Step.PERSON,
            Filled(name=typed.name, age=typed.age, limits=typed.limits),
            lambda: add_young_person(self.house, name_of(asker_in(request)), typed),
        )

    def test(self, request: Request, fields: Annotated[Fields, Depends(sent("nonce"))]) -> Response:
        result = self.selftests.result(fields["nonce"], self.house.clock())
        return self._device(request, OnDevice(result=result))

    def router(
        self, request: Request, fields: Annotated[Fields, Depends(sent("router"))]
    ) -> Response:
        return self._device(request, OnDevice(router=router_called(fields["router"])))

    def mine(self, request: Request) -> Response:
        try:
            who = name_of(asker_in(request))
            label = words.devices.MINE_NAME.format(who=who)[:60]
            say_mine(self.house, who, who, self._hand(request), label, words.devices.MINE_RULE)
        except NamingRefused:
            return self._device(request, OnDevice())
        return self._device(request, OnDevice(is_mine=True))

    def go_on(self, request: Request, fields: Annotated[Fields, Depends(sent("way"))]) -> Response:
        way = fields["way"] if fields["way"] in WAYS else ""
        has_passed = self.house.last_test.holds(self.house.clock())
        return self._taken(
            request,
            Step.DEVICE,
            Filled(),
            lambda: pass_device(
                self.house, name_of(asker_in(request)), has_passed=has_passed, way=way
            ),
        )

    def together(self, request: Request) -> Response:
        return self._taken(
            request,
            Step.TOGETHER,
            Filled(),
            lambda: end(self.house, name_of(asker_in(request))),
        )

    def _taken(
        self, request: Request, step: Step, filled: Filled, take: Callable[[], object]
    ) -> Response:
        try:
            take()
        except StepRefused as error:
            return self._screen(request, step, replace(filled, wrong=error.wrong))
        except AnotherStep:
            pass  # the screen that is next says where things are
        return RedirectResponse(FIRST_RUN_AT, HTTPStatus.SEE_OTHER)

    def _screen(self, request: Request, step: Step, filled: Filled | None = None) -> Response:
        if step is Step.DEVICE:
            return self._device(request, OnDevice(), filled)
        home = home_in(self.house)
        page = first_run_page(step, home.kind if home else None, filled)
        return self.shown(page, page.status)

    def _device(self, request: Request, device: OnDevice, filled: Filled | None = None) -> Response:
        if step_in(self.house) is not Step.DEVICE:
            return RedirectResponse(FIRST_RUN_AT, HTTPStatus.SEE_OTHER)
        now = self.house.clock()
        nonce = self.selftests.begin(now)
        name = name_to_look_up(nonce)
        hand = self._hand(request)
        home = home_in(self.house)
        page = first_run_page(
            Step.DEVICE,
            home.kind if home else None,
            filled,
            replace(
                device,
                nonce=nonce,
                name=name,
                passed_lately=self.house.last_test.holds(now),
                may_be_mine=hand.link is not None and hand.device is None,
            ),
        )
        answer = self.shown(page, page.status)
        answer.headers[POLICY_HEADER] = with_picture_of(name)
        return answer

    def _hand(self, request: Request) -> InHand:
        seen = NeighboursFile(self.house.neighbours).seen()
        return in_hand(household_in(self.house), seen, source_of(request))

    def _sign_in(self, request: Request, answer: Response, typed: TypedCarer) -> None:
        browser = Browser(
            source=source_of(request),
            # Who typed the code has the box in their hands, as whoever is at it has.
            here=is_here(request) or isinstance(asker_in(request), WithSetUpCode),
            visit=kept_by(request, Kept.VISIT),
            phone=kept_by(request, Kept.PHONE),
        )
        begun = sign_in(self.house, browser, typed.name, typed.password, "")
        if isinstance(begun, Begun):
            give(answer, request, Kept.VISIT, begun.token)


def add_first_run(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the first run."""
    selftests = Selftests(None if house.agent is None else Agent(house.agent), house.last_test)
    routes = _FirstRun(house, shown, selftests)
    at = FIRST_RUN_AT
    setting_up = [Depends(only_safely), Depends(asks(house, Action.SET_UP))]
    people = [Depends(asks(house, Action.EDIT_PEOPLE))]
    seeing = [Depends(asks(house, Action.SEE_FIRST_RUN))]
    devices = [Depends(asks(house, Action.EDIT_DEVICES))]
    app.add_api_route(at, routes.next, methods=_READ, dependencies=seeing)
    app.add_api_route(f"{at}/home", routes.home, methods=_FORM, dependencies=setting_up)
    app.add_api_route(f"{at}/carer", routes.carer, methods=_FORM, dependencies=setting_up)
    app.add_api_route(f"{at}/person", routes.person, methods=_FORM, dependencies=people)
    app.add_api_route(f"{at}/test", routes.test, methods=_FORM, dependencies=devices)
    app.add_api_route(f"{at}/router", routes.router, methods=_FORM, dependencies=devices)
    app.add_api_route(f"{at}/mine", routes.mine, methods=_FORM, dependencies=people)
    app.add_api_route(f"{at}/next", routes.go_on, methods=_FORM, dependencies=devices)
    app.add_api_route(f"{at}/together", routes.together, methods=_FORM, dependencies=people)
