"""A form with a file, from octets to its fields.

Rules kept here:
- As in `forms`: one kind of body and nothing else, bounded, exactly the fields expected, and what
  no page of ours sends is refused as a whole.
- The file's own name is not read: it can be a person's, and nothing here depends on it.

Source: RFC 7578.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.requests import Request

from console.forms import Form, FormRefused, body_of

MULTIPART: Final = "multipart/form-data"
MAX_OCTETS: Final = 4_194_304

_KIND: Final = re.compile(
    r'multipart/form-data; ?boundary="?([0-9A-Za-z\'()+_,./:=?-]{1,70})"?', re.ASCII
)
_NAME: Final = re.compile(
    rb'^content-disposition: ?form-data; ?name="([a-z]{1,20})"', re.MULTILINE | re.IGNORECASE
)


class Uploaded:
    """Reads the fields of a form with a file out of a request."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        """Read these fields."""
        self.form = Form(media_type=MULTIPART, max_octets=MAX_OCTETS, fields=fields)

    async def __call__(self, request: Request) -> Mapping[str, bytes]:
        """Return the fields, as octets. Raises FormRefused."""
        kind = _KIND.fullmatch(request.headers.get("content-type", ""))
        if kind is None:
            raise FormRefused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        body = await body_of(request, MAX_OCTETS)
        return parts_of(body, kind[1].encode(), self.form.fields)


def uploaded(*fields: str) -> Uploaded:
    """Return what reads these fields out of a request, as octets; it raises FormRefused."""
    return Uploaded(fields)


def parts_of(body: bytes, boundary: bytes, fields: tuple[str, ...]) -> Mapping[str, bytes]:
    """Return the fields that a body holds. Raises FormRefused unless they are these."""
    first, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary)
    found: dict[str, bytes] = {}
    if first or not parts or parts.pop().strip() != b"--":
        raise FormRefused(HTTPStatus.BAD_REQUEST)
    for part in parts:
        head, gap, content = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if not gap or name is None or name[1].decode() in found:
            raise FormRefused(HTTPStatus.BAD_REQUEST)
        found[name[1].decode()] = content
    if set(found) != set(fields):
        raise FormRefused(HTTPStatus.BAD_REQUEST)
    return found
