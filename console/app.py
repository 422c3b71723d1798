"""The web application: which page stands at which address, and what stands before them.

Rules kept here:
- Nothing here is global; everything a page needs comes in through `create_app`.
- The documents are read anew for each request, so a page is never older than they are.
- Errors become pages in this one place; pages never catch.
- No request is described to anyone: the framework's telemetry is off in all its parts.
- Host names are checked before anything else, then headers are set, then pages are looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from console import static_files
from console.errors import ConsoleError
from console.pages.home import home_page
from console.pages.trouble import TroublePage, broken_page, refused_page, unpublished_page
from console.render import Renderer
from console.security.headers import PAGE, SecurityHeaders
from console.store.published import Published

_NO_TELEMETRY: Final[TelemetryConfig] = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""The framework can describe each request to a collector, also one that only the environment
names. Who opened which page and when is nobody's, so every part of that is off."""


def create_app(published: Published, hosts: Sequence[str]) -> FastAPI:
    """Return the console over the documents of `published`, answering for `hosts` alone."""
    static = static_files.address_of(static_files.FOLDER)
    renderer = Renderer(static)
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
        ],
    )
    app.mount(static, StaticFiles(directory=static_files.FOLDER))

    @app.api_route("/", methods=["GET", "HEAD"])
    def home() -> HTMLResponse:
        return HTMLResponse(renderer.html(home_page(published.snapshot(), published.status())))

    def trouble(page: TroublePage) -> HTMLResponse:
        return HTMLResponse(renderer.html(page), status_code=page.status)

    @app.exception_handler(HTTPException)
    def refused(_: Request, error: HTTPException) -> HTMLResponse:
        answer = trouble(refused_page(error.status_code))
        answer.headers.update(error.headers or {})  # Allow, with 405 (RFC 9110, 15.5.6)
        return answer

    @app.exception_handler(ConsoleError)
    def unpublished(_: Request, error: ConsoleError) -> HTMLResponse:
        return trouble(unpublished_page(error))

    @app.exception_handler(Exception)
    def broken(_: Request, __: Exception) -> HTMLResponse:
        answer = trouble(broken_page())
        answer.headers.update(PAGE)  # this answer is made outside the middleware
        return answer

    return app
