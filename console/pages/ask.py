"""Ask: what a young person can ask their carers for, who reads it, and what was answered and why.

Rules kept here:
- The first choice is "Something is wrong". It is a link to Get help: it sends nothing to anybody.
- Every box in which something can be written says who reads it, before it is written.
- Only what a yes could give is offered: minutes where they are counted, later where there is a
  bedtime.
- On a device that others use too, nothing that was asked is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from console.pages.tonight import Choice, FormError, asked_for
from console.services.grants import closing_rules
from console.services.requests import ASKED_MINUTES
from console.services.tonight import TonightNow
from console.words import MONTHS, ask, given
from console.words import TITLE as PAGE_TITLE
from console.words.of_policy import target_label
from policy.given.requests import Answer, Request
from policy.household import YoungPerson
from policy.moment import Moment
from policy.screen_time.targets import target_id
from policy.what import listed
from policy.zones import on_the_wall


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """Something that was asked, and what became of it."""

    text: str
    words: str
    when: str
    answer: str
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPage:
    """The page. Where there is nothing to choose from, the form is not shown."""

    title: str
    who_reads: str
    targets: tuple[Choice, ...]
    minutes: tuple[Choice, ...]
    titles: tuple[Choice, ...]
    rows: tuple[AskedRow, ...]
    is_shared: bool
    error: FormError | None = field(default=None)


def ask_page(
    now: TonightNow, young: YoungPerson, *, is_shared: bool = False, error: FormError | None = None
) -> AskPage:
    """Return the page for a young person, with what is wrong about a form that was sent."""
    carers = [one.name for one in now.household.carers]
    mine = [one for one in now.requests if one.young_person == young.name]
    targets = dict.fromkeys(budget.target for budget in young.budgets)
    titles = dict.fromkeys(rule.title for rule in closing_rules(now.household, young))
    return AskPage(
        title=PAGE_TITLE.format(page=ask.TITLE),
        who_reads=(ask.WHO_READS.format(who=listed(carers)) if carers else ask.WHO_READS_NOBODY),
        targets=tuple(
            Choice(value=str(target_id(one)), label=target_label(one)) for one in targets
        ),
        minutes=tuple(Choice(value=str(one), label=str(one)) for one in ASKED_MINUTES),
        titles=tuple(Choice(value=one, label=one) for one in titles),
        rows=() if is_shared else tuple(_row(one, now.moment) for one in reversed(mine)),
        is_shared=is_shared,
        error=error,
    )


def _row(request: Request, moment: Moment) -> AskedRow:
    wall = on_the_wall(request.asked, moment.zone)
    date = given.DATE.format(day=wall.day, month=MONTHS[wall.month - 1])
    who = request.answered_by or ""
    answers = {
        Answer.WAITING: ask.WAITS,
        Answer.YES: ask.YES.format(who=who),
        Answer.NO: ask.NO.format(who=who),
        Answer.NOT_ANSWERED: ask.NOT_ANSWERED,
    }
    return AskedRow(
        text=asked_for(request, ask.ASKED_SITE, ask.ASKED_MINUTES, ask.ASKED_LATER),
        words=request.words,
        when=ask.ASKED_AT.format(date=date, time=f"{wall:%H:%M}"),
        answer=answers[request.answer],
        why=ask.WHY.format(reason=request.answer_words) if request.answer_words else None,
    )
