"""JSON that every reader understands alike, or not at all.

Rules kept here:
- UTF-8 without a byte order mark, no member twice, no fraction, no special number (RFC 8259,
  RFC 7493). Two readers of one document must not be able to see two different things in it.
"""

from __future__ import annotations

import json
from typing import Never

from policy.errors import JsonMalformed


def parse_strict_json(octets: bytes) -> object:
    """Return what JSON octets say, refusing what two readers could understand differently.

    Raises JsonMalformed for anything that is not UTF-8 JSON without repeated members,
    fractions or special numbers (RFC 8259 section 4 and 6, RFC 7493).
    """
    try:
        document: object = json.loads(
            octets.decode("utf-8"),
            object_pairs_hook=_members_once,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except JsonMalformed:
        raise
    except (ValueError, RecursionError) as error:
        # ValueError covers broken JSON, broken UTF-8, and integers too long to convert.
        raise JsonMalformed(f"not readable as JSON: {error}") from error
    return document


def _members_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise JsonMalformed("a member stands twice in one object")
    return members


def _refuse_number(text: str) -> Never:
    raise JsonMalformed(f"the number {text} is not whole")
