"""A draft: the answers given so far, as a file that a person can read, mend and send on.

    format = "lamplight-draft/v1"
    setting = "foster_care"
    necessity.plain_reason = "Somebody you do not know asks you for pictures."
    action_plan = [{step = "...", by = 2026-12-20}]

Rules kept here:
- It is TOML, and every answer stands on a line of its own under the name that the record gives it.
- What is not answered is not there. What may be empty and is not there becomes null in the record.
- An answer under a name that no record has is refused, with its name.
"""

from __future__ import annotations

import json
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from typing import Final, cast, get_type_hints

from consent.desk import DeskRefused
from consent.encoding import JsonObject, JsonValue

FORMAT: Final = "lamplight-draft/v1"
_FIRST_LINE: Final = f'format = "{FORMAT}"'


def draft_from_text(octets: bytes, name: str) -> JsonObject:
    """Return the answers that a draft holds. Raises DeskRefused."""
    try:
        # Some editors begin a file with a mark of the order of octets, which means nothing here.
        document = tomllib.loads(octets.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DeskRefused(f"{name} is not a draft: it is not text in UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise DeskRefused(f"{name} is not a draft: {error}") from None
    except RecursionError:
        raise DeskRefused(f"{name} is not a draft: it is nested too deeply") from None
    if document.pop("format", None) != FORMAT:
        raise DeskRefused(f"{name} is not a draft; its first line must be {_FIRST_LINE}")
    return cast("JsonObject", _plain(document, name))


def draft_to_text(answers: JsonObject) -> bytes:
    """Return a draft as the octets of its file."""
    return "\n".join((_FIRST_LINE, *_lines(answers, ""), "")).encode()


def answer_at(answers: JsonObject, path: str) -> JsonValue:
    """Return one answer by its dotted path, None where there is none."""
    here: JsonValue = answers
    for step in path.split("."):
        here = here.get(step) if isinstance(here, dict) else None
    return here


def with_answer(answers: JsonObject, path: str, value: JsonValue) -> JsonObject:
    """Return the answers with one more, or another."""
    first, dot, rest = path.partition(".")
    if not dot:
        return {**answers, first: value}
    below = answers.get(first)
    return {**answers, first: with_answer(below if isinstance(below, dict) else {}, rest, value)}


def without_answer(answers: JsonObject, path: str) -> JsonObject:
    """Return the answers without one; what was not there stays away."""
    first, dot, rest = path.partition(".")
    if not dot:
        return {key: value for key, value in answers.items() if key != first}
    below = answers.get(first)
    if not isinstance(below, dict):
        return answers
    kept = without_answer(below, rest)
    # A table with nothing left in it would be read as an answer that lacks its parts.
    return {**answers, first: kept} if kept else without_answer(answers, first)


def with_nulls(schema: type, answers: JsonObject) -> JsonObject:
    """Return the answers with null for each field that may be empty and was not answered."""
    hints = get_type_hints(schema)
    filled = dict(answers)
    for one in fields(schema):
        shapes = getattr(hints[one.name], "__args__", (hints[one.name],))
        if one.name not in filled and type(None) in shapes:
            filled[one.name] = None
        below = filled.get(one.name)
        inner = [shape for shape in shapes if isinstance(shape, type) and is_dataclass(shape)]
        if len(inner) == 1 and isinstance(below, dict):
            filled[one.name] = with_nulls(inner[0], below)
    return filled


def _plain(value: object, name: str) -> object:
    """Return a TOML value as JSON knows it: dates as text. Raises DeskRefused."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case str():
            return unicodedata.normalize("NFC", value)
        case float():
            raise DeskRefused(f"{name} is not a draft: no answer is a number with a fraction")
        case dict():
            return {key: _plain(one, name) for key, one in value.items()}
        case list():
            return [_plain(one, name) for one in value]
        case _:
            return value


def _lines(answers: JsonObject, above: str) -> Iterator[str]:
    for key, value in answers.items():
        if isinstance(value, dict) and value:
            yield from _lines(value, f"{above}{key}.")
        elif value is not None:
            yield f"{above}{key} = {_value(value)}"


def _value(value: JsonValue) -> str:
    match value:
        case dict():
            inside = (f"{key} = {_value(one)}" for key, one in value.items() if one is not None)
            return "{" + ", ".join(inside) + "}"
        case list():
            return "[" + ", ".join(_value(one) for one in value) + "]"
        case _:
            # A JSON text is a TOML text, once what TOML calls a control is written as an escape.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
