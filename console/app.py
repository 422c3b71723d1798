"""The web application: what stands before the pages, and who brings which of them.

Rules kept here:
- Nothing here is global; everything a page needs comes in through `create_app`.
- Which page stands at which address is said in `routes`, topic by topic.
- The documents are read anew for each request, so a page is never older than they are.
- Errors become pages in this one place; pages never catch.
- No request is described to anyone: the framework's telemetry is off in all its parts.
- Headers are set on every answer, also on one that refuses. Host names are checked before anything
  else is looked at, then what comes from elsewhere is refused, then pages are looked for.
- What was asked or decided comes in the body of a request and never in an address, since
  addresses are kept by browsers. After a change the browser is sent on (303), so that loading
  again changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from console import static_files
from console.errors import ConsoleError
from console.forms import FormRefused
from console.house import House
from console.pages.trouble import (
    TroublePage,
    broken_page,
    not_safe_page,
    refused_page,
    unpublished_page,
)
from console.routes.accounts import add_accounts
from console.routes.agreement import add_agreement
from console.routes.asked import NotAllowed, turned_away
from console.routes.backup import add_backup
from console.routes.card import add_card
from console.routes.check import add_check
from console.routes.devices import add_devices
from console.routes.first_run import add_first_run
from console.routes.health import add_health
from console.routes.home import add_home
from console.routes.if_it_stops import add_if_it_stops
from console.routes.kitchen import add_kitchen
from console.routes.language import Speaking, add_language
from console.routes.live import PACE, Pace, add_live
from console.routes.mine import add_mine
from console.routes.own_words import add_own_words
from console.routes.pictures import add_pictures
from console.routes.recorded import add_recorded
from console.routes.rights import add_rights
from console.routes.rules import add_rules
from console.routes.set_up import add_set_up
from console.routes.sign_in import NotSafe, add_sign_in
from console.routes.tonight import add_tonight
from console.routes.trust import add_trust
from console.routes.turns import add_turns
from console.routes.viewing import add_viewing
from console.routes.visit import add_visit
from console.routes.visit_eye import Eye
from console.routes.ways import Ways
from console.routes.why import add_why
from console.routes.worried import add_worried
from console.security.authority import Authority
from console.security.headers import PAGE, SecurityHeaders
from console.security.origin import SameOrigin
from console.security.plain import PlainPages
from console.services.home import NotSetUp
from console.showing import showing

_NO_TELEMETRY: Final[TelemetryConfig] = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""The framework can describe each request to a collector, also one that only the environment
names. Who opened which page and when is nobody's, so every part of that is off."""


def create_app(
    house: House,
    hosts: Sequence[str],
    *,
    authority: Authority | None = None,
    tls_port: int | None = None,
    pace: Pace = PACE,
) -> FastAPI:
    """Return the console over `house`, answering for `hosts` alone.

    `authority` made the box's certificate and `tls_port` is where TLS is spoken; both are None
    where it is not. `pace` is that of live pages, whose streams `app.state.end_streams` ends.
    """
    static = static_files.address_of(static_files.FOLDER)
    shown = showing(static, house, speaks_tls=authority is not None)

    def trouble(page: TroublePage) -> HTMLResponse:
        return shown(page, page.status)

    eyed = (
        [] if house.recorder is None else [Middleware(Eye, recorder=house.recorder, lasting=static)]
    )
    plainly = (
        []
        if tls_port is None
        else [
            Middleware(
                PlainPages,
                tls_port=tls_port,
                refusal=lambda: trouble(refused_page(HTTPStatus.FORBIDDEN)),
            )
        ]
    )
    app = FastAPI(
        # The machine-readable description would be one more page, and nothing asks for it.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
        middleware=[
            Middleware(SecurityHeaders, lasting=static),
            Middleware(Speaking, offered=house.languages),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(SameOrigin, refusal=lambda: trouble(refused_page(HTTPStatus.FORBIDDEN))),
            *plainly,
            *eyed,
            Middleware(Ways),
            # No page holds a secret that its packed length could give away (BREACH).
            Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=6),
        ],
    )
    app.mount(static, StaticFiles(directory=static_files.FOLDER))

    add_home(app, house, shown)
    add_sign_in(app, house, shown)
    add_accounts(app, house, shown)
    add_why(app, house, shown)
    add_recorded(app, house, shown)
    add_visit(app, house, shown)
    add_viewing(app, house, shown)
    add_agreement(app, house, shown)
    add_own_words(app, house, shown)
    add_devices(app, house, shown)
    add_rules(app, house, shown)
    add_turns(app, house, shown)
    add_tonight(app, house, shown)
    add_mine(app, house, shown)
    add_card(app, house, shown)
    add_set_up(app, house, shown)

    add_language(app, house)
    add_pictures(app, house)
    add_rights(app, house, shown)
    add_trust(app, house, shown, authority)
    add_worried(app, house, shown)
    add_if_it_stops(app, house, shown)
    add_kitchen(app, house, shown)
    add_backup(app, house, shown)
    add_first_run(app, house, shown)
    add_health(app, house, shown, authority)
    add_check(app, house, shown)
    app.state.end_streams = add_live(app, house, pace)

    @app.exception_handler(HTTPException)
    def refused(_: Request, error: HTTPException) -> HTMLResponse:
        answer = trouble(refused_page(error.status_code))
        answer.headers.update(error.headers or {})  # Allow, with 405 (RFC 9110, 15.5.6)
        return answer

    @app.exception_handler(RequestValidationError)
    def no_such_number(_: Request, __: RequestValidationError) -> HTMLResponse:
        # Forms are read by our own readers, so what the framework checks is a part of an address.
        return trouble(refused_page(HTTPStatus.NOT_FOUND))

    @app.exception_handler(FormRefused)
    def unreadable(_: Request, error: FormRefused) -> HTMLResponse:
        return trouble(refused_page(error.status))

    @app.exception_handler(NotSafe)
    def not_safe(_: Request, __: NotSafe) -> HTMLResponse:
        return trouble(not_safe_page())

    @app.exception_handler(NotAllowed)
    def not_allowed(request: Request, error: NotAllowed) -> Response:
        return turned_away(request, error, trouble)

    @app.exception_handler(NotSetUp)
    def nothing_yet(_: Request, __: NotSetUp) -> Response:
        # There is no home yet that could be changed: the front door says where to start.
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)

    @app.exception_handler(ConsoleError)
    def unpublished(_: Request, error: ConsoleError) -> HTMLResponse:
        return trouble(unpublished_page(error))

    @app.exception_handler(Exception)
    def broken(_: Request, __: Exception) -> HTMLResponse:
        answer = trouble(broken_page())
        answer.headers.update(PAGE)  # this answer is made outside the middleware
        return answer

    return app
