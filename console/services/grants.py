"""What a carer gives or takes for a time: kept, listed and published as one; and taken back.

Rules kept here:
- What is wanted is a value, and `grant_of` makes the grant of it, or says why there can be none.
  Nothing else makes one: a carer's tap and the answer to a request come to the same.
- Every grant ends. Where the end hangs on the time of day ("until morning") and that is not known,
  it is not given.
- A pause, and cutting family time, need a reason; the young person reads it, with who gave it.
- An undo ends a grant at once. It stays in the list with who undid it and when.
- Who may give is judged before any of this (`console.security.permissions`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeAlias, assert_never

from sqlmodel import Session

from console.errors import ConsoleError
from console.house import House
from console.services.home import change_kept, home_in
from console.services.moments import midnight_after, moment_in, next_at
from console.services.outcomes import Length, NotGiven
from console.services.publish import await_taken_up
from console.store.database.changes import Changed, Note
from console.store.database.given import (
    KeptGrant,
    add_grant,
    confirmed_in,
    end_grant,
    grants_in,
    tidy,
)
from console.store.database.homes import home_of
from console.words import given
from policy.given.grants import LONGEST, MAX_REASON, Grant, GrantKind
from policy.household import Household, YoungPerson, terms_of
from policy.letters import made_readable
from policy.moment import Clockwork, Moment, soonest
from policy.timed import EVERYTHING_COUNTED, Effect, Target, TimedRule
from policy.what import NOTHING_NAMED, What, in_words

MORNING: Final = 7 * 60
"""Until morning is until seven, when the nights of our own bedtimes are over."""

MAX_KEPT: Final = 500
"""Grants that are kept at once; what is over is erased after a week."""


_LASTING: Final = {
    Length.QUARTER: timedelta(minutes=15),
    Length.HALF: timedelta(minutes=30),
    Length.HOUR: timedelta(hours=1),
    Length.TWO_HOURS: timedelta(hours=2),
    Length.WEEK: timedelta(days=7),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreTime:
    """Minutes more of something that a young person has a budget of, for the rest of today."""

    young_person: str
    target: Target = EVERYTHING_COUNTED
    minutes: int = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """A rule that closes something comes later; if it holds already, it opens for as long."""

    young_person: str | None
    title: str
    length: Length = Length.HALF


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Sites, services or kinds of site open."""

    young_person: str
    what: What
    length: Length = Length.HOUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Everything closes, for a young person, or for all of them where it is None."""

    young_person: str | None
    reason: str
    length: Length = Length.QUARTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Homework:
    """Only what homework needs is open, and `what` besides."""

    young_person: str | None
    length: Length = Length.HOUR
    what: What = NOTHING_NAMED


@dataclass(frozen=True, slots=True, kw_only=True)
class IsItUs:
    """The filters are off on one device, to find out whether they are what is in the way."""

    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CutFamilyTime:
    """Family time does not hold, so its call apps close with everything else."""

    young_person: str
    reason: str
    length: Length = Length.TODAY


Wanted: TypeAlias = MoreTime | Later | Opened | Pause | Homework | IsItUs | CutFamilyTime

_KINDS: Final[Mapping[type[Wanted], GrantKind]] = {
    MoreTime: GrantKind.MORE_TIME,
    Later: GrantKind.LATER,
    Opened: GrantKind.OPEN,
    Pause: GrantKind.PAUSE,
    Homework: GrantKind.HOMEWORK,
    IsItUs: GrantKind.IS_IT_US,
    CutFamilyTime: GrantKind.CUT_FAMILY_TIME,
}


class _Undone(ConsoleError):
    """The transaction is to be taken back, since something cannot be given."""

    def __init__(self, why: NotGiven) -> None:
        super().__init__(f"not given: {why}")
        self.why = why


def give(house: House, giver: str, wanted: Wanted) -> NotGiven | None:
    """Give what is wanted, and return None once it is kept, listed and published; or why not.

    Raises PublishRefused, PublishedDamaged and AllowedDamaged, and then nothing was given; or
    KeptUnpublished.
    """
    home = home_in(house)
    if home is None:
        return NotGiven.NOT_SET_UP
    with house.database.reading() as session:
        moment = moment_in(house, home.household, confirmed_in(session))
    grant = grant_of(wanted, home.household, moment, giver)
    if isinstance(grant, NotGiven):
        return grant

    def kept(session: Session) -> None:
        keep_grant(session, grant, moment.at)

    return given_or_not(house, note_of(grant), kept)


def undo(house: House, by: str, number: int) -> NotGiven | None:
    """End a grant at once, and return None once that is kept, listed and published; or why not.

    Raises as `give` does.
    """
    home = home_in(house)
    if home is None:
        return NotGiven.NOT_SET_UP
    with house.database.reading() as session:
        moment = moment_in(house, home.household, confirmed_in(session))
        found = next((one for one in grants_in(session) if one.number == number), None)
    if found is None:
        return NotGiven.OVER
    note = replace(note_of(found.grant), who=by, what=Changed.GRANT_ENDED, why="")

    def kept(session: Session) -> None:
        if end_grant(session, number, by, moment.at) is None:
            raise _Undone(NotGiven.OVER)

    return given_or_not(house, note, kept)


def keep_grant(session: Session, grant: Grant, at: datetime) -> KeptGrant:
    """Keep a grant in a transaction, after what is over was erased.

    Raises what `given_or_not` returns as a value, where the home is another by now.
    """
    home = home_of(session)
    household = home.household if home else Household()
    people = [one.name for one in household.young_people]
    tidy(session, people, household.devices, at)
    devices = [one.name for one in household.devices]
    if grant.young_person not in (None, *people):
        raise _Undone(NotGiven.NOBODY)
    if grant.device not in (None, *devices):
        raise _Undone(NotGiven.NO_DEVICE)
    if len(grants_in(session)) >= MAX_KEPT:
        raise _Undone(NotGiven.TOO_MANY)
    return add_grant(session, grant)


def given_or_not(house: House, note: Note, change: Callable[[Session], None]) -> NotGiven | None:
    """Run a change; return None once it is done, or why what it was to give is not given.

    A running agent is given a moment to take it up, so that the next page can say so.
    """
    try:
        snapshot = change_kept(house, note, change)
    except _Undone as undone:
        return undone.why
    await_taken_up(house.published, snapshot.version)
    return None


def note_of(grant: Grant) -> Note:
    """Return how a grant stands in the list of changes."""
    what = Changed.PAUSED if grant.kind is GrantKind.PAUSE else Changed.TIME_GIVEN
    about = grant.young_person or grant.device or ""
    return Note(who=grant.giver, what=what, about=about, text=_text_of(grant), why=grant.reason)


def said(typed: str) -> str:
    """Return what somebody typed as one line that can be printed, without space at its ends."""
    return " ".join(made_readable(typed).split())


def grant_of(wanted: Wanted, household: Household, moment: Moment, giver: str) -> Grant | NotGiven:
    """Return the grant for what is wanted, given at a moment, or why there can be none."""
    if why_not := _refused(wanted, household):
        return why_not
    until = _until(wanted, household, moment)
    if isinstance(until, NotGiven):
        return until
    try:
        return _made(wanted, giver, moment.at, until)
    except ValueError:
        # Only what no form of ours offers: minutes that are no step of five, an empty name.
        return NotGiven.NOTHING_SAID


def _refused(wanted: Wanted, household: Household) -> NotGiven | None:
    if isinstance(wanted, IsItUs):
        known = any(one.name == wanted.device for one in household.devices)
        return None if known else NotGiven.NO_DEVICE
    person = _young_person(household, wanted.young_person)
    if wanted.young_person is not None and person is None:
        return NotGiven.NOBODY
    match wanted:
        case MoreTime() if person and not any(
            one.target == wanted.target for one in person.budgets
        ):
            return NotGiven.NO_BUDGET
        case CutFamilyTime() if person and not person.family_time:
            return NotGiven.NO_FAMILY_TIME
        case Opened() if not wanted.what or wanted.what.everything:
            return NotGiven.NOTHING_SAID
        case Pause() | CutFamilyTime() if not said(wanted.reason):
            return NotGiven.NO_REASON
        case Pause() | CutFamilyTime() if len(said(wanted.reason)) > MAX_REASON:
            return NotGiven.LONG_REASON
        case _:
            return None


def _until(wanted: Wanted, household: Household, moment: Moment) -> datetime | NotGiven:
    match wanted:
        case IsItUs():
            return moment.at + LONGEST[GrantKind.IS_IT_US]
        case MoreTime():
            until = _lasting(Length.TODAY, moment)
        case Later():
            return _later_until(wanted, household, moment)
        case _:
            until = _lasting(wanted.length, moment)
    if until is None:
        return NotGiven.NO_TIME
    return min(until, moment.at + LONGEST[_KINDS[type(wanted)]])


def _lasting(length: Length, moment: Moment) -> datetime | None:
    """Return when a length that begins now is over; None where the time of day is not known."""
    if length is Length.MORNING:
        return next_at(moment, MORNING)
    if length is Length.TODAY:
        return midnight_after(moment)
    return moment.at + _LASTING[length]


def _later_until(wanted: Later, household: Household, moment: Moment) -> datetime | NotGiven:
    """Return when a rule begins that comes later: so much after it would, or after now."""
    clockwork = Clockwork(moment)
    if not clockwork.knows or wanted.length not in _LASTING:
        return NotGiven.NO_TIME
    person = _young_person(household, wanted.young_person)
    terms = household.terms if person is None else terms_of(household, person)
    starts = []
    for rule in closing_rules(household, person):
        if rule.title == wanted.title:
            holds, changes = clockwork.open_until(rule.windows, terms)
            starts.append(moment.at if holds else changes)
    if not starts:
        return NotGiven.NO_RULE
    start = soonest(*starts)
    if start is None or start + _LASTING[wanted.length] - moment.at > LONGEST[GrantKind.LATER]:
        return NotGiven.NOT_SOON
    return start + _LASTING[wanted.length]


def closing_rules(household: Household, person: YoungPerson | None) -> tuple[TimedRule, ...]:
    """Return the rules that close everything by the clock for a young person; None is for all."""
    people = household.young_people if person is None else (person,)
    names = {one.name for one in people}
    rule_sets = [household.everyone, *(one.rules for one in people)]
    rule_sets += [one.rules for one in household.devices if one.belongs_to in names]
    return tuple(
        dict.fromkeys(
            rule
            for rules in rule_sets
            for rule in rules.timed
            if rule.closes_everything and not rule.is_always and rule.effect is not Effect.ALLOW
        )
    )


def _made(wanted: Wanted, giver: str, given: datetime, until: datetime) -> Grant:
    grant = partial(Grant, kind=_KINDS[type(wanted)], giver=giver, given=given, until=until)
    if isinstance(wanted, IsItUs):
        return grant(device=wanted.device)
    whose = wanted.young_person
    match wanted:
        case MoreTime(target=target, minutes=minutes):
            return grant(young_person=whose, target=target, minutes=minutes)
        case Later(title=title):
            return grant(young_person=whose, title=title)
        case Opened(what=what) | Homework(what=what):
            return grant(young_person=whose, what=what)
        case Pause(reason=reason) | CutFamilyTime(reason=reason):
            return grant(young_person=whose, reason=said(reason))
        case _:
            assert_never(wanted)


def _young_person(household: Household, name: str | None) -> YoungPerson | None:
    return next((one for one in household.young_people if one.name == name), None)


def _text_of(grant: Grant) -> str:
    """Return what is given in a few words, as the list of changes keeps it."""
    return given.LISTED[grant.kind].format(
        count=grant.minutes,
        target="" if grant.target is None else grant.target.label,
        what=in_words(grant.what),
        title=grant.title or "",
    )
