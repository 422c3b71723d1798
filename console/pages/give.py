"""What a carer can give one young person, beside what Tonight offers at once.

Rules kept here:
- Only what can be given is offered: minutes where minutes are counted, a later bedtime where there
  is one, family time off where there is some.
- The address holds the young person's number and never a name.
- What was typed stays in the form where something is wrong with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from console.pages.tonight import LATER_LENGTHS, SITE_LENGTHS, Choice, FormError, choices
from console.services.grants import closing_rules
from console.services.outcomes import Length
from console.services.tonight import TonightNow
from console.words import TITLE as PAGE_TITLE
from console.words import tonight
from console.words.of_policy import target_label
from policy.household import YoungPerson, ids_of
from policy.screen_time.targets import target_id
from policy.services import SERVICES

MINUTES: Final = (15, 30, 45, 60)
HOMEWORK_LENGTHS: Final = (Length.HALF, Length.HOUR, Length.TWO_HOURS)
FAMILY_LENGTHS: Final = (Length.TODAY, Length.WEEK)
NO_SERVICE: Final = ""

_SERVICES: Final = (
    Choice(value=NO_SERVICE, label=tonight.OPEN_SERVICE_NONE),
    *(
        Choice(value=one.tag, label=one.label)
        for one in sorted(SERVICES, key=lambda one: one.label.casefold())
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivePage:
    """The page. Where there is nothing to choose from, the form is not shown."""

    title: str
    number: int
    heading: str
    targets: tuple[Choice, ...]
    minutes: tuple[Choice, ...]
    services: tuple[Choice, ...]
    site_lengths: tuple[Choice, ...]
    titles: tuple[Choice, ...]
    later_lengths: tuple[Choice, ...]
    homework_lengths: tuple[Choice, ...]
    family_lengths: tuple[Choice, ...]
    devices: tuple[Choice, ...]
    error: FormError | None


def give_page(now: TonightNow, number: int, error: FormError | None = None) -> GivePage | None:
    """Return the page for the young person of a number, None where nobody has it."""
    numbers = ids_of(now.household)
    for young in now.household.young_people:
        if numbers[young.name] == number:
            return _page(now, young, number, error)
    return None


def _page(now: TonightNow, young: YoungPerson, number: int, error: FormError | None) -> GivePage:
    targets = dict.fromkeys(budget.target for budget in young.budgets)
    titles = dict.fromkeys(rule.title for rule in closing_rules(now.household, young))
    return GivePage(
        title=PAGE_TITLE.format(page=tonight.GIVE_TITLE),
        number=number,
        heading=tonight.GIVE_HEADING.format(person=young.name),
        targets=tuple(
            Choice(value=str(target_id(one)), label=target_label(one)) for one in targets
        ),
        minutes=tuple(Choice(value=str(one), label=str(one)) for one in MINUTES),
        services=_SERVICES,
        site_lengths=choices(SITE_LENGTHS),
        titles=tuple(Choice(value=one, label=one) for one in titles),
        later_lengths=choices(LATER_LENGTHS),
        homework_lengths=choices(HOMEWORK_LENGTHS),
        family_lengths=choices(FAMILY_LENGTHS) if young.family_time else (),
        devices=tuple(
            Choice(value=str(place), label=device.name)
            for place, device in enumerate(now.household.devices, 1)
            if device.belongs_to == young.name
        ),
        error=error,
    )
