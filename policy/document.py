"""The household document: one closed shape, written by people as TOML and published as JSON.

Rules kept here:
- An unknown key is an error, never ignored: a misspelt rule that does nothing is worse than none.
- Every error names the place in the document and says what was expected.
- `household_from_document(household_to_document(h)) == h` for every Household.

The shape (every table and every key may be left out, except those marked *):

    format = "lamplight-household/v1"       *
    zone = "Europe/London"                  where its clocks stand
    school_sites = [names]                  what school devices keep, whatever else is closed
    [school_year]                           terms and holidays
    [everyone]  [visitors]                  a rule set each
    [[carers]]                              name *, and a rule set
    [[young_people]]                        name *, and a rule set; also id, age, placement,
                                            limits_from_first_day, budgets, family_time, school_year
    [[devices]]                             name *, belongs_to *, addresses *, and a rule set; also
                                            school, shared_by, hand_back_minutes

`policy.rules_document` and `policy.timed_document` tell what a rule set, a school year, a budget
and family time hold. A key beside those of old is written only where it says something.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Final

from policy import names, reading
from policy.devices_document import MAX_DEVICES, check_distinct, device_from, device_to
from policy.errors import HouseholdMalformed
from policy.household import DEFAULT_ZONE, Household
from policy.people_document import (
    carer_from,
    distinct_people,
    young_person_from,
    young_person_to,
)
from policy.reading import MAX_TEXT
from policy.rules_document import (
    MAX_RULES,
    RULE_KEYS,
    rules_from,
    rules_to,
    school_year_from,
    school_year_to,
)
from policy.terms import NOTHING_KNOWN

__all__ = [
    "FORMAT",
    "MAX_DEVICES",
    "MAX_PEOPLE",
    "MAX_RULES",
    "MAX_TEXT",
    "household_from_document",
    "household_from_toml",
    "household_to_document",
]

FORMAT = "lamplight-household/v1"
MAX_PEOPLE = 100

_HOUSEHOLD_KEYS: Final = (
    "format",
    "everyone",
    "visitors",
    "carers",
    "young_people",
    "devices",
    "zone",
    "school_year",
    "school_sites",
)
# As in the tz database: letters, digits, + - _, up to three parts. Whether there is such a zone is
# for whoever has the tables of zones.
_ZONE: Final = re.compile(r"[A-Za-z0-9_+-]{1,14}(?:/[A-Za-z0-9_+-]{1,30}){0,2}", re.ASCII)


def household_from_toml(text: str) -> Household:
    """Return the household that a `household.toml` describes.

    Raises HouseholdMalformed with the line (for broken TOML) or the path (for a broken rule).
    """
    try:
        document = tomllib.loads(text)
    except ValueError as error:
        # Mostly TOMLDecodeError, which names the line; an integer too long to convert does not.
        raise HouseholdMalformed("not valid TOML", str(error)) from error
    except RecursionError as error:
        raise HouseholdMalformed("not valid TOML", "brackets are nested too deeply") from error
    return household_from_document(document)


def household_from_document(document: object) -> Household:
    """Return the household that a parsed document describes.

    Raises HouseholdMalformed with the path of the first rule broken.
    """
    table = reading.table(document, "the document", _HOUSEHOLD_KEYS)
    if table.get("format") != FORMAT:
        raise HouseholdMalformed("format", f'expected format = "{FORMAT}" at the top of the file')
    carers = tuple(
        carer_from(entry, here) for entry, here in reading.entries(table, "carers", "", MAX_PEOPLE)
    )
    young_people = tuple(
        young_person_from(entry, here)
        for entry, here in reading.entries(table, "young_people", "", MAX_PEOPLE)
    )
    people = distinct_people(carers, young_people)
    devices = tuple(
        device_from(entry, here, people)
        for entry, here in reading.entries(table, "devices", "", MAX_DEVICES)
    )
    check_distinct(devices)
    everyone, visitors = (
        rules_from(reading.table(table.get(key, {}), key, RULE_KEYS), key)
        for key in ("everyone", "visitors")
    )
    return Household(
        everyone=everyone,
        visitors=visitors,
        carers=carers,
        young_people=young_people,
        devices=devices,
        zone=_zone(table),
        terms=school_year_from(table.get("school_year", {}), "school_year"),
        school_sites=reading.names_at(table, "school_sites", "", MAX_RULES),
    )


def household_to_document(household: Household) -> dict[str, object]:
    """Return the household as plain tables, arrays and strings, in one stable order."""
    document: dict[str, object] = {
        "format": FORMAT,
        "everyone": rules_to(household.everyone),
        "visitors": rules_to(household.visitors),
        "carers": [{"name": carer.name, **rules_to(carer.rules)} for carer in household.carers],
        "young_people": [young_person_to(person) for person in household.young_people],
        "devices": [device_to(device) for device in household.devices],
    }
    if household.zone != DEFAULT_ZONE:
        document["zone"] = household.zone
    if household.terms != NOTHING_KNOWN:
        document["school_year"] = school_year_to(household.terms)
    if household.school_sites:
        document["school_sites"] = sorted(names.to_text(name) for name in household.school_sites)
    return document


def _zone(table: Mapping[str, object]) -> str:
    zone = reading.text(table.get("zone", DEFAULT_ZONE), "zone")
    if not _ZONE.fullmatch(zone):
        raise HouseholdMalformed(
            "zone", f"{zone!r} is no zone; expected one such as {DEFAULT_ZONE}"
        )
    return zone
