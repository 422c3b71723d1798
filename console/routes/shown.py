"""How a route gives back a page: what `app` hands to each module of addresses."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Protocol, TypeAlias

from fastapi.responses import HTMLResponse

from console.render import Page

Fields: TypeAlias = Mapping[str, str]
"""What a form held, by the names of its fields."""


class Shown(Protocol):
    """Turns a page into an answer."""

    def __call__(self, page: Page, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
        """Return the answer that shows `page`."""
