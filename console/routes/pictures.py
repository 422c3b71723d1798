"""Pictures or words: chosen on a page, kept by this browser alone.

Rules kept here:
- The cookie says that pictures are wanted and nothing else; whoever wants words has none.
- It says nothing about whoever holds the device: anybody may choose it, and the box keeps nothing.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI
from fastapi.responses import RedirectResponse
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Scope

from console.forms import sent
from console.house import House
from console.routes.asked import asks
from console.routes.language import KEPT_SECONDS, ours
from console.routes.shown import Fields
from console.security.permissions import Action

PICTURES_AT: Final = "/pictures"
COOKIE: Final = "pictures"
ON: Final = "yes"


def wants_pictures(scope: Scope | None) -> bool:
    """Say whether a request comes from a browser that wants pictures."""
    return scope is not None and HTTPConnection(scope).cookies.get(COOKIE) == ON


def add_pictures(app: FastAPI, house: House) -> None:
    """Add where it is chosen."""
    choosing = Depends(asks(house, Action.HELP))

    @app.post(PICTURES_AT, dependencies=[choosing])
    def choose(fields: Annotated[Fields, Depends(sent("pictures", "back"))]) -> Response:
        answer = RedirectResponse(ours(fields["back"]), HTTPStatus.SEE_OTHER)
        if fields["pictures"] == ON:
            answer.set_cookie(
                COOKIE, ON, max_age=KEPT_SECONDS, path="/", httponly=True, samesite="lax"
            )
        else:
            answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
        return answer
