"""A young person's plan as one readable file, to take along to another home.

Rules kept here:
- What was agreed is in it: their own rules, times, budgets, family time and school year, and the
  house's rules for everyone as they were. What is read can be taken over or changed.
- What belongs to a home stays there: the stay, devices and addresses, the number of the minutes.
- Nothing that was recorded, counted or asked is in it, for nothing here could hold it.
- Reading back what was written gives the same plan, and so does taking along who was taken in.
- Who is taken in is a further young person of a home. Nothing else there changes, unless somebody
  says that the house's rules come along too.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from policy import reading
from policy.document import household_from_document, household_to_document
from policy.errors import HouseholdMalformed
from policy.household import Household, YoungPerson, terms_of
from policy.people_document import young_person_from, young_person_to
from policy.placements import Placement
from policy.rules import RuleSet
from policy.rules_document import RULE_KEYS, rules_from, rules_to
from policy.terms import NOTHING_KNOWN
from policy.toml_text import to_toml

FORMAT: Final = "lamplight-plan/v1"
MAX_LETTERS: Final = 1_000_000

_KEYS: Final = ("format", "young_person", "house")
_STAYS_HERE: Final = ("id", "placement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A young person as they may come to a home, and the rules of the house they come from."""

    young_person: YoungPerson
    house: RuleSet


def plan_of(household: Household, name: str) -> Plan:
    """Return the plan of a young person of a household. Raises KeyError for a name not here."""
    person = {one.name: one for one in household.young_people}[name]
    year = terms_of(household, person)
    return Plan(
        young_person=replace(
            person, id=0, placement=None, terms=None if year == NOTHING_KNOWN else year
        ),
        house=household.everyone,
    )


def plan_to_toml(plan: Plan) -> str:
    """Return a plan as a file."""
    return to_toml(
        {
            "format": FORMAT,
            "young_person": young_person_to(plan.young_person),
            "house": rules_to(plan.house),
        }
    )


def plan_from_toml(text: str) -> Plan:
    """Return the plan that a file holds. Raises HouseholdMalformed, with the place."""
    if len(text) > MAX_LETTERS:
        raise HouseholdMalformed("the file", f"it is longer than {MAX_LETTERS:,} letters")
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise HouseholdMalformed("not valid TOML", str(error)) from error
    table = reading.table(document, "the document", _KEYS)
    if table.get("format") != FORMAT:
        raise HouseholdMalformed("format", f'expected format = "{FORMAT}" at the top of the file')
    entry = reading.needed(table, "young_person", "the document")
    for key in _STAYS_HERE:
        if isinstance(entry, dict) and key in entry:
            raise HouseholdMalformed(
                "young_person", f"the key {key!r} belongs to a home and not to a plan; remove it"
            )
    return Plan(
        young_person=young_person_from(entry, "young_person"),
        house=rules_from(reading.table(table.get("house", {}), "house", RULE_KEYS), "house"),
    )


def taken_in(
    household: Household,
    plan: Plan,
    *,
    called: str | None = None,
    since: date | None = None,
    with_house: bool = False,
) -> Household:
    """Return a household with the young person of a plan, who may be `called` something else here.

    With `since` their stay begins on that day. With `with_house` the rules for everyone become
    those of the house they come from.
    Raises HouseholdMalformed where the name is taken, or where a home cannot hold them.
    """
    person = replace(
        plan.young_person,
        name=plan.young_person.name if called is None else called,
        placement=None if since is None else Placement(since=since),
    )
    carers = {carer.name for carer in household.carers}
    if person.name in carers | {young.name for young in household.young_people}:
        raise HouseholdMalformed(
            "young_person.name", f"{person.name!r} is already the name of someone here"
        )
    found = replace(
        household,
        everyone=plan.house if with_house else household.everyone,
        young_people=(*household.young_people, person),
    )
    # What a document would refuse (a name that stands for something else, too many people) is
    # refused here, before anything is written.
    return household_from_document(household_to_document(found))
