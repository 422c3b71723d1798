"""`minutes.json`: the sums of the running day and week, for the agent's next start.

Rules kept here:
- The shape is closed and holds numbers alone: no name, no nickname, no time of day. A target that
  is not known any more is dropped when it is read, for nobody has a budget for it.
- What is malformed is refused whole; whoever reads it starts from nothing then, so that in doubt
  more is left and not less.
- Reading back what was written gives the same sums.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from policy.errors import JsonMalformed, MinutesMalformed
from policy.screen_time.minutes import Borrowed, Minutes, Used
from policy.screen_time.targets import BY_ID
from policy.strict_json import parse_strict_json

FORMAT: Final = "lamplight-minutes/v1"
MAX_ROWS: Final = 20_000

_NUMBERS: Final = ("day", "week", "through")
_MEMBERS: Final = {"format", "used", "borrowed", *_NUMBERS}


def minutes_to_bytes(minutes: Minutes) -> bytes:
    """Return the document as the agent keeps it: one row for each sum."""
    document = {
        "format": FORMAT,
        "day": minutes.day,
        "week": minutes.week,
        "through": minutes.through,
        "used": [[one.person, one.target, one.today, one.this_week] for one in minutes.used],
        "borrowed": [[one.person, one.target, one.day] for one in minutes.borrowed],
    }
    return (json.dumps(document) + "\n").encode()


def minutes_from_bytes(octets: bytes) -> Minutes:
    """Return the sums that were kept. Raises MinutesMalformed."""
    try:
        document = parse_strict_json(octets)
    except JsonMalformed as error:
        raise MinutesMalformed(str(error)) from error
    if not isinstance(document, dict) or set(document) != _MEMBERS:
        raise MinutesMalformed(f"expected the members of {FORMAT!r} and no others")
    if document["format"] != FORMAT:
        raise MinutesMalformed(f"format: expected {FORMAT!r}")
    day, week, through = (_number(document[key], key) for key in _NUMBERS)
    used = tuple(
        Used(person=row[0], target=row[1], today=row[2], this_week=row[3])
        for row in _rows(document["used"], "used", 4)
        if row[1] in BY_ID
    )
    borrowed = tuple(
        Borrowed(person=row[0], target=row[1], day=row[2])
        for row in _rows(document["borrowed"], "borrowed", 3)
        if row[1] in BY_ID
    )
    if len({(one.person, one.target) for one in used}) != len(used):
        raise MinutesMalformed("used: a sum stands there twice")
    return Minutes(day=day, week=week, through=through, used=used, borrowed=borrowed)


def _rows(value: object, where: str, width: int) -> Sequence[Sequence[int]]:
    if not isinstance(value, list) or len(value) > MAX_ROWS:
        raise MinutesMalformed(f"{where}: expected an array of at most {MAX_ROWS} rows")
    rows = []
    for place, row in enumerate(value):
        here = f"{where}[{place}]"
        if not isinstance(row, list) or len(row) != width:
            raise MinutesMalformed(f"{here}: expected {width} numbers")
        rows.append([_number(number, here) for number in row])
    return rows


def _number(value: object, where: str) -> int:
    if type(value) is not int or value < 0:
        raise MinutesMalformed(f"{where}: expected a whole number, 0 or more")
    return value
