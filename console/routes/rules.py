"""The Rules pages: whose rules there are, forms to change them, and comparing before saving.

Rules kept here:
- A form that is sent without the digest of what it was compared with is compared, never saved.
- Whoever is sent back to a form finds in it what they typed.
- After a change the browser is sent on, so that loading again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from console.forms import sent
from console.house import House
from console.pages.compare import compare_page
from console.pages.rule_form import rule_form_page
from console.pages.rules import RULES_AT, rules_page, subject_page
from console.pages.standing import standing
from console.routes.asked import asks
from console.routes.shown import Fields, Shown
from console.security.asking import asker_of, name_of
from console.security.permissions import Action
from console.services.changing_rules import ChangedMeanwhile, proposed, save_rules
from console.services.filled import Filled, one
from console.services.home import household_in
from console.services.rule_forms import FormAt, FormGone, Part, first_filled
from console.services.rules import RulesRefused
from console.services.subjects import Subject, Whom, subject_from
from console.services.undoing import NothingToUndo, undo, undoable
from console.ticked import ticked

FIELDS: Final = (
    r"(?:from|until|day|during|first|last|minutes|target|period)-\d{1,2}"
    r"|app-[a-z0-9-]{1,40}|(?:leave-)?(?:kind|service|sites)"
    r"|before|title|does|rows|block|allow|safe_search|youtube|age|remove|check|again"
)
"""Every field of a form here."""

MAX_DIGITS: Final = 18
"""Of a number that the database can have."""

_NOBODY: Final = Subject(Whom.DEVICE, 0)

_READ: Final = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class _Rules:
    """What stands at each address of the Rules pages."""

    house: House
    shown: Shown

    def whose(self) -> HTMLResponse:
        return self.shown(rules_page(household_in(self.house), undoable(self.house)))

    def undone(self) -> HTMLResponse:
        page = rules_page(household_in(self.house), undoable(self.house), undone=True)
        return self.shown(page)

    def undo(
        self, request: Request, fields: Annotated[Fields, Depends(sent("number"))]
    ) -> Response:
        who, number = name_of(asker_of(self.house, request)), fields["number"]
        known = number.isascii() and number.isdecimal() and len(number) < MAX_DIGITS
        try:
            undo(self.house, who, int(number) if known else 0)
        except NothingToUndo:
            page = rules_page(household_in(self.house), undoable(self.house), too_late=True)
            return self.shown(page, HTTPStatus.CONFLICT)
        return RedirectResponse(f"{RULES_AT}/undone", HTTPStatus.SEE_OTHER)

    def rules_of(self, subject: str) -> HTMLResponse:
        return self._subject(subject, saved=False)

    def rules_saved(self, subject: str) -> HTMLResponse:
        return self._subject(subject, saved=True)

    def form(self, subject: str, part: str) -> HTMLResponse:
        return self._form(subject, part, "")

    def form_of_one(self, subject: str, part: str, which: str) -> HTMLResponse:
        return self._form(subject, part, which)

    def send(
        self,
        request: Request,
        subject: str,
        part: str,
        filled: Annotated[Filled, Depends(ticked(FIELDS))],
    ) -> Response:
        return self._sent(request, subject, part, "", filled)

    def send_one(
        self,
        request: Request,
        subject: str,
        part: str,
        which: str,
        filled: Annotated[Filled, Depends(ticked(FIELDS))],
    ) -> Response:
        return self._sent(request, subject, part, which, filled)

    def _subject(self, text: str, *, saved: bool) -> HTMLResponse:
        published = self.house.published
        stands = standing(published.snapshot(), published.status()) if saved else None
        page = subject_page(household_in(self.house), subject_from(text) or _NOBODY, stands)
        return self.shown(page, page.status)

    def _gone(self) -> HTMLResponse:
        page = subject_page(household_in(self.house), _NOBODY)
        return self.shown(page, page.status)

    def _form(self, subject: str, part: str, which: str) -> HTMLResponse:
        household = household_in(self.house)
        try:
            at = _at(subject, part, which)
            page = rule_form_page(household, at, first_filled(household, at))
        except FormGone:
            return self._gone()
        return self.shown(page, page.status)

    def _sent(
        self, request: Request, subject: str, part: str, which: str, filled: Filled
    ) -> Response:
        typed: Mapping[str, tuple[str, ...]] = {
            field: texts for field, texts in filled.items() if field not in ("check", "again")
        }
        try:
            at = _at(subject, part, which)
            if "again" in filled and "remove" not in filled:
                return self.shown(rule_form_page(household_in(self.house), at, typed))
            if "again" in filled:
                return RedirectResponse(str(request.url.path), HTTPStatus.SEE_OTHER)
            who = name_of(asker_of(self.house, request))
            return self._compared_or_saved(who, at, typed, one(filled, "check"))
        except FormGone:
            return self._gone()
        except RulesRefused as wrong:
            page = rule_form_page(household_in(self.house), at, typed, wrong)
            return self.shown(page, page.status)

    def _compared_or_saved(self, who: str, at: FormAt, typed: Filled, check: str) -> Response:
        again = False
        if check:
            try:
                save_rules(self.house, who, at, typed, check)
            except ChangedMeanwhile:
                again = True
            else:
                return RedirectResponse(f"{RULES_AT}/{at.subject}/saved", HTTPStatus.SEE_OTHER)
        found = proposed(self.house, at, typed)
        return self.shown(
            compare_page(found.before, found.after, at, typed, check=found.check, again=again)
        )


def add_rules(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the Rules pages."""
    routes = _Rules(house, shown)
    sees = [Depends(asks(house, Action.SEE_RULES))]
    edits = [Depends(asks(house, Action.EDIT_RULES))]
    of_part = f"{RULES_AT}/{{subject}}/{{part}}"
    for at, route in (
        (RULES_AT, routes.whose),
        (f"{RULES_AT}/undone", routes.undone),
        (f"{RULES_AT}/{{subject}}", routes.rules_of),
        (f"{RULES_AT}/{{subject}}/saved", routes.rules_saved),
        (of_part, routes.form),
        (f"{of_part}/{{which}}", routes.form_of_one),
    ):
        app.add_api_route(at, route, methods=_READ, dependencies=sees)
    app.add_api_route(f"{RULES_AT}/undo", routes.undo, methods=["POST"], dependencies=edits)
    app.add_api_route(of_part, routes.send, methods=["POST"], dependencies=edits)
    app.add_api_route(f"{of_part}/{{which}}", routes.send_one, methods=["POST"], dependencies=edits)


def _at(subject: str, part: str, which: str) -> FormAt:
    """Return the form that an address means. Raises FormGone."""
    found = subject_from(subject)
    if found is None or part not in set(Part):
        raise FormGone
    return FormAt(subject=found, part=Part(part), which=which)
