"""A page value to an answer: what stands on every page alike is put beside it here.

Rules kept here:
- A page that is kept up to date says so by its stream and its version. All others stay as they are,
  among them every answer to something that was sent.
"""

from __future__ import annotations

from http import HTTPStatus

from fastapi.responses import HTMLResponse

from console.house import House
from console.pages.pictures import pictures_of
from console.render import Page, Reading, Renderer, Stream
from console.routes.live import VERSION_HEADER, live_at
from console.routes.pictures import wants_pictures
from console.routes.shown import Shown
from console.routes.ways import asked_here, scope_here, ways_here
from console.security.origin import READING
from console.services.live import Versions
from console.services.visit_eye import IS_WATCHED
from console.words.language import chosen_here


def showing(static: str, house: House, *, speaks_tls: bool = False) -> Shown:
    """Return what turns pages into answers, whose files stand below `static`."""
    renderer = Renderer(static, speaks_tls=speaks_tls)
    versions = Versions()

    def shown(page: Page, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
        method, path = asked_here()
        address = live_at(method, path, status)
        html = renderer.html(
            page,
            is_watched=IS_WATCHED.get(),
            ways=ways_here(has_recorder=house.recorder is not None),
            live=None if address is None else Stream(address=address, version=versions.place),
            reading=Reading(
                languages=tuple(house.languages.values()) if len(house.languages) > 1 else (),
                # An answer to a form has no address that could be opened.
                back=path if method in READING else "/",
                pictures=pictures_of(
                    house.packs.offered.get(chosen_here().tag, house.packs.english),
                    is_on=wants_pictures(scope_here()),
                ),
            ),
        )
        headers = {}
        if address is not None:
            html, headers[VERSION_HEADER] = versions.stamped(html)
        # JSON can hold half a letter, which UTF-8 cannot; a page is shown without it.
        return HTMLResponse(html.encode(errors="replace"), status_code=status, headers=headers)

    return shown
