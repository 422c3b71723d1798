from __future__ import annotations

from http import HTTPStatus

from fastapi.responses import HTMLResponse

from console.pages.trouble import broken_page
from console.render import Page
from console.routes.shown import Shown


def test_a_page_is_shown_as_in_order_unless_something_else_is_said() -> None:
    """Whoever shows a page without a status means 200."""

    def shown(page: Page, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
        return HTMLResponse(type(page).__name__, status_code=status)

    showing: Shown = shown

    assert showing(broken_page()).status_code == 200
    assert showing(broken_page(), HTTPStatus.NOT_FOUND).status_code == 404
