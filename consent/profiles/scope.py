"""Rules about what may be written down: little, of named kinds, and never what is for help.

Rules kept here:
- Levels 1 and 2 look at named kinds of site, level 3 at a list, level 4 at no list.
- A kind of site without plain words cannot be agreed to. Adverts, trackers and harmful software
  have none, because they are never recorded.
"""

from __future__ import annotations

from typing import Final

from consent.codes import Code
from consent.profiles.facts import are_different
from consent.profiles.rules import AgreementCase, Rule
from consent.records.agreement import Scope
from consent.texts import kinds_with_words

# The list of what is never blocked and never recorded, as this version of Lamplight ships it.
NEVER_LIST_VERSION: Final = 1

_BY_KIND: Final = frozenset({1, 2})
_BY_LIST: Final = 3


def fits_its_level(scope: Scope) -> bool:
    """Say whether exactly the list is there that the level looks at."""
    return bool(scope.categories) == (scope.level in _BY_KIND) and bool(scope.watch) == (
        scope.level == _BY_LIST
    )


def has_words_for_kinds(scope: Scope) -> bool:
    """Say whether there are plain words for each kind of site."""
    return kinds_with_words() >= set(scope.categories)


def lists_once(scope: Scope) -> bool:
    """Say whether nothing is listed twice."""
    return all(map(are_different, (scope.categories, scope.watch, scope.never_recorded)))


def spares_what_is_never_recorded(scope: Scope) -> bool:
    """Say whether no site is both watched and never recorded."""
    return not set(scope.watch) & set(scope.never_recorded)


def has_hours_in_order(scope: Scope) -> bool:
    """Say whether the hours of a day, if any are named, end after they start."""
    return scope.hours is None or scope.hours.start < scope.hours.end


def names_a_known_list(scope: Scope) -> bool:
    """Say whether the box has the never-recorded list that people were promised."""
    return scope.never_list_version <= NEVER_LIST_VERSION


def _is_below_the_agencys_level(case: AgreementCase) -> bool:
    most = case.keyset.limits.max_level
    return most is None or case.agreement.scope.level <= most


SCOPE_RULES: Final[tuple[Rule[AgreementCase], ...]] = (
    Rule(
        name="SCOPE_LISTS",
        citation="the project's decision (people 2): what is looked at is named in the record",
        code=Code.RULE_SCOPE_LISTS,
        kept=lambda case: fits_its_level(case.agreement.scope),
    ),
    Rule(
        name="SCOPE_KINDS",
        citation="the project's decision (people 2 and 9): named kinds from shipped lists only",
        code=Code.RULE_SCOPE_KINDS,
        kept=lambda case: has_words_for_kinds(case.agreement.scope),
    ),
    Rule(
        name="SCOPE_TWICE",
        citation="the project's decision (people 2): what is looked at is named in the record",
        code=Code.RULE_SCOPE_TWICE,
        kept=lambda case: lists_once(case.agreement.scope),
    ),
    Rule(
        name="SCOPE_WATCH",
        citation="the project's decision (people 9): nothing removes what is never recorded",
        code=Code.RULE_SCOPE_WATCH,
        kept=lambda case: spares_what_is_never_recorded(case.agreement.scope),
    ),
    Rule(
        name="SCOPE_HOURS",
        citation="seed 004, section 2: the minimum, so hours that say what they mean",
        code=Code.RULE_SCOPE_HOURS,
        kept=lambda case: has_hours_in_order(case.agreement.scope),
    ),
    Rule(
        name="NEVER_LIST",
        citation="seed 000, principle 5; the project's decision 12: no agreement shortens the list",
        code=Code.RULE_NEVER_LIST,
        kept=lambda case: names_a_known_list(case.agreement.scope),
    ),
    Rule(
        name="LIMIT_LEVEL",
        citation="the project's decision (consent B.8): an agency may allow less, never more",
        code=Code.RULE_LIMIT_LEVEL,
        kept=_is_below_the_agencys_level,
    ),
)
