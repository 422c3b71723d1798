"""A young person asks, a carer answers, both with words; the exchange is kept for thirty days.

Rules kept here:
- What can be asked for: minutes, a site, a service, or that something comes later tonight. It says
  nothing about what was looked up: the name in it is the one the young person chose to show.
- A request is answered once. An answer may be changed by a new request only, so that nobody finds
  that a yes was always a no.
- A request nobody answered within three days is closed, and says so.
- After thirty days from its last word an exchange is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from policy.names import Name
from policy.timed import Target

KEPT: Final = timedelta(days=30)
OPEN_FOR: Final = timedelta(days=3)
MAX_WORDS: Final = 500
MAX_OPEN: Final = 10
"""Requests of one young person that may wait at once; a page that asks forever is of no help."""


class Answer(StrEnum):
    """What became of a request."""

    WAITING = "waiting"
    YES = "yes"
    NO = "no"
    NOT_ANSWERED = "not-answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One thing asked for: a name, or minutes of a target, or a rule that comes later (`title`)."""

    number: int
    young_person: str
    asked: datetime
    words: str = ""
    name: Name | None = None
    target: Target | None = None
    minutes: int = 0
    title: str | None = None
    answer: Answer = Answer.WAITING
    answered: datetime | None = None
    answered_by: str | None = None
    answer_words: str = ""

    def __post_init__(self) -> None:
        """Refuse what asks for nothing or for two things at once, and half an answer."""
        asked_for = [self.name is not None, self.target is not None, self.title is not None]
        if sum(asked_for) != 1 or (self.target is not None) is not (self.minutes > 0):
            raise ValueError("ask for one thing: a site, minutes of something, or a later bedtime")
        if max(len(self.words), len(self.answer_words)) > MAX_WORDS:
            raise ValueError(f"at most {MAX_WORDS} letters")
        answered = self.answer in (Answer.YES, Answer.NO)
        if answered is not (self.answered_by is not None) or (
            (self.answer is Answer.WAITING) is not (self.answered is None)
        ):
            raise ValueError("an answer says yes or no, who gave it and when")

    @property
    def last_word(self) -> datetime:
        """Return when something was last said."""
        return self.answered or self.asked


def may_ask(requests: Iterable[Request], young_person: str) -> bool:
    """Say whether a young person may ask for one thing more just now."""
    waiting = (
        one for one in requests if one.young_person == young_person and one.answer is Answer.WAITING
    )
    return sum(1 for _ in waiting) < MAX_OPEN


def answered(request: Request, *, yes: bool, carer: str, words: str, at: datetime) -> Request:
    """Return a request with its answer.

    Raises ValueError where it has one already, and for an answer from before the question.
    """
    if request.answer is not Answer.WAITING:
        raise ValueError("this was answered already; ask again")
    if at < request.asked:
        raise ValueError("an answer comes after its question")
    return replace(
        request,
        answer=Answer.YES if yes else Answer.NO,
        answered=at,
        answered_by=carer,
        answer_words=words,
    )


def kept(requests: Iterable[Request], at: datetime) -> tuple[Request, ...]:
    """Return the requests as they stand at an instant: old ones gone, forgotten ones closed."""
    found = []
    for request in requests:
        one = request
        if one.answer is Answer.WAITING and at - one.asked >= OPEN_FOR:
            one = replace(one, answer=Answer.NOT_ANSWERED, answered=one.asked + OPEN_FOR)
        if at - one.last_word < KEPT:
            found.append(one)
    return tuple(found)


def without_person(requests: Iterable[Request], young_person: str) -> tuple[Request, ...]:
    """Return the requests of all others, for the end of somebody's stay."""
    return tuple(one for one in requests if one.young_person != young_person)
