"""A form with boxes to tick and rows to fill, from octets to the fields it was sent with.

Rules kept here:
- As in `forms`: URL-encoded and nothing else, bounded, and what no page of ours sends is refused
  as a whole.
- A field may stand several times, as boxes do. Which fields there may be is said by one pattern.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from console.forms import URL_ENCODED, Form, FormRefused, body_of
from console.services.filled import Filled

MAX_OCTETS: Final = 262_144
"""A long list of names; one that is longer belongs into a list of the home's own."""
MAX_FIELDS: Final = 3_000


class Ticked:
    """Reads the fields of a form, boxes and rows among them, out of a request."""

    def __init__(self, pattern: str) -> None:
        """Read the fields whose names match."""
        self.form = Form(media_type=URL_ENCODED, max_octets=MAX_OCTETS, pattern=pattern)
        self._names = re.compile(pattern, re.ASCII)

    async def __call__(self, request: Request) -> Filled:
        """Return the fields. Raises FormRefused."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != URL_ENCODED:
            raise FormRefused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        return filled_of(await body_of(request, MAX_OCTETS), self._names)


def ticked(pattern: str) -> Ticked:
    """Return what reads the fields of a request whose names match; it raises FormRefused."""
    return Ticked(pattern)


def filled_of(body: bytes, names: re.Pattern[str]) -> Filled:
    """Return the fields that a body holds. Raises FormRefused for a field of no form of ours."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError:  # broken UTF-8 and a letter beyond ASCII are kinds of it
        raise FormRefused(HTTPStatus.BAD_REQUEST) from None
    found: dict[str, tuple[str, ...]] = {}
    for name, text in pairs:
        if not names.fullmatch(name):
            raise FormRefused(HTTPStatus.BAD_REQUEST)
        found[name] = (*found.get(name, ()), text)
    return found
