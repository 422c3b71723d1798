"""Where each sentence comes from: a field of the record, or a rule that is always kept.

A sentence that is added to the templates and not to this table fails, and so does one that says
something of the record which the table does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

import pytest

from consent.records.fields import Direction, Outcome
from consent.texts import TemplateId
from consent.texts.languages import LANGUAGES
from consent.texts.wording import Wording
from tests.consent.texts.sample import AGREEMENT, REVIEW, every_text

WORDINGS = LANGUAGES["en"].wordings

# What stands between braces, and the field that it is made of.
PLACES = {
    "domain": "agency.domain",
    "contact": "stopping.contact",
    "giver": "giver.pr_basis",
    "basis": "giver.pr_basis",
    "talked": "discussion.with_young_person",
    "reason": "necessity.plain_reason",
    "kinds": "scope.categories",
    "sites": "scope.watch",
    "never_sites": "scope.never_recorded",
    "never_list": "scope.never_list_version",
    "hours_from": "scope.hours",
    "hours_to": "scope.hours",
    "why_not_less": "scope.why_not_lower",
    "devices": "devices",
    "devices_counted": "devices",
    "starts": "starts_on",
    "until": "valid_until",
    "review": "valid_until",
    "latest": "end_by",
    "how_often": "viewing.how_often",
    "then": "viewing.then",
    "days": "retention_days",
    "label": "viewing.viewers.0.label",
    "carer_reason": "viewing.viewers.0.why",
    "step": "action_plan.0.step",
    "by": "action_plan.0.by",
    "held": "review.held_on",
    "heard": "review.young_person_heard_on",
    "looks": "review.looks",
    "unread": "review.why_continue_unread",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Why a sentence may be said: fields that it is made of or chosen by, rules always kept."""

    chosen_by: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


def field(*paths: str) -> Source:
    """Return a source in the record alone."""
    return Source(chosen_by=paths)


def rule(*rules: str) -> Source:
    """Return a source in rules alone."""
    return Source(rules=rules)


LEVEL_4 = "level 4: every registrable domain, by the hour"
STOPS = (
    "anyone's stop works at once and needs no reason (consent/records/endings.py)",
    "the card, the button on the bound device, or a contact who may stop",
)
HEADING = rule("a heading promises nothing")

