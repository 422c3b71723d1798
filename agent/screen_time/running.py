"""Screen time as it runs: slots that are over go into the sums, sums onto the card.

Rules kept here:
- Where the time is not plausible nothing is counted, no budget holds, and no sum is touched.
- A clock that was stepped makes the slot before and the slot after worth nothing: nobody knows how
  much of either there was. So sums never rise faster than the time that really passed.
- Sums of somebody who lives here no more are erased, but only where it is known who lives here:
  not before the first policy was read.
- Whoever compiles asks for `minutes` after each look, and compiles again where they are others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from agent.screen_time.counting import Counting, PersonCount
from agent.screen_time.kept import KeptMinutes
from agent.screen_time.warned import Warner
from policy.given.grants import Grant
from policy.household import Household, ids_of
from policy.moment import Moment
from policy.screen_time.budgets import budgeted
from policy.screen_time.evening import Evening, evening_of
from policy.screen_time.minutes import (
    NO_MINUTES,
    SLOT,
    borrowed,
    counted,
    given_back,
    on_day,
    slot_ends,
    slot_of,
    without_person,
)
from policy.timed import Target
from policy.zones import on_the_wall

STEPPED: Final = timedelta(seconds=20)
"""By how much the clock and the time since the start come apart when it is stepped, not slewed."""


class ScreenTime:
    """All of it for one home. `minutes` are the sums; told each second what time it is."""

    def __init__(
        self,
        clock: Callable[[], int],
        path: Path | None = None,
        report: Callable[[BaseException], None] = lambda _: None,
    ) -> None:
        """Read what was kept at `path`. `clock` gives boot milliseconds.

        `report` is told what went wrong in a look, once.
        """
        self._counting = Counting(clock)
        self._kept = KeptMinutes(path, clock)
        self.minutes = self._kept.read()
        self._home: Household | None = None
        self._grants: tuple[Grant, ...] = ()
        self._moment: Moment | None = None
        self._booted: datetime | None = None
        self._spoilt: int | None = None
        self._warner = Warner()
        self._report = report
        self._is_reported = False

    @property
    def by_person(self) -> Mapping[int, PersonCount]:
        """What the pipeline asks, by number of the young person; always this one mapping."""
        return self._counting.by_person

    @property
    def is_damaged(self) -> bool:
        """Say whether what was kept could not be read, so that counting began from nothing."""
        return self._kept.is_damaged

    @property
    def warner(self) -> Warner:
        """The warnings that are due."""
        return self._warner

    def look(
        self, home: Household | None, grants: tuple[Grant, ...], moment: Moment | None
    ) -> None:
        """Take in what time it is, and who lives here; None where either is not known.

        Never raises: whatever is wrong in here, the home keeps its internet.
        """
        try:
            self._look(home, grants, moment)
        except Exception as error:  # noqa: BLE001 - what is wrong is told, and nothing is counted
            self._lose_time()
            if not self._is_reported:
                self._is_reported = True
                self._report(error)

    def _look(
        self, home: Household | None, grants: tuple[Grant, ...], moment: Moment | None
    ) -> None:
        self._grants = grants
        if home is not self._home:
            self._home = home
            self._counting.arrange({} if home is None else budgeted(home))
        if moment is None or not moment.plausible:
            self._lose_time()
            return
        self._count(moment)
        self._moment = moment
        if home is not None:
            self._forget_who_left(home)
            self._warner.look(home, grants, self.minutes, moment)

    def evening(self) -> tuple[Evening, ...]:
        """Return how the evening stands for each young person; of nobody without the time."""
        if self._home is None or self._moment is None:
            return ()
        return evening_of(self._home, self._grants, self.minutes, self._moment)

    @property
    def knows_the_time(self) -> bool:
        """Say whether the time is plausible, so that budgets hold."""
        return self._moment is not None

    @property
    def today(self) -> date | None:
        """Which day it is in this home; None where the time is not plausible."""
        return None if self._moment is None else self._moment.today

    @property
    def borrowers(self) -> frozenset[int]:
        """Return who has borrowed today, by number."""
        return frozenset(one.person for one in self.evening() if not one.may_borrow)

    def borrow(self, person: int, target: Target) -> bool:
        """Take ten minutes of a target from tomorrow; False where that cannot be."""
        for one in self.evening():
            if one.person == person and one.lends(target) and self._moment is not None:
                self.minutes = borrowed(self.minutes, person, target, self._moment.today)
                return True
        return False

    def give_back(self, person: int, target: Target, count: int) -> bool:
        """Give minutes back for a carer; False where nobody has a budget of that."""
        for one in self.evening():
            if one.person == person and any(two.budget.target == target for two in one.left):
                self.minutes = given_back(self.minutes, person, target, count)
                return True
        return False

    async def keep(self) -> None:
        """Write the sums onto the card if it is time."""
        await self._kept.keep(self.minutes)

    def keep_now(self) -> None:
        """Write the sums onto the card, for the end of the agent."""
        self._kept.keep_now(self.minutes)

    def _lose_time(self) -> None:
        self._moment = self._booted = None
        self._counting.forget()
        self._warner.forget()

    def _count(self, moment: Moment) -> None:
        slot = slot_of(moment.at)
        before, self._booted = self._booted, moment.booted
        if before is not None and (moment.booted is None or abs(moment.booted - before) > STEPPED):
            self._counting.forget()
            self._spoilt = slot
        # The slot in which a step landed is one of which nobody knows how much of it there was.
        for over, seen in () if slot == self._spoilt else self._counting.begin(slot):
            if seen and self._home is not None:
                day = on_the_wall(slot_ends(over) - SLOT, moment.zone).date()
                self.minutes = counted(self.minutes, over, day, seen, budgeted(self._home))
        if self.minutes != NO_MINUTES:
            self.minutes = on_day(self.minutes, moment.today)

    def _forget_who_left(self, home: Household) -> None:
        here = set(ids_of(home).values())
        kept = {one.person for one in self.minutes.used}
        kept |= {one.person for one in self.minutes.borrowed}
        for person in kept - here:
            self.minutes = without_person(self.minutes, person)
