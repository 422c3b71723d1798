"""The web application: which page stands at which address, and what stands before them.

Rules kept here:
- Nothing here is global; everything a page needs comes in through `create_app`.
- The documents are read anew for each request, so a page is never older than they are.
- Errors become pages in this one place; pages never catch.
- No request is described to anyone: the framework's telemetry is off in all its parts.
- Host names are checked before anything else, then headers are set, then what comes from
  elsewhere is refused, then pages are looked for.
- What was asked or decided comes in the body of a request and never in an address, since
  addresses are kept by browsers. After a change the browser is sent on (303), so that loading
  again changes nothing.
- Which device asks is the address that its request came from; no header speaks for another.
- The recorder is told that a notice was shown only after the whole answer was made and sent, to
  somebody who opened the page: not to what fetches pages before they are wanted, or within others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Final, TypeAlias

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.telemetry import TelemetryConfig
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from console import static_files
from console.errors import ConsoleError
from console.forms import FormRefused, sent
from console.pages.home import home_page
from console.pages.recorded import recorded_page, unanswered_page
from console.pages.trouble import TroublePage, broken_page, refused_page, unpublished_page
from console.pages.why import question_page
from console.questions import Questions
from console.render import Page, Renderer
from console.security.headers import PAGE, SecurityHeaders
from console.security.opened import is_opened, source_of
from console.security.origin import SameOrigin
from console.services.recorded import Recorded
from console.store.allowed_file import AllowedFile
from console.store.lists_folder import ListsFolder
from console.store.published import Published
from console.store.recorder import Recorder
from policy.household import Household

_Fields: TypeAlias = Mapping[str, str]

_ALLOWED_AT: Final = "/#allowed"
"""Where what was allowed stands on the home page."""

_RECORDED_AT: Final = "/recorded"
"""Where a device sees what is written down about it."""

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
    published: Published,
    household: Household,
    hosts: Sequence[str],
    lists: ListsFolder | None = None,
    recorder: Recorder | None = None,
) -> FastAPI:
    """Return the console over the documents of `published`, answering for `hosts` alone.

    `household` is the home as its file has it, `lists` the folder of the lists job. Without a
    `recorder` there is no page about what is written down.
    """
    static = static_files.address_of(static_files.FOLDER)
    renderer = Renderer(static)

    def shown(page: Page, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
        # JSON can hold half a letter, which UTF-8 cannot; a page is shown without it.
        return HTMLResponse(renderer.html(page).encode(errors="replace"), status_code=status)

    def trouble(page: TroublePage) -> HTMLResponse:
        return shown(page, page.status)

    app = FastAPI(
        # The machine-readable description would be one more page, and nothing asks for it.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(SecurityHeaders, lasting=static),
            Middleware(SameOrigin, refusal=lambda: trouble(refused_page(HTTPStatus.FORBIDDEN))),
            # No page holds a secret that its packed length could give away (BREACH).
            Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=6),
        ],
    )
    app.mount(static, StaticFiles(directory=static_files.FOLDER))

    @app.api_route("/", methods=["GET", "HEAD"])
    def home() -> HTMLResponse:
        return shown(
            home_page(
                published.snapshot(),
                published.status(),
                written=household,
                allowed=AllowedFile(published.state).read_or_none(),
                lists=lists.standing() if lists else None,
                recorded=recorder is not None,
            )
        )

    _add_questions(app, Questions(published, household, lists), shown)
    if recorder is not None:
        _add_recorded(app, Recorded(recorder), shown)

    @app.exception_handler(HTTPException)
    def refused(_: Request, error: HTTPException) -> HTMLResponse:
        answer = trouble(refused_page(error.status_code))
        answer.headers.update(error.headers or {})  # Allow, with 405 (RFC 9110, 15.5.6)
        return answer

    @app.exception_handler(FormRefused)
    def unreadable(_: Request, error: FormRefused) -> HTMLResponse:
        return trouble(refused_page(error.status))

    @app.exception_handler(ConsoleError)
    def unpublished(_: Request, error: ConsoleError) -> HTMLResponse:
        return trouble(unpublished_page(error))

    @app.exception_handler(Exception)
    def broken(_: Request, __: Exception) -> HTMLResponse:
        answer = trouble(broken_page())
        answer.headers.update(PAGE)  # this answer is made outside the middleware
        return answer

    return app


def _add_questions(
    app: FastAPI, questions: Questions, shown: Callable[[Page, HTTPStatus], HTMLResponse]
) -> None:
    """Add the page that says why, and what can be pressed on it and on the home page.

    Lists are read and rules are written here, so these run in threads and never hold up the
    event loop.
    """

    @app.api_route("/why", methods=["GET", "HEAD"])
    def ask() -> HTMLResponse:
        return shown(question_page(questions.published.snapshot()), HTTPStatus.OK)

    @app.post("/why")
    def answer(fields: Annotated[_Fields, Depends(sent("device", "name"))]) -> HTMLResponse:
        page = questions.answered(fields["device"], fields["name"])
        return shown(page, page.status)

    @app.post("/allow")
    def allow(fields: Annotated[_Fields, Depends(sent("device", "name"))]) -> Response:
        if page := questions.allowed(fields["device"], fields["name"]):
            return shown(page, page.status)
        return RedirectResponse(_ALLOWED_AT, HTTPStatus.SEE_OTHER)

    @app.post("/undo")
    def undo(fields: Annotated[_Fields, Depends(sent("name"))]) -> Response:
        questions.taken_back(fields["name"])
        return RedirectResponse(_ALLOWED_AT, HTTPStatus.SEE_OTHER)


def _add_recorded(
    app: FastAPI, recorded: Recorded, shown: Callable[[Page, HTTPStatus], HTMLResponse]
) -> None:
    """Add the page that tells a device what is written down about it, with its Stop."""

    @app.api_route(_RECORDED_AT, methods=["GET", "HEAD"])
    def tell(request: Request) -> HTMLResponse:
        address = source_of(request)
        told = recorded.told(address)
        page = recorded_page(told)
        answer = shown(page, page.status)
        if told is not None and told.is_notice and is_opened(request.method, request.headers):
            # It runs once the answer was sent: a page that broke on the way has shown nothing.
            answer.background = BackgroundTask(recorded.note_shown, address)
        return answer

    @app.post(f"{_RECORDED_AT}/stop")
    def stop(request: Request, fields: Annotated[_Fields, Depends(sent("agreement"))]) -> Response:
        if recorded.stop(source_of(request), fields["agreement"]):
            return RedirectResponse(_RECORDED_AT, HTTPStatus.SEE_OTHER)
        page = unanswered_page(fields["agreement"])
        return shown(page, page.status)

    @app.post(f"{_RECORDED_AT}/words")
    def words_again(
        request: Request, fields: Annotated[_Fields, Depends(sent("agreement"))]
    ) -> Response:
        recorded.words_again(source_of(request), fields["agreement"])
        return RedirectResponse(_RECORDED_AT, HTTPStatus.SEE_OTHER)
