"""Rules about what a review leaves: as much as before or less, in every single respect.

Rules kept here:
- To allow more takes a new agreement. What is never recorded only grows.
- Level 4 saw every site, so whatever follows it sees no more. Level 3 saw nothing by kind, and
  levels 1 and 2 saw nothing by list, so none of these turns into another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from consent.codes import Code
from consent.profiles.necessity import is_level_explained
from consent.profiles.rules import ReviewCase, Rule
from consent.profiles.scope import (
    fits_its_level,
    has_hours_in_order,
    has_words_for_kinds,
    lists_once,
    names_a_known_list,
    spares_what_is_never_recorded,
)
from consent.records.agreement import Scope

_EVERY_SITE: Final = 4
_WELL_FORMED: Final = (
    is_level_explained,
    fits_its_level,
    has_words_for_kinds,
    lists_once,
    spares_what_is_never_recorded,
    has_hours_in_order,
    names_a_known_list,
)


def _so_for_both(holds: Callable[[Scope, Scope], bool]) -> Callable[[ReviewCase], bool]:
    """Return whether something holds of the scope that a review names, and the one before it."""
    return lambda case: case.review.scope is None or holds(case.review.scope, case.scope)


def _is_well_formed(new: Scope, _: Scope) -> bool:
    return all(is_kept(new) for is_kept in _WELL_FORMED)


def _is_level_kept(new: Scope, old: Scope) -> bool:
    return new.level <= old.level


def _are_kinds_kept(new: Scope, old: Scope) -> bool:
    return old.level == _EVERY_SITE or set(new.categories) <= set(old.categories)


def _is_list_kept(new: Scope, old: Scope) -> bool:
    return old.level == _EVERY_SITE or set(new.watch) <= set(old.watch)


def _are_hours_kept(new: Scope, old: Scope) -> bool:
    if old.hours is None:
        return True
    return (
        new.hours is not None
        and old.hours.start <= new.hours.start
        and new.hours.end <= old.hours.end
    )


def _is_never_recorded_kept(new: Scope, old: Scope) -> bool:
    return (
        set(new.never_recorded) >= set(old.never_recorded)
        and new.never_list_version >= old.never_list_version
    )


_NEVER_WIDER: Final = "the project's decision (consent B.6): more takes a new agreement"

NARROWING_RULES: Final[tuple[Rule[ReviewCase], ...]] = (
    Rule(
        name="REVIEW_SCOPE",
        citation="the project's decision (people 2): what is looked at is named in the record",
        code=Code.RULE_REVIEW_SCOPE,
        kept=_so_for_both(_is_well_formed),
    ),
    Rule(
        name="REVIEW_LEVEL",
        citation=_NEVER_WIDER,
        code=Code.RULE_REVIEW_LEVEL,
        kept=_so_for_both(_is_level_kept),
    ),
    Rule(
        name="REVIEW_KINDS",
        citation=_NEVER_WIDER,
        code=Code.RULE_REVIEW_KINDS,
        kept=_so_for_both(_are_kinds_kept),
    ),
    Rule(
        name="REVIEW_WATCH",
        citation=_NEVER_WIDER,
        code=Code.RULE_REVIEW_WATCH,
        kept=_so_for_both(_is_list_kept),
    ),
    Rule(
        name="REVIEW_HOURS",
        citation=_NEVER_WIDER,
        code=Code.RULE_REVIEW_HOURS,
        kept=_so_for_both(_are_hours_kept),
    ),
    Rule(
        name="REVIEW_NEVER",
        citation="the project's decision (people 9): nothing removes what is never recorded",
        code=Code.RULE_REVIEW_NEVER,
        kept=_so_for_both(_is_never_recorded_kept),
    ),
)
