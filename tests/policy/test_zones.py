from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from policy.zones import even_until, on_the_wall
from tests.policy.schedule_cases import CHANGES, zone_named
from tests.policy.schedule_oracle import utc

MOVED = {
    "London, in spring": ("Europe/London", "2025-03-30 01:00"),
    "Dublin, whose winter is the exception": ("Europe/Dublin", "2024-10-27 01:00"),
    "Azores, at midnight": ("Atlantic/Azores", "2025-03-30 01:00"),
    "Kathmandu, by a quarter": ("Asia/Kathmandu", "1985-12-31 18:30"),
    "St John's, a minute after midnight": ("America/St_Johns", "2010-11-07 02:31"),
    "Apia, by a day": ("Pacific/Apia", "2011-12-30 10:00"),
}


@pytest.mark.parametrize("hours", [1, 7, 23])
@pytest.mark.parametrize(("zone", "moved"), MOVED.values(), ids=MOVED)
def test_the_instant_at_which_clocks_are_moved_is_exact(zone: str, moved: str, hours: int) -> None:
    """From any time of the day before, the second at which the clocks are moved is found."""
    wall, at = zone_named(zone), utc(moved)
    since = at - timedelta(hours=hours, microseconds=250_001)

    assert even_until(since, since + timedelta(days=1), wall) == at
    # The instant asked about counts: at it, the clocks have been moved already.
    assert even_until(since, at, wall) == at
    assert even_until(since, at - timedelta(seconds=1), wall) == at - timedelta(seconds=1)


def test_the_zones_moved_here_are_those_of_the_large_table() -> None:
    """Each zone of the large table has its instant here."""
    assert {zone for zone, _ in MOVED.values()} == set(CHANGES)


def test_clocks_that_are_never_moved_run_evenly() -> None:
    """In a zone without changes the answer is the instant asked about."""
    at = datetime(2025, 1, 1, 0, 0, 0, 1, tzinfo=UTC)
    zone = timezone(timedelta(hours=-3, minutes=-30))

    assert even_until(at, at + timedelta(hours=5), zone) == at + timedelta(hours=5)


def test_the_wall_shows_the_zone_s_time() -> None:
    """What is shown is a plain time, the same for both passes of a doubled hour."""
    london = zone_named("Europe/London")

    assert on_the_wall(utc("2025-07-01 12:00"), london).isoformat() == "2025-07-01T13:00:00"
    assert on_the_wall(utc("2025-10-26 00:30"), london) == on_the_wall(
        utc("2025-10-26 01:30"), london
    )


def test_a_time_that_is_no_instant_is_refused() -> None:
    """A time without a zone is not taken for the machine's own."""
    with pytest.raises(ValueError, match="has none"):
        on_the_wall(datetime(2025, 1, 1), UTC)  # noqa: DTZ001 - this is what is refused
