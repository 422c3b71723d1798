"""The forms of the Rules page, as values: what one holds to begin with, and what it asks for.

Rules kept here:
- A form is its fields, each with the texts it was sent with. What a form shows at first and what it
  shows behind an error are the same kind of value, so nothing typed is ever lost.
- A form that is sent as it was shown changes nothing.
- What a form does not ask about is kept as it was.
- Nothing is believed because a page of ours sent it: what does not fit is refused with its field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from console.services.filled import (
    Filled,
    built,
    days_in,
    during_in,
    one,
    rows_filled,
    rows_in,
    what_filled,
    what_in,
    windows_filled,
    windows_in,
    word,
)
from console.services.rules import (
    Complaint,
    Field,
    RulesRefused,
    Switch,
    switches_of,
    with_budgets,
    with_family_time,
    with_kinds,
    with_names,
    with_timed,
    without_timed,
)
from console.services.subjects import (
    Subject,
    rules_of,
    with_rules,
    with_young_person,
    young_person_of,
)
from policy import names, services
from policy.age_templates import AgeBand
from policy.categories import Category
from policy.household import Household, YoungPerson
from policy.rules import RuleSet, YouTube
from policy.time_templates import with_template
from policy.timed import Budget, Effect, FamilyTime, Period, Target, TimedRule
from policy.what import What
from policy.windows import EVERY_DAY, During

WIDER: Final = "wider"
EVERYTHING: Final = "everything"
REMOVE: Final = "remove"
NEW: Final = "new"

_Value = TypeVar("_Value")


class Part(StrEnum):
    """Which form; the value stands in addresses."""

    KINDS = "kinds"
    NAMES = "names"
    TIME = "time"
    MINUTES = "minutes"
    FAMILY = "family"
    AGE = "age"


ONLY_YOUNG: Final = frozenset({Part.MINUTES, Part.FAMILY, Part.AGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAt:
    """One form: whose, of which part, and of which rule there (its place from 0, or NEW)."""

    subject: Subject
    part: Part
    which: str = ""


class Does(StrEnum):
    """What a rule in time does, as a form asks it."""

    CLOSE_ALL = "close-all"
    CLOSE = "close"
    ONLY = "only"
    OPEN = "open"
    OPEN_ALL = "open-all"


class FormGone(RulesRefused):
    """The person, device or rule that a form was about is not there any more."""

    def __init__(self) -> None:
        super().__init__(Field.TITLE, Complaint.GONE)


def first_filled(household: Household, at: FormAt) -> Filled:
    """Return a form as it is shown first. Raises FormGone."""
    subject, part, which = at.subject, at.part, at.which
    rules = rules_of(household, subject)
    person = young_person_of(household, subject)
    if rules is None or (part in ONLY_YOUNG and person is None):
        raise FormGone
    match part:
        case Part.KINDS:
            return _kinds_filled(rules)
        case Part.NAMES:
            return {
                "block": ("\n".join(sorted(map(names.to_text, rules.block))),),
                "allow": ("\n".join(sorted(map(names.to_text, rules.allow))),),
            }
        case Part.TIME:
            return _time_filled(_at(rules.timed, which))
        case _:
            assert person is not None
            return _own_filled(person, part, which)


def applied(household: Household, at: FormAt, filled: Filled) -> Household:
    """Return the household as a form asks for it. Raises RulesRefused, FormGone."""
    subject, part = at.subject, at.part
    rules = rules_of(household, subject)
    person = young_person_of(household, subject)
    if rules is None or (part in ONLY_YOUNG and person is None):
        raise FormGone
    match part:
        case Part.KINDS:
            return with_rules(household, subject, _kinds(rules, filled))
        case Part.NAMES:
            changed = with_names(rules, one(filled, "block"), one(filled, "allow"))
            return with_rules(household, subject, changed)
        case Part.TIME:
            return with_rules(household, subject, _time(rules, filled))
        case _:
            assert person is not None
            return with_young_person(household, _own(person, part, filled))


def _own_filled(person: YoungPerson, part: Part, which: str) -> Filled:
    match part:
        case Part.MINUTES:
            return _minutes_filled(person.budgets)
        case Part.FAMILY:
            family = _at(person.family_time, which)
            if family is None:
                return windows_filled(())
            return {
                "before": (family.title,),
                "title": (family.title,),
                **what_filled(family.what, ""),
                **windows_filled(family.windows),
            }
        case _:
            return {"age": (str(person.age),)} if person.age else {}


def _own(person: YoungPerson, part: Part, filled: Filled) -> YoungPerson:
    match part:
        case Part.MINUTES:
            return with_budgets(person, _budgets(filled))
        case Part.FAMILY:
            before = one(filled, "before") or None
            if before and before not in {family.title for family in person.family_time}:
                raise FormGone
            if REMOVE in filled:
                return with_family_time(person, before, None)
            what, windows = what_in(filled, "", Field.WHAT), windows_in(filled)
            family = built(lambda: FamilyTime(title=_title(filled), what=what, windows=windows))
            return with_family_time(person, before, family)
        case _:
            band = word(AgeBand, one(filled, "age"), Field.WHAT)
            if band is AgeBand.ADULTS:
                raise RulesRefused(Field.WHAT, Complaint.NOTHING)
            return with_template(person, band)


def _kinds_filled(rules: RuleSet) -> Filled:
    safe = {None: WIDER, True: "on", False: "off"}[rules.safe_search]
    return {
        "kind": tuple(str(one) for one in Category if one in rules.block_categories),
        **{f"app-{tag}": (str(switch),) for tag, switch in switches_of(rules).items()},
        "safe_search": (safe,),
        "youtube": (WIDER if rules.youtube is None else str(rules.youtube),),
    }


def _kinds(rules: RuleSet, filled: Filled) -> RuleSet:
    switches = {}
    for tag in services.BY_TAG:
        said = one(filled, f"app-{tag}", str(Switch.AS_ITS_KIND))
        switches[tag] = word(Switch, said, Field.WHAT)
    safe, youtube = (one(filled, key, WIDER) for key in ("safe_search", "youtube"))
    if safe not in (WIDER, "on", "off"):
        raise RulesRefused(Field.WHAT, Complaint.NOTHING)
    return with_kinds(
        rules,
        [word(Category, kind, Field.WHAT) for kind in filled.get("kind", ())],
        switches,
        safe_search=None if safe == WIDER else safe == "on",
        youtube=None if youtube == WIDER else word(YouTube, youtube, Field.WHAT),
    )


def _time_filled(rule: TimedRule | None) -> Filled:
    if rule is None:
        return {"does": (str(Does.CLOSE_ALL),), **windows_filled(())}
    whole = rule.what.everything
    does = {
        Effect.BLOCK: Does.CLOSE_ALL if whole else Does.CLOSE,
        Effect.ALLOW: Does.OPEN_ALL if whole else Does.OPEN,
        Effect.ALLOW_ONLY: Does.ONLY,
    }[rule.effect]
    return {
        "before": (rule.title,),
        "title": (rule.title,),
        "does": (str(does),),
        **what_filled(rule.what, ""),
        **what_filled(rule.leaves, "leave-"),
        **windows_filled(rule.windows),
    }


def _time(rules: RuleSet, filled: Filled) -> RuleSet:
    before = one(filled, "before") or None
    if before and before not in {rule.title for rule in rules.timed}:
        raise FormGone
    if REMOVE in filled:
        return without_timed(rules, before or "")
    does = word(Does, one(filled, "does"), Field.WHAT)
    title, windows = _title(filled), windows_in(filled)
    leaves = What()
    if does in (Does.CLOSE_ALL, Does.OPEN_ALL):
        what = What(everything=True)
        if does is Does.CLOSE_ALL:
            leaves = what_in(filled, "leave-", Field.LEAVES, may_be_empty=True)
    else:
        what = what_in(filled, "", Field.WHAT)
    effect = {
        Does.CLOSE_ALL: Effect.BLOCK,
        Does.CLOSE: Effect.BLOCK,
        Does.ONLY: Effect.ALLOW_ONLY,
        Does.OPEN: Effect.ALLOW,
        Does.OPEN_ALL: Effect.ALLOW,
    }[does]
    rule = built(
        lambda: TimedRule(title=title, effect=effect, what=what, leaves=leaves, windows=windows)
    )
    return with_timed(rules, before, rule)


def _minutes_filled(budgets: Iterable[Budget]) -> Filled:
    filled: dict[str, tuple[str, ...]] = {}
    place = 0
    for place, budget in enumerate(budgets, 1):
        target = budget.target
        of = EVERYTHING
        if target.service is not None:
            of = f"service:{target.service}"
        elif target.category is not None:
            of = str(target.category)
        filled |= {
            f"minutes-{place}": (str(budget.minutes),),
            f"target-{place}": (of,),
            f"period-{place}": (str(budget.period),),
            f"day-{place}": tuple(map(str, sorted(budget.weekdays))),
            f"during-{place}": (str(budget.during),),
        }
    return {**filled, **rows_filled(place)}


def _budgets(filled: Filled) -> Iterable[Budget]:
    found = []
    for place in rows_in(filled):
        if not (said := one(filled, f"minutes-{place}").strip()):
            continue
        if not re.fullmatch(r"\d{1,5}", said, re.ASCII):
            raise RulesRefused(Field.MINUTES, Complaint.STEPS)
        of = one(filled, f"target-{place}", EVERYTHING)
        period = word(Period, one(filled, f"period-{place}", Period.DAY), Field.MINUTES)
        days, during = days_in(filled, place), during_in(filled, place)
        if period is Period.WEEK:
            # A week's minutes are for all of it, whatever was ticked.
            days, during = EVERY_DAY, During.ALL_YEAR
        if not days:
            raise RulesRefused(Field.MINUTES, Complaint.NO_DAYS)
        try:
            target = _target(of)
        except ValueError:
            raise RulesRefused(Field.MINUTES, Complaint.NOTHING) from None
        minutes = int(said)
        try:
            found.append(
                Budget(minutes=minutes, target=target, period=period, weekdays=days, during=during)
            )
        except ValueError:
            raise RulesRefused(Field.MINUTES, Complaint.STEPS) from None
    return found


def _target(of: str) -> Target:
    """Return what minutes are for. Raises ValueError."""
    kind, _, tag = of.partition(":")
    if kind == "service":
        return Target(service=tag)
    return Target() if of == EVERYTHING else Target(category=Category(of))


def _title(filled: Filled) -> str:
    return " ".join(one(filled, "title").split())


def _at(rules: tuple[_Value, ...], which: str) -> _Value | None:
    if which == NEW:
        return None
    if not re.fullmatch(r"\d{1,4}", which, re.ASCII) or int(which) >= len(rules):
        raise FormGone
    return rules[int(which)]