SOURCES = {
    "title": HEADING,
    "opening": rule("without an agreement no name that is asked for is written down"),
    "asked_if_they_gave": field("giver.capacity"),
    "asked_if_another_gave": field("giver.capacity"),
    "talked": field("discussion.interpreter"),
    "talked_interpreted": field("discussion.interpreter"),
    "review_heading": HEADING,
    "review_held": field("review.held_on"),
    "review_outcome": field("review.outcome"),
    "review_heard": field("review.young_person_heard_on"),
    "review_not_heard": field("review.young_person_heard_on"),
    "review_looks": field("review.looks"),
    "review_unread": field("review.why_continue_unread"),
    "why_heading": HEADING,
    "reason": field("necessity.plain_reason"),
    "worry": field("necessity.direction"),
    "tried": rule("an agreement names at least two less restrictive ways (seed 004, section 2)"),
    "written_heading": HEADING,
    "levels": Source(
        ("scope.level",),
        (
            "level 1: blocked look-ups of named categories, one number for each and day",
            "level 2: registrable domain of a blocked look-up in named categories, by the hour",
            "level 3: the registrable domains of the watch list, by the hour",
            LEVEL_4,
            "a block by a home's own rule is never an observation (people 2)",
        ),
    ),
    "any_hour": field("scope.hours"),
    "hours": field("scope.hours"),
    "why_not_less": field("scope.why_not_lower"),
    "only_asked": rule("a look-up is a device's question, nothing more (people 9)"),
    "never_heading": HEADING,
    "never": rule(
        "no level holds content, searches, pictures or full host names (levels 1 to 4)",
        "a record holds no name of a person (consent/records/__init__.py)",
        "never-recorded names, and 15 minutes after one of them (people 1 and 9)",
    ),
    "never_more": field("scope.never_recorded"),
    "devices_heading": HEADING,
    "devices": rule("a device with several users is never recorded"),
    "dates_heading": HEADING,
    "starts": field("starts_on"),
    "notice": Source(("urgent",), ("24 hours from when it was seen (decision 10)",)),
    "notice_urgent": Source(("urgent",), ("1 hour if urgent (decision 10)",)),
    "started": field("starts_on"),
    "until": rule("nothing is recorded after the last day, without anybody doing anything"),
    "review_due": rule("an agreement is valid no longer than to its next review"),
    "latest": rule("no review lets it be valid after `end_by`"),
    "look_heading": HEADING,
    "young_person_looks": rule("the young person is always a viewer"),
    "social_worker_looks": field("viewing.viewers"),
    "carer_looks": field("viewing.viewers"),
    "carer_looks_without_reason": field("viewing.viewers"),
    "nobody_else_looks": field("viewing.viewers"),
    "how_often": field("viewing.how_often"),
    "then": field("viewing.then"),
    "listed": rule("an entry is on disk before a look; the young person reads the list"),
    "stop_heading": HEADING,
    "stop_if_they_gave": Source(
        ("giver.capacity",),
        (
            *STOPS,
            "a withdrawal ends it; for 72 hours only the young person reads (people 8)",
            "after a withdrawal only a new agreement starts it again",
        ),
    ),
    "stop_if_another_gave": Source(
        ("giver.capacity",),
        (
            *STOPS,
            "the giver's withdrawal ends it",
            "an objection pauses it, for at most 7 days without a review (decision 10)",
            "after an objection no carer views until the review (people 8)",
        ),
    ),
    "instead_heading": HEADING,
    "step": field("action_plan.0.step"),
    "tell_heading": HEADING,
    "tell": rule("confidentiality is not promised (seed 003)"),
    "kept_heading": HEADING,
    "kept": Source(("retention_days",), ("a day's keys are destroyed after that",)),
    "other_tools": rule("Lamplight proves its own conduct, not the household's"),
    "help_heading": HEADING,
    "complain": rule(
        "complaining is easy (Data Protection Act 2018, section 164A)",
        "Help at Hand is the Children's Commissioner's (Children Act 2004, section 2D)",
    ),
    "advocate": field("advocate.arranged"),
    "advocate_arranged": field("advocate.arranged"),
    "help_now": rule("999 and Childline, as on every page of help"),
    "answer_heading": HEADING,
    "answer": rule("without the giver nothing starts (seed 004, section 3, ¶6)"),
    "answer_to_review": rule("a review that goes on needs the giver again"),
    "answer_of_another": rule("only the giver's signature is asked for"),
}

# For each reader, what must be said, in whichever words.
MUST_SAY = {
    "what is written down": r"writes? down .*(short name|example)|counts? ",
    "that calls and messages are not": r"(?i)calls?\b.*(messages|chat)",
    "that searches are not": r"search|look for",
    "that pictures are not": r"pictures",
    "that full addresses are not": r"full address",
    "that no name is": r"name of a person",
    "on which devices": r"that you alone use|no one else uses|It covers .* device",
    "from when": r"\d{4} or later",
    "until when": r"last day is",
    "the latest end": r"(can never|can let it) go on after",
    "the next review": r"due by|must meet by",
    "who looks": r"can look at it",
    "how often": r"They look|else to look at",
    "and what then": r"look.*, they do this:|else to look at",
    "that looks are listed": r"list\.$",
    "how to stop": r"card.* press Stop on .* device.*|Tell ",
    "that no reason is asked for": r"explain|say why",
    "that not everything stays secret": r"may be badly hurt, we have to tell\.",
    "how to complain": r"complain|not fair",
    "an advocate": r"advocate",
    "that other tools see more": r"Lamplight can ?not see what",
    "how long it is kept": r"kept for",
    "that it is then erased": r"Then it is (erased|wiped away)",
    "that no is an answer": r"You (may|can) say no|need not sign|do not have to sign",
}

