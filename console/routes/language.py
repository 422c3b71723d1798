"""In which language somebody reads, chosen on any page and kept by their browser alone.

Rules kept here:
- What was chosen on a page goes before what the browser asks for (Accept-Language); English comes
  where neither is offered here.
- The cookie says the language and nothing else, and only a language that is offered counts. The
  box keeps nothing of it, so it says nothing about anybody.
- After choosing, the browser is sent back to a page of ours and nowhere else.
- It is in force before anything is answered, so that what refuses a request speaks it too.

Sources: RFC 6265bis (cookies), RFC 9110, 12.5.4 (Accept-Language).
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, FastAPI
from fastapi.responses import RedirectResponse
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from console.forms import sent
from console.house import House
from console.routes.asked import asks
from console.routes.shown import Fields
from console.security.permissions import Action
from console.words.language import ENGLISH, Language, speaking, wanted

LANGUAGE_AT: Final = "/language"
COOKIE: Final = "language"
KEPT_SECONDS: Final = 365 * 24 * 60 * 60


class Speaking:
    """Middleware that has a language in force while a request is answered."""

    def __init__(self, app: ASGIApp, offered: Mapping[str, Language]) -> None:
        """Stand before `app`; `offered` are the languages by their tags, English among them."""
        self._app = app
        self._offered = offered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, in its language."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with speaking(self._language(HTTPConnection(scope))):
            await self._app(scope, receive, send)

    def _language(self, asked: HTTPConnection) -> Language:
        chosen = self._offered.get(asked.cookies.get(COOKIE, ""))
        accept = asked.headers.get("accept-language", "")
        return chosen or wanted(accept, self._offered) or ENGLISH


def add_language(app: FastAPI, house: House) -> None:
    """Add where a language is chosen."""
    choosing = Depends(asks(house, Action.HELP))

    @app.post(LANGUAGE_AT, dependencies=[choosing])
    def choose(fields: Annotated[Fields, Depends(sent("language", "back"))]) -> Response:
        answer = RedirectResponse(ours(fields["back"]), HTTPStatus.SEE_OTHER)
        if fields["language"] in house.languages:
            answer.set_cookie(
                COOKIE,
                fields["language"],
                max_age=KEPT_SECONDS,
                path="/",
                httponly=True,
                samesite="lax",
            )
        return answer


def ours(back: str) -> str:
    """Return the path of a page here; the front door where it is none."""
    # Two strokes, or one that browsers take for it, begin the name of another host.
    is_path = back.startswith("/") and not back.startswith(("//", "/\\"))
    return back if is_path and back.isascii() and back.isprintable() else "/"
