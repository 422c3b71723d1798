"""The catalogue's lists as they really are: fetched, judged, built, and reported on.

What is fetched are the staged copies, from a publisher on this machine. The figures are printed.
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import agent.lists
from agent.lists.catalogue import Entry, Published, load_catalogue
from agent.lists.our_tables import OUR_TABLES
from agent.lists.overblocking import (
    TemplateReport,
    above_ceilings,
    read_ceilings,
    read_popular,
    report_on,
    table,
)
from policy.age_templates import TEMPLATES, AgeBand
from policy.categories import Category
from policy.index import CategoryIndex
from policy.list_standing import ListStanding, Use
from policy.names import from_text, to_text
from tests.agent.lists.homes import Home
from tests.agent.lists.publisher import Publisher, content
from tests.agent.lists.test_catalogue import COPIES

CEILINGS = Path(agent.lists.__file__).parent / "ceilings.toml"

GONE_MISSING = "no copies of real lists are here"


@dataclass(frozen=True, slots=True)
class Real:
    """A home that has fetched every list of the catalogue of which there is a copy."""

    standing: dict[str, ListStanding]
    index: CategoryIndex
    popular: int
    reports: list[TemplateReport]


def at(publisher: Publisher, entry: Entry) -> Entry:
    """Return a list of the catalogue as this publisher offers it."""
    if not isinstance(entry.origin, Published):
        return entry
    address = publisher.url(f"/{entry.id}", "127.0.0.1")
    return replace(entry, origin=replace(entry.origin, address=address))


@pytest.fixture(scope="module")
def real(shared_data: Path | None, tmp_path_factory: pytest.TempPathFactory) -> Real:
    """Return the home, after one run over all lists."""
    if shared_data is None:
        pytest.skip(GONE_MISSING)
    folder = tmp_path_factory.mktemp("real")
    since = time.perf_counter()
    with Publisher(folder) as publisher:
        for list_id, path in COPIES.items():
            octets = (shared_data / "lists" / path).read_bytes()
            publisher.serve(f"/{list_id}", content(octets))
        entries = [at(publisher, entry) for entry in load_catalogue().by_default()]
        home = Home(folder / "lists", publisher)
        standing = home.update(*entries)
    index = home.index()
    popular = read_popular((shared_data / "toplists" / "tranco-10k-unranked.txt").read_bytes())
    reports = report_on(
        {template.band: template.categories for template in TEMPLATES},
        index.listings,
        popular=popular,
        mistakes=OUR_TABLES.mistakes,
        everyday=OUR_TABLES.everyday,
    )
    sys.stdout.write(
        f"\n{index.count:,} names of {len(index.lists)} lists in"
        f" {time.perf_counter() - since:.1f} s,"
        f" {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most\n"
        + "\n".join(table(reports, len(popular)))
        + "\n"
    )
    return Real(standing, index, len(popular), reports)


def test_every_list_with_a_copy_is_in_use(real: Real) -> None:
    """Fetched for the first time, no real list is held back, and none loses names unforeseen."""
    with_copies = [real.standing[list_id] for list_id in COPIES if list_id in real.standing]

    assert [(one.id, one.trouble) for one in with_copies if one.trouble] == []
    assert {one.use for one in with_copies} == {Use.IN_USE}
    # Only hosts of gov.uk and nhs.uk are left out without the catalogue having said so.
    assert [
        name
        for one in with_copies
        for name in one.left_out
        if not name.endswith((".gov.uk", ".nhs.uk", ".police.uk"))
    ] == []


def test_no_template_blocks_an_everyday_name_or_a_known_mistake(real: Real) -> None:
    """Under every age template, all everyday names and all canaries are reachable."""
    harm = {
        report.template: [to_text(name) for name in (*report.mistakes, *report.everyday)]
        for report in real.reports
    }

    assert harm == {band: [] for band in AgeBand}


def test_every_category_at_once_blocks_no_everyday_name(real: Real) -> None:
    """A home that blocks every category loses no everyday name either, and no known mistake."""
    names = sorted(OUR_TABLES.everyday | OUR_TABLES.mistakes)
    every = frozenset(Category)
    [report] = report_on(
        {"everything": every}, real.index.listings, popular=(), mistakes=names, everyday=()
    )

    assert [to_text(name) for name in report.mistakes] == []


def test_the_ceilings_hold_and_are_no_higher_than_they_must_be(real: Real) -> None:
    """No category blocks more popular names than its ceiling, and a ceiling that can fall falls."""
    ceilings = read_ceilings(CEILINGS.read_bytes())

    assert list(above_ceilings(real.reports, ceilings)) == []
    measured = {
        report.template: {tag: count for tag, count in report.popular.items() if count}
        for report in real.reports
    }
    assert {
        template: {tag: count for tag, count in counts.items() if count}
        for template, counts in ceilings.items()
    } == measured, "lower the ceilings in agent/lists/ceilings.toml to what was measured"


ADULT = ("pornhub.com", "xvideos.com", "xhamster.com", "onlyfans.com")
BLOCKED = {
    Category.GAMBLING: ("bet365.com", "paddypower.com", "skybet.com", "williamhill.com"),
    Category.DATING: ("tinder.com", "badoo.com", "bumble.com"),
    Category.SOCIAL_MEDIA: ("tiktok.com", "instagram.com", "snapchat.com"),
    Category.GAMES: ("roblox.com", "epicgames.com"),
    Category.STRANGERS: ("character.ai", "ome.tv"),
    Category.VPN: ("nordvpn.com", "dns.google"),
    Category.ADULT: ADULT,
}


@pytest.mark.parametrize("category", BLOCKED)
def test_what_a_category_is_for_is_in_it(real: Real, category: Category) -> None:
    """The names that anybody would expect under a category are blocked by it."""
    missing = [
        text
        for text in BLOCKED[category]
        if not any(mask & category.bit for _, mask in real.index.listings(from_text(text)))
    ]

    assert missing == []
