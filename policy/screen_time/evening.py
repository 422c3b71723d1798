"""How the evening stands for each young person: what is left of every budget, and what ends next.

Rules kept here:
- What is said here is what a policy compiled for the same moment does: who is here, whose first
  week it is and which grants hold is asked in the same place.
- A school's device has no end to be warned of; rules of the other devices of a person do.
- Ten minutes can be borrowed of a budget of a day that holds today, once an evening.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from policy.given.grants import Grant, holding
from policy.household import Household
from policy.moment import Clockwork, Moment
from policy.people_now import PeopleNow, PersonNow
from policy.rules import RuleSet
from policy.screen_time.budgets import Left, minutes_left
from policy.screen_time.minutes import Minutes, may_borrow
from policy.screen_time.warnings import End, ends_ahead
from policy.timed import Period, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """One young person, by number. `may_borrow` is whether they did not borrow today yet."""

    person: int
    left: tuple[Left, ...]
    ends: tuple[End, ...]
    may_borrow: bool

    def lends(self, target: Target) -> bool:
        """Say whether ten minutes of a target can be borrowed."""
        return self.may_borrow and any(
            one.budget.period is Period.DAY and one.budget.target == target for one in self.left
        )


def evening_of(
    household: Household,
    grants: Iterable[Grant],
    minutes: Minutes,
    moment: Moment,
    *,
    only: Collection[str] | None = None,
) -> tuple[Evening, ...]:
    """Return the evening of each young person who is here, in the household's order.

    `only` are the names of those who are asked for; None is everyone.
    """
    clockwork = Clockwork(moment)
    held = holding(grants, moment)
    people = PeopleNow(household, clockwork, held)
    found = []
    for young in household.young_people:
        if only is not None and young.name not in only:
            continue
        person = people.person(young.name)
        if person is None:
            continue
        theirs = tuple(one for one in held if one.is_for(young.name, ""))
        left: tuple[Left, ...] = ()
        if person.limits:
            left = minutes_left(young, person.number, minutes, theirs, clockwork, person.terms)
        rule_sets = (*person.rules, *_of_devices(household, person, people))
        today = clockwork.today
        found.append(
            Evening(
                person=person.number,
                left=left,
                ends=ends_ahead(rule_sets, person.terms, theirs, clockwork),
                may_borrow=today is not None and may_borrow(minutes, person.number, today),
            )
        )
    return tuple(found)


def _of_devices(household: Household, person: PersonNow, people: PeopleNow) -> list[RuleSet]:
    return [
        device.rules if person.limits else people.without_limits(device.rules)
        for device in household.devices
        if device.belongs_to == person.name and not device.school
    ]
