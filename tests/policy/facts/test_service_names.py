from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from publicsuffixlist import PublicSuffixList

from policy.facts.canaries import CANARIES
from policy.facts.everyday import EVERYDAY
from policy.facts.never_blocked import LIFELINES
from policy.facts.service_names import SERVICE_NAMES, ServiceName, Source
from policy.facts.services import SERVICES
from policy.names import Name, from_text, parents, to_text

ROWS = {row.name: row for row in SERVICE_NAMES}

# A small set that holds whatever becomes of the other tables.
NEEDED = """
    bbc.co.uk news.sky.com amazonaws.com cloudfront.net akamaized.net googleapis.com gstatic.com
    google.com live.com microsoft.com apple.com zoom.us teams.microsoft.com
    softwareupdates.amazon.com ctest.cdn.nintendo.net conntest.nintendowifi.net childline.org.uk
    login.live.com accounts.google.com proton.me mozilla.org duolingo.com scratch.mit.edu
"""


def above(row: ServiceName) -> list[ServiceName]:
    """Return the rows whose names are above a row's."""
    return [ROWS[name] for name in parents(row.name) if name in ROWS]


def test_there_are_as_many_as_were_reviewed() -> None:
    """The table stays small enough to be read by a person, and none that was reviewed is lost."""
    assert 1_200 <= len(SERVICE_NAMES) <= 1_500


def test_every_service_has_a_name_and_every_name_a_service() -> None:
    """The two tables know the same services."""
    assert {tag for row in SERVICE_NAMES for tag in row.services} == {one.tag for one in SERVICES}


def test_a_row_says_something_that_no_other_row_says() -> None:
    """Below another name stands only what belongs to another service, or may be blocked sooner."""
    needless = [
        to_text(row.name)
        for row in SERVICE_NAMES
        for upper in above(row)
        if upper.also_for is None and set(upper.services) <= set(row.services)
    ]

    assert needless == []


def test_no_service_covers_what_a_home_needs() -> None:
    """No everyday name, lifeline or canary is at or below a name of a service."""
    needed = [
        *map(from_text, NEEDED.split()),
        *(everyday.name for everyday in EVERYDAY),
        *(lifeline.name for lifeline in LIFELINES),
        *(canary.name for canary in CANARIES),
    ]

    assert [
        (to_text(name), to_text(upper))
        for name in needed
        for upper in (name, *parents(name))
        if upper in ROWS
    ] == []


def test_no_service_is_below_what_is_never_blocked() -> None:
    """A row that could never have an effect is none."""
    lifelines = {lifeline.name for lifeline in LIFELINES}

    assert [to_text(name) for name in ROWS if not lifelines.isdisjoint(parents(name))] == []


def test_no_service_is_a_whole_ending() -> None:
    """No name is a public suffix, so no service takes a country or a word's end with it."""
    endings = PublicSuffixList(only_icann=True)

    assert [to_text(name) for name in ROWS if endings.is_public(to_text(name))] == []


def test_no_source_is_named_twice() -> None:
    """A row names each of its sources once, and the service only where nobody else has the name."""
    assert [
        to_text(row.name)
        for row in SERVICE_NAMES
        if len(set(row.sources)) != len(row.sources)
        or (Source.THE_SERVICE in row.sources and len(row.sources) > 1)
    ] == []


def test_most_names_have_a_source_of_others() -> None:
    """At least three quarters of the names stand in somebody else's reviewed table."""
    counts = Counter(Source.THE_SERVICE in row.sources for row in SERVICE_NAMES)

    assert counts[False] >= 3 * counts[True]


def test_each_name_is_where_its_row_says(shared_data: Path | None) -> None:
    """Whatever a row says of a source is so, to the letter, and it is no advert there."""
    if shared_data is None:
        pytest.skip("the other tables are not here")
    services = shared_data / "services"
    nextdns: dict[str, list[str]] = json.loads(
        (services / "nextdns-services.json").read_text(encoding="utf-8")
    )
    said = {
        Source.NEXTDNS: {name for names in nextdns.values() for name in names},
        Source.V2FLY: v2fly(services / "v2fly"),
    }
    for source, known in said.items():
        wrong = {
            text
            for row in SERVICE_NAMES
            if (source in row.sources) != ((text := to_text(row.name)) in known)
        }
        assert wrong == set(), source


def v2fly(folder: Path) -> set[str]:
    """Return the names of all lists of a folder, without rules by pattern and adverts."""
    found: set[str] = set()
    for path in folder.iterdir():
        for line in path.read_text(encoding="utf-8").splitlines():
            words = line.partition("#")[0].split()
            if words and "@ads" not in words:
                found.add(words[0].removeprefix("full:").removeprefix("domain:"))
    return found


def test_a_shared_name_says_whose_else_it_is() -> None:
    """Names that are known to be shared carry their other services, or what else they are for."""
    shared = {to_text(row.name): row for row in SERVICE_NAMES if row.also_for or row.services[1:]}

    assert set(shared) >= {
        *("fbcdn.net", "facebook.net", "t.co", "fast.com", "ggpht.com", "ibyteimg.com"),
        *("easyanticheat.net", "live-video.net", "skyassets.com", "media-amazon.com"),
    }
    assert all(row.also_for is None or row.also_for[-1].isalnum() for row in shared.values())


def test_names_of_rows_are_names() -> None:
    """Each name has two labels at least, so that no row is a word by itself."""
    assert [name for name in ROWS if not list(parents(Name(name)))] == []
