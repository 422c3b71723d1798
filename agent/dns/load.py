"""What waits for an upstream at a time, bounded: in all, for one address, and below one name.

Rules kept here:
- Only what has to be asked above counts: names that are known are answered to everybody always.
- One address can fill its own share and nobody else's. Names made up below one name, a storm of
  which asks that name's servers to death (RFC 9520 section 2.2), fill that name's share alone.
- Identical questions go up once, so they count once below their name.
- It is forgotten when it is answered. Nothing says who asked what.
"""

from __future__ import annotations

from typing import Final, NamedTuple, NoReturn, TypeVar

from agent.dns.cache import Key, key_of
from agent.dns.wire import Question
from policy.names import Name, suffix_offsets

MOST_IN_ALL: Final = 1_000
MOST_FROM_ONE: Final = 250
MOST_BELOW_ONE: Final = 100

_What = TypeVar("_What")

_SHORT_OCTETS: Final = 3
_COUNTRY_OCTETS: Final = 2


class Ticket(NamedTuple):
    """Room for one question on its way."""

    source: str
    key: Key
    parent: Name

    def __repr__(self) -> str:
        return "<Ticket>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a question is not written to a file")


class Load:
    """How much is on its way up."""

    def __init__(
        self,
        in_all: int = MOST_IN_ALL,
        from_one: int = MOST_FROM_ONE,
        below_one: int = MOST_BELOW_ONE,
    ) -> None:
        """Begin with nothing."""
        self._in_all, self._from_one, self._below_one = in_all, from_one, below_one
        self._waiting = 0
        self._from: dict[str, int] = {}
        self._below: dict[Name, dict[Key, int]] = {}

    def __len__(self) -> int:
        return self._waiting

    def admit(self, source: str, question: Question) -> Ticket | None:
        """Return room for a question, to be given back; None where there is none."""
        key, parent = key_of(question), parent_of(question.name)
        from_it, below = self._from.get(source, 0), self._below.get(parent)
        if (
            self._waiting >= self._in_all
            or from_it >= self._from_one
            or (below is not None and len(below) >= self._below_one and key not in below)
        ):
            return None
        self._waiting += 1
        self._from[source] = from_it + 1
        if below is None:
            below = self._below[parent] = {}
        below[key] = below.get(key, 0) + 1
        return Ticket(source, key, parent)

    def give_back(self, ticket: Ticket) -> None:
        """Take note that a question is on its way no more."""
        source, key, parent = ticket
        self._waiting -= 1
        _one_fewer(self._from, source)
        below = self._below[parent]
        _one_fewer(below, key)
        if not below:
            del self._below[parent]


def parent_of(name: Name) -> Name:
    """Return the name below which others are counted together: about what somebody can register.

    It is the last two labels, and three where the last is a country's and the one before it short,
    as in co.uk. Where that guess is wrong, a share is only larger or smaller.
    """
    offsets = [*suffix_offsets(name)]
    count = 2
    if len(offsets) > 2 and name[offsets[-1]] == _COUNTRY_OCTETS:
        count += name[offsets[-2]] <= _SHORT_OCTETS
    return Name(name[offsets[-count] :]) if len(offsets) > count else name


def _one_fewer(counts: dict[_What, int], what: _What) -> None:
    counts[what] -= 1
    if not counts[what]:
        del counts[what]
