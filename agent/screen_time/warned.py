"""The warnings that are due: each held from the moment it is given until its end has come.

Rules kept here:
- Each is given once, with a number that only rises while the agent runs, so that whoever shows them
  makes a sound once.
- What ends is worked out when rules, grants, minutes or the slot change, and not each second; for a
  few young people at a time, since queries wait meanwhile.
- A clock put back gives no warning twice. One that was more than a day ahead was no clock.
- Nothing is written down. What an agent missed while it did not run is not made up for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile
from typing import Final

from policy.agent_answers import MAX_TITLE, MAX_WARNINGS, DueWarning, WarningKind
from policy.given.grants import Grant
from policy.household import Household
from policy.moment import Moment
from policy.screen_time.evening import Evening, evening_of
from policy.screen_time.minutes import Minutes, slot_of
from policy.screen_time.warnings import WARN_AT, End, Warned, due, minutes_running_out

AHEAD: Final = timedelta(days=1)
AT_ONCE: Final = 4
"""Of so many young people the evening is worked out at one look: in the largest home each takes
some 30 ms, in which no query is answered, and the next look is a second later."""
FIRST_WARNING: Final = timedelta(minutes=max(WARN_AT))


@dataclass(frozen=True, slots=True)
class _Held:
    warning: DueWarning
    until: datetime


@dataclass(slots=True)
class _Known:
    """An evening as it was worked out last, and until when its warnings were given."""

    evening: Evening
    looked: datetime


class Warner:
    """Gives warnings, and holds those whose end has not come."""

    def __init__(self) -> None:
        self._held: list[_Held] = []
        self._number = 0
        self._made_for: tuple[Household, tuple[Grant, ...], Minutes, int] | None = None
        # Whose evening is to be worked out anew, by name, and every evening that was.
        self._waiting: list[str] = []
        self._evenings: dict[str, _Known] = {}

    @property
    def due(self) -> tuple[DueWarning, ...]:
        """The warnings whose end had not come at the last look, the earliest given first."""
        return tuple(one.warning for one in self._held)

    def forget(self) -> None:
        """Hold nothing any more: nobody knows what time it is."""
        self._held.clear()

    def look(
        self, home: Household, grants: tuple[Grant, ...], minutes: Minutes, moment: Moment
    ) -> None:
        """Give what is due by a moment whose clock is plausible."""
        now = moment.at
        self._held = [one for one in self._held if now < one.until <= now + AHEAD]
        # First, for only ends that are known can be warned of; those that have come are not due.
        self._note_changes(home, grants, minutes, moment)
        some, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        for name in some:
            self._work_out(name, home, grants, minutes, moment)
        for known in self._evenings.values():
            since = now if known.looked > now + AHEAD else known.looked
            # The ends are in their order; those beyond the first warning are not looked at.
            soon = takewhile(partial(_ends_by, now + FIRST_WARNING), known.evening.ends)
            for warned in due(soon, since, now):
                self._give(known.evening.person, WarningKind.END, warned, now)
            known.looked = max(since, now)

    def _note_changes(
        self, home: Household, grants: tuple[Grant, ...], minutes: Minutes, moment: Moment
    ) -> None:
        # By identity: comparing a large household each second would cost more than working it out.
        made_for = home, grants, minutes, slot_of(moment.at)
        if self._made_for is not None and all(map(_is_same, self._made_for, made_for)):
            return
        self._made_for = made_for
        self._waiting = [one.name for one in home.young_people]
        here = set(self._waiting)
        self._evenings = {name: one for name, one in self._evenings.items() if name in here}

    def _work_out(
        self,
        name: str,
        home: Household,
        grants: tuple[Grant, ...],
        minutes: Minutes,
        moment: Moment,
    ) -> None:
        known = self._evenings.pop(name, None)
        for evening in evening_of(home, grants, minutes, moment, only={name}):
            if known is None:
                self._evenings[name] = _Known(evening, moment.at)
                continue
            self._evenings[name] = _Known(evening, known.looked)
            for warned in minutes_running_out(known.evening.left, evening.left):
                self._give(evening.person, WarningKind.MINUTES, warned, moment.at)

    def _give(self, person: int, kind: WarningKind, warned: Warned, now: datetime) -> None:
        self._number += 1
        title = warned.title
        if len(title) > MAX_TITLE:
            title = f"{title[: MAX_TITLE - 1]}\N{HORIZONTAL ELLIPSIS}"
        warning = DueWarning(
            number=self._number,
            young_person=person,
            kind=kind,
            title=title,
            minutes=warned.minutes,
        )
        until = now + timedelta(minutes=warned.minutes)
        self._held = [*self._held, _Held(warning, until)][-MAX_WARNINGS:]


def _ends_by(at: datetime, end: End) -> bool:
    return end.at <= at


def _is_same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, int) and one == other)
