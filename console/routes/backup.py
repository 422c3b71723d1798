"""The pages about backups, for carers; and bringing a home back, for whoever is at an empty box.

Rules kept here:
- A passphrase is typed over TLS or on this machine itself, as every password is.
- What was sent and could not be used has changed nothing, and the same page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from console import words
from console.forms import sent
from console.house import House
from console.pages.backup import backup_page, restore_page
from console.routes.asked import asker_in, asks
from console.routes.first_run import FIRST_RUN_AT
from console.routes.shown import Fields, Shown
from console.routes.sign_in import only_safely
from console.security.asking import name_of
from console.security.backup import FULL, MIN_LETTERS, BackupRefused
from console.security.passwords import Profile
from console.security.permissions import Action
from console.services.backup import TextRefused, backup_of, household_text, restore, take_text
from console.services.first_run import AnotherStep, step_in
from console.store.database.first_runs import Step
from console.uploaded import uploaded

BACKUP_AT: Final = "/backup"
TEXT_AT: Final = "/backup/text"
RESTORE_AT: Final = "/first-run/backup"

_READ: Final = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class _Backups:
    """What stands at each address about backups. `profile` is how much work a passphrase is."""

    house: House
    shown: Shown
    profile: Profile

    def page(self) -> Response:
        return self.shown(backup_page())

    def make(self, fields: Annotated[Fields, Depends(sent("passphrase"))]) -> Response:
        if len(fields["passphrase"]) < MIN_LETTERS:
            page = backup_page(is_short=True)
            return self.shown(page, page.status)
        octets = backup_of(self.house, fields["passphrase"], self.profile)
        return _file(octets, "lamplight-backup.txt")

    def text(self) -> Response:
        return _file(household_text(self.house).encode(), "household.toml")

    def take(
        self,
        request: Request,
        parts: Annotated[Mapping[str, bytes], Depends(uploaded("file"))],
    ) -> Response:
        try:
            text = parts["file"].decode()
            take_text(self.house, name_of(asker_in(request)), text)
        except UnicodeDecodeError:
            page = backup_page(text_error=words.backup.TAKE_NO_TEXT)
        except TextRefused as error:
            page = backup_page(text_error=str(error))
        else:
            page = backup_page(is_taken=True)
        return self.shown(page, page.status)

    def empty(self) -> Response:
        if step_in(self.house) is not Step.HOME:
            return RedirectResponse(FIRST_RUN_AT, HTTPStatus.SEE_OTHER)
        return self.shown(restore_page())

    def bring_back(
        self,
        request: Request,
        parts: Annotated[Mapping[str, bytes], Depends(uploaded("file", "passphrase"))],
    ) -> Response:
        passphrase = parts["passphrase"].decode(errors="replace")
        who = name_of(asker_in(request))
        try:
            restore(self.house, who, parts["file"], passphrase, self.profile)
        except BackupRefused as error:
            page = restore_page(error.why)
            return self.shown(page, page.status)
        except AnotherStep:
            pass  # the screen that is next says where things are
        return RedirectResponse(FIRST_RUN_AT, HTTPStatus.SEE_OTHER)


def add_backup(app: FastAPI, house: House, shown: Shown, profile: Profile = FULL) -> None:
    """Add the pages about backups."""
    routes = _Backups(house, shown, profile)
    carer = [Depends(only_safely), Depends(asks(house, Action.EDIT_PEOPLE))]
    at_the_box = [Depends(only_safely), Depends(asks(house, Action.SET_UP))]
    app.add_api_route(BACKUP_AT, routes.page, methods=_READ, dependencies=carer)
    app.add_api_route(BACKUP_AT, routes.make, methods=["POST"], dependencies=carer)
    app.add_api_route(TEXT_AT, routes.text, methods=_READ, dependencies=carer)
    app.add_api_route(TEXT_AT, routes.take, methods=["POST"], dependencies=carer)
    app.add_api_route(RESTORE_AT, routes.empty, methods=_READ, dependencies=at_the_box)
    app.add_api_route(RESTORE_AT, routes.bring_back, methods=["POST"], dependencies=at_the_box)


def _file(octets: bytes, name: str) -> Response:
    named = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(octets, media_type="text/plain; charset=utf-8", headers=named)
