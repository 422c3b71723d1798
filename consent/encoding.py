"""Text, numbers and trees as octets, in one form each: what cannot be read in two ways.

Rules kept here:
- Base64 (RFC 4648 section 4, padded) and hexadecimal (lower case) are read only if writing the
  octets again gives the same text.
- JSON is read only if its canonical form (RFC 8785) is, octet for octet, what was read. Before
  that: no member twice, no fraction, no number that a reader may round, no character that cannot
  be seen or that turns the reading order, composed letters (NFC), a bounded size and depth.
- What this module writes, it reads.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from typing import Final, Never, TypeAlias

import rfc8785

from consent.codes import Code
from consent.errors import JsonMalformed, TextMalformed
from consent.frozen import MAX_DEPTH, MAX_OCTETS, MAX_WHOLE_NUMBER, UNSEEN_CHARACTERS

JsonValue: TypeAlias = "bool | int | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = "dict[str, JsonValue]"

_UNSEEN: Final = re.compile(f"[{UNSEEN_CHARACTERS}]")
_HEX: Final = re.compile(r"(?:[0-9a-f]{2})*")


def octets_from_base64(text: object, where: str) -> bytes:
    """Return the octets that a base64 text stands for.

    Raises TextMalformed for anything but the one text that stands for them: leftover bits, missing
    padding and line ends would let the same signature be written in many ways.
    """
    if isinstance(text, str):
        try:
            octets = base64.b64decode(text, validate=True)
        except ValueError:
            octets = b""
        if base64_from_octets(octets) == text:
            return octets
    raise TextMalformed(Code.TEXT_BASE64, where)


def base64_from_octets(octets: bytes) -> str:
    """Return octets as base64 with padding, on one line."""
    return base64.b64encode(octets).decode("ascii")


def octets_from_hex(text: object, where: str) -> bytes:
    """Return the octets that lower-case hexadecimal digits stand for. Raises TextMalformed."""
    if isinstance(text, str) and _HEX.fullmatch(text):
        return bytes.fromhex(text)
    raise TextMalformed(Code.TEXT_HEX, where)


def digest(octets: bytes) -> str:
    """Return the SHA-256 of octets in lower-case hexadecimal."""
    return hashlib.sha256(octets).hexdigest()


def object_from_json(octets: bytes) -> JsonObject:
    """Return the object that canonical JSON octets say.

    Raises JsonMalformed, with the first rule of this module that they break.
    """
    if len(octets) > MAX_OCTETS:
        raise JsonMalformed(Code.JSON_SIZE, f"longer than {MAX_OCTETS} octets")
    try:
        document: object = json.loads(
            octets.decode("utf-8"),
            object_pairs_hook=_members_once,
            parse_int=_whole_number,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    # The parser's own errors hold the whole document, so they go no further.
    except ValueError:
        raise JsonMalformed(Code.JSON_UNREADABLE, "the text as a whole") from None
    except RecursionError:
        raise JsonMalformed(Code.JSON_DEPTH, f"deeper than {MAX_DEPTH} levels") from None
    if not isinstance(document, dict):
        raise JsonMalformed(Code.JSON_SHAPE, "the text as a whole")
    if json_from_object(document) != octets:
        raise JsonMalformed(Code.JSON_FORM, "the text as a whole")
    return document


def json_from_object(document: JsonObject) -> bytes:
    """Return the canonical octets of an object.

    Raises JsonMalformed where `object_from_json` would refuse them.
    """
    _check(document, 0)
    octets = rfc8785.dumps(document)
    if len(octets) > MAX_OCTETS:
        raise JsonMalformed(Code.JSON_SIZE, f"longer than {MAX_OCTETS} octets")
    return octets


def _members_once(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise JsonMalformed(Code.JSON_DUPLICATE, "a member of an object")
    return members


def _whole_number(text: str) -> int:
    # Judged before it is converted: a number of many digits takes long to read.
    if len(text) > len(str(-MAX_WHOLE_NUMBER)):
        _refuse_number(text)
    return int(text)


def _refuse_number(_: str) -> Never:
    raise JsonMalformed(Code.JSON_NUMBER, "a number")


def _check(value: object, depth: int) -> None:
    """Raise JsonMalformed where a tree holds what canonical JSON of this room does not."""
    match value:
        case None | bool():
            return
        case int():
            if abs(value) > MAX_WHOLE_NUMBER:
                raise JsonMalformed(Code.JSON_NUMBER, "a number")
        case float():
            raise JsonMalformed(Code.JSON_NUMBER, "a number")
        case str():
            _check_text(value)
        case list() | dict():
            if depth == MAX_DEPTH:
                raise JsonMalformed(Code.JSON_DEPTH, f"deeper than {MAX_DEPTH} levels")
            for item in value:
                if isinstance(value, dict):
                    _check_member(item, value[item], depth)
                else:
                    _check(item, depth + 1)
        case _:
            raise JsonMalformed(Code.JSON_VALUE, "a value")


def _check_member(name: object, value: object, depth: int) -> None:
    if not isinstance(name, str):
        raise JsonMalformed(Code.JSON_VALUE, "the name of a member")
    _check_text(name)
    _check(value, depth + 1)


def _check_text(text: str) -> None:
    if _UNSEEN.search(text):
        raise JsonMalformed(Code.JSON_CHARACTER, "a text")
    if not unicodedata.is_normalized("NFC", text):
        raise JsonMalformed(Code.JSON_COMPOSITION, "a text")