NEVER_SAY = (
    r"you will be asked first", r"nobody can see what you do online",
    r"you will not be in trouble", r"\b(is|are|be|was|were) told\b", r"\bchild(ren)?\b",
    r"\bkids?\b", r"\busers?\b", r"\badmin", r"monitor", r"surveillance",
    r"\btrack", r"\bspy", r"\bconsent\b", r"corporate parent",
)  # fmt: skip


def strings(value: object) -> Iterator[str]:
    """Yield every string of one field of a wording."""
    match value:
        case str():
            yield value
        case Mapping():
            yield from value.values()
        case tuple():
            yield from value


def test_every_sentence_has_a_source() -> None:
    """Nothing is promised for which nobody can say where it is kept."""
    assert set(SOURCES) == {one.name for one in fields(Wording)}
    assert all(source.chosen_by or source.rules for source in SOURCES.values())


@pytest.mark.parametrize(
    "path",
    sorted({*PLACES.values(), *(path for one in SOURCES.values() for path in one.chosen_by)}),
)
def test_every_source_in_the_record_is_there(path: str) -> None:
    """A field that the table names is a field of the record."""
    first, _, rest = path.partition(".")
    value: object = REVIEW if first == "review" else AGREEMENT
    for name in (rest if first == "review" else path).split("."):
        value = value[int(name)] if isinstance(value, tuple) else getattr(value, name)


@pytest.mark.parametrize("template", TemplateId)
def test_only_what_the_table_knows_stands_between_braces(template: TemplateId) -> None:
    """Whoever translates can be told what each brace holds, and nothing else can get in."""
    wording = WORDINGS[template]
    used = {
        place
        for one in fields(Wording)
        for text in strings(getattr(wording, one.name))
        for place in re.findall(r"\{(.*?)\}", text)
    }

    assert used <= set(PLACES)


@pytest.mark.parametrize("template", TemplateId)
def test_every_level_worry_and_outcome_can_be_said(template: TemplateId) -> None:
    """There are words for each choice that a record can hold."""
    wording = WORDINGS[template]

    assert set(wording.levels) == {1, 2, 3, 4}
    assert set(wording.worry) == set(Direction)
    assert set(wording.review_outcome) == {Outcome.CONTINUE, Outcome.REDUCE}


@pytest.mark.parametrize("template", TemplateId)
def test_every_sentence_is_said_sometime(template: TemplateId) -> None:
    """The texts on which the reading age is measured leave no sentence of a template out."""
    said = {line for text in every_text(template) for line in text.paragraphs}
    wording = WORDINGS[template]
    unsaid = [
        text
        for one in fields(Wording)
        for text in strings(getattr(wording, one.name))
        if not any(re.fullmatch(pattern_of(text), line) for line in said)
    ]

    assert unsaid == []


@pytest.mark.parametrize("template", TemplateId)
@pytest.mark.parametrize("pattern", MUST_SAY.values(), ids=MUST_SAY)
def test_what_must_be_said_is_said_in_every_text(pattern: str, template: TemplateId) -> None:
    """Each reader reads each thing that has to be known, whatever is agreed."""
    silent = [
        text
        for text in every_text(template)
        if not any(re.search(pattern, line) for line in text.paragraphs)
    ]

    assert silent == []


@pytest.mark.parametrize("template", TemplateId)
def test_what_must_never_be_said_is_not(template: TemplateId) -> None:
    """No promise that cannot be kept, nobody is said to be told, no word a family would not use."""
    found = {
        (pattern, line)
        for text in every_text(template)
        for line in text.paragraphs
        for pattern in NEVER_SAY
        if re.search(pattern, line, re.IGNORECASE)
    }

    assert found == set()


def pattern_of(text: str) -> str:
    """Return what a line looks like that was made of a template's sentence."""
    parts = re.split(r"\{.*?\}", text)
    return ".+".join(re.escape(part) for part in parts)
