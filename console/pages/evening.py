"""One young person's evening as sentences: what holds, what was given, what time there is.

Rules kept here:
- The carer's page and the young person's page are drawn from this one value, in the same sentences,
  so neither is told anything that the other is not. Only minutes are told more roughly to adults
  (`policy.screen_time.words`).
- What is said to hold is asked of `policy`, where the agent asks it too, at the very same moment.
- Where the agent says nothing, or the time is not known, it is said so and no number is given.
- Nothing here depends on what anybody asked for, save the minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.pages.standing import standing
from console.services.tonight import TonightNow
from console.store.agent import AgentSilence
from console.store.database.given import KeptGrant
from console.words import MONTHS, given
from console.words.of_policy import in_words, target_label
from policy.agent_answers import TargetLeft
from policy.given.grants import Grant, GrantKind
from policy.household import Household, YoungPerson, ids_of
from policy.household_total import LOWEST
from policy.moment import Clockwork, Moment
from policy.people_now import PeopleNow, PersonNow
from policy.timed import TimedRule
from policy.zones import on_the_wall


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenLine:
    """Something that was given and holds: by its number, what it is, who gave it and why."""

    number: int
    kind: GrantKind
    text: str
    by: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseLine:
    """A pause on the list of those over 24 hours in a week."""

    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEvening:
    """The evening of one young person, by number.

    `left` is empty where there is no number to give; `left_note` says why then. `waiting` is that
    the agent has not taken up what is told here.
    """

    number: int
    name: str
    is_paused: bool
    given: tuple[GivenLine, ...]
    rules: tuple[str, ...]
    left: tuple[TargetLeft, ...]
    left_note: str | None
    listed: tuple[PauseLine, ...]
    waiting: bool


def evenings_of(now: TonightNow) -> tuple[PersonEvening, ...]:
    """Return the evening of each young person, in the household's order."""
    numbers = ids_of(now.household)
    held = holding_now(now)
    people = PeopleNow(now.household, Clockwork(now.moment), [one.grant for one in held])
    waiting = not is_in_force(now)
    return tuple(
        _evening(now, young, numbers[young.name], held, people, waiting=waiting)
        for young in now.household.young_people
    )


def holding_now(now: TonightNow) -> tuple[KeptGrant, ...]:
    """Return the grants that hold, the earliest given first."""
    running = [one for one in now.grants if one.ended is None and one.grant.holds(now.moment)]
    return tuple(sorted(running, key=lambda one: (one.grant.given, one.number)))


def total_in_words(now: TonightNow) -> tuple[str, ...]:
    """Return the one total of the whole home for the whole day before, and what it is."""
    if now.yesterday is None:
        return (given.TOTAL_NONE,)
    if now.yesterday < LOWEST:
        return (given.TOTAL_LOW.format(count=f"{LOWEST:,}"), given.TOTAL_TRUTH)
    return (given.TOTAL.format(count=f"{now.yesterday:,}"), given.TOTAL_TRUTH)


def is_in_force(now: TonightNow) -> bool:
    """Say whether the agent has taken up the household and all that was given."""
    kept = tuple(one.grant for one in now.grants if one.ended is None)
    return standing(now.snapshot, now.status).rules_in_force and now.snapshot.grants == kept


def given_line(one: KeptGrant, household: Household, moment: Moment) -> GivenLine:
    """Return the sentences about something that was given."""
    grant = one.grant
    more: list[str] = []
    if grant.kind is GrantKind.HOMEWORK:
        more.append(
            given.HOMEWORK_OPENS_TOO.format(what=in_words(grant.what))
            if grant.what
            else given.HOMEWORK_OPENS
        )
    if grant.kind in (GrantKind.PAUSE, GrantKind.HOMEWORK):
        more += [given.PAUSE_TRUTH, given.HELP_STAYS]
    is_for_all = grant.young_person is None and grant.device is None
    if is_for_all and len(household.young_people) > 1:
        more.append(given.FOR_ALL)
    return GivenLine(
        number=one.number,
        kind=grant.kind,
        text=given.KINDS[grant.kind].format(**_parts(grant), time=clock(grant.until, moment)),
        by=_by(grant.giver, grant.reason),
        more=tuple(more),
    )


def clock(at: datetime, moment: Moment) -> str:
    """Return an instant as the home's clocks show it, with the day where it is not today."""
    wall = on_the_wall(at, moment.zone)
    days = (wall.date() - moment.today).days
    time = f"{wall:%H:%M}"
    if days == 0:
        return given.TIME.format(time=time)
    if days == 1:
        return given.TIME_TOMORROW.format(time=time)
    date = given.DATE.format(day=wall.day, month=MONTHS[wall.month - 1])
    return given.TIME_LATER.format(time=time, date=date)


