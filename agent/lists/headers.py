"""The headers of fetching: what every request says, and what an answer says of its body.

Rules kept here:
- A publisher learns that a Lamplight asks, and its version. Nothing else about the home.
- A validator can serve as a cookie: a publisher that gives every home another ETag knows each of
  them again. They are sent all the same, since without them every home would fetch every list
  whole every day, and an address tells a publisher nearly as much. But only what has the form of
  an ETag or a date is kept, and no longer than an honest one; and whoever gives none asks as a
  stranger.
- The type says only whether somebody else's page was sent in the list's place. The body is judged
  by whoever reads it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from agent.lists.allowance import FetchEnded, FetchFault

VERSION: Final = "0.1.0"
MAX_VALIDATOR_LETTERS: Final = 100
"""A SHA-256 in hexadecimal with quotes, `W/` and `-gzip` has 73."""

Headers = Mapping[str, str]
"""Headers of an answer, by names in lower case."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a publisher gave with a copy, to be asked later whether there is a newer one."""

    etag: str | None
    last_modified: str | None


def headers_of_request(validators: Validators | None) -> dict[str, str]:
    """Return what every request says. Validators from a damaged memory are left out."""
    headers = {
        "User-Agent": f"Lamplight/{VERSION}",
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if validators and (etag := _if_formed(_ETAG, validators.etag)):
        headers["If-None-Match"] = etag
    if validators and (date := _if_formed(_DATE, validators.last_modified)):
        headers["If-Modified-Since"] = date
    return headers


def validators_in(headers: Headers) -> Validators:
    """Return the validators of an answer, None in place of each that is not well formed."""
    return Validators(
        _if_formed(_ETAG, headers.get("etag")), _if_formed(_DATE, headers.get("last-modified"))
    )


def stated_octets(headers: Headers) -> int | None:
    """Return how many octets are to travel, None where that was not said."""
    said = headers.get("content-length", "")
    return int(said) if re.fullmatch(r"[0-9]{1,20}", said) else None


def is_packed(headers: Headers) -> bool:
    """Say whether the body travels as gzip. Raises FetchEnded where it is packed otherwise."""
    packing = headers.get("content-encoding", "").strip().lower()
    if packing not in _NOT_PACKED | _PACKED:
        raise FetchEnded(FetchFault.WRONG_TYPE, "packed in a way that was not asked for")
    return packing in _PACKED


def check_type(headers: Headers, also: frozenset[str] = frozenset()) -> None:
    """Raise FetchEnded where an answer says that it is something other than a list.

    `also` are types that whoever asks takes beside those of lists.
    """
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _TYPES | also or (_TEXT.fullmatch(kind) and kind != "text/html"):
        return
    shown = kind if re.fullmatch(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,40}", kind) else "unclear"
    raise FetchEnded(FetchFault.WRONG_TYPE, f"type {shown}")


# Any text but a web page; what stores of files say when nobody told them more (the second is
# Amazon S3's); YAML, in which rule files for proxy programs are written; and nothing at all.
# Archives, pictures and programs are somebody else's files.
_TEXT = re.compile(r"text/[a-z0-9.+-]+")
_TYPES: Final = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/yaml"}
)

_NOT_PACKED: Final = frozenset({"", "identity"})
_PACKED: Final = frozenset({"gzip", "x-gzip"})

# RFC 9110 section 8.8.3, without the octets above ASCII, and section 5.6.7, the preferred form.
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')
_DATE = re.compile(r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}(?::[0-9]{2}){2} GMT")


def _if_formed(form: re.Pattern[str], text: str | None) -> str | None:
    if text is None or len(text) > MAX_VALIDATOR_LETTERS:
        return None
    return text if form.fullmatch(text) else None
