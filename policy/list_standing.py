"""What the lists job says about each list: in use or not, since when, and what held it back.

Rules kept here:
- The shape is closed. It speaks of publishers' lists and of nobody's questions: what stands in it
  depends on what publishers sent and never on what anybody asked.
- A list that was held back keeps its last good copy in use; `trouble` says why the newer one was
  not taken. `waiting` means that no good copy was ever here.
- Times are UTC, to the second, as `2026-11-21T04:43:15Z`.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from enum import StrEnum

from policy.categories import Category
from policy.errors import JsonMalformed, ListStandingMalformed
from policy.strict_json import parse_strict_json

FORMAT = "lamplight-lists/v1"
MAX_OCTETS = 4_000_000
MAX_NAMES_TOLD = 10


class Use(StrEnum):
    """Whether a list blocks anything now."""

    IN_USE = "in-use"
    WAITING = "waiting"


class Trouble(StrEnum):
    """Why the newest copy of a list was not taken; words for it stand with whoever shows it."""

    NOT_HTTPS = "not-https"
    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"
    TOO_SLOW = "too-slow"
    TOO_LARGE = "too-large"
    WRONG_TYPE = "wrong-type"
    CUT_OFF = "cut-off"
    GONE = "gone"
    REFUSED = "refused"
    SENT_ASTRAY = "sent-astray"
    UNREADABLE = "unreadable"
    TOO_FEW = "too-few"
    SHRUNK = "shrunk"
    GREW = "grew"
    NAMES_LIFELINE = "names-lifeline"
    BLOCKS_EVERYDAY = "blocks-everyday"
    BLOCKS_MISTAKE = "blocks-mistake"
    NO_ROOM = "no-room"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStanding:
    """One list. `told` are names that `trouble` speaks of, `figures` its numbers (was, is).

    `left_out` are entries of the copy in use that this home leaves out of it.
    `checked` is when its publisher was last asked, `changed` when the copy in use arrived; both
    None where that never happened.
    """

    id: str
    title: str
    category: Category
    publisher: str
    licence: str
    home: str
    use: Use
    names: int
    checked: str | None = None
    changed: str | None = None
    trouble: Trouble | None = None
    told: tuple[str, ...] = ()
    figures: tuple[int, ...] = ()
    left_out: tuple[str, ...] = ()
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsStanding:
    """All lists of the home. `made` is when the job last ran to its end."""

    made: str
    lists: tuple[ListStanding, ...]


_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def standing_to_bytes(standing: ListsStanding) -> bytes:
    """Return the document as the lists job publishes it: readable JSON with a final newline."""
    return (json.dumps({"format": FORMAT, **asdict(standing)}, indent=1) + "\n").encode()


def standing_from_bytes(octets: bytes) -> ListsStanding:
    """Return the standing that was published. Raises ListStandingMalformed, which says where."""
    if len(octets) > MAX_OCTETS:
        raise ListStandingMalformed(f"the document is longer than {MAX_OCTETS} octets")
    try:
        document = parse_strict_json(octets)
    except JsonMalformed as error:
        raise ListStandingMalformed(str(error)) from error
    members = set(ListsStanding.__slots__) | {"format"}
    if not isinstance(document, dict) or set(document) != members or document["format"] != FORMAT:
        raise ListStandingMalformed(f"expected the members of {FORMAT!r} and no others")
    if not isinstance(document["lists"], list):
        raise ListStandingMalformed("lists: expected an array")
    return ListsStanding(
        made=_time(document["made"], "made"),
        lists=tuple(_one(item, f"lists[{place}]") for place, item in enumerate(document["lists"])),
    )


def _one(item: object, where: str) -> ListStanding:
    if not isinstance(item, dict) or set(item) != set(ListStanding.__slots__):
        raise ListStandingMalformed(f"{where}: expected the members of a list and no others")
    for member in ("id", "title", "publisher", "licence", "home"):
        if not isinstance(item[member], str):
            raise ListStandingMalformed(f"{where}.{member}: expected a text")
    try:
        category, use = Category(item["category"]), Use(item["use"])
    except ValueError as error:
        raise ListStandingMalformed(f"{where}: {error}") from error
    moved_to = item["moved_to"]
    if moved_to is not None and not isinstance(moved_to, str):
        raise ListStandingMalformed(f"{where}.moved_to: expected a text or null")
    return ListStanding(
        id=item["id"],
        title=item["title"],
        category=category,
        publisher=item["publisher"],
        licence=item["licence"],
        home=item["home"],
        use=use,
        names=_count(item["names"], f"{where}.names"),
        checked=_time_or_none(item["checked"], f"{where}.checked"),
        changed=_time_or_none(item["changed"], f"{where}.changed"),
        trouble=_trouble(item["trouble"], f"{where}.trouble"),
        told=_texts(item["told"], f"{where}.told"),
        figures=tuple(
            _count(figure, f"{where}.figures") for figure in _array(item["figures"], where)
        ),
        left_out=_texts(item["left_out"], f"{where}.left_out"),
        moved_to=moved_to,
    )


def _trouble(value: object, where: str) -> Trouble | None:
    try:
        return None if value is None else Trouble(str(value))
    except ValueError as error:
        raise ListStandingMalformed(f"{where}: {error}") from error


def _time_or_none(value: object, where: str) -> str | None:
    return None if value is None else _time(value, where)


def _time(value: object, where: str) -> str:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ListStandingMalformed(f"{where}: expected a time such as 2026-11-21T04:43:15Z")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    texts = tuple(text for text in _array(value, where) if isinstance(text, str))
    if len(texts) != len(_array(value, where)):
        raise ListStandingMalformed(f"{where}: expected texts")
    return texts


def _array(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise ListStandingMalformed(f"{where}: expected an array")
    return value


def _count(value: object, where: str) -> int:
    if type(value) is not int or value < 0:
        raise ListStandingMalformed(f"{where}: expected a whole number, 0 or more")
    return value