def device_grants(now: TonightNow) -> tuple[GivenLine, ...]:
    """Return what was given to devices that are no young person's alone."""
    young = {person.name for person in now.household.young_people}
    of_young = {one.name for one in now.household.devices if one.belongs_to in young}
    return tuple(
        given_line(one, now.household, now.moment)
        for one in holding_now(now)
        if one.grant.device is not None and one.grant.device not in of_young
    )


def _evening(
    now: TonightNow,
    young: YoungPerson,
    number: int,
    held: Sequence[KeptGrant],
    people: PeopleNow,
    *,
    waiting: bool,
) -> PersonEvening:
    person = people.person(young.name)
    devices = {one.name for one in now.household.devices if one.belongs_to == young.name}
    theirs = [
        one for one in held if one.grant.is_for(young.name, "") or one.grant.device in devices
    ]
    left, note = _left(now, number)
    return PersonEvening(
        number=number,
        name=young.name,
        is_paused=any(one.grant.kind is GrantKind.PAUSE for one in theirs),
        given=tuple(given_line(one, now.household, now.moment) for one in theirs),
        rules=tuple(_rules(now, person, [one.grant for one in theirs])),
        left=left,
        left_note=note,
        listed=tuple(
            PauseLine(
                text=given.LISTED_PAUSE.format(
                    start=clock(one.given, now.moment), end=clock(one.until, now.moment)
                ),
                by=_by(one.giver, one.reason),
            )
            for name, pauses in now.listed
            if name == young.name
            for one in pauses
        ),
        waiting=waiting,
    )


def _left(now: TonightNow, number: int) -> tuple[tuple[TargetLeft, ...], str | None]:
    if isinstance(now.left, AgentSilence):
        return (), given.LEFT_SILENT
    if not now.left.knows_the_time:
        return (), given.NO_CLOCK
    left = tuple(one for one in now.left.left if one.young_person == number)
    return left, None if left else given.LEFT_NONE


def _rules(now: TonightNow, person: PersonNow | None, held: Sequence[Grant]) -> Iterator[str]:
    """Yield what the clock says for a person: what holds now, and what begins next."""
    if person is None:
        yield given.NOT_HERE
        return
    clockwork = Clockwork(now.moment)
    if not clockwork.knows:
        yield given.NO_CLOCK
        return
    if not person.limits:
        yield given.FIRST_WEEK
        return
    later = {one.title: one.until for one in held if one.kind is GrantKind.LATER}
    coming: list[tuple[datetime, str]] = []
    is_closed = False
    for rule in _of_person(now.household, person):
        holds, changes = clockwork.open_until(rule.windows, person.terms)
        moved = later.get(rule.title)
        if moved is not None and (holds or (changes is not None and changes < moved)):
            continue  # what was given says so already
        if holds:
            is_closed = is_closed or rule.closes_everything
            yield _holds(rule, changes, now.moment)
        elif changes is not None and changes - now.moment.at <= timedelta(days=1):
            coming.append((changes, rule.title))
    if not is_closed:
        yield given.NOTHING_NOW
    for at, title in sorted(coming)[:1]:
        yield given.NEXT.format(title=title, time=clock(at, now.moment))


def _of_person(household: Household, person: PersonNow) -> tuple[TimedRule, ...]:
    """Return the rules in time that are for a person, on all their devices or on one."""
    rule_sets = [
        *person.rules,
        *(
            one.rules
            for one in household.devices
            if one.belongs_to == person.name and not one.school
        ),
    ]
    return tuple(
        dict.fromkeys(rule for rules in rule_sets for rule in rules.timed if not rule.is_always)
    )


def _holds(rule: TimedRule, until: datetime | None, moment: Moment) -> str:
    if rule.closes_everything:
        known, unknown = given.RULE_CLOSES, given.RULE_CLOSES_OPEN_END
    else:
        known, unknown = given.RULE_PART, given.RULE_PART_OPEN_END
    if until is None:
        return unknown.format(title=rule.title)
    return known.format(title=rule.title, time=clock(until, moment))


def _by(who: str, why: str) -> str:
    return given.BY_WHY.format(who=who, reason=why) if why else given.BY.format(who=who)


def _parts(grant: Grant) -> dict[str, object]:
    return {
        "count": grant.minutes,
        "target": "" if grant.target is None else target_label(grant.target),
        "what": in_words(grant.what),
        "title": grant.title or "",
        "device": grant.device or "",
    }
