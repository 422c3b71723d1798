from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.security.passing import AT_MOST, Passing, of_cards, of_set_up

WHEN = datetime(2026, 11, 21, 18, 42, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_visit_that_goes_on_stays_somebodys() -> None:
    """Each request begins the wait anew, up to the longest time there is."""
    visits = of_cards()
    kept = visits.begin("Maya", WHEN)
    steps = [WHEN + number * 4 * MINUTE for number in range(1, 18)]

    assert [visits.whose(kept, at) for at in steps] == ["Maya"] * 15 + [None, None]


@pytest.mark.parametrize(
    ("visits", "alone"),
    {
        "a card's": (of_cards(), timedelta(minutes=5)),
        "a code's": (of_set_up(), timedelta(minutes=15)),
    }.values(),
)
def test_a_visit_that_is_left_alone_is_over(visits: Passing, alone: timedelta) -> None:
    """It holds to the last second of its wait, and once over it stays over."""
    kept, left = visits.begin("Maya", WHEN), visits.begin("Leo", WHEN)

    assert visits.whose(kept, WHEN + alone) == "Maya"
    assert visits.whose(left, WHEN + alone + timedelta(seconds=1)) is None
    assert visits.whose(left, WHEN) is None


def test_a_clock_that_goes_back_ends_a_visit() -> None:
    """A correction of less than a minute ends nothing; more than that could hide any wait."""
    visits = of_cards()
    kept = visits.begin("Maya", WHEN)

    assert visits.whose(kept, WHEN - MINUTE) == "Maya"
    assert visits.whose(kept, WHEN - 3 * MINUTE) is None


def test_what_no_browser_was_given_is_nobodys() -> None:
    """Neither nothing, nor a made-up token, nor what the table itself holds opens anything."""
    visits = of_cards()
    kept = visits.begin("Maya", WHEN)
    held = next(iter(visits._held))

    assert [visits.whose(one, WHEN) for one in (None, "", "x", held)] == [None] * 4
    assert held != kept


def test_visits_end_one_by_one_or_all_of_somebody() -> None:
    """Leaving ends one visit; a new card ends all of that person and of nobody else."""
    visits = of_cards()
    here, there, other = (visits.begin(name, WHEN) for name in ("Maya", "Maya", "Leo"))
    visits.end(here)
    visits.end(here)
    visits.end(None)

    assert [visits.whose(one, WHEN) for one in (here, there, other)] == [None, "Maya", "Leo"]
    visits.end_all_of("Maya")
    assert [visits.whose(one, WHEN) for one in (there, other)] == [None, "Leo"]


def test_the_oldest_makes_room() -> None:
    """However often somebody comes, the table stays small."""
    visits = of_cards()
    kept = [visits.begin(str(number), WHEN) for number in range(AT_MOST + 1)]

    assert visits.whose(kept[0], WHEN) is None
    assert [visits.whose(one, WHEN) for one in (kept[1], kept[-1])] == ["1", str(AT_MOST)]


def test_what_an_open_page_asks_by_itself_keeps_no_visit() -> None:
    """It is answered as long as the visit lasts, and the wait goes on as if nobody asked."""
    visits = of_cards()
    kept = visits.begin("Maya", WHEN)
    steps = [WHEN + number * MINUTE for number in (4, 5, 6)]

    assert [visits.whose(kept, at, is_alone=True) for at in steps] == ["Maya", "Maya", None]
