"""The same decision told in words: one sentence for anyone it concerns.

Rules kept here:
- The sentence is made from the verdict that `decide` returned, never from a second judgement.
- All its words stand in this module and in the labels of categories and lifelines, ready for
  translation.
- `short_reason` goes over the network to whoever asked, so it names no person and no device.
"""

from __future__ import annotations

from dataclasses import dataclass

from policy import names
from policy.categories import NEEDS_TWO_LISTS, OFFERS_HELP, Category
from policy.compile import DevicePolicy
from policy.decide import decide, no_lists
from policy.index import CategoryIndex, ListSource
from policy.names import Name
from policy.never_blocked import what_is
from policy.rules import Scope
from policy.special import LocalName, local_name
from policy.verdict import Allow, Block, Why


@dataclass(frozen=True, slots=True)
class Listed:
    """One list that a decision rests on, and the name that it holds: the asked one or one above."""

    source: ListSource
    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A decision with its sentence. `lists` are the lists that it rests on.

    `offers_help` says that whoever shows the sentence shows beside it who can be talked to.
    """

    allowed: bool
    why: Why | LocalName
    matched: Name | None
    category: Category | None
    lists: tuple[Listed, ...]
    sentence: str

    @property
    def offers_help(self) -> bool:
        """Say whether the block is a moment to offer help."""
        return not self.allowed and self.category in OFFERS_HELP


def explain(policy: DevicePolicy, name: Name, index: CategoryIndex | None) -> Explanation:
    """Return what is decided for `name` on the device of `policy`, and why, in a sentence."""
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
    verdict = decide(policy, name, index.listings if index else no_lists)
    lists = _lists(verdict, name, index)
    may = "may open" if isinstance(verdict, Allow) else "may not open"
    return Explanation(
        allowed=isinstance(verdict, Allow),
        why=verdict.why,
        matched=verdict.matched,
        category=verdict.category if isinstance(verdict, Block) else None,
        lists=lists,
        sentence=f"{who} {may} {asked}: {_because(policy, verdict, lists, name, index)}.",
    )


def short_reason(block: Block) -> str:
    """Return why a name is blocked in a few words, for the text of an extended error."""
    match block.why:
        case Why.CATEGORY if block.category is not None:
            return f"Blocked in this home: {block.category.label}"
        case Why.BYPASS_SIGNAL:
            return "Blocked in this home: this network filters names for everyone here"
        case _:
            return f"Blocked in this home: a rule about {names.to_text(block.matched)}"


def _lists(verdict: Allow | Block, name: Name, index: CategoryIndex | None) -> tuple[Listed, ...]:
    if index is None or not isinstance(verdict, Block) or verdict.category is None:
        return ()
    return tuple(
        Listed(source, Name(name[offset:]))
        for offset, source in index.lists_naming(name, verdict.category)
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
        case Allow(why=Why.RULE, scope=scope):
            return f"a rule for {_whom(policy, scope)} allows {matched}"
        case Allow() if index is None:
            return "no rule here is against it; the category lists were not there to be checked"
        case Allow():
            return f"nothing here is against it{_one_is_not_enough(policy, name, index)}"
        case Block(why=Why.RULE, scope=scope):
            return f"a rule for {_whom(policy, scope)} blocks {matched}"
        case Block(category=category, scope=scope) if category is not None:
            titles = dict.fromkeys(listed.source.name for listed in lists)
            where = f" ({', '.join(titles)})" if titles else ""
            return (
                f"{matched} is listed under {category.label}{where},"
                f" which is blocked for {_whom(policy, scope)}"
            )
        case _:
            return "it is how a device asks to go around this home's rules"


def _one_is_not_enough(policy: DevicePolicy, name: Name, index: CategoryIndex | None) -> str:
    """Return what to add where a blocked category has one list too few that name it."""
    for category in sorted(NEEDS_TWO_LISTS):
        if index and category.bit & policy.blocked and index.lists_naming(name, category):
            return f"; one list says {category.label}, and two must agree"
    return ""


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
