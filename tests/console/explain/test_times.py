from __future__ import annotations

from datetime import UTC, datetime

import pytest

from console.explain.times import ZoneUnknown, moment_asked, zone_of
from policy.errors import HouseholdMalformed
from policy.household import Household

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_time_is_read_by_the_homes_clocks() -> None:
    """Half past nine in Kathmandu is another instant than in London."""
    zone = zone_of(Household(zone="Asia/Kathmandu"))

    assert moment_asked("2026-11-23 21:30", zone, NOW).at == datetime(
        2026, 11, 23, 15, 45, tzinfo=UTC
    )
    assert moment_asked(None, zone, NOW).at == NOW


@pytest.mark.parametrize("text", ["", "21:30", "2026-11-23T21:30", "2026-2-3 21:30", "tomorrow"])
def test_what_is_no_time_is_refused(text: str) -> None:
    """The error says how a time is written."""
    with pytest.raises(HouseholdMalformed, match="expected one such as 2026-11-23 21:30"):
        moment_asked(text, zone_of(Household()), NOW)


@pytest.mark.parametrize("zone", ["Europe/Londen", "Narnia", "Europe", "america/new_york/x"])
def test_a_zone_without_a_table_is_refused(zone: str) -> None:
    """A zone that this machine does not know is an error that says what to write."""
    with pytest.raises(ZoneUnknown, match="write one such as Europe/London"):
        zone_of(Household(zone=zone))
