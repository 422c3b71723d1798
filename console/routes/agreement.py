"""The pages of agreements, for a carer: reading, taking in, pausing, stopping, ending, and numbers.

Rules kept here:
- They are not there without a recorder, nor in a family home.
- No address here starts recording. A carer may end the pause that a carer made, as the procedure
  has it (consent.md, B.7: pause and resume within validity, audited and shown).
- What is sent is read whole into memory, bounded before it is read, and nothing of it is written
  down here: the recorder keeps what it takes in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from console import words
from console.forms import FormRefused, sent
from console.house import House
from console.pages.agreement import (
    ImportPart,
    KeptHere,
    Pressed,
    agreements_page,
    import_part,
    trouble_of,
)
from console.pages.agreement_ends import (
    end_page,
    ended_page,
    home_card_page,
    why_not_ended,
)
from console.pages.contacts import contacts_page
from console.pages.own_words import carers_words
from console.pages.visit import stopped_page
from console.routes.asked import asks
from console.routes.shown import Fields, Shown
from console.routes.visit import LIST_NAME, foster_only
from console.security.permissions import Action
from console.services import own_words
from console.services.agreement import (
    LastLists,
    end_placement,
    home_card,
    pause,
    resume,
    stop,
    take_in,
)
from console.services.contacts import (
    ContactRefused,
    change_contacts,
    contacts_of,
    note_told,
    stops_to_tell,
)
from console.services.filled import Filled
from console.services.home import household_in
from console.services.visit import Receipts, visit_of
from console.store.recorder import Recorder, RecorderRefused, RecorderSilent
from console.store.routes_to_people import Route
from console.ticked import ticked
from console.uploaded import uploaded

AGREEMENTS_AT: Final = "/agreements"
MAX_OCTETS: Final = 1_000_000
"""More than all records of a home together; a mail with less of them is taken in as well."""

_READ: Final = ["GET", "HEAD"]
_NUMBERS: Final = tuple(f"{field}-{route}" for route in Route for field in ("name", "number"))


_READ_RECORDS: Final = uploaded("pasted", "file")


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody pasted, and the file that they chose."""

    pasted: str
    file: bytes


class SentRecords:
    """Reads the form of records out of a request."""

    form = replace(_READ_RECORDS.form, max_octets=MAX_OCTETS)

    async def __call__(self, request: Request) -> Sent:
        """Return what the form holds. Raises FormRefused."""
        length = request.headers.get("content-length", "")
        # What says no length could be without end.
        if not length.isascii() or not length.isdigit() or int(length) > MAX_OCTETS:
            raise FormRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        found = await _READ_RECORDS(request)
        try:
            pasted = found["pasted"].decode()
        except UnicodeDecodeError:
            raise FormRefused(HTTPStatus.BAD_REQUEST) from None
        return Sent(pasted=pasted.replace("\r\n", "\n"), file=found["file"])


sent_records: Final = SentRecords()


