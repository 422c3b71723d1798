"""The home's own numbers for whoever is worried: reading them, and keeping what a carer typed.

Rules kept here:
- A telephone dials what was typed, without its spaces, and nothing else can stand in a number.
- A row that is half filled is told, never dropped: it may be the one that is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from console.errors import ConsoleError
from console.house import House
from console.store.database.own_numbers import (
    MAX_NUMBERS,
    OwnNumber,
    keep_own_numbers,
    own_numbers,
)
from policy.letters import is_readable

MAX_NAME: Final = 60

_NUMBER: Final = re.compile(r"\+?[0-9](?:[ ()-]*[0-9]){2,18}", re.ASCII)


class NumbersRefused(ConsoleError):
    """A row has no name, or no number that a telephone could dial."""


def numbers_in(house: House) -> tuple[OwnNumber, ...]:
    """Return the home's own numbers."""
    with house.database.reading() as session:
        return own_numbers(session)


def keep_numbers(house: House, typed: Sequence[OwnNumber]) -> None:
    """Keep what was typed, without the rows left empty. Raises NumbersRefused."""
    numbers = checked(typed)
    with house.database.changing() as session:
        keep_own_numbers(session, numbers)


def checked(typed: Sequence[OwnNumber]) -> tuple[OwnNumber, ...]:
    """Return the rows that are filled. Raises NumbersRefused for one that is half filled."""
    rows = [
        OwnNumber(name=" ".join(one.name.split()), number=" ".join(one.number.split()))
        for one in typed
    ]
    filled = [one for one in rows if one.name or one.number]
    for one in filled:
        if not one.name or not _is_printable(one.name) or not _NUMBER.fullmatch(one.number):
            raise NumbersRefused(f"this is no number to ring: row {rows.index(one) + 1}")
    return tuple(filled[:MAX_NUMBERS])


def dialled(number: str) -> str:
    """Return a number as a telephone dials it."""
    return re.sub(r"[^0-9+]", "", number)


def _is_printable(name: str) -> bool:
    return len(name) <= MAX_NAME and is_readable(name)
