"""What was decided, in sentences that a family can read aloud, and what a change would change.

Rules kept here:
- One sentence for each decision; two plans that decide alike have the same sentences. So the
  difference of two plans is the difference of their sentences.
- Every value that decides something has its sentence; a test changes each of them.
- Nothing here tells what anybody did. It is made from rules alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from policy import names
from policy.categories import Category
from policy.household import Device, Household, YoungPerson
from policy.rules import RuleSet, YouTube
from policy.terms import Terms
from policy.timed import Budget, Effect, FamilyTime, Period, TimedRule
from policy.what import in_words, listed
from policy.windows import ALWAYS, DAY, EVERY_DAY, During, Window

_DAYS: Final = (
    "Mondays",
    "Tuesdays",
    "Wednesdays",
    "Thursdays",
    "Fridays",
    "Saturdays",
    "Sundays",
)
_DURING: Final = {During.TERM: "in term time", During.HOLIDAYS: "in the holidays"}
_YOUTUBE: Final = {
    YouTube.OFF: "YouTube is as it is.",
    YouTube.MODERATE: "YouTube leaves out what is for adults.",
    YouTube.STRICT: "YouTube shows only what is strictly safe.",
}


def plan_in_words(person: YoungPerson) -> tuple[str, ...]:
    """Return a young person's own plan, a sentence for each decision."""
    return (
        *_stay(person),
        *rules_in_words(person.rules),
        *(_budget(budget) for budget in person.budgets),
        *(_family_time(family) for family in person.family_time),
        *(() if person.terms is None else school_year_in_words(person.terms)),
    )


def rules_in_words(rules: RuleSet) -> tuple[str, ...]:
    """Return a rule set, a sentence for each decision."""
    return (
        *(
            f"{_capital(category.label)} sites are blocked."
            for category in Category
            if category in rules.block_categories
        ),
        *(f"{text} is blocked." for text in sorted(map(names.to_text, rules.block))),
        *(f"{text} is allowed." for text in sorted(map(names.to_text, rules.allow))),
        *(_timed(rule) for rule in rules.timed),
        *_search(rules),
    )


def school_year_in_words(terms: Terms) -> tuple[str, ...]:
    """Return a school year, a sentence for each term and holiday."""
    return (
        *(f"{it.name} is a term, {_from_to(it.first, it.last)}." for it in terms.terms),
        *(f"{it.name} is a holiday, {_from_to(it.first, it.last)}." for it in terms.holidays),
    )


def household_in_words(household: Household) -> dict[str, tuple[str, ...]]:
    """Return the plan of a home: for everyone, for visitors, for each person and each device."""
    home = (
        f"The home's clocks are those of {household.zone}.",
        *school_year_in_words(household.terms),
        *(
            f"{text} stays open on school devices."
            for text in sorted(map(names.to_text, household.school_sites))
        ),
    )
    return {
        "the home": home,
        "everyone": rules_in_words(household.everyone),
        "visitors": rules_in_words(household.visitors),
        **{one.name: ("A carer.", *rules_in_words(one.rules)) for one in household.carers},
        **{one.name: ("A young person.", *plan_in_words(one)) for one in household.young_people},
        **{f'the device "{one.name}"': _device(one) for one in household.devices},
    }


def differences(before: Household, after: Household) -> tuple[str, ...]:
    """Return what would change from one household to another, in sentences; none where nothing."""
    was, will_be = household_in_words(before), household_in_words(after)
    found: list[str] = []
    for subject in dict.fromkeys((*was, *will_be)):
        old, new = was.get(subject, ()), will_be.get(subject, ())
        found += [f"For {subject}, this ends: {one}" for one in old if one not in new]
        found += [f"For {subject}, this is new: {one}" for one in new if one not in old]
    return tuple(found)


def _stay(person: YoungPerson) -> Iterator[str]:
    if person.id:
        yield f"Minutes are kept under the number {person.id}."
    if person.age is not None:
        yield f"The plan began with the one for {person.age} years."
    if person.placement is not None:
        stay = person.placement
        yield f"The stay is {_from_to(stay.since, stay.until)}."
        if not person.limits_from_first_day:
            yield "In the first week nothing is limited by the clock."
    if person.limits_from_first_day:
        yield "What the clock limits holds from the first day."


def _device(device: Device) -> tuple[str, ...]:
    sentences = [f"It belongs to {device.belongs_to}."]
    if device.addresses:
        sentences.append(f"Its addresses are {listed(sorted(device.addresses))}.")
    if device.school:
        sentences.append("It is a school's device.")
    if device.shared_by:
        sentences.append(
            f"{listed(device.shared_by)} share it, and it forgets whose turn it is after"
            f" {device.hand_back_minutes} minutes."
        )
    return (*sentences, *rules_in_words(device.rules))


def _timed(rule: TimedRule) -> str:
    what = in_words(rule.what)
    does = {
        Effect.BLOCK: f"{what} is closed",
        Effect.ALLOW: f"{what} is open",
        Effect.ALLOW_ONLY: f"only {what} is open",
    }[rule.effect]
    leaves = f" but {in_words(rule.leaves)}" if rule.leaves else ""
    return f'"{rule.title}": {does}{leaves} {_when(rule.windows)}.'


def _family_time(family: FamilyTime) -> str:
    opened = f"{in_words(family.what)} stays open {_when(family.windows)}"
    return f'"{family.title}" is family time: {opened}.'


def _budget(budget: Budget) -> str:
    per = "a week" if budget.period is Period.WEEK else "a day"
    days = "" if budget.weekdays == EVERY_DAY else f" on {_weekdays(budget.weekdays)}"
    during = f" {_DURING[budget.during]}" if budget.during in _DURING else ""
    return f"{budget.minutes} minutes {per} of {budget.target.label}{days}{during}."


def _search(rules: RuleSet) -> Iterator[str]:
    if rules.safe_search is not None:
        yield "Search is made safe." if rules.safe_search else "Search is as it is."
    if rules.youtube is not None:
        yield _YOUTUBE[rules.youtube]


def _when(windows: Iterable[Window]) -> str:
    return listed(tuple(_window(window) for window in windows))


def _window(window: Window) -> str:
    if window == ALWAYS:
        return "always"
    clock = (
        "all day"
        if (window.start, window.end) == (0, DAY)
        else f"from {_time(window.start)} to {_time(window.end)}"
    )
    days = "" if window.weekdays == EVERY_DAY else f" on {_weekdays(window.weekdays)}"
    during = f" {_DURING[window.during]}" if window.during in _DURING else ""
    dates = ""
    if window.first is not None or window.last is not None:
        dates = f" {_from_to(window.first, window.last)}"
    return f"{clock}{days}{during}{dates}"


def _weekdays(weekdays: frozenset[int]) -> str:
    return listed(tuple(_DAYS[day - 1] for day in sorted(weekdays)))


def _from_to(first: date | None, last: date | None) -> str:
    begins = f"from {first.isoformat()}" if first is not None else ""
    ends = f"to {last.isoformat()}" if last is not None else ""
    return f"{begins} {ends}".strip()


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
