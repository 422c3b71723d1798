"""For whom rules are: everyone, visitors, one person, one device; and their place in a household.

Rules kept here:
- A subject is written without anybody's name, since it stands in addresses: a young person's
  number, or the place of a carer or of a device in the household.
- Who is gone is None, never somebody else by accident: whoever changes something says the name too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar

from policy.household import Carer, Device, Household, YoungPerson, ids_of
from policy.rules import RuleSet


class Whom(StrEnum):
    """For whom rules are. The value stands in addresses."""

    EVERYONE = "everyone"
    VISITORS = "visitors"
    YOUNG_PERSON = "person"
    CARER = "carer"
    DEVICE = "device"


_Value = TypeVar("_Value")

_NUMBERED: Final = re.compile(r"(person|carer|device)-([1-9]\d{0,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose rules. `number` is 0 where there is only one such."""

    whom: Whom
    number: int = 0

    def __str__(self) -> str:
        """Return the subject as it stands in an address."""
        return f"{self.whom}-{self.number}" if self.number else str(self.whom)


EVERYONE: Final = Subject(Whom.EVERYONE)
VISITORS: Final = Subject(Whom.VISITORS)


def subject_from(text: str) -> Subject | None:
    """Return the subject that a part of an address says, None where it says none."""
    for one in (EVERYONE, VISITORS):
        if text == str(one):
            return one
    found = _NUMBERED.fullmatch(text)
    return Subject(Whom(found[1]), int(found[2])) if found else None


def subjects_of(household: Household) -> tuple[Subject, ...]:
    """Return everybody and everything that can have rules of its own, people first."""
    numbers = ids_of(household)
    return (
        *(Subject(Whom.YOUNG_PERSON, numbers[one.name]) for one in household.young_people),
        EVERYONE,
        VISITORS,
        *(Subject(Whom.CARER, place) for place, _ in enumerate(household.carers, 1)),
        *(Subject(Whom.DEVICE, place) for place, _ in enumerate(household.devices, 1)),
    )


def device_subject(household: Household, device: Device) -> Subject:
    """Return the subject of a device of the home."""
    return Subject(Whom.DEVICE, household.devices.index(device) + 1)


def young_person_of(household: Household, subject: Subject) -> YoungPerson | None:
    """Return the young person a subject is; None for any other subject, and for who is gone."""
    if subject.whom is not Whom.YOUNG_PERSON:
        return None
    numbers = ids_of(household)
    found = [one for one in household.young_people if numbers[one.name] == subject.number]
    return found[0] if found else None


def device_of(household: Household, subject: Subject) -> Device | None:
    """Return the device a subject is; None for any other subject, and for one that is gone."""
    return _at(household.devices, subject) if subject.whom is Whom.DEVICE else None


def called(household: Household, subject: Subject) -> str:
    """Return the name of a person or device; empty for everyone, visitors, and who is gone."""
    one = _one(household, subject)
    return "" if one is None or isinstance(one, RuleSet) else one.name


def rules_of(household: Household, subject: Subject) -> RuleSet | None:
    """Return a subject's own rules, None where there is no such subject."""
    one = _one(household, subject)
    return one if one is None or isinstance(one, RuleSet) else one.rules


def with_rules(household: Household, subject: Subject, rules: RuleSet) -> Household:
    """Return the household in which these are a subject's own rules; as it is where it is gone."""
    if subject == EVERYONE:
        return replace(household, everyone=rules)
    if subject == VISITORS:
        return replace(household, visitors=rules)
    name = called(household, subject)
    match subject.whom:
        case Whom.YOUNG_PERSON:
            return replace(
                household,
                young_people=tuple(
                    replace(one, rules=rules) if one.name == name else one
                    for one in household.young_people
                ),
            )
        case Whom.CARER:
            return replace(
                household,
                carers=tuple(
                    replace(one, rules=rules) if one.name == name else one
                    for one in household.carers
                ),
            )
        case _:
            return replace(
                household,
                devices=tuple(
                    replace(one, rules=rules) if one.name == name else one
                    for one in household.devices
                ),
            )


def with_young_person(household: Household, person: YoungPerson) -> Household:
    """Return the household in which a young person is as given, found by name."""
    return replace(
        household,
        young_people=tuple(
            person if one.name == person.name else one for one in household.young_people
        ),
    )


def _one(household: Household, subject: Subject) -> RuleSet | YoungPerson | Carer | Device | None:
    match subject.whom:
        case Whom.EVERYONE:
            return household.everyone
        case Whom.VISITORS:
            return household.visitors
        case Whom.YOUNG_PERSON:
            return young_person_of(household, subject)
        case Whom.CARER:
            return _at(household.carers, subject)
        case Whom.DEVICE:
            return device_of(household, subject)


def _at(found: tuple[_Value, ...], subject: Subject) -> _Value | None:
    return found[subject.number - 1] if 1 <= subject.number <= len(found) else None
