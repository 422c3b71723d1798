from __future__ import annotations

import re
from pathlib import Path

import pytest

from policy.facts.never_blocked import LIFELINES
from policy.facts.safe_search import NO_SAFE_SEARCH, SAFE_SEARCH, Mode
from policy.names import from_text, is_at_or_below, parents, to_text

STRICT = {to_text(row.name): to_text(row.target) for row in SAFE_SEARCH if row.mode is Mode.STRICT}
MODERATE = {
    to_text(row.name): to_text(row.target) for row in SAFE_SEARCH if row.mode is Mode.MODERATE
}
WITHOUT = frozenset(row.name for row in NO_SAFE_SEARCH)

ANSWERS = {
    "Google": ("www.google.com", "forcesafesearch.google.com"),
    "Google in the United Kingdom": ("www.google.co.uk", "forcesafesearch.google.com"),
    "Google in Catalan": ("www.google.cat", "forcesafesearch.google.com"),
    "YouTube": ("www.youtube.com", "restrict.youtube.com"),
    "YouTube's app": ("youtubei.googleapis.com", "restrict.youtube.com"),
    "Bing": ("www.bing.com", "strict.bing.com"),
    "DuckDuckGo": ("duckduckgo.com", "safe.duckduckgo.com"),
    "Ecosia": ("www.ecosia.org", "strict-safe-search.ecosia.org"),
    "Pixabay": ("pixabay.com", "safesearch.pixabay.com"),
    "Qwant": ("api.qwant.com", "safeapi.qwant.com"),
}

BLOCKED = {
    "Brave, until somebody tried": "search.brave.com",
    "Yahoo": "uk.search.yahoo.com",
    "Baidu's pictures": "image.baidu.com",
    "Startpage": "www.startpage.com",
    "Yandex": "yandex.com",
    "Yandex by its short name": "ya.ru",
    "DuckDuckGo without scripts": "html.duckduckgo.com",
}


@pytest.mark.parametrize(("name", "target"), ANSWERS.values(), ids=ANSWERS)
def test_an_engine_is_answered_by_its_safe_name(name: str, target: str) -> None:
    """Each engine that has a safe name is led to it."""
    assert STRICT[name] == target


@pytest.mark.parametrize("text", BLOCKED.values(), ids=BLOCKED)
def test_an_engine_without_a_safe_name_is_blocked(text: str) -> None:
    """An engine that cannot be made safe by DNS has a name to block at or above its own."""
    name = from_text(text)

    assert not WITHOUT.isdisjoint({name, *parents(name)})
    assert text not in STRICT


def test_youtube_has_both_modes_and_no_other_engine_has() -> None:
    """Moderate is a choice for YouTube alone, on the very names that strict has."""
    youtube = {to_text(row.name) for row in SAFE_SEARCH if row.engine == "YouTube"}

    assert len(youtube) == 5
    assert dict.fromkeys(youtube, "restrictmoderate.youtube.com") == MODERATE
    assert youtube <= STRICT.keys()


def test_no_target_is_asked_for_in_turn() -> None:
    """A target is a name, not an address, and leads nowhere else, so no answer goes in a circle."""
    targets = {*STRICT.values(), *MODERATE.values()}

    assert targets.isdisjoint(STRICT)
    assert [target for target in targets if re.fullmatch(r"[\d.]+", target)] == []


def test_no_target_is_blocked_by_the_same_setting() -> None:
    """What answers for a safe engine is not below a name that the setting blocks."""
    names = {row.target for row in SAFE_SEARCH} | {row.name for row in SAFE_SEARCH}

    assert [
        to_text(name) for name in names if any(is_at_or_below(name, engine) for engine in WITHOUT)
    ] == []


def test_blocking_engines_costs_nobody_a_lifeline() -> None:
    """No lifeline is, or lies below, an engine's name in either table."""
    engines = WITHOUT | {row.name for row in SAFE_SEARCH}

    assert [
        to_text(lifeline.name)
        for lifeline in LIFELINES
        if not engines.isdisjoint({lifeline.name, *parents(lifeline.name)})
    ] == []


def test_google_is_known_in_every_country(shared_data: Path | None) -> None:
    """All 194 countries' names of Google are led to the safe one."""
    google = {name for name in STRICT if name.startswith("www.google.")}
    assert len(google) == 194
    if shared_data is None:
        return
    rules = shared_data / "safesearch" / "adguard" / "google.txt"
    known = set(re.findall(r"^\|([^^]+)\^", rules.read_text(encoding="utf-8"), re.MULTILINE))

    assert google == known
