"""The front page of a device that is no young person's, for whoever holds it and did not sign in.

Rules kept here:
- No restriction is hidden from anybody (people.md, 12): every rule for the device in hand, since
  when, by which role, whether anything is written down, and help lines.
- It names nobody who lives here: whoever made a rule is a carer, and a visitor learns no more.
- Where the box cannot tell whose device it is, it says so, and shows the rules of all who live here
  together: the strictest of them decides there. So it does on a device that several share, while it
  is nobody's turn. Whose the rules are it does not say.
- For thirty days it says that the box was set up anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from console.pages.evening import holding_now
from console.pages.own_rules import RulesPart
from console.pages.times import day_in_words
from console.security.asking import AT_THE_BOX
from console.services.tonight import TonightNow
from console.store.database.changes import BY_FILE, Change, Changed
from console.words import TITLE as PAGE_TITLE
from console.words import this_device
from console.words.of_policy import rules_in_words
from policy.categories import Category
from policy.given.turns import whose_turn
from policy.household import Device
from policy.moment import Clockwork
from policy.people_now import PeopleNow
from policy.rules import RuleSet, YouTube
from policy.timed import Effect
from policy.zones import on_the_wall

ANEW: Final = timedelta(days=30)

_OF_EVERYONE: Final = frozenset(
    {Changed.EVERYONE_RULES, Changed.FILE_READ, Changed.SET_UP, Changed.UNDONE, Changed.BACKUP}
)

_OF_ANYBODY: Final = frozenset({Changed.VISITORS_RULES, Changed.PERSON_RULES, Changed.PERSON_TIMES})


@dataclass(frozen=True, slots=True, kw_only=True)
class ThisDevicePage:
    """The page. `is_asked` is that another page tells what is written down about the device."""

    title: str
    parts: tuple[RulesPart, ...]
    since: str | None
    anew: str | None
    is_asked: bool


def this_device_page(
    now: TonightNow,
    device: Device | None,
    found: Iterable[Change],
    *,
    is_asked: bool,
    in_doubt: bool = False,
) -> ThisDevicePage:
    """Return the page; `device` is None for a visitor's, `found` are changes, the latest first.

    `in_doubt` is that the box cannot tell whose device it is.
    """
    home = now.household
    parts = [
        RulesPart(
            heading=this_device.EVERYONE,
            sentences=rules_in_words(home.everyone) or (this_device.EVERYONE_NONE,),
        )
    ]
    if in_doubt:
        parts.insert(0, _doubtful(now))
    elif device is not None and device.shared_by:
        parts.insert(0, _shared(now, device))
    elif device is None:
        own = rules_in_words(home.visitors) or (this_device.VISITORS_NONE,)
        parts.insert(0, RulesPart(heading=this_device.VISITORS, sentences=own))
    else:
        carers = {one.name: one.rules for one in home.carers}
        said = rules_in_words(device.rules)
        if device.belongs_to in carers:
            said = (*rules_in_words(carers[device.belongs_to]), *said)
        if said:
            parts.insert(0, RulesPart(heading=this_device.OWNED, sentences=tuple(said)))
    return ThisDevicePage(
        title=PAGE_TITLE.format(page=this_device.TITLE),
        parts=tuple(parts),
        since=_since(now, device, found, in_doubt=in_doubt),
        anew=_anew(now),
        is_asked=is_asked,
    )


def _doubtful(now: TonightNow) -> RulesPart:
    """Return what holds on a device of which nobody can say whose it is."""
    young = [one.name for one in now.household.young_people]
    said = _together(now, young, now.household.visitors)
    return RulesPart(heading=this_device.DOUBT, sentences=(this_device.DOUBT_TEXT, *said))


def _shared(now: TonightNow, device: Device) -> RulesPart:
    """Return what holds on a device that several share: of whose turn it is, or of them all."""
    person, _ = whose_turn(device, now.turns, now.moment)
    names = [one.name for one in now.household.young_people if one.name in device.shared_by]
    heading, text = (
        (this_device.SHARED, this_device.SHARED_TEXT)
        if person is None
        else (this_device.TURN, this_device.TURN_TEXT)
    )
    said = _together(now, names if person is None else [person], device.rules)
    return RulesPart(heading=heading, sentences=(text, *said))


def _together(now: TonightNow, names: Iterable[str], beside: RuleSet) -> tuple[str, ...]:
    """Return what any of these people's rules closes, and what stands beside them.

    What is open for one of them does not help where another's rule closes it.
    """
    grants = [one.grant for one in holding_now(now)]
    people = PeopleNow(now.household, Clockwork(now.moment), grants)
    here = [person for name in names if (person := people.person(name)) is not None]
    sentences = [*rules_in_words(_strictest([beside, *(person.rules[1] for person in here)]))]
    if any(person.limits and person.young and person.young.budgets for person in here):
        sentences.append(this_device.MINUTES)
    return tuple(sentences) or (this_device.OWN_NONE,)


def _strictest(rules: Sequence[RuleSet]) -> RuleSet:
    """Return what any of these rule sets closes, as one."""
    blocked: frozenset[Category] = frozenset().union(*(one.block_categories for one in rules))
    timed = [rule for one in rules for rule in one.timed if rule.effect is not Effect.ALLOW]
    views = [one.youtube for one in rules if one.youtube not in (None, YouTube.OFF)]
    return RuleSet(
        block_categories=blocked,
        block=frozenset().union(*(one.block for one in rules)),
        timed=tuple(dict.fromkeys(timed)),
        safe_search=True if any(one.safe_search for one in rules) else None,
        youtube=YouTube.STRICT if YouTube.STRICT in views else next(iter(views), None),
    )


def _since(
    now: TonightNow, device: Device | None, found: Iterable[Change], *, in_doubt: bool
) -> str | None:
    for one in found:
        is_ours = one.note.what in _OF_ANYBODY if in_doubt else _is_own(one, device)
        if one.note.what in _OF_EVERYONE or is_ours:
            at_the_box = one.note.who in (BY_FILE, AT_THE_BOX)
            text = this_device.SINCE_BOX if at_the_box else this_device.SINCE_CARER
            return text.format(date=_day(one.at, now))
    return None


def _is_own(change: Change, device: Device | None) -> bool:
    if device is None:
        return change.note.what is Changed.VISITORS_RULES
    return change.note.about in (device.name, device.belongs_to, *device.shared_by)


def _anew(now: TonightNow) -> str | None:
    if now.set_up_at is None or not timedelta(0) <= now.moment.at - now.set_up_at < ANEW:
        return None
    return this_device.NEW.format(date=_day(now.set_up_at, now))


def _day(at: datetime, now: TonightNow) -> str:
    wall = on_the_wall(at, now.moment.zone)
    return day_in_words(wall.date())
