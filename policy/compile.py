"""Policy made ready for the moment a query arrives: one small table for each device.

Rules kept here:
- Compiling is pure: the same household, moment and evening give an equal CompiledPolicy.
- A device gets the sum of the rule sets that concern it: everyone's, its person's, its own. An
  address nobody named, a device that is nobody's yet, and a device of a young person whose stay is
  over get everyone's and the visitors'.
- For the very same name the narrower scope decides (`policy.rules.Scope`).
- What holds at the moment is baked in, and `valid_until` says how long: up to there, compiling
  again gives the same tables. Without a moment there is no clock, and decision 16 of the design
  holds (`policy.standing`).
- A device that is shared by turns has the tables of whose turn it is. While nobody said, it has
  those of all who share it, and the strictest decides. Where nobody can say whose device it is,
  the strictest of all who live here decides, and of visitors.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from policy.assemble import Seat, assembled
from policy.categories import Category
from policy.compiled import CompiledPolicy, DevicePolicy, safe_answer_for, ttl_cap
from policy.given.grants import Grant, holding
from policy.given.turns import whose_turn
from policy.household import EVERYONE, NOBODY, Device, Household
from policy.in_time import Because, InTime
from policy.moment import Clockwork, Moment, soonest
from policy.people_now import PeopleNow, PersonNow
from policy.rules import NO_RULES, RuleSet, Scope
from policy.screen_time.budgets import Left, minutes_left
from policy.tonight import NOTHING_TONIGHT, Tonight
from policy.what import LEARNING
from policy.why import Why

__all__ = [
    "PROTECTIVE_DEFAULT",
    "CompiledPolicy",
    "DevicePolicy",
    "compile_policy",
    "safe_answer_for",
    "ttl_cap",
]

PROTECTIVE_DEFAULT = Household(
    everyone=RuleSet(
        block_categories=frozenset({Category.MALWARE, Category.ADULT}), safe_search=True
    )
)
"""What holds before anything was decided (first boot)."""


def compile_policy(
    household: Household,
    version: int,
    *,
    moment: Moment | None = None,
    tonight: Tonight = NOTHING_TONIGHT,
) -> CompiledPolicy:
    """Return the tables that decide for each address of the household at a moment."""
    compiler = _Compiler(household, moment, tonight)
    by_device = {device.name: compiler.device(device) for device in household.devices}
    visitors = compiler.visitors()
    strictest = compiler.strictest(visitors)
    blocked_for_young_people = {
        category
        for person in household.young_people
        for category in household.everyone.block_categories | person.rules.block_categories
    }
    return CompiledPolicy(
        version=version,
        devices=household.devices,
        by_address={
            address: by_device[device.name]
            for device in household.devices
            for address in device.addresses
        },
        by_device=by_device,
        visitors=visitors,
        strictest=strictest,
        lax_for_visitors=frozenset(blocked_for_young_people - visitors.category_scopes.keys()),
        valid_until=soonest(
            compiler.look_again,
            visitors.valid_until,
            strictest.valid_until,
            *(policy.valid_until for policy in by_device.values()),
        ),
    )


class _Compiler:
    """Works out once what several devices share."""

    def __init__(self, household: Household, moment: Moment | None, tonight: Tonight) -> None:
        self._household = household
        self._moment = moment
        self._tonight = tonight
        self._clockwork = Clockwork(moment)
        self._holding = holding(tonight.grants, moment)
        self._to_come = soonest(
            *(grant.given for grant in tonight.grants if moment and moment.at < grant.given)
        )
        self._with_grants = {grant.device for grant in self._holding if grant.device}
        self._shared: dict[tuple[str | None, bool, bool], DevicePolicy] = {}
        self._people = PeopleNow(household, self._clockwork, self._holding)

    @property
    def look_again(self) -> datetime | None:
        """Return when to compile anew although no change is known by then."""
        return self._clockwork.look_again

    def visitors(self) -> DevicePolicy:
        """Return what holds for a device that nobody named."""
        return self._assembled(None, None, Device(name="", belongs_to=NOBODY, addresses=()))

    def strictest(self, visitors: DevicePolicy) -> DevicePolicy:
        """Return what holds where nobody can say whose device it is. It is nobody's turn on it."""
        young = tuple(person.name for person in self._household.young_people)
        device = Device(name="", belongs_to=EVERYONE, addresses=(), shared_by=young)
        shared = replace(self._shared_device(device), device=None)
        if not shared.strictest_of:
            return visitors
        return replace(
            shared,
            strictest_of=(visitors, *shared.strictest_of),
            valid_until=soonest(visitors.valid_until, shared.valid_until),
        )

    def device(self, device: Device) -> DevicePolicy:
        """Return what holds on a device."""
        if device.belongs_to == EVERYONE:
            return self._shared_device(device)
        if device.belongs_to == NOBODY:
            return self._assembled(device.name, None, device)
        return self._of(device, device.belongs_to)

    def _of(self, device: Device, name: str) -> DevicePolicy:
        person = self._people.person(name)
        found = self._assembled(device.name, person, device)
        edge = self._people.edges[name]
        return replace(found, valid_until=soonest(found.valid_until, edge)) if edge else found

    def _shared_device(self, device: Device) -> DevicePolicy:
        name, until = whose_turn(device, self._tonight.turns, self._moment)
        if name is not None:
            found = self._of(device, name)
            return replace(found, valid_until=soonest(found.valid_until, until))
        nobody = self._assembled(device.name, None, device)
        young = [
            person.name
            for person in self._household.young_people
            if person.name in device.shared_by
        ]
        sharing = tuple(
            self._of(device, name) for name in young if self._people.person(name) is not None
        )
        edges = (self._people.edges[name] for name in young)
        if not sharing:
            return replace(nobody, valid_until=soonest(nobody.valid_until, *edges))
        return replace(
            nobody,
            # It stands there so that a decision asks about those who share.
            in_time=nobody.in_time or InTime(kept={}, opened={}),
            strictest_of=sharing,
            valid_until=soonest(nobody.valid_until, *edges, *(one.valid_until for one in sharing)),
        )

    def _assembled(
        self, label: str | None, person: PersonNow | None, device: Device
    ) -> DevicePolicy:
        """Return the tables of a device; many devices of one person have the same."""
        plain = device.rules == NO_RULES and label not in self._with_grants
        guest = person is None and device.belongs_to != EVERYONE
        key = person.name if person else None, guest, device.school
        if plain and (known := self._shared.get(key)) is not None:
            return replace(known, device=label)
        found = assembled(self._seat(label, person, device, guest=guest))
        if person is not None and person.young is not None and not device.school:
            found = replace(found, counted_for=person.number)
        if plain:
            self._shared[key] = found
        return found

    def _seat(
        self, label: str | None, person: PersonNow | None, device: Device, *, guest: bool
    ) -> Seat:
        household = self._household
        terms = person.terms if person else household.terms
        own = device.rules
        if person is not None and not person.limits:
            own = self._people.without_limits(own)
        if person is not None:
            sets, standings = person.rules, person.standings
        else:
            sets = household.everyone, household.visitors if guest else NO_RULES
            standings = (
                self._people.standing(Scope.EVERYONE, sets[0], terms),
                self._people.standing(Scope.VISITORS, sets[1], terms),
            )
        kept = dict(person.kept) if person else {}
        if device.school:
            school = Because(why=Why.SCHOOL)
            kept |= dict.fromkeys(LEARNING | household.school_sites, school)
        young = person.young if person else None
        grants = tuple(
            one for one in self._holding if one.is_for(young.name if young else None, label or "")
        )
        return Seat(
            device=label,
            person=person.name if person else None,
            rule_sets=(*sets, own),
            standings=(*standings, self._people.standing(Scope.DEVICE, own, terms)),
            grants=grants,
            kept=kept,
            left=() if device.school else self._left(person, grants),
            changes=soonest(self._to_come, person.changes if person else None),
        )

    def _left(self, person: PersonNow | None, grants: tuple[Grant, ...]) -> tuple[Left, ...]:
        if person is None or person.young is None or not person.limits:
            return ()
        minutes = self._tonight.minutes
        return minutes_left(
            person.young, person.number, minutes, grants, self._clockwork, person.terms
        )
