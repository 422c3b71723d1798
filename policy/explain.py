"""The same decision told in words: one sentence for anyone it concerns.

Rules kept here:
- The sentence is made from the verdict that `decide` returned, never from a second judgement.
- All its words stand in this module and in the labels of categories and lifelines, ready for
  translation.
- `short_reason` goes over the network to whoever asked, so it names no person, no device, and no
  title that a carer chose.
- What hangs on time is told with its end, by the clock on the wall of the zone that is handed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from policy import names
from policy.categories import NEEDS_TWO_LISTS, OFFERS_HELP, Category
from policy.compile import DevicePolicy
from policy.decide import decide
from policy.index import CategoryIndex, ListSource
from policy.leads_to import block_by_target
from policy.listings import Listings, no_lists
from policy.names import Name
from policy.never_blocked import what_is
from policy.rules import Scope
from policy.special import LocalName, local_name
from policy.verdict import Allow, Block, Verdict, Why
from policy.zones import on_the_wall


@dataclass(frozen=True, slots=True)
class Listed:
    """One list that a decision rests on, and the name that it holds: the asked one or one above."""

    source: ListSource
    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A decision with its sentence. `lists` are the lists that it rests on.

    `title` and `until` belong to the rule in time or grant that decided. `offers_help` says that
    whoever shows the sentence shows beside it who can be talked to.
    """

    allowed: bool
    why: Why | LocalName
    matched: Name | None
    category: Category | None
    lists: tuple[Listed, ...]
    sentence: str
    title: str | None = None
    until: datetime | None = None

    @property
    def offers_help(self) -> bool:
        """Say whether the block is a moment to offer help."""
        return not self.allowed and self.category in OFFERS_HELP


def explain(
    policy: DevicePolicy,
    name: Name,
    index: CategoryIndex | None,
    zone: tzinfo | None = None,
    targets: Sequence[Name] = (),
) -> Explanation:
    """Return what is decided for `name` on the device of `policy`, and why, in a sentence.

    Without a zone, nothing is said of until when it holds. `targets` are the names to which it
    leads, where whoever asks knows them.
    """
    asked = names.to_text(name)
    who = policy.device or "A device nobody has named"
    if local := local_name(name):
        return Explanation(
            allowed=True,
            why=local[1],
            matched=Name(name[local[0] :]),
            category=None,
            lists=(),
            sentence=f"{asked} is answered by the Lamplight box itself, for every device.",
        )
    listings = index.listings if index else no_lists
    verdict = decide(policy, name, listings)
    verdict = block_by_target(policy, name, verdict, targets, listings) or verdict
    decided_by = _deciding(policy, verdict, name, targets, listings)
    lists = _lists(verdict, name, index)
    may = "may open" if isinstance(verdict, Allow) else "may not open"
    because = _reason(decided_by, verdict, lists, name, index)
    until = until_in_words(verdict.until, zone) if verdict.until and zone else ""
    shared = "" if decided_by is policy else f"; {_NOBODY_SAID}"
    return Explanation(
        allowed=isinstance(verdict, Allow),
        why=verdict.why,
        matched=verdict.matched,
        category=verdict.category if isinstance(verdict, Block) else None,
        lists=lists,
        sentence=f"{who} {may} {asked}: {because}{until}{shared}.",
        title=verdict.title,
        until=verdict.until,
    )


_NOBODY_SAID: Final = (
    "nobody has said who is using it, so the strictest rules of those who share it hold"
)

_SHORT: Final = {
    Why.BYPASS_SIGNAL: "this network filters names for everyone here",
    Why.CLOCK: "closed at this time",
    Why.PAUSE: "paused for now",
    Why.HOMEWORK: "closed in homework time",
    Why.USED_UP: "the minutes for it are used up",
    Why.SAFE_SEARCH: "this search engine cannot be made safe",
}


def short_reason(block: Block) -> str:
    """Return why a name is blocked in a few words, for the text of an extended error."""
    about = block.leads_to or block.matched
    if block.why is Why.CATEGORY and block.category is not None:
        reason = block.category.label
    else:
        reason = _SHORT.get(block.why, f"a rule about {names.to_text(about)}")
    leads = "" if block.leads_to is None else f"; it leads to {names.to_text(block.leads_to)}"
    return f"Blocked in this home: {reason}{leads}"


def until_in_words(until: datetime, zone: tzinfo) -> str:
    """Return until when something holds, ready to stand at the end of a sentence."""
    wall = on_the_wall(until, zone)
    day = f"{_WEEKDAYS[wall.weekday()]} {wall.day} {_MONTHS[wall.month - 1]}"
    return f", until {wall:%H:%M} on {day}"


_WEEKDAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _deciding(
    policy: DevicePolicy,
    verdict: Verdict,
    name: Name,
    targets: Sequence[Name],
    listings: Listings,
) -> DevicePolicy:
    """Return whose rules decided on a device that several share; else the device's own."""
    if isinstance(verdict, Allow):
        return policy
    for one in policy.strictest_of:
        own = decide(one, name, listings)
        if (block_by_target(one, name, own, targets, listings) or own) == verdict:
            return one
    return policy


def _reason(
    policy: DevicePolicy,
    verdict: Verdict,
    lists: tuple[Listed, ...],
    name: Name,
    index: CategoryIndex | None,
) -> str:
    if isinstance(verdict, Block) and (target := verdict.leads_to) is not None:
        behind = verdict._replace(matched=target, leads_to=None)
        reason = _reason(policy, behind, lists, target, index)
        return f"it leads to {names.to_text(target)}, and {reason}"
    return _because_in_time(policy, verdict) or _because(policy, verdict, lists, name, index)


def _because_in_time(policy: DevicePolicy, verdict: Verdict) -> str | None:
    """Return the reason where time has the last word, None where a rule or a list has."""
    match verdict:
        case Allow(why=Why.FAMILY_TIME, title=title):
            return f"it stays open in family time ({title})"
        case Allow(why=Why.SCHOOL):
            return "school sites stay open on a school device"
        case Allow(why=Why.GRANT, title=giver, matched=name) if (
            policy.in_time and name in policy.in_time.opened
        ):
            return f"{giver} opened it"
        case Allow(why=Why.GRANT, title=giver):
            return f"{giver} lifted the filters on this device to find out if they are the cause"
        case Block(why=Why.PAUSE, title=giver):
            return f"{giver} paused it"
        case Block(why=Why.HOMEWORK, title=giver):
            return f"{giver} set homework time, and it is not needed for that"
        case Block(why=Why.CLOCK, title=title, scope=scope):
            return f'"{title}", a rule for {_whom(policy, scope)}, closes it'
        case Block(why=Why.USED_UP, title=title):
            return f"the minutes of {title} are used up, as far as can be counted"
        case _:
            return None


def _lists(verdict: Allow | Block, name: Name, index: CategoryIndex | None) -> tuple[Listed, ...]:
    if index is None or not isinstance(verdict, Block) or verdict.category is None:
        return ()
    about = verdict.leads_to or name
    return tuple(
        Listed(source, Name(about[offset:]))
        for offset, source in index.lists_naming(about, verdict.category)
    )


def _because(
    policy: DevicePolicy,
    verdict: Allow | Block,
    lists: tuple[Listed, ...],
    name: Name,
    index: CategoryIndex | None,
) -> str:
    matched = names.to_text(verdict.matched) if verdict.matched else ""
    match verdict:
        case Allow(why=Why.NEVER_BLOCKED, matched=lifeline) if lifeline is not None:
            return f"{matched} is {what_is(lifeline)}, and no rule here can block it"
        case Allow(why=Why.RULE, scope=scope, title=title):
            return f"{_a_rule(title)} for {_whom(policy, scope)} allows {matched}"
        case Allow() if index is None:
            return "no rule here is against it; the category lists were not there to be checked"
        case Allow():
            return f"nothing here is against it{_one_is_not_enough(policy, name, index)}"
        case Block(why=Why.RULE, scope=scope, title=title):
            return f"{_a_rule(title)} for {_whom(policy, scope)} blocks {matched}"
        case Block(why=Why.SAFE_SEARCH, scope=scope):
            return (
                f"{matched} is a search engine that cannot be made safe, and search is to be"
                f" safe for {_whom(policy, scope)}"
            )
        case Block(category=category, scope=scope, title=title) if category is not None:
            titles = dict.fromkeys(listed.source.name for listed in lists)
            where = f" ({', '.join(titles)})" if titles else ""
            return (
                f"{matched} is listed under {category.label}{where},"
                f" which is blocked for {_whom(policy, scope)}{_by(title)}"
            )
        case _:
            return "it is how a device asks to go around this home's rules"


def _one_is_not_enough(policy: DevicePolicy, name: Name, index: CategoryIndex | None) -> str:
    """Return what to add where a blocked category has one list too few that name it."""
    for category in sorted(NEEDS_TWO_LISTS):
        if index and category.bit & policy.blocked and index.lists_naming(name, category):
            return f"; one list says {category.label}, and two must agree"
    return ""


def _a_rule(title: str | None) -> str:
    return "a rule" if title is None else f'"{title}", a rule'


def _by(title: str | None) -> str:
    return "" if title is None else f' by "{title}"'


def _whom(policy: DevicePolicy, scope: Scope | None) -> str:
    match scope:
        case Scope.PERSON:
            return policy.person or "its person"
        case Scope.DEVICE:
            return "this device"
        case Scope.VISITORS:
            return "visitors"
        case _:
            return "everyone here"
