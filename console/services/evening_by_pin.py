"""What the PIN of a paired phone is good for: whom 15 minutes can be given, and what to undo.

Rules kept here:
- Nothing is told here of how somebody's evening stands; there are names, of what fifteen minutes
  would be, and what the very person with this PIN gave and that still runs.
- Minutes are of the budget that is nearest to its end today, in the steps that adults read
  (`policy.screen_time.words`), or of the only one. Who has no budget is offered none: there would
  be nothing to add them to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console.house import House
from console.services.home import household_in
from console.store.agent import Agent, AgentSilence
from console.store.database.given import grants_in
from policy.agent_answers import TargetLeft
from policy.household import EVERYONE, YoungPerson, ids_of
from policy.screen_time.words import in_steps
from policy.timed import Period, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class ToGive:
    """A young person, and what they can be given minutes of; None where none are counted."""

    number: int
    name: str
    target: Target | None


def to_give(house: House) -> tuple[ToGive, ...]:
    """Return the young people who live here, each with what fifteen minutes would be of.

    An agent that does not answer leaves the choice to the order in which the budgets were written.
    """
    household = household_in(house)
    told = AgentSilence.NOT_THERE if house.agent is None else Agent(house.agent).time_left()
    left = () if isinstance(told, AgentSilence) else told.left
    by_name = {one.name: one for one in household.young_people}
    return tuple(
        ToGive(number=number, name=name, target=_nearest(by_name[name], number, left))
        for name, number in ids_of(household).items()
    )


def _nearest(young: YoungPerson, number: int, left: Sequence[TargetLeft]) -> Target | None:
    targets = dict.fromkeys(budget.target for budget in young.budgets)
    running = [one for one in left if one.young_person == number and one.target in targets]
    # In the steps that adults read, else the choice would tell of what somebody used to the minute.
    # Of equals, the one of the day, since a week's minutes are missed later; then as they stand.
    order = list(targets)
    running.sort(
        key=lambda one: (
            in_steps(one.minutes),
            one.period is not Period.DAY,
            order.index(one.target),
        )
    )
    return running[0].target if running else next(iter(targets), None)


def grants_to_undo(house: House, giver: str) -> tuple[tuple[int, str], ...]:
    """Return what this carer gave that still runs: its number and whom it is for, newest first."""
    now = house.clock()
    with house.database.reading() as session:
        kept = grants_in(session)
    return tuple(
        (one.number, one.grant.young_person or EVERYONE)
        for one in reversed(kept)
        if one.ended is None and one.grant.giver == giver and one.grant.until > now
    )
