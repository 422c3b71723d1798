"""What is asked at a review: with whom, whether it is still needed, and what comes next.

Rules kept here:
- Stopping is offered first; going on needs reasons.
- Where nobody looked since the last time, that is said, and going on needs a reason of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from consent.calendar import months_later
from consent.commands.agreement_questions import CATEGORIES, LEVELS
from consent.commands.draft_file import answer_at
from consent.commands.questions import (
    Day,
    ManyOf,
    Names,
    Number,
    OneOf,
    Question,
    Rows,
    Words,
    YesNo,
    day_answered,
    day_shown,
)
from consent.encoding import JsonObject, JsonValue
from consent.profiles.dates import FIRST_REVIEW_MONTHS
from consent.profiles.review_dates import (
    COUNTS_AS_FIRST_AFTER,
    EVERY_SITE,
    EVERY_SITE_MONTHS,
    LATER_REVIEW_MONTHS,
)
from consent.records.agreement import Agreement, Scope
from consent.records.fields import Capacity

_WHO: Final = {
    "young_person": "the young person",
    "family": "their family",
    "carer": "the carer",
    "iro": "the independent reviewing officer",
    "advocate": "their advocate",
}


def _goes_on(answers: JsonObject) -> bool:
    return answer_at(answers, "outcome") in {"continue", "reduce"}


def _reduces(answers: JsonObject) -> bool:
    return answer_at(answers, "outcome") == "reduce"


def _level_after(scope: Scope) -> Callable[[JsonObject], int]:
    """Return what tells the level that holds once a review does."""

    def level(answers: JsonObject) -> int:
        chosen = answer_at(answers, "narrower.level")
        return chosen if _reduces(answers) and isinstance(chosen, int) else scope.level

    return level


def _next(agreement: Agreement, scope: Scope) -> Callable[[JsonObject], JsonValue]:
    """Return what suggests the day of the next review: as late as the procedure lets it be."""
    level = _level_after(scope)

    def suggest(answers: JsonObject) -> JsonValue:
        held = day_answered(answer_at(answers, "held_on"))
        if held is None:
            return None
        months = EVERY_SITE_MONTHS if level(answers) == EVERY_SITE else LATER_REVIEW_MONTHS
        latest = [months_later(held, months) - timedelta(days=1), agreement.end_by]
        if held < agreement.starts_on + COUNTS_AS_FIRST_AFTER:
            # Too early to be the first review: it moves no date beyond the first month.
            latest.append(months_later(agreement.starts_on, FIRST_REVIEW_MONTHS))
        return min(latest).isoformat()

    return suggest


def _narrower(scope: Scope) -> tuple[Question, ...]:
    """Return the questions about less: never more, and no list where there was none."""
    lower = {1: (1,), 2: (1, 2), 3: (3,), 4: (1, 2, 3, 4)}[scope.level]
    kinds = CATEGORIES if scope.level == EVERY_SITE else {one: one for one in scope.categories}
    return (
        Question(
            path="narrower.level",
            asks="How much may be written down from now on?",
            why="It can stay or fall.",
            answers=OneOf({one: LEVELS[one] for one in lower}),
            when=_reduces,
            suggest=lambda _: lower[0],
        ),
        Question(
            path="narrower.categories",
            asks="Which kinds of site from now on?",
            why="They can stay or become fewer.",
            answers=ManyOf({one: CATEGORIES.get(one, str(one)) for one in kinds}),
            when=lambda answers: (
                _reduces(answers) and answer_at(answers, "narrower.level") in {1, 2}
            ),
        ),
        Question(
            path="narrower.watch",
            asks=f"Which sites from now on? Until now: {', '.join(scope.watch) or 'every site'}",
            why="They can stay or become fewer.",
            answers=Names(),
            when=lambda answers: _reduces(answers) and answer_at(answers, "narrower.level") == 3,
        ),
    )


def _plan(agreement: Agreement) -> Callable[[JsonObject], str | None]:
    """Return what shows the steps of the plan with their numbers."""
    steps = enumerate(agreement.action_plan, start=1)
    lines = "".join(f"\n  {at}. {one.step} (by {day_shown(one.by)})" for at, one in steps)
    return lambda _: f"The plan was:{lines}"


def review_questions(agreement: Agreement, scope: Scope) -> dict[str, tuple[Question, ...]]:
    """Return the questions of a review; `scope` is what holds until now."""
    people = (
        question
        for who, words in _WHO.items()
        for question in (
            Question(
                path=f"participants.{who}.took_part",
                asks=f"Did {words} take part?",
                why="With the young person, their family and all relevant parties (seed 004).",
                answers=YesNo(),
            ),
            Question(
                path=f"participants.{who}.why_not",
                asks=f"Why did {words} not take part?",
                why="The reason is kept.",
                answers=Words(),
                when=_said_no(f"participants.{who}.took_part"),
            ),
        )
    )
    return {
        "Who was asked": (
            Question(
                path="held_on",
                asks="When was the review held?",
                why="The first within a month of the start, then at least every three months.",
                answers=Day(),
            ),
            *people,
            Question(
                path="young_person_heard_on",
                asks="When did the young person say what they think? (Enter if they did not)",
                why="After an objection, only a review in which they were heard lets it go on.",
                answers=Day(),
                optional=True,
            ),
            Question(
                path="views",
                asks="What do they say, for everyone to read? (Enter for nothing)",
                why="The carer can read this.",
                answers=Words(),
                optional=True,
            ),
            Question(
                path="gillick_competent",
                asks="Are they competent now to decide this themselves (Gillick)?",
                why="If they are, it is theirs to give from now on.",
                answers=YesNo(),
            ),
        ),
        "Whether it is still needed": (
            Question(
                path="looks",
                asks="How often did anyone look since the last time?",
                why="The box's page lists every look.",
                answers=Number(0, 10_000),
            ),
            Question(
                path="still_necessary",
                asks="Is it still necessary?",
                why="If not, it stops.",
                answers=YesNo(),
            ),
            Question(
                path="less_restrictive_reconsidered",
                asks="Was it asked again what less restrictive could be done?",
                why="It is by definition exceptional.",
                answers=YesNo(),
            ),
            Question(
                path="helpful_contact_kept",
                asks="Has contact that helps them been left alone?",
                why="Family and friends online help more than they harm, most of the time.",
                answers=YesNo(),
            ),
            Question(
                path="benefits",
                asks="What good did being online do them?",
                why="Benefits are as much part of a review as risks.",
                answers=Words(),
            ),
            Question(
                path="reflection",
                asks="What has been learnt about this way of keeping them safe?",
                why="A culture that keeps restrictive practice small looks back at it (Ofsted).",
                answers=Words(),
            ),
            Question(
                path="progress",
                asks="What became of each step of the plan?",
                why="Positive measures are to take its place.",
                beside=_plan(agreement),
                answers=Rows(
                    (
                        ("step", "Number of the step", _steps(agreement)),
                        ("progress", "What became of it", Words()),
                    ),
                    least=len(agreement.action_plan),
                ),
            ),
        ),
        "What comes next": (
            Question(
                path="outcome",
                asks="What was decided?",
                why="Stopping is always possible, and comes first.",
                answers=OneOf(
                    {"stop": "stop", "reduce": "go on with less", "continue": "go on as before"}
                ),
            ),
            Question(
                path="why_continue_unread",
                asks="Nobody looked. Why go on?",
                why="Recording that nobody looks at serves nobody.",
                answers=Words(),
                when=lambda answers: _goes_on(answers) and answer_at(answers, "looks") == 0,
            ),
            *_narrower(scope),
            Question(
                path="next_review_due",
                asks="When is the next review due, at the latest?",
                why="Without it, recording stops on that day by itself.",
                answers=Day(),
                suggest=_next(agreement, scope),
                when=_goes_on,
            ),
            Question(
                path="giver_how",
                asks="How does whoever agrees say yes again?",
                why="In writing, as the first time.",
                answers=OneOf({"paper": "on paper", "own_key": "with the words of their card"}),
                # Somebody with parental responsibility has no card; whoever has become able to
                # decide what they gave signs with their own words, and with nothing else.
                when=lambda answers: (
                    _goes_on(answers) and agreement.giver.capacity is Capacity.YOUNG_PERSON
                ),
            ),
        ),
    }


def _said_no(path: str) -> Callable[[JsonObject], bool]:
    return lambda answers: answer_at(answers, path) is False


def _steps(agreement: Agreement) -> Number:
    return Number(1, max(1, len(agreement.action_plan)))
