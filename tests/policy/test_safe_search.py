from __future__ import annotations

import pytest

from policy.facts.safe_search import NO_SAFE_SEARCH, SAFE_SEARCH
from policy.names import Name, from_text
from policy.never_blocked import NEVER_BLOCKED
from policy.rules import YouTube
from policy.safe_search import BLOCKED_ENGINES, NO_ANSWERS, answers

GOOGLE, TUBE = from_text("www.google.co.uk"), from_text("www.youtube.com")
SAFE = from_text("forcesafesearch.google.com")
MODERATE, STRICT = from_text("restrictmoderate.youtube.com"), from_text("restrict.youtube.com")

SETTINGS: dict[str, tuple[bool | None, YouTube | None, Name | None, Name | None]] = {
    "nobody said anything": (None, None, None, None),
    "off": (False, YouTube.OFF, None, None),
    "safe search alone": (True, None, SAFE, MODERATE),
    "safe search, YouTube as it is": (True, YouTube.OFF, SAFE, None),
    "safe search, strict": (True, YouTube.STRICT, SAFE, STRICT),
    "YouTube alone": (None, YouTube.STRICT, None, STRICT),
    "YouTube moderate alone": (False, YouTube.MODERATE, None, MODERATE),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_two_settings_say_which_name_answers(case: str) -> None:
    """Search and YouTube are set apart from each other; safe search brings the moderate mode."""
    safe_search, youtube, google, tube = SETTINGS[case]
    found = answers(safe_search=safe_search, youtube=youtube)

    assert (found.get(GOOGLE), found.get(TUBE)) == (google, tube)


def test_every_row_of_the_table_is_used() -> None:
    """No engine that can be made safe is left out, in any country."""
    used = {
        (name, target)
        for setting in (YouTube.STRICT, YouTube.MODERATE)
        for name, target in answers(safe_search=True, youtube=setting).items()
    }

    assert used == {(row.name, row.target) for row in SAFE_SEARCH}
    assert {row.name for row in NO_SAFE_SEARCH} == BLOCKED_ENGINES


def test_a_safe_name_is_never_answered_by_another() -> None:
    """Whoever follows an answer comes to an end: no target is itself a name to be replaced."""
    for setting in YouTube:
        found = answers(safe_search=True, youtube=setting)
        assert not set(found.values()) & found.keys()
        assert not set(found.values()) & BLOCKED_ENGINES


def test_off_is_nothing_at_all() -> None:
    """A device whose search is as it is has no table, and no engine is a lifeline."""
    assert answers(safe_search=None, youtube=None) is NO_ANSWERS
    assert not NO_ANSWERS
    assert not BLOCKED_ENGINES & NEVER_BLOCKED
