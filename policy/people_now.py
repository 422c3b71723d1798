"""Who is here at a moment, and what holds for each of them on every device.

Rules kept here:
- A young person who is not here yet, or no more, has no rules; their devices are visitors'.
- In the first week of a stay there are no limits of time unless they were chosen, whoever they are
  for: what blocks by the clock does not hold, and no budget does.
- Where the time of day is not known, a stay goes on, there is no first week, and family time holds.
- What several devices share is worked out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from policy.given.grants import Grant, GrantKind
from policy.household import Carer, Household, YoungPerson, ids_of, terms_of
from policy.in_time import Because
from policy.moment import Clockwork, soonest
from policy.names import Name
from policy.rules import RuleSet, Scope
from policy.standing import Standing, standing_of, without_limits
from policy.terms import Terms
from policy.what import opened_by
from policy.why import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNow:
    """What is the same on every device of a person. `changes` is when family time does."""

    name: str
    number: int
    rules: tuple[RuleSet, RuleSet]
    standings: tuple[Standing, Standing]
    terms: Terms
    limits: bool
    young: YoungPerson | None
    kept: dict[Name, Because]
    changes: datetime | None


class PeopleNow:
    """Everybody of a household at the moment of a clockwork. `edges` are when stays change."""

    def __init__(
        self, household: Household, clockwork: Clockwork, holding: Sequence[Grant]
    ) -> None:
        self._household = household
        self._clockwork = clockwork
        self._holding = holding
        self._numbers = ids_of(household)
        self._carers = {carer.name: carer for carer in household.carers}
        self._young = {person.name: person for person in household.young_people}
        self._people: dict[str, PersonNow | None] = {}
        self.edges: dict[str, datetime | None] = {}
        # By identity, for comparing thousands of rules would take longer than reading them. What
        # is kept here holds on to them, so no other rules can come to have the same.
        self._standings: dict[tuple[Scope, int, Terms], tuple[RuleSet, Standing]] = {}
        self._lighter: dict[int, tuple[RuleSet, RuleSet]] = {}

    def person(self, name: str) -> PersonNow | None:
        """Return what holds for a person; None for a young person who is not here just now."""
        if name not in self._people:
            carer = self._carers.get(name)
            self.edges[name] = None
            self._people[name] = (
                self._young_person(self._young[name])
                if carer is None
                else self._with(carer, self._household.terms)
            )
        return self._people[name]

    def _young_person(self, person: YoungPerson) -> PersonNow | None:
        stay, limits = person.placement, True
        if stay is not None and self._clockwork.knows:
            here, self.edges[person.name] = self._clockwork.within(stay.since, stay.until)
            if not here:
                return None
            if not person.limits_from_first_day:
                first_week, ends = self._clockwork.within(stay.since, stay.last_of_first_week)
                limits = not first_week
                self.edges[person.name] = soonest(self.edges[person.name], ends)
        found = self._with(person, terms_of(self._household, person), limits=limits)
        kept, changes = self._family_time(person, found.terms)
        return replace(
            found,
            number=self._numbers[person.name],
            young=person,
            kept=kept,
            changes=changes,
        )

    def _with(self, person: Carer | YoungPerson, terms: Terms, *, limits: bool = True) -> PersonNow:
        everyone, own = self._household.everyone, person.rules
        if not limits:
            everyone, own = self.without_limits(everyone), self.without_limits(own)
        return PersonNow(
            name=person.name,
            number=0,
            rules=(everyone, own),
            standings=(
                self.standing(Scope.EVERYONE, everyone, terms),
                self.standing(Scope.PERSON, own, terms),
            ),
            terms=terms,
            limits=limits,
            young=None,
            kept={},
            changes=None,
        )

    def _family_time(
        self, person: YoungPerson, terms: Terms
    ) -> tuple[dict[Name, Because], datetime | None]:
        """Return what stays open in family time, and when that changes.

        Where the time of day is not known it stays open: in doubt, a family can be called.
        """
        cuts = [
            one
            for one in self._holding
            if one.kind is GrantKind.CUT_FAMILY_TIME and one.young_person == person.name
        ]
        kept: dict[Name, Because] = {}
        changes = soonest(*(cut.until for cut in cuts))
        for family in person.family_time:
            holds, until = True, None
            if self._clockwork.knows:
                holds, until = self._clockwork.open_until(family.windows, terms)
            changes = soonest(changes, until)
            if holds and not cuts:
                because = Because(why=Why.FAMILY_TIME, title=family.title, until=until)
                kept |= dict.fromkeys(opened_by(family.what), because)
        return kept, changes

    def standing(self, scope: Scope, rules: RuleSet, terms: Terms) -> Standing:
        """Return what a rule set says now, worked out once."""
        key = scope, id(rules), terms
        if key not in self._standings:
            self._standings[key] = rules, standing_of(scope, rules, terms, self._clockwork)
        return self._standings[key][1]

    def without_limits(self, rules: RuleSet) -> RuleSet:
        """Return a rule set without its limits of time, the same one for the same rules."""
        if id(rules) not in self._lighter:
            self._lighter[id(rules)] = rules, without_limits(rules)
        return self._lighter[id(rules)][1]
