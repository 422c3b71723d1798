"""A form that was sent, from octets to the fields that its page expects.

Rules kept here:
- URL-encoded and nothing else, at most `MAX_OCTETS`, read no further than that.
- Exactly the fields expected, each once. A page of ours sends nothing else, so whatever differs
  is refused as a whole, and says nothing of what was in it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from console.errors import ConsoleError

MAX_OCTETS: Final = 8_192
URL_ENCODED: Final = "application/x-www-form-urlencoded"


class FormRefused(ConsoleError):
    """What was sent is not what a form of ours sends; `status` is the answer's."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(f"the form was refused: {status.phrase}")
        self.status = status


def sent(*fields: str) -> Callable[[Request], Awaitable[Mapping[str, str]]]:
    """Return what reads these fields out of a request; it raises FormRefused."""

    async def read(request: Request) -> Mapping[str, str]:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != URL_ENCODED:
            raise FormRefused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        return fields_of(await _body(request), fields)

    return read


def fields_of(body: bytes, fields: tuple[str, ...]) -> Mapping[str, str]:
    """Return the fields that the body holds. Raises FormRefused unless they are these."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=len(fields),
        )
    except ValueError:  # broken UTF-8 and a letter beyond ASCII are kinds of it
        pairs = []
    found = dict(pairs)
    if len(pairs) != len(fields) or set(found) != set(fields):
        raise FormRefused(HTTPStatus.BAD_REQUEST)
    return found


async def _body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_OCTETS:
            raise FormRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return body
