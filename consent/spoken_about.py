"""What the words of a spoken check vouch for: the state that the box's visit page shows.

Rules kept here:
- There is one text for each state, and one state for each text: on or off, how much, until when,
  and under which agreement. No name, no site and no reason is part of it.
- A box that may go on by itself says until when also while it is off, so that `off for now` and
  `over` are not the same words.
- Whoever hears the words tries every state that could be. Over four words and some thousand states,
  a wrong answer fits one in about 2^40.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from consent.frozen import SPOKEN_ABOUT_CONTEXT

AGREEMENT_DIGITS: Final = 16
"""How many digits of an agreement's digest stand in the text; the status statement has as many."""

LEVELS: Final = range(1, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitState:
    """What the visit page shows of one agreement: `agreement` is its digest's first 16 digits.

    `level` and `until` are None where nothing can be on any more; until then they are what the
    agreement allows, and its last day unless something ends it sooner. Raises ValueError.
    """

    is_on: bool
    agreement: str | None = None
    level: int | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        stands = self.level is not None
        if stands is (self.until is None) or (self.is_on and not stands):
            raise ValueError("a level and a last day go together, and nothing is on without")
        if stands and self.agreement is None:
            raise ValueError("nothing is allowed without an agreement")
        if stands and self.level not in LEVELS:
            raise ValueError("a level from 1 to 4")
        if self.agreement is not None and len(self.agreement) != AGREEMENT_DIGITS:
            raise ValueError(f"the first {AGREEMENT_DIGITS} digits of an agreement's digest")


NO_AGREEMENT: Final = VisitState(is_on=False)
"""There is no agreement on the box."""


def about_of(state: VisitState) -> bytes:
    """Return what spoken words are made of beside digits and time: their `about`."""
    until = "none" if state.until is None else state.until.isoformat()
    return (
        f"{SPOKEN_ABOUT_CONTEXT} {'on' if state.is_on else 'off'} level {state.level or 0}"
        f" until {until} agreement {state.agreement or 'none'}"
    ).encode("ascii")


def states_under(agreement: str, first: date, last: date) -> Iterator[VisitState]:
    """Yield every state there can be under an agreement, given its digest and its outermost days.

    `last` is its `end_by`: no review can move the last day past it.
    """
    start = agreement[:AGREEMENT_DIGITS]
    yield VisitState(is_on=False, agreement=start)
    for days in range((last - first).days + 1):
        until = first + timedelta(days=days)
        for level in LEVELS:
            for is_on in (True, False):
                yield VisitState(is_on=is_on, agreement=start, level=level, until=until)