@dataclass(frozen=True, slots=True)
class _Agreements:
    """What stands at each address of the pages of agreements."""

    house: House
    shown: Shown
    recorder: Recorder
    receipts: Receipts
    lists: LastLists

    def tell(self) -> HTMLResponse:
        return self._page()

    async def take_in(self, records: Annotated[Sent, Depends(sent_records)]) -> Response:
        return await run_in_threadpool(self._take_in, records)

    def _take_in(self, records: Sent) -> Response:
        texts = tuple(text for text in (records.pasted.encode(), records.file) if text.strip())
        if not texts:
            return self._page(Pressed(taking=ImportPart(error=words.agreement.IMPORT_NOTHING)))
        try:
            part = import_part(take_in(self.recorder, texts), records.pasted)
        except RecorderSilent as silent:
            return self._page(
                Pressed(taking=ImportPart(pasted=records.pasted), trouble=trouble_of(silent))
            )
        if part.refused:
            return self._page(Pressed(taking=part))
        mark = self.receipts.keep(part.taken)
        return RedirectResponse(f"{AGREEMENTS_AT}/taken/{mark}", HTTPStatus.SEE_OTHER)

    def taken(self, mark: str) -> HTMLResponse:
        return self._page(Pressed(taking=ImportPart(taken=self.receipts.under(mark) or ())))

    def pause(self, fields: Annotated[Fields, Depends(sent("agreement"))]) -> Response:
        try:
            pause(self.recorder, fields["agreement"])
        except (RecorderRefused, RecorderSilent) as refused:
            return self._page(Pressed(trouble=trouble_of(refused)))
        return RedirectResponse(AGREEMENTS_AT, HTTPStatus.SEE_OTHER)

    def resume(self, fields: Annotated[Fields, Depends(sent("agreement"))]) -> Response:
        try:
            resume(self.recorder, fields["agreement"])
        except (RecorderRefused, RecorderSilent) as refused:
            return self._page(Pressed(trouble=trouble_of(refused)))
        return RedirectResponse(AGREEMENTS_AT, HTTPStatus.SEE_OTHER)

    def stop(self, fields: Annotated[Fields, Depends(sent("agreement"))]) -> Response:
        try:
            mark = self.receipts.keep(stop(self.recorder, fields["agreement"]))
        except (RecorderRefused, RecorderSilent) as refused:
            return self._page(Pressed(trouble=trouble_of(refused)))
        return RedirectResponse(f"{AGREEMENTS_AT}/stopped/{mark}", HTTPStatus.SEE_OTHER)

    def stopped(self, mark: str) -> HTMLResponse:
        page = stopped_page(self.receipts.under(mark))
        return self.shown(page, page.status)

    def card(self) -> HTMLResponse:
        try:
            page = home_card_page(home_card(self.recorder), self.recorder.how().box)
        except (RecorderRefused, RecorderSilent) as refused:
            return self._page(Pressed(trouble=trouble_of(refused)))
        return self.shown(page)

    def ask_end(self) -> HTMLResponse:
        return self.shown(end_page())

    def end(self, filled: Annotated[Filled, Depends(ticked("sure"))]) -> Response:
        if filled.get("sure") != ("yes",):
            page = end_page(words.agreement.END_NOT_TICKED)
            return self.shown(page, page.status)
        try:
            last = end_placement(self.recorder)
        except (RecorderRefused, RecorderSilent) as refused:
            page = end_page(why_not_ended(refused))
            return self.shown(page, page.status)
        own_words.erase_all(self.house)
        mark = self.lists.keep(last)
        return RedirectResponse(f"{AGREEMENTS_AT}/ended/{mark}", HTTPStatus.SEE_OTHER)

    def ended(self, mark: str) -> HTMLResponse:
        at = f"{AGREEMENTS_AT}/ended/{mark}/list"
        page = ended_page(self.lists.under(mark), at)
        return self.shown(page, page.status)

    def last_list(self, mark: str) -> Response:
        octets = self.lists.under(mark)
        if not octets:
            page = ended_page(None, "")
            return self.shown(page, page.status)
        return Response(
            octets,
            media_type="application/octet-stream",
            headers={"content-disposition": f'attachment; filename="{LIST_NAME}"'},
        )

    def numbers(self) -> HTMLResponse:
        return self.shown(contacts_page(contacts_of(self.house)))

    def keep_numbers(self, fields: Annotated[Fields, Depends(sent(*_NUMBERS))]) -> Response:
        try:
            change_contacts(self.house, fields)
        except ContactRefused as wrong:
            page = contacts_page((), fields, wrong)
            return self.shown(page, page.status)
        return RedirectResponse(AGREEMENTS_AT, HTTPStatus.SEE_OTHER)

    def note_told(
        self, fields: Annotated[Fields, Depends(sent("place", "who", "when"))]
    ) -> Response:
        visit = visit_of(self.recorder)
        if visit is None:
            return self._page(Pressed(trouble=words.agreement.NO_ANSWER))
        stops = stops_to_tell(self.house, visit.how.box, visit.entries)
        meant = [one for one in stops if str(one.place) == fields["place"]]
        try:
            for one in meant:
                note_told(self.house, visit.how, one, fields["who"], fields["when"])
        except ContactRefused as wrong:
            error = (meant[0].place, wrong.field, words.contacts.WRONG[wrong.wrong])
            return self._page(Pressed(tell_error=error))
        return RedirectResponse(AGREEMENTS_AT, HTTPStatus.SEE_OTHER)

    def _page(self, pressed: Pressed | None = None) -> HTMLResponse:
        own_words.erase_due(self.house)
        visit = visit_of(self.recorder)
        kept = KeptHere(
            contacts=contacts_of(self.house),
            stops=stops_to_tell(self.house, visit.how.box, visit.entries) if visit else (),
            written=carers_words(own_words.words_of(self.house), household_in(self.house)),
        )
        page = agreements_page(visit, kept, pressed)
        return self.shown(page, page.status)


def add_agreement(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the pages of agreements; without a recorder there are none."""
    if house.recorder is None:
        return
    routes = _Agreements(house, shown, house.recorder, Receipts(), LastLists())
    door = [Depends(foster_only(house)), Depends(asks(house, Action.IMPORT_AGREEMENT))]
    read: Mapping[str, Callable[..., object]] = {
        "": routes.tell,
        "/taken/{mark}": routes.taken,
        "/stopped/{mark}": routes.stopped,
        "/home-card": routes.card,
        "/end": routes.ask_end,
        "/ended/{mark}": routes.ended,
        "/ended/{mark}/list": routes.last_list,
        "/numbers": routes.numbers,
    }
    send: Mapping[str, Callable[..., object]] = {
        "/import": routes.take_in,
        "/pause": routes.pause,
        "/resume": routes.resume,
        "/stop": routes.stop,
        "/end": routes.end,
        "/numbers": routes.keep_numbers,
        "/told": routes.note_told,
    }
    for at, route in read.items():
        app.add_api_route(f"{AGREEMENTS_AT}{at}", route, methods=_READ, dependencies=door)
    for at, route in send.items():
        app.add_api_route(f"{AGREEMENTS_AT}{at}", route, methods=["POST"], dependencies=door)
