"""Rule sets and school years as tables of a document, read strictly.

Rules kept here:
- What is left out is not written either, save the three arrays of plain rules; so a household
  without rules in time reads as it always did.
- Reading back what was written gives the same values.

A rule set is `block_categories`, `block`, `allow` (arrays of strings), `safe_search` (true or
false), `youtube` ("off", "moderate", "strict") and `timed`, an array of the tables that
`policy.timed_document` reads. A school year is `terms` and `holidays`, each an array of tables with
`name`, `first` and `last`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from policy import names, reading
from policy.errors import HouseholdMalformed
from policy.rules import RuleSet, YouTube
from policy.terms import NamedDays, Terms
from policy.timed_document import MAX_RULES, categories_at, tags_of, timed_from, timed_to

__all__ = ["MAX_RULES", "RULE_KEYS", "rules_from", "rules_to", "school_year_from", "school_year_to"]

MAX_RUNS = 100

RULE_KEYS: Final = ("block_categories", "block", "allow", "safe_search", "youtube", "timed")
_YEAR_KEYS: Final = ("terms", "holidays")


def rules_from(table: Mapping[str, object], where: str) -> RuleSet:
    """Return the rule set that a table holds. Raises HouseholdMalformed."""
    block = reading.names_at(table, "block", where, MAX_RULES)
    allow = reading.names_at(table, "allow", where, MAX_RULES)
    if both := block & allow:
        name = names.to_text(min(both))
        raise HouseholdMalformed(
            where, f"{name!r} is both blocked and allowed; remove it from one of the two"
        )
    timed = timed_from(table, where)
    youtube = None
    if "youtube" in table:
        youtube = reading.word(
            YouTube, table["youtube"], f"{where}.youtube", "setting for YouTube", "settings"
        )
    return RuleSet(
        block_categories=categories_at(table, "block_categories", where),
        block=block,
        allow=allow,
        timed=timed,
        safe_search=reading.flag(table, "safe_search", where),
        youtube=youtube,
    )


def rules_to(rules: RuleSet) -> dict[str, object]:
    """Return a rule set as a table."""
    table: dict[str, object] = {
        "block_categories": tags_of(rules.block_categories),
        "block": sorted(names.to_text(name) for name in rules.block),
        "allow": sorted(names.to_text(name) for name in rules.allow),
    }
    if rules.safe_search is not None:
        table["safe_search"] = rules.safe_search
    if rules.youtube is not None:
        table["youtube"] = str(rules.youtube)
    if rules.timed:
        table["timed"] = [timed_to(rule) for rule in rules.timed]
    return table


def school_year_from(value: object, where: str) -> Terms:
    """Return the terms and holidays of a table. Raises HouseholdMalformed."""
    table = reading.table(value, where, _YEAR_KEYS)
    terms, holidays = (
        tuple(_run(entry, here) for entry, here in reading.entries(table, key, where, MAX_RUNS))
        for key in _YEAR_KEYS
    )
    return Terms(terms=terms, holidays=holidays)


def school_year_to(terms: Terms) -> dict[str, object]:
    """Return terms and holidays as a table."""
    runs = {"terms": terms.terms, "holidays": terms.holidays}
    return {
        key: [
            {"name": one.name, "first": one.first.isoformat(), "last": one.last.isoformat()}
            for one in found
        ]
        for key, found in runs.items()
        if found
    }


def _run(entry: object, where: str) -> NamedDays:
    table = reading.table(entry, where, ("name", "first", "last"))
    name = reading.label(table, "name", where)
    first, last = (_needed_day(table, key, where) for key in ("first", "last"))
    return reading.built(where, lambda: NamedDays(name, first, last))


def _needed_day(table: Mapping[str, object], key: str, where: str) -> date:
    reading.needed(table, key, where)
    found = reading.day(table, key, where)
    assert found is not None
    return found
