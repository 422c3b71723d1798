"""The pages about backups, for carers; and bringing a home back, for whoever is at an empty box.

Rules kept here:
- A passphrase is typed over TLS or on this machine itself, as every password is.
- What was sent and could not be used has changed nothing, and the same page says so.
- A home is brought back, or made what a text says, by two presses: the first opens the file and
  tells what would change, the second does it. In between it is in memory alone
  (`console.services.opened_backup`).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from console.forms import sent
from console.house import House
from console.pages.backup import (
    BackupPage,
    backup_page,
    preview_page,
    restore_page,
    text_error,
    text_gone,
    text_page,
)
from console.routes.asked import asker_in, asks
from console.routes.first_run import FIRST_RUN_AT
from console.routes.shown import Fields, Shown
from console.routes.sign_in import only_safely
from console.security.asking import name_of
from console.security.backup import FULL, MIN_LETTERS, BackupRefused
from console.security.passwords import Profile
from console.security.permissions import Action
from console.services.backed_records import records_held
from console.services.backup import (
    Saved,
    backup_of,
    begin_nightly,
    in_force,
    is_nightly,
    opened,
    restore,
)
from console.services.changing_rules import ChangedMeanwhile
from console.services.first_run import AnotherStep, step_in
from console.services.household_text import (
    ReadText,
    TextRefused,
    compared,
    household_text,
    read_text,
    take_text,
)
from console.services.moments import moment_in
from console.services.opened_backup import OpenedBackup
from console.store.backed_records import bundle_in
from console.store.database.first_runs import Step
from console.uploaded import uploaded

BACKUP_AT: Final = "/backup"
NIGHTLY_AT: Final = "/backup/nightly"
TAKEN_AT: Final = "/backup/taken"
TEXT_AT: Final = "/backup/text"
TEXT_NOW_AT: Final = f"{TEXT_AT}/now"
RESTORE_AT: Final = "/first-run/backup"
RESTORE_NOW_AT: Final = f"{RESTORE_AT}/now"
RECORDS_AT: Final = f"{RESTORE_AT}/records"

_READ: Final = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class _Backups:
    """What stands at each address about backups. `profile` is how much work a passphrase is."""

    house: House
    shown: Shown
    profile: Profile
    opened: OpenedBackup[Saved] = field(default_factory=OpenedBackup)
    read: OpenedBackup[ReadText] = field(default_factory=OpenedBackup)

    def page(self) -> Response:
        return self.shown(self._page())

    def nightly(self, fields: Annotated[Fields, Depends(sent("passphrase"))]) -> Response:
        if len(fields["passphrase"]) < MIN_LETTERS:
            page = self._page(is_short=True)
            return self.shown(page, page.status)
        begin_nightly(self.house, fields["passphrase"], self.profile)
        return RedirectResponse(BACKUP_AT, HTTPStatus.SEE_OTHER)

    def make(self, fields: Annotated[Fields, Depends(sent("passphrase"))]) -> Response:
        if len(fields["passphrase"]) < MIN_LETTERS:
            page = self._page(is_short=True)
            return self.shown(page, page.status)
        octets = backup_of(self.house, fields["passphrase"], self.profile)
        return _file(octets, "lamplight-backup.txt")

    def text(self) -> Response:
        return _file(household_text(self.house).encode(), "household.toml")

    def taken(self) -> Response:
        return self.shown(self._page(is_taken=True))

    def look(self, parts: Annotated[Mapping[str, bytes], Depends(uploaded("file"))]) -> Response:
        try:
            read = read_text(self.house, parts["file"].decode())
        except UnicodeDecodeError:
            return self._refused(text_error(None))
        except TextRefused as error:
            return self._refused(text_error(error))
        return self.shown(text_page(read, self.read.hold(read)))

    def take(
        self, request: Request, fields: Annotated[Fields, Depends(sent("mark", "go"))]
    ) -> Response:
        read = self.read.held_by(fields["mark"])
        if fields["go"] != "yes":
            self.read.forget(fields["mark"])
            return RedirectResponse(BACKUP_AT, HTTPStatus.SEE_OTHER)
        if read is None:
            return self._refused(text_gone())
        try:
            take_text(self.house, name_of(asker_in(request)), read)
        except ChangedMeanwhile:
            return self._again(read)
        self.read.forget(fields["mark"])
        return RedirectResponse(TAKEN_AT, HTTPStatus.SEE_OTHER)

    def _again(self, read: ReadText) -> Response:
        try:
            anew = compared(self.house, read.after)
        except TextRefused as error:
            return self._refused(text_error(error))
        page = text_page(anew, self.read.hold(anew), again=True)
        return self.shown(page, HTTPStatus.CONFLICT)

    def _refused(self, error: tuple[str, ...]) -> Response:
        page = self._page(error=error)
        return self.shown(page, page.status)

    def empty(self) -> Response:
        if step_in(self.house) is not Step.HOME:
            return RedirectResponse(FIRST_RUN_AT, HTTPStatus.SEE_OTHER)
        return self.shown(restore_page())

    def preview(
        self, parts: Annotated[Mapping[str, bytes], Depends(uploaded("file", "passphrase"))]
    ) -> Response:
        if step_in(self.house) is not Step.HOME:
            return RedirectResponse(FIRST_RUN_AT, HTTPStatus.SEE_OTHER)
        passphrase = parts["passphrase"].decode(errors="replace")
        try:
            saved = opened(parts["file"], passphrase, self.profile)
        except BackupRefused as error:
            page = restore_page(error.why)
            return self.shown(page, page.status)
        mark = self.opened.hold(saved)
        # It is the time here, as clocks show it in that home.
        moment = moment_in(self.house, saved.household, None)
        return self.shown(preview_page(in_force(self.house), saved, mark, moment))

    def bring_back(
        self, request: Request, fields: Annotated[Fields, Depends(sent("mark", "go"))]
    ) -> Response:
        saved = self.opened.held_by(fields["mark"])
        if fields["go"] != "yes":
            self.opened.forget(fields["mark"])
            return RedirectResponse(RESTORE_AT, HTTPStatus.SEE_OTHER)
        if step_in(self.house) is Step.HOME and saved is None:
            return self._too_late()
        if saved is not None:
            # Where somebody else was faster, the screen that is next says where things are.
            with suppress(AnotherStep):
                restore(self.house, name_of(asker_in(request)), saved)
            self.opened.forget(fields["mark"])
        return RedirectResponse(FIRST_RUN_AT, HTTPStatus.SEE_OTHER)

    def records(self, fields: Annotated[Fields, Depends(sent("mark"))]) -> Response:
        saved = self.opened.held_by(fields["mark"])
        if saved is None:
            return self._too_late()
        return _file(bundle_in(saved.records), "lamplight-list.txt")

    def _too_late(self) -> Response:
        page = restore_page(is_over=True)
        return self.shown(page, page.status)

    def _page(
        self, *, is_short: bool = False, is_taken: bool = False, error: tuple[str, ...] = ()
    ) -> BackupPage:
        return backup_page(
            is_short=is_short,
            is_taken=is_taken,
            text_error=error,
            is_nightly=is_nightly(self.house),
            records=records_held(self.house),
        )


def add_backup(app: FastAPI, house: House, shown: Shown, profile: Profile = FULL) -> None:
    """Add the pages about backups."""
    routes = _Backups(house, shown, profile)
    carer = [Depends(only_safely), Depends(asks(house, Action.EDIT_PEOPLE))]
    at_the_box = [Depends(only_safely), Depends(asks(house, Action.SET_UP))]
    app.add_api_route(BACKUP_AT, routes.page, methods=_READ, dependencies=carer)
    app.add_api_route(BACKUP_AT, routes.make, methods=["POST"], dependencies=carer)
    app.add_api_route(NIGHTLY_AT, routes.nightly, methods=["POST"], dependencies=carer)
    app.add_api_route(TEXT_AT, routes.text, methods=_READ, dependencies=carer)
    app.add_api_route(TEXT_AT, routes.look, methods=["POST"], dependencies=carer)
    app.add_api_route(TEXT_NOW_AT, routes.take, methods=["POST"], dependencies=carer)
    app.add_api_route(TAKEN_AT, routes.taken, methods=_READ, dependencies=carer)
    app.add_api_route(RESTORE_AT, routes.empty, methods=_READ, dependencies=at_the_box)
    app.add_api_route(RESTORE_AT, routes.preview, methods=["POST"], dependencies=at_the_box)
    app.add_api_route(RESTORE_NOW_AT, routes.bring_back, methods=["POST"], dependencies=at_the_box)
    app.add_api_route(RECORDS_AT, routes.records, methods=["POST"], dependencies=at_the_box)


def _file(octets: bytes, name: str) -> Response:
    named = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(octets, media_type="text/plain; charset=utf-8", headers=named)
