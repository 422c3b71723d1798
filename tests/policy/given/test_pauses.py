from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.given.grants import Grant, GrantKind
from policy.given.pauses import paused_for, to_be_listed
from policy.names import from_text
from policy.what import What

NOW = datetime(2025, 3, 29, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


def pause(begins: float, hours: float, person: str | None = "Sam") -> Grant:
    """Return a pause that begins some hours after now; mostly before."""
    return Grant(
        kind=GrantKind.PAUSE,
        giver="Jo",
        reason="why",
        young_person=person,
        given=NOW + begins * HOUR,
        until=NOW + (begins + hours) * HOUR,
    )


OTHERS = (
    pause(-5, 4, person="Alex"),
    Grant(
        kind=GrantKind.OPEN,
        giver="Jo",
        young_person="Sam",
        given=NOW - 5 * HOUR,
        until=NOW,
        what=What(names=frozenset({from_text("x.example")})),
    ),
    Grant(
        kind=GrantKind.PAUSE,
        giver="Jo",
        reason="why",
        device="TV",
        given=NOW - 5 * HOUR,
        until=NOW,
    ),
)

PAUSED = {
    "never": ([], 0.0),
    "twice": ([pause(-30, 3), pause(-10, 2)], 5.0),
    "both overlap": ([pause(-10, 4), pause(-8, 4)], 6.0),
    "one inside another": ([pause(-10, 8), pause(-9, 1)], 8.0),
    "the same twice": ([pause(-10, 8), pause(-10, 8)], 8.0),
    "still running": ([pause(-1, 5)], 1.0),
    "not begun": ([pause(1, 5)], 0.0),
    "a week ago": ([pause(-7 * 24 - 3, 5)], 2.0),
    "longer ago": ([pause(-7 * 24 - 5, 5)], 0.0),
    "with all the others": ([pause(-5, 2, person=None)], 2.0),
    "others' alone": ([*OTHERS], 0.0),
}


@pytest.mark.parametrize(("pauses", "hours"), PAUSED.values(), ids=PAUSED)
def test_the_time_paused_in_a_week_is_counted_once(pauses: list[Grant], hours: float) -> None:
    """What overlaps counts once, and only what has happened in the last seven days counts."""
    assert paused_for(pauses, "Sam", NOW) == hours * HOUR


def test_over_24_hours_in_a_week_is_listed() -> None:
    """Exactly a day is not; a minute more lists every pause with giver and reason, in order."""
    one, other, more = pause(-100, 12), pause(-60, 12), pause(-20, 1 / 60)

    assert to_be_listed([other, one], "Sam", NOW) == ()
    assert to_be_listed(iter([more, other, one, *OTHERS]), "Sam", NOW) == (one, other, more)


_PAUSES = st.builds(
    lambda begins, hours: pause(begins, min(hours, 24)), st.integers(-160, -1), st.integers(1, 24)
)


@given(st.lists(_PAUSES, max_size=8), _PAUSES, st.integers(0, 60))
def test_the_list_of_pauses_is_only_added_to(
    before: list[Grant], one_more: Grant, hours: int
) -> None:
    """A further pause takes none off the list; time takes off only what is a week old."""
    after = to_be_listed([*before, one_more], "Sam", NOW)
    later = NOW + hours * HOUR
    young = [one for one in before if one.until > later - timedelta(days=7)]

    assert set(to_be_listed(before, "Sam", NOW)) <= set(after)
    assert set(to_be_listed(young, "Sam", later)) == set(to_be_listed(before, "Sam", later))
