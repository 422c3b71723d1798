"""One question or one answer on the agent's socket: four octets of length, then strict JSON.

Rules kept here:
- The length is judged before anything is read, so nobody can ask for more memory than there is.
- One connection carries one question and one answer.
- A message is an object that says its format and what it is; it has every member of that kind, and
  no other. What is wrong with one is said without repeating anything that stands in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from policy.errors import AgentMessageMalformed, JsonMalformed
from policy.strict_json import parse_strict_json

START_OCTETS: Final = 4
MAX_OCTETS: Final = 256 * 1024


def packet_of(message: bytes) -> bytes:
    """Return a message with its length before it. Raises AgentMessageMalformed if too long."""
    head = len(message).to_bytes(START_OCTETS, "big")
    length_in(head)
    return head + message


def length_in(head: bytes) -> int:
    """Return how long the message is that follows. Raises AgentMessageMalformed."""
    length = int.from_bytes(head, "big")
    if len(head) != START_OCTETS or not 0 < length <= MAX_OCTETS:
        raise AgentMessageMalformed(f"a message has 1 to {MAX_OCTETS} octets")
    return length


def message_to_octets(message_format: str, what: str, members: Mapping[str, object]) -> bytes:
    """Return the octets of a message of a kind."""
    return json.dumps({"format": message_format, "what": what, **members}).encode()


def message_from_octets(
    octets: bytes, message_format: str, kinds: Mapping[str, frozenset[str]]
) -> tuple[str, Mapping[str, object]]:
    """Return of which kind a message is, and its members. Raises AgentMessageMalformed.

    `kinds` says which members each kind has, beside the two that all have.
    """
    try:
        document = parse_strict_json(octets)
    except JsonMalformed:
        raise AgentMessageMalformed("this is not readable as JSON") from None
    if not isinstance(document, dict) or document.get("format") != message_format:
        raise AgentMessageMalformed(f"expected a message of {message_format!r}")
    what = document.get("what")
    if not isinstance(what, str) or what not in kinds:
        raise AgentMessageMalformed("no message of this kind is known")
    if document.keys() != kinds[what] | {"format", "what"}:
        raise AgentMessageMalformed(f"expected the members of {what!r} and no others")
    return what, document


def number(value: object, least: int, most: int) -> int:
    """Return a whole number between two, both included. Raises AgentMessageMalformed."""
    if type(value) is not int or not least <= value <= most:
        raise AgentMessageMalformed(f"expected a whole number from {least} to {most}")
    return value


def text(value: object, most: int) -> str:
    """Return a text of 1 to `most` characters. Raises AgentMessageMalformed."""
    if not isinstance(value, str) or not 0 < len(value) <= most or not _has_octets(value):
        raise AgentMessageMalformed(f"expected a text of 1 to {most} characters")
    return value


def yes_or_no(value: object) -> bool:
    """Return a truth value. Raises AgentMessageMalformed."""
    if not isinstance(value, bool):
        raise AgentMessageMalformed("expected true or false")
    return value


def rows(value: object, width: int, most: int) -> list[list[object]]:
    """Return an array of at most so many rows of one width. Raises AgentMessageMalformed."""
    if not isinstance(value, list) or len(value) > most:
        raise AgentMessageMalformed(f"expected an array of at most {most} rows")
    for row in value:
        if not isinstance(row, list) or len(row) != width:
            raise AgentMessageMalformed(f"expected rows of {width} values")
    return value


def _has_octets(value: str) -> bool:
    """Say whether a text can be written at all; JSON can hold half a character."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
