"""A form that was sent, from octets to the fields that its page expects.

Rules kept here:
- URL-encoded and nothing else, at most `MAX_OCTETS`, read no further than that.
- Exactly the fields expected, each once. A page of ours sends nothing else, so whatever differs
  is refused as a whole, and says nothing of what was in it.
- Whatever reads a form says in its `form` what it reads, and by that the address is described
  (`console.described`). So a form is described by the very words it is read by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from console.errors import ConsoleError

MAX_OCTETS: Final = 8_192
URL_ENCODED: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form sends: its kind of body, how many octets at most, and its fields, each once.

    With `pattern` in their place, fields whose names match it, each any number of times.
    """

    media_type: str
    max_octets: int
    fields: tuple[str, ...] = ()
    pattern: str | None = None


class FormRefused(ConsoleError):
    """What was sent is not what a form of ours sends; `status` is the answer's."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(f"the form was refused: {status.phrase}")
        self.status = status


class Sent:
    """Reads the fields of a form out of a request."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        """Read these fields."""
        self.form = Form(media_type=URL_ENCODED, max_octets=MAX_OCTETS, fields=fields)

    async def __call__(self, request: Request) -> Mapping[str, str]:
        """Return the fields. Raises FormRefused."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != URL_ENCODED:
            raise FormRefused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        return fields_of(await body_of(request, MAX_OCTETS), self.form.fields)


def sent(*fields: str) -> Sent:
    """Return what reads these fields out of a request; it raises FormRefused."""
    return Sent(fields)


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


async def body_of(request: Request, at_most: int) -> bytes:
    """Return the whole body of a request. Raises FormRefused."""
    body = b""
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > at_most:
                raise FormRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except ClientDisconnect:  # nobody is there to answer, and it is no fault of ours
        raise FormRefused(HTTPStatus.BAD_REQUEST) from None
    return body
