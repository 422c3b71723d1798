"""The Rules pages: whose rules there are, and what holds for one of them with ways to change it.

Rules kept here:
- What holds is said by `policy.plan_words`, the same sentences by which a change is compared.
- No name of a person or a device stands in a title or an address.
- Nothing here knows what a device asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus

from console import words
from console.pages.standing import Standing
from console.pages.week import Week, weeks_of
from console.services.rule_forms import NEW, FormAt, Part
from console.services.subjects import (
    Subject,
    Whom,
    called,
    rules_of,
    subjects_of,
    young_person_of,
)
from console.services.undoing import Undoable
from console.words.of_policy import plan_in_words, rules_in_words
from policy.household import Household
from policy.rules import NO_RULES, RuleSet

RULES_AT = "/rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectLink:
    """One for whom rules are; `name` is what a person reads, `count` how many they have."""

    at: str
    name: str
    count: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectGroup:
    """Subjects of one sort."""

    heading: str
    links: tuple[SubjectLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage:
    """Whose rules there are, and the way back from the latest change."""

    title: str
    groups: tuple[SubjectGroup, ...]
    undo: Undoable | None
    undone: bool
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLink:
    """One way to a form."""

    at: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePart:
    """One part of somebody's rules: its sentences and the forms that change it."""

    heading: str
    hint: str | None = None
    sentences: tuple[str, ...] = ()
    changes: tuple[ChangeLink, ...]
    weeks: tuple[Week, ...] = ()
    teaches: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectPage:
    """What holds for one person, device, or for all.

    `saved` is what is said where a change was just made.
    """

    title: str
    status: HTTPStatus
    heading: str
    text: str
    parts: tuple[RulePart, ...]
    saved: str | None


def rules_page(
    household: Household,
    undo: Undoable | None = None,
    *,
    undone: bool = False,
    too_late: bool = False,
) -> RulesPage:
    """Return the page of whose rules there are; `undo` is the latest change, if it can be undone.

    `undone` is that one was just now, `too_late` that it could not be any more.
    """
    groups: dict[str, list[SubjectLink]] = {}
    for subject in subjects_of(household):
        heading = {
            Whom.YOUNG_PERSON: words.rules.PEOPLE,
            Whom.CARER: words.rules.PEOPLE,
            Whom.DEVICE: words.rules.DEVICES,
        }.get(subject.whom, words.rules.ALL_HERE)
        groups.setdefault(heading, []).append(
            SubjectLink(
                at=f"{RULES_AT}/{subject}",
                name=shown_name(household, subject),
                count=_count(len(_sentences(household, subject))),
            )
        )
    return RulesPage(
        title=words.TITLE.format(page=words.rules.RULES),
        groups=tuple(
            SubjectGroup(heading=heading, links=tuple(links)) for heading, links in groups.items()
        ),
        undo=undo,
        undone=undone,
        error=words.rules.UNDO_TOO_LATE if too_late else None,
    )


def subject_page(
    household: Household, subject: Subject, saved: Standing | None = None
) -> SubjectPage:
    """Return the page of one subject; of one that is gone, what says so.

    `saved` is what the agent says after a change that was just made.
    """
    rules = rules_of(household, subject)
    title = words.TITLE.format(page=words.rules.RULES)
    if rules is None:
        return SubjectPage(
            title=title,
            status=HTTPStatus.NOT_FOUND,
            heading=words.rules.GONE,
            text=words.rules.GONE_TEXT,
            parts=(),
            saved=None,
        )
    is_visitors = subject.whom is Whom.VISITORS
    alone = is_visitors or subject.whom is Whom.EVERYONE
    text = words.rules.VISITORS_ALONE if is_visitors else words.FOR_EVERYONE_TEXT
    return SubjectPage(
        title=title,
        status=HTTPStatus.OK,
        heading=words.rules.FOR.format(who=shown_name(household, subject)),
        text=text if alone else words.rules.WIDER_TOO,
        parts=(*_parts(subject, rules), *_own_parts(household, subject)),
        saved=_saved(saved),
    )


def _saved(stands: Standing | None) -> str | None:
    if stands is None:
        return None
    return words.rules.SAVED_TEXT if stands.rules_in_force else words.rules.SAVED_WAITING


