from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from console.rehearsal.effective import (
    CLOSED,
    HOURS,
    LIFELINES_TOGETHER,
    OPEN,
    VISITORS,
    decided,
)
from policy.compile import PROTECTIVE_DEFAULT
from policy.document import household_from_toml
from policy.tonight import NOTHING_TONIGHT

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)

HOME = household_from_toml("""
format = "lamplight-household/v1"
[everyone]
block_categories = ["adult"]
block = ["blocked.example"]
[[young_people]]
name = "Maya"
[[young_people.timed]]
title = "bedtime"
effect = "block"
everything = true
when = [{ days = ["mon"], from = "21:00", until = "23:00" }]
[[devices]]
name = "Maya's tablet"
belongs_to = "Maya"
addresses = ["192.0.2.7"]
""")


def test_each_hour_of_a_week_is_asked() -> None:
    """Bedtime closes two hours of one device, and nobody else's."""
    found = decided(HOME, NOTHING_TONIGHT, MONDAY, ZoneInfo("UTC"))

    assert set(found) == {VISITORS, "Maya's tablet"}
    assert found["Maya's tablet"]["games"] == OPEN * 21 + CLOSED * 2 + OPEN * (HOURS - 23)
    assert found[VISITORS]["games"] == OPEN * HOURS


def test_rules_that_name_a_name_and_what_is_never_blocked_are_asked() -> None:
    """A name that is blocked is closed in each hour, and a lifeline in none."""
    found = decided(HOME, NOTHING_TONIGHT, MONDAY, ZoneInfo("UTC"))

    for letters in found.values():
        assert letters["name blocked.example"] == CLOSED * HOURS
        assert letters["adult"] == CLOSED * HOURS
        assert letters[LIFELINES_TOGETHER] == OPEN * HOURS


def test_before_the_first_run_it_is_what_protects_everyone() -> None:
    """A box that nobody has set up has rules too, and they can be compared."""
    found = decided(PROTECTIVE_DEFAULT, NOTHING_TONIGHT, MONDAY, UTC)

    assert {kind for kind, hours in found[VISITORS].items() if CLOSED in hours} == {
        "adult",
        "malware",
    }
