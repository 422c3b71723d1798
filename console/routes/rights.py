"""What somebody may know and do: one page without a sign-in, in the language they read.

Rules kept here:
- Which device asks is the address that its request came from. Opening the page counts as no notice:
  it does not show the agreement's own words.
- It is in the language that was chosen, where that has a whole pack; else in English.
- An audio file is served only where a pack names it, as what the pack says it is.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from fastapi import Depends, FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from console.house import House
from console.pages.rights import rights_page
from console.routes.asked import asks
from console.routes.shown import Shown
from console.security.opened import source_of
from console.security.permissions import Action
from console.services.home import home_in
from console.services.recorded import Recorded, Told
from console.store.database.homes import HomeKind
from console.words.language import Language, chosen_here, speaking
from console.words.rights_pack import Pack
from console.words.unsaid import unsaid

RIGHTS_AT: Final = "/rights"

_READ: Final = ["GET", "HEAD"]


def add_rights(app: FastAPI, house: House, shown: Shown) -> None:
    """Add the page, and the audio files of the packs."""
    reading = Depends(asks(house, Action.HELP))

    @app.api_route(RIGHTS_AT, methods=_READ, dependencies=[reading])
    def rights(request: Request) -> HTMLResponse:
        packs = house.packs
        pack = packs.offered.get(chosen_here().tag, packs.english)
        told = None if house.recorder is None else Recorded(house.recorder).told(source_of(request))
        with speaking(_language_of(pack, house)):
            return shown(rights_page(pack, told, has_recorder=_has_papers(house, told)))

    @app.api_route(f"{RIGHTS_AT}/audio/{{tag}}/{{name}}", methods=_READ, dependencies=[reading])
    def audio(tag: str, name: str) -> Response:
        pack = house.packs.offered.get(tag)
        for one in () if pack is None else pack.audio.values():
            if one.name == name:
                return FileResponse(one.file, media_type=one.media_type)
        raise HTTPException(HTTPStatus.NOT_FOUND)


def _has_papers(house: House, told: Told | None) -> bool:
    """Say whether something can be written down here: no paper comes into a family home.

    Where the recorder is silent, or holds a paper all the same, the kind of home settles nothing.
    """
    if house.recorder is None:
        return False
    home = home_in(house)
    is_family = home is not None and home.kind is HomeKind.FAMILY
    return not is_family or told is None or bool(told.how.agreements)


def _language_of(pack: Pack, house: House) -> Language:
    """Return the language of a page that shows a pack; around it, what is not said is English."""
    language = house.languages.get(pack.tag)
    if language is not None and language.is_for_pages:
        return language
    return Language(tag=pack.tag, name=pack.name, direction=pack.direction, lookup=unsaid)
