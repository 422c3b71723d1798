"""Tonight: how the evening stands, for a carer; truth first, then what young people ask.

Rules kept here:
- The first line is what is so: that the rules are in force, or that no device uses this box. All
  is well only where a device passed the test within a day (people.md, 17).
- Of a young person there is the time that is left, in steps of fifteen minutes, what holds and why,
  and what they ask. Not whether they are here, nor anything that moves with what they use besides
  (people.md, 3 and 14). Of the home there is one total of a whole day that is over, in rough steps.
- What is said of a young person is `console.pages.evening`'s, which their own page says too.
- Every button says what it does, and what it does can be undone here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from console.pages.evening import (
    GivenLine,
    PauseLine,
    PersonEvening,
    clock,
    device_grants,
    evenings_of,
    is_in_force,
    total_in_words,
)
from console.pages.standing import Notice, Tone, standing
from console.services.outcomes import Length, NotAsked, NotGiven
from console.services.requests import is_given
from console.services.tonight import TonightNow
from console.words import MONTHS, given, tonight
from console.words import TITLE as PAGE_TITLE
from console.words.of_policy import target_label, time_left_for_adults
from policy import names
from policy.agent_answers import TargetLeft
from policy.coverage import QUIET_MINUTES
from policy.given.requests import Answer, Request
from policy.screen_time.targets import target_id
from policy.status import AgentStatus, ClockState
from policy.zones import on_the_wall

QUICK_MINUTES: Final = 15

PAUSE_LENGTHS: Final = (Length.QUARTER, Length.HOUR, Length.MORNING)
SITE_LENGTHS: Final = (Length.HOUR, Length.TODAY, Length.WEEK)
LATER_LENGTHS: Final = (Length.QUARTER, Length.HALF, Length.HOUR)

EVERYBODY: Final = 0
"""The number that stands for all young people in a form."""

_STEP: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a list: what the form sends, and what is read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormError:
    """What is wrong with a form that was sent, by the form's name, and what was typed."""

    form: str
    text: str
    typed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCard:
    """Something a young person asks for. `lengths` is empty where a yes needs none."""

    number: int
    heading: str
    words: str
    asked: str
    lengths: tuple[Choice, ...]
    no_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCard:
    """A request that was answered with no today, and can be given after all."""

    number: int
    heading: str
    said: str
    lengths: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickMinutes:
    """A button that gives minutes of something."""

    target: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TonightPerson:
    """One young person on the page."""

    number: int
    name: str
    initial: str
    left: tuple[str, ...]
    rules: tuple[str, ...]
    given: tuple[GivenLine, ...]
    listed: tuple[PauseLine, ...]
    quick: tuple[QuickMinutes, ...]
    pause: str
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TonightPage:
    """The page. `asks_time` is that the box does not know what time it is.

    `unnamed` says how many devices nobody named yet, None where each has its name.
    """

    title: str
    now: str
    truth: Notice
    notes: tuple[Notice, ...]
    waiting: str | None
    asks_time: bool
    unnamed: str | None
    requests: tuple[RequestCard, ...]
    refused: tuple[RefusedCard, ...]
    people: tuple[TonightPerson, ...]
    devices: tuple[GivenLine, ...]
    pause_all: bool
    pause_lengths: tuple[Choice, ...]
    total: tuple[str, ...]
    error: FormError | None


_UNTESTED: Final = Notice(
    tone=Tone.CARE,
    icon="hourglass",
    heading=tonight.UNTESTED,
    texts=(tonight.UNTESTED_TEXT,),
    todo=tonight.UNTESTED_TODO,
)


def tonight_page(now: TonightNow, error: FormError | None = None) -> TonightPage:
    """Return the page for an evening, with what is wrong about a form that was sent."""
    stands = standing(now.snapshot, now.status)
    evenings = evenings_of(now)
    return TonightPage(
        title=PAGE_TITLE.format(page=tonight.TITLE),
        now=_now_in_words(now),
        truth=_truth(now) or stands.truth,
        notes=stands.notes,
        waiting=None if is_in_force(now) or not stands.rules_in_force else given.WAITING,
        asks_time=(
            isinstance(now.status, AgentStatus) and now.status.clock is ClockState.IMPLAUSIBLE
        ),
        unnamed=_unnamed(now.unnamed),
        requests=tuple(_request(one, now) for one in now.requests if one.answer is Answer.WAITING),
        refused=tuple(_refused(one, now) for one in now.requests if _is_refused(one, now)),
        people=tuple(_person(one) for one in evenings),
        devices=device_grants(now),
        pause_all=len(evenings) > 1,
        pause_lengths=choices(PAUSE_LENGTHS),
        total=total_in_words(now),
        error=error,
    )


