"""What the lists of a home would block that people use: the standing report on over-blocking.

Rules kept here:
- It asks `policy.decide`, as the agent does for a query, with the categories of an age template
  for everyone. So agreement, exceptions and what is never blocked count as they do in a home.
- It counts names of a list of popular names, and of our own tables; nothing anybody asked.
- Ceilings say how many popular names a category may block for an age. They are lowered when a
  report comes out lower, and never raised: `tests/agent/lists/test_overblocking.py` holds that.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.errors import ListMalformed
from policy.categories import Category
from policy.compile import DevicePolicy, compile_policy
from policy.decide import Listings, decide
from policy.errors import NameMalformed
from policy.household import Household
from policy.names import Name, from_text, to_text
from policy.rules import RuleSet
from policy.verdict import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateReport:
    """What is blocked under one age template. `popular` counts names for each category."""

    template: str
    categories: frozenset[Category]
    popular: Mapping[Category, int]
    mistakes: tuple[Name, ...]
    everyday: tuple[Name, ...]


def report_on(
    templates: Mapping[str, frozenset[Category]],
    listings: Listings,
    *,
    popular: Sequence[Name],
    mistakes: Iterable[Name],
    everyday: Iterable[Name],
) -> list[TemplateReport]:
    """Return what each template would block of these names."""
    mistakes, everyday = tuple(mistakes), tuple(everyday)
    reports = []
    for template, categories in templates.items():
        policy = _policy(categories)
        counts = Counter(
            category
            for name in popular
            if (category := _blocked_as(policy, name, listings)) is not None
        )
        reports.append(
            TemplateReport(
                template=template,
                categories=categories,
                popular=counts,
                mistakes=_blocked(policy, mistakes, listings),
                everyday=_blocked(policy, everyday, listings),
            )
        )
    return reports


def read_popular(octets: bytes) -> list[Name]:
    """Return the names of a list of popular names: one a line, or `rank,name`.

    Raises ListMalformed with the first line that is not one.
    """
    found = []
    for number, line in enumerate(octets.decode(errors="replace").splitlines(), start=1):
        text = line.replace("\t", ",").rpartition(",")[2].strip()
        if not text or text.startswith("#"):
            continue
        try:
            found.append(from_text(text))
        except NameMalformed as error:
            raise ListMalformed(f"line {number} of the popular names: {error}") from error
    return found


_TAGS = frozenset(Category)


def read_ceilings(octets: bytes) -> Mapping[str, Mapping[str, int]]:
    """Return the ceilings of a TOML file: a table for each template, a count for each category.

    Raises ListMalformed.
    """
    try:
        document = tomllib.loads(octets.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ListMalformed(f"the ceilings are not valid TOML: {error}") from error
    for template, counts in document.items():
        if not isinstance(counts, dict) or not all(
            type(count) is int and tag in _TAGS for tag, count in counts.items()
        ):
            raise ListMalformed(f"the ceilings of {template!r} are not a table of counts")
    return document


def above_ceilings(
    reports: Iterable[TemplateReport], ceilings: Mapping[str, Mapping[str, int]]
) -> Iterator[str]:
    """Yield a sentence for each count that is above its ceiling; a missing ceiling is 0."""
    for report in reports:
        for category, count in sorted(report.popular.items()):
            ceiling = ceilings.get(report.template, {}).get(category, 0)
            if count > ceiling:
                yield (
                    f"{report.template}: {category} blocks {count:,} popular names;"
                    f" at most {ceiling:,} may be"
                )


def table(reports: Sequence[TemplateReport], popular: int) -> Iterator[str]:
    """Yield the report as lines: a row for each category, a column for each template."""
    categories = [category for category in Category if any(category in r.popular for r in reports)]
    head = (f"of {popular:,} popular names", *(report.template for report in reports))
    rows = [head]
    rows += [
        (category.label, *(_cell(report, category) for report in reports))
        for category in categories
    ]
    rows.append(("all categories", *(f"{sum(r.popular.values()):,}" for r in reports)))
    rows.append(("over-blocking canaries", *(f"{len(r.mistakes):,}" for r in reports)))
    rows.append(("everyday names", *(f"{len(r.everyday):,}" for r in reports)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    for first, *rest in rows:
        yield "  ".join(
            (first.ljust(widths[0]), *(c.rjust(w) for c, w in zip(rest, widths[1:], strict=True)))
        )
    for report in reports:
        for what, names in (("canary", report.mistakes), ("everyday name", report.everyday)):
            for name in names:
                yield f"{report.template}: blocks the {what} {to_text(name)}"


def _cell(report: TemplateReport, category: Category) -> str:
    return f"{report.popular.get(category, 0):,}" if category in report.categories else "-"


def _policy(categories: frozenset[Category]) -> DevicePolicy:
    household = Household(everyone=RuleSet(block_categories=categories))
    return compile_policy(household, version=1).visitors


def _blocked(policy: DevicePolicy, names: Iterable[Name], listings: Listings) -> tuple[Name, ...]:
    return tuple(name for name in names if _blocked_as(policy, name, listings) is not None)


def _blocked_as(policy: DevicePolicy, name: Name, listings: Listings) -> Category | None:
    verdict = decide(policy, name, listings)
    return verdict.category if isinstance(verdict, Block) else None
