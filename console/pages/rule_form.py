"""The forms of the Rules page: kinds and apps, names, times, minutes, family time, ages.

Rules kept here:
- A form is drawn from its fields (`console.services.filled`), whether they came from the household
  or from a person, so behind an error it holds what was typed.
- A complaint stands beside the field it is about, and at the top of the page.
- A name that is none is told as the page that says why tells it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from console import words
from console.pages.form_fields import (
    AppGroup,
    BudgetRow,
    Tick,
    WhatPart,
    WindowRow,
    budget_rows,
    choices,
    kind_ticks,
    switch_groups,
    what_part,
    window_rows,
)
from console.pages.rules import RULES_AT, form_at, shown_name
from console.services.filled import Filled, one
from console.services.rule_forms import NEW, WIDER, Does, FormAt, Part
from console.services.rules import Complaint, Field, RulesRefused
from console.words.of_policy import AGES, AGES_WHY
from policy import services
from policy.age_templates import TEMPLATES, AgeBand
from policy.categories import Category
from policy.household import Household
from policy.time_templates import BEDTIME_LEAVES
from policy.what import HAVE_SERVICES

LEAVES_APPS: Final = frozenset(
    {service.tag for service in services.in_category(Category.MESSAGING)} | BEDTIME_LEAVES.services
)
"""What is offered to stay open: calls and messages, and what one falls asleep to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFormPage:
    """One form. Only the fields of its `part` are filled; `error` stands at the top."""

    title: str
    status: HTTPStatus
    part: Part
    heading: str
    who: str
    at: str
    back: str
    error: str | None
    errors: Mapping[str, str | None]
    text: str | None = None
    kinds: tuple[Tick, ...] = ()
    apps: tuple[AppGroup, ...] = ()
    safe_search: tuple[Tick, ...] = ()
    youtube: tuple[Tick, ...] = ()
    block: str = ""
    allow: str = ""
    before: str = ""
    name: str = ""
    does: tuple[Tick, ...] = ()
    leaves: WhatPart | None = None
    what: WhatPart | None = None
    windows: tuple[WindowRow, ...] = ()
    budgets: tuple[BudgetRow, ...] = ()
    ages: tuple[Tick, ...] = ()
    rows: str = "0"
    remove: str | None = None


def rule_form_page(
    household: Household, at: FormAt, filled: Filled, wrong: RulesRefused | None = None
) -> RuleFormPage:
    """Return a form with its fields filled so; `wrong` is what is wrong with them."""
    told = None if wrong is None else _told(wrong)
    page = RuleFormPage(
        title=words.TITLE.format(page=words.rules.WRONG if wrong else words.rules.RULES),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        part=at.part,
        heading=_heading(at.part, at.which),
        who=shown_name(household, at.subject),
        at=form_at(at),
        back=f"{RULES_AT}/{at.subject}",
        error=told,
        errors={str(field): told if wrong and wrong.field is field else None for field in Field},
        rows=one(filled, "rows", "0"),
        before=one(filled, "before"),
    )
    return _with_fields(page, filled)


def _told(wrong: RulesRefused) -> str:
    if wrong.complaint is Complaint.NAME:
        # As the page that says why tells it: the reader of names knows best what to write.
        return wrong.told[:1].upper() + wrong.told[1:]
    told = words.rules.COMPLAINTS[wrong.complaint]
    return f"{wrong.told}: {told}" if wrong.told else told


def _heading(part: Part, which: str) -> str:
    match part:
        case Part.KINDS:
            return words.rules.KINDS
        case Part.NAMES:
            return words.rules.NAMES
        case Part.TIME:
            return words.rules.NEW_TIME if which == NEW else words.rules.ONE_TIME
        case Part.MINUTES:
            return words.rules.MINUTES
        case Part.FAMILY:
            return words.rules.NEW_FAMILY if which == NEW else words.rules.ONE_FAMILY
        case Part.AGE:
            return words.rules.AGE


def _with_fields(page: RuleFormPage, filled: Filled) -> RuleFormPage:
    match page.part:
        case Part.KINDS:
            return replace(
                page,
                kinds=kind_ticks(filled, "kind", Category),
                apps=switch_groups(filled),
                safe_search=choices(words.rules.SAFE_SEARCHES, one(filled, "safe_search", WIDER)),
                youtube=choices(words.rules.YOUTUBES, one(filled, "youtube", WIDER)),
            )
        case Part.NAMES:
            return replace(page, block=one(filled, "block"), allow=one(filled, "allow"))
        case Part.TIME:
            return replace(
                _titled(page, filled),
                does=choices(words.rules.DOES_WORDS, one(filled, "does", Does.CLOSE_ALL)),
                leaves=what_part(
                    filled, "leave-", page.errors[Field.LEAVES], HAVE_SERVICES, LEAVES_APPS
                ),
                what=what_part(filled, "", page.errors[Field.WHAT], Category),
                windows=window_rows(filled),
            )
        case Part.MINUTES:
            return replace(page, text=words.rules.MINUTES_TEXT, budgets=budget_rows(filled))
        case Part.FAMILY:
            return replace(
                _titled(page, filled),
                text=words.rules.FAMILY_TEXT,
                what=what_part(filled, "", page.errors[Field.WHAT], HAVE_SERVICES, LEAVES_APPS),
                windows=window_rows(filled),
            )
        case Part.AGE:
            return replace(
                page,
                text=words.rules.AGE_TEXT,
                ages=tuple(
                    Tick(
                        value=str(template.band),
                        label=AGES[template.band],
                        is_set=one(filled, "age") == template.band,
                        hint=AGES_WHY[template.band],
                    )
                    for template in TEMPLATES
                    if template.band is not AgeBand.ADULTS
                ),
            )


def _titled(page: RuleFormPage, filled: Filled) -> RuleFormPage:
    remove = words.rules.REMOVE.format(title=page.before) if page.before else None
    return replace(page, name=one(filled, "title"), remove=remove)
