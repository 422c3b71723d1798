"""Grants: what a carer gives or takes for a time, with an end, a giver and, where due, a reason.

Rules kept here:
- Every grant has an end, and there is a longest time for each kind; "off" without an end does not
  exist.
- A grant holds from the instant it is given up to, and not including, its end. Nothing here can
  move an end; whoever gives more gives another one.
- Who gave it and why is part of it, for the young person it is about reads both.
- A pause, and cutting family time, need a reason.
- While the clock is not plausible a grant holds only if it was given since the box started: its end
  is measured by the same clock then, so it still ends when it was said to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from policy.moment import Moment
from policy.timed import SLOT_MINUTES, Target
from policy.what import NOTHING_NAMED, What

MAX_REASON: Final = 200
MAX_MORE_MINUTES: Final = 4 * 60


class GrantKind(StrEnum):
    """What a grant does. The value is the permanent tag."""

    MORE_TIME = "more-time"
    OPEN = "open"
    LATER = "later"
    PAUSE = "pause"
    HOMEWORK = "homework"
    IS_IT_US = "is-it-us"
    CUT_FAMILY_TIME = "cut-family-time"


LONGEST: Final = {
    GrantKind.MORE_TIME: timedelta(hours=30),
    GrantKind.OPEN: timedelta(days=7),
    GrantKind.LATER: timedelta(hours=12),
    GrantKind.PAUSE: timedelta(hours=24),
    GrantKind.HOMEWORK: timedelta(hours=12),
    GrantKind.IS_IT_US: timedelta(minutes=10),
    GrantKind.CUT_FAMILY_TIME: timedelta(days=7),
}
"""More time is for the rest of a day, which on the wall may be longer than one."""

NEEDS_REASON: Final = frozenset({GrantKind.PAUSE, GrantKind.CUT_FAMILY_TIME})

FOR_ALL: Final = frozenset({GrantKind.PAUSE, GrantKind.HOMEWORK, GrantKind.LATER})
"""Kinds that may be for all young people at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One grant, for a young person, a device, or all young people where both are None.

    `what` is what is opened, or what homework may use besides. `target` and `minutes` belong to
    more time. `title` is the rule in time that comes later.
    """

    kind: GrantKind
    giver: str
    given: datetime
    until: datetime
    young_person: str | None = None
    device: str | None = None
    reason: str = ""
    what: What = NOTHING_NAMED
    target: Target | None = None
    minutes: int = 0
    title: str | None = None

    def __post_init__(self) -> None:
        """Refuse what has no end, no giver, or means nothing."""
        if self.given.tzinfo is None or self.until.tzinfo is None:
            raise ValueError("an instant has a zone; this time has none")
        if self.given.microsecond or self.until.microsecond:
            raise ValueError("it begins and ends at whole seconds")
        if not self.given < self.until:
            raise ValueError("it has to end after it begins")
        if self.until - self.given > LONGEST[self.kind]:
            raise ValueError(f"at most {_told(LONGEST[self.kind])} at a time")
        if not self.giver:
            raise ValueError("say who gives it")
        if self.kind in NEEDS_REASON and not self.reason.strip():
            raise ValueError("say why; the young person reads it")
        if len(self.reason) > MAX_REASON:
            raise ValueError(f"a reason has at most {MAX_REASON} letters")
        self._check_for_whom()
        self._check_what()

    def _check_for_whom(self) -> None:
        if self.young_person is not None and self.device is not None:
            raise ValueError("it is for a young person or for a device; give two")
        if self.young_person is None and self.device is None and self.kind not in FOR_ALL:
            raise ValueError("say for whom it is")
        if (self.kind is GrantKind.IS_IT_US) is not (self.device is not None) and (
            self.kind in (GrantKind.IS_IT_US, GrantKind.MORE_TIME, GrantKind.CUT_FAMILY_TIME)
        ):
            raise ValueError(
                "this is for one device"
                if self.kind is GrantKind.IS_IT_US
                else "this is for a young person, not for a device"
            )

    def _check_what(self) -> None:
        if self.kind is GrantKind.OPEN and (not self.what or self.what.everything):
            raise ValueError("say which site, service or kind of site opens")
        if self.what.everything or (
            self.what and self.kind not in (GrantKind.OPEN, GrantKind.HOMEWORK)
        ):
            raise ValueError("this kind of grant opens nothing by name")
        more_time = self.kind is GrantKind.MORE_TIME
        if more_time is not (self.target is not None) or more_time is not (self.minutes > 0):
            raise ValueError("more time says how many minutes of what; nothing else does")
        if self.minutes > MAX_MORE_MINUTES or self.minutes % SLOT_MINUTES:
            raise ValueError(f"expected up to {MAX_MORE_MINUTES} minutes, in steps of five")
        if (self.kind is GrantKind.LATER) is not (self.title is not None):
            raise ValueError("say which rule comes later; only that kind of grant names one")

    def holds(self, moment: Moment | None) -> bool:
        """Say whether the grant holds at a moment; without one, no grant does."""
        if moment is None or not self.given <= moment.at < self.until:
            return False
        return moment.plausible or moment.is_since_boot(self.given)

    def is_for(self, young_person: str | None, device: str) -> bool:
        """Say whether it is for a young person, on a device of theirs (None: of nobody's)."""
        if self.young_person is None and self.device is None:
            return young_person is not None
        return (young_person is not None and self.young_person == young_person) or (
            self.device == device
        )


def holding(grants: Iterable[Grant], moment: Moment | None) -> tuple[Grant, ...]:
    """Return the grants that hold at a moment, the earliest given first."""
    return tuple(sorted((one for one in grants if one.holds(moment)), key=lambda one: one.given))


def still_kept(grants: Iterable[Grant], at: datetime) -> tuple[Grant, ...]:
    """Return the grants worth keeping: those not over, and what the last week's list needs."""
    return tuple(one for one in grants if at < one.until + timedelta(days=7))


def _told(time: timedelta) -> str:
    minutes = time // timedelta(minutes=1)
    if minutes % (24 * 60) == 0:
        days = minutes // (24 * 60)
        return "24 hours" if days == 1 else f"{days} days"
    return f"{minutes // 60} hours" if minutes % 60 == 0 else f"{minutes} minutes"