def shown_name(household: Household, subject: Subject) -> str:
    """Return what a person reads for a subject."""
    plain = {Whom.EVERYONE: words.rules.EVERYONE, Whom.VISITORS: words.rules.VISITORS}
    return plain.get(subject.whom) or called(household, subject)


def form_at(at: FormAt) -> str:
    """Return the address of a form."""
    return f"{RULES_AT}/{at.subject}/{at.part}{f'/{at.which}' if at.which else ''}"


def _parts(subject: Subject, rules: RuleSet) -> Iterable[RulePart]:
    plain = replace(rules, block=NO_RULES.block, allow=NO_RULES.allow, timed=())
    switches = tuple(rule for rule in rules.timed if rule.is_always)
    hanging = tuple(rule for rule in rules.timed if not rule.is_always)
    yield RulePart(
        heading=words.rules.KINDS,
        sentences=rules_in_words(replace(plain, timed=switches)),
        changes=(_change(subject, Part.KINDS, words.rules.KINDS),),
    )
    yield RulePart(
        heading=words.rules.NAMES,
        sentences=rules_in_words(RuleSet(block=rules.block, allow=rules.allow)),
        changes=(_change(subject, Part.NAMES, words.rules.NAMES),),
    )
    yield RulePart(
        heading=words.rules.WEEK,
        sentences=rules_in_words(RuleSet(timed=hanging)),
        changes=(
            *(
                ChangeLink(
                    at=form_at(FormAt(subject=subject, part=Part.TIME, which=str(place))),
                    label=words.rules.CHANGE_ONE.format(title=rule.title),
                )
                for place, rule in enumerate(rules.timed)
                if not rule.is_always
            ),
            ChangeLink(
                at=form_at(FormAt(subject=subject, part=Part.TIME, which=NEW)),
                label=words.rules.ADD_TIME,
            ),
        ),
        weeks=weeks_of(rules.timed),
    )


def _own_parts(household: Household, subject: Subject) -> Iterable[RulePart]:
    person = young_person_of(household, subject)
    if person is None:
        return
    bare = replace(person, rules=NO_RULES, id=0, age=None, placement=None, terms=None)
    bare = replace(bare, limits_from_first_day=False)
    yield RulePart(
        heading=words.rules.MINUTES,
        sentences=plan_in_words(replace(bare, family_time=())),
        changes=(_change(subject, Part.MINUTES, words.rules.MINUTES),),
    )
    yield RulePart(
        heading=words.rules.FAMILY,
        hint=words.rules.FAMILY_TEXT,
        sentences=plan_in_words(replace(bare, budgets=())),
        changes=(
            *(
                ChangeLink(
                    at=form_at(FormAt(subject=subject, part=Part.FAMILY, which=str(place))),
                    label=words.rules.CHANGE_ONE.format(title=family.title),
                )
                for place, family in enumerate(person.family_time)
            ),
            ChangeLink(
                at=form_at(FormAt(subject=subject, part=Part.FAMILY, which=NEW)),
                label=words.rules.ADD_FAMILY,
            ),
        ),
    )
    yield RulePart(
        heading=words.rules.AGE,
        sentences=plan_in_words(replace(bare, budgets=(), family_time=(), age=person.age)),
        changes=(
            ChangeLink(
                at=form_at(FormAt(subject=subject, part=Part.AGE)), label=words.rules.CHOOSE_AGE
            ),
        ),
    )


def _change(subject: Subject, part: Part, name: str) -> ChangeLink:
    return ChangeLink(
        at=form_at(FormAt(subject=subject, part=part)),
        label=words.rules.CHANGE_PART.format(part=name),
    )


def _sentences(household: Household, subject: Subject) -> tuple[str, ...]:
    person = young_person_of(household, subject)
    if person is not None:
        return plan_in_words(replace(person, id=0, placement=None, limits_from_first_day=False))
    return rules_in_words(rules_of(household, subject) or NO_RULES)


def _count(number: int) -> str:
    if number == 1:
        return words.rules.COUNT_ONE
    return words.rules.COUNT.format(count=number) if number else words.rules.COUNT_NONE
