"""From a decided look-up to what a level lets through of it, or to nothing.

Rules kept here:
- What may be observed is said in positive lists. A reason or a verdict that comes later is not
  observed until somebody puts it here.
- Levels 1 and 2 see what a shipped list blocked under a kind of site that the agreement names, and
  nothing else: no rule, list, schedule, budget or pause of the home, and no way around its rules.
- Levels 3 and 4 see what was answered, and what a shipped list blocked, under any kind. What the
  home itself blocked they do not see: it would show what a carer decided as what somebody did.
- Calls in family time, and whatever school opens, are answered and not observed.
- Adverts, trackers and malware are nobody's doing. A name that any list puts there is observed at
  no level; while there are no lists nobody can tell, so nothing is observed at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from agent.in_force import InForce
from consent.observation import (
    BLOCKED_SITES,
    BY_KIND,
    EVERY_SITE,
    WATCHED_SITES,
    Observation,
    Terms,
)
from policy.categories import Category, mask_of
from policy.names import Name
from policy.verdict import Allow, Block, Verdict, Why

NEVER: Final = frozenset({Category.ADS, Category.MALWARE})
"""Kinds that are observed of no name, whatever the agreement says."""

SHIPPED: Final = frozenset(
    {
        Category.ADULT,
        Category.GAMBLING,
        Category.DATING,
        Category.DRUGS,
        Category.VIOLENCE,
        Category.SELF_HARM,
        Category.PIRACY,
        Category.SOCIAL_MEDIA,
        Category.MESSAGING,
        Category.GAMES,
        Category.STREAMING,
        Category.SHOPPING,
        Category.STRANGERS,
        Category.VPN,
    }
)
"""Kinds whose lists come with Lamplight, and whose blocks may be observed."""

ANSWERED: Final = frozenset({"nothing", "rule", "clock", "grant"})
"""Tags of `Why` whose answers may be observed, at levels 3 and 4. Tags are for good."""

_NEVER_BITS: Final = mask_of(NEVER)


def reduced(
    name: Name,
    verdict: Verdict,
    in_force: InForce,
    terms: Terms,
    site_of: Callable[[Name], str | None],
) -> Observation | None:
    """Return what the terms let through of a look-up, None for nothing.

    `site_of` gives a name's registrable domain, None where it has none.
    """
    category = _listed_as(verdict)
    if category is None and not _is_answer(verdict):
        return None
    level = terms.level
    if level in (BY_KIND, BLOCKED_SITES):
        if category is None or category.value not in terms.categories:
            return None
    elif level not in (WATCHED_SITES, EVERY_SITE):
        return None
    if in_force.index is None or any(bits & _NEVER_BITS for _, bits in in_force.listings(name)):
        return None
    if level == BY_KIND:
        return _observation(level, category, None)
    site = site_of(name)
    if site is None or (level == WATCHED_SITES and site not in terms.watch):
        return None
    return _observation(level, category if level == BLOCKED_SITES else None, site)


def _listed_as(verdict: Verdict) -> Category | None:
    """Return under which shipped kind a name was blocked, None where it was not."""
    # Of this very type: a block that says more than these fields would equal one that does not.
    if type(verdict) is not Block or verdict.category not in SHIPPED:
        return None
    # Another reason, or a block that says anything more, such as the title of a rule in time, is
    # the home's own: the kind of site is on a list, but the hour was chosen here.
    plain = Block(
        Why.CATEGORY,
        verdict.matched,
        verdict.offset,
        verdict.denies_below,
        verdict.scope,
        verdict.category,
    )
    return verdict.category if verdict == plain else None


def _is_answer(verdict: Verdict) -> bool:
    return isinstance(verdict, Allow) and verdict.why.value in ANSWERED


def _observation(level: int, category: Category | None, site: str | None) -> Observation:
    return Observation(
        level=level, category=None if category is None else category.value, domain=site
    )