def choices(lengths: tuple[Length, ...]) -> tuple[Choice, ...]:
    """Return lengths of time to choose from."""
    return tuple(Choice(value=str(one), label=tonight.LENGTHS[one]) for one in lengths)


def why_not(outcome: NotGiven | NotAsked) -> str:
    """Return the sentence for something that was not done."""
    if isinstance(outcome, NotGiven):
        return tonight.NOT_GIVEN[outcome]
    return tonight.NOT_ANSWERED[outcome]


def asked_for(request: Request, site: str, minutes: str, later: str) -> str:
    """Return what a request asks for, in the one of three sentences that fits."""
    if request.name is not None:
        return site.format(person=request.young_person, site=names.to_text(request.name))
    if request.target is not None:
        return minutes.format(
            person=request.young_person, count=request.minutes, target=target_label(request.target)
        )
    return later.format(person=request.young_person, title=request.title)


def _now_in_words(now: TonightNow) -> str:
    wall = on_the_wall(now.moment.at, now.moment.zone)
    return tonight.NOW.format(
        weekday=tonight.WEEKDAYS[wall.weekday()],
        day=wall.day,
        month=MONTHS[wall.month - 1],
        time=f"{wall:%H:%M}",
    )


def _unnamed(count: int) -> str | None:
    if not count:
        return None
    return tonight.UNNAMED_ONE if count == 1 else tonight.UNNAMED.format(count=count)


def _truth(now: TonightNow) -> Notice | None:
    """Return the first line where rules are in force and that is not all there is to say.

    Nobody may ask this box for anything, or no device has shown today that the rules reach it.
    """
    if not is_in_force(now):
        return None
    quiet = now.quiet_minutes
    if quiet is None or quiet < QUIET_MINUTES:
        return None if now.is_tested else _UNTESTED
    since = _stepped(now.moment.at - timedelta(minutes=quiet))
    return Notice(
        tone=Tone.CARE,
        icon="unplug",
        heading=tonight.QUIET.format(time=clock(since, now.moment)),
        texts=(tonight.QUIET_TEXT,),
        todo=tonight.QUIET_TODO,
    )


def _stepped(at: datetime) -> datetime:
    """Return an instant cut to ten minutes: in a small home the last question is somebody's."""
    return at - (at - at.replace(hour=0, minute=0, second=0, microsecond=0)) % _STEP


def _lengths(request: Request) -> tuple[Choice, ...]:
    """Return for how long a request can be given; nothing where it says so itself."""
    if request.name is not None:
        return choices(SITE_LENGTHS)
    return choices(LATER_LENGTHS) if request.title is not None else ()


def _is_refused(request: Request, now: TonightNow) -> bool:
    at = (request.last_word, now.moment.at)
    days = {on_the_wall(one, now.moment.zone).date() for one in at}
    return request.answer is Answer.NO and len(days) == 1 and not is_given(request, now.grants)


def _refused(request: Request, now: TonightNow) -> RefusedCard:
    return RefusedCard(
        number=request.number,
        heading=asked_for(request, tonight.ASKS_SITE, tonight.ASKS_MINUTES, tonight.ASKS_LATER),
        said=tonight.REFUSED_BY.format(
            who=request.answered_by, time=clock(request.last_word, now.moment)
        ),
        lengths=_lengths(request),
    )


def _request(request: Request, now: TonightNow) -> RequestCard:
    return RequestCard(
        number=request.number,
        heading=asked_for(request, tonight.ASKS_SITE, tonight.ASKS_MINUTES, tonight.ASKS_LATER),
        words=request.words,
        asked=tonight.ASKED_AT.format(time=clock(request.asked, now.moment)),
        lengths=_lengths(request),
        no_why=tonight.NO_WHY.format(person=request.young_person),
    )


def _person(evening: PersonEvening) -> TonightPerson:
    return TonightPerson(
        number=evening.number,
        name=evening.name,
        initial=evening.name[0].upper(),
        left=tuple(_left(evening)),
        rules=evening.rules,
        given=evening.given,
        listed=evening.listed,
        quick=tuple(_quick(evening.left)),
        pause=tonight.PAUSE_PERSON.format(person=evening.name),
        more=tonight.MORE_FOR.format(person=evening.name),
    )


def _left(evening: PersonEvening) -> Iterator[str]:
    for one in evening.left:
        yield time_left_for_adults(one.minutes, one.target, one.period)
    if evening.left_note is not None:
        yield evening.left_note


def _quick(left: tuple[TargetLeft, ...]) -> Iterator[QuickMinutes]:
    for target in dict.fromkeys(one.target for one in left):
        yield QuickMinutes(
            target=target_id(target),
            text=tonight.GIVE_MINUTES.format(count=QUICK_MINUTES, target=target_label(target)),
        )
