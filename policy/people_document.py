"""The people of a household document: carers and young people as tables, read strictly.

Rules kept here:
- Nobody has a name or a number that somebody else here has, or that stands for something else.
- Only young people have an age, a stay, budgets and family time. An adult has rules.
- What is left out is not written either, and reading back what was written gives the same person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from policy import reading
from policy.age_templates import AgeBand
from policy.errors import HouseholdMalformed
from policy.household import EVERYONE, NOBODY, Carer, YoungPerson
from policy.placements import Placement
from policy.rules_document import (
    RULE_KEYS,
    rules_from,
    rules_to,
    school_year_from,
    school_year_to,
)
from policy.timed_document import budget_to, budgets_from, family_time_from, family_time_to

MAX_ID: Final = 2**31 - 1

_YOUNG_KEYS: Final = (
    "name",
    *RULE_KEYS,
    "id",
    "age",
    "placement",
    "limits_from_first_day",
    "budgets",
    "family_time",
    "school_year",
)


def young_person_from(entry: object, where: str) -> YoungPerson:
    """Return the young person that a table describes. Raises HouseholdMalformed."""
    table = reading.table(entry, where, _YOUNG_KEYS)
    age = None
    if "age" in table:
        age = reading.word(AgeBand, table["age"], f"{where}.age", "age", "ages")
        if age is AgeBand.ADULTS:
            raise HouseholdMalformed(f"{where}.age", "a grown-up stands among the carers")
    return YoungPerson(
        name=reading.label(table, "name", where),
        rules=rules_from(table, where),
        id=reading.number(table, "id", where, (1, MAX_ID)) if "id" in table else 0,
        age=age,
        placement=_placement(table, where),
        limits_from_first_day=bool(reading.flag(table, "limits_from_first_day", where)),
        budgets=budgets_from(table, where),
        family_time=family_time_from(table, where),
        terms=(
            school_year_from(table["school_year"], f"{where}.school_year")
            if "school_year" in table
            else None
        ),
    )


def young_person_to(person: YoungPerson) -> dict[str, object]:
    """Return a young person as a table."""
    table: dict[str, object] = {"name": person.name, **rules_to(person.rules)}
    if person.id:
        table["id"] = person.id
    if person.age is not None:
        table["age"] = str(person.age)
    if person.placement is not None:
        stay = person.placement
        until = {} if stay.until is None else {"until": stay.until.isoformat()}
        table["placement"] = {"from": stay.since.isoformat(), **until}
    if person.limits_from_first_day:
        table["limits_from_first_day"] = True
    if person.budgets:
        table["budgets"] = [budget_to(budget) for budget in person.budgets]
    if person.family_time:
        table["family_time"] = [family_time_to(family) for family in person.family_time]
    if person.terms is not None:
        table["school_year"] = school_year_to(person.terms)
    return table


def _placement(holder: Mapping[str, object], where: str) -> Placement | None:
    if "placement" not in holder:
        return None
    here = f"{where}.placement"
    table = reading.table(holder["placement"], here, ("from", "until"))
    reading.needed(table, "from", here)
    since, until = (reading.day(table, key, here) for key in ("from", "until"))
    assert since is not None
    return reading.built(here, lambda: Placement(since=since, until=until))


def carer_from(entry: object, where: str) -> Carer:
    """Return the carer that a table describes. Raises HouseholdMalformed."""
    table = reading.table(entry, where, ("name", *RULE_KEYS))
    return Carer(name=reading.label(table, "name", where), rules=rules_from(table, where))


def distinct_people(carers: Sequence[Carer], young_people: Sequence[YoungPerson]) -> set[str]:
    """Return the names of all people here. Raises HouseholdMalformed where two are alike."""
    named = [(f"carers[{place}].name", carer.name) for place, carer in enumerate(carers)]
    named += [
        (f"young_people[{place}].name", person.name) for place, person in enumerate(young_people)
    ]
    people: set[str] = set()
    for where, name in named:
        if name in (EVERYONE, NOBODY):
            what = "shared devices" if name == EVERYONE else "devices that have no owner yet"
            raise HouseholdMalformed(where, f"{name!r} stands for {what}; choose another name")
        if name in people:
            raise HouseholdMalformed(where, f"{name!r} is already the name of someone here")
        people.add(name)
    numbers: set[int] = set()
    for place, person in enumerate(young_people):
        if person.id in numbers:
            raise HouseholdMalformed(
                f"young_people[{place}].id", f"{person.id} is already the number of someone here"
            )
        numbers |= {person.id} - {0}
    return people
