from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agent.screen_time.warned import Warner
from policy.agent_answers import MAX_TITLE, MAX_WARNINGS, DueWarning, WarningKind
from policy.categories import Category
from policy.given.grants import Grant, GrantKind
from policy.names import from_text
from policy.screen_time.minutes import NO_MINUTES, Minutes, Used
from policy.screen_time.targets import target_id
from policy.timed import Target
from policy.what import What
from tests.agent.screen_time.at_home import HOME, SAM, HomeClock

BEDTIME = datetime(2025, 3, 30, 20, 0, tzinfo=UTC)


class Evening:
    """A warner before Sam's bedtime at nine."""

    def __init__(self, before: timedelta) -> None:
        """Begin so long before bedtime."""
        self.clock = HomeClock(BEDTIME - before)
        self.warner = Warner()
        self.grants: tuple[Grant, ...] = ()
        self.minutes = NO_MINUTES
        self.look()

    def look(self) -> list[tuple[str, int]]:
        """Look, and return what is due."""
        self.warner.look(HOME, self.grants, self.minutes, self.clock.moment())
        return [(one.title, one.minutes) for one in self.warner.due]

    def wait(self, seconds: float) -> list[tuple[str, int]]:
        """Let time pass, look, and return what is due."""
        self.clock.pass_seconds(seconds)
        return self.look()


def used(games: int) -> Minutes:
    """Return minutes of games that Sam used today."""
    day = datetime(2025, 3, 30, tzinfo=UTC).toordinal()
    target = target_id(Target(category=Category.GAMES))
    one = Used(person=SAM, target=target, today=games, this_week=games)
    return Minutes(day=day, week=day - 6, used=(one,))


def test_a_warning_comes_ten_and_five_minutes_before_an_end_and_goes_with_it() -> None:
    """Second by second: none before, ten minutes, five minutes, and none from the end on."""
    evening = Evening(timedelta(minutes=11))
    seen = [(second, tuple(evening.wait(1))) for second in range(1, 12 * 60)]
    changes = [
        (second, due)
        for (second, due), (_, before) in zip(seen[1:], seen, strict=False)
        if due != before
    ]

    assert changes == [
        (60, (("Bedtime", 10),)),
        (360, (("Bedtime", 10), ("Bedtime", 5))),
        (660, ()),
    ]


def test_each_warning_has_a_number_of_its_own() -> None:
    """Whoever shows them makes a sound once for each."""
    evening = Evening(timedelta(minutes=11))
    evening.wait(61)
    evening.wait(300)

    assert evening.warner.due == tuple(
        DueWarning(
            number=number,
            young_person=SAM,
            kind=WarningKind.END,
            title="Bedtime",
            minutes=minutes,
        )
        for number, minutes in ((1, 10), (2, 5))
    )


def test_a_look_that_comes_late_gives_the_latest_one_only() -> None:
    """After a long pause five minutes are five minutes, and no ten are said."""
    evening = Evening(timedelta(minutes=30))

    assert evening.wait(26 * 60) == [("Bedtime", 5)]


def test_an_agent_that_starts_late_says_nothing_of_before() -> None:
    """What fell due before the first look is not made up for."""
    assert Evening(timedelta(minutes=7)).look() == []


def test_a_clock_put_back_gives_no_warning_twice() -> None:
    """An hour that comes again brings no second warning for the same end."""
    evening = Evening(timedelta(minutes=11))
    evening.wait(61)
    evening.clock.step(-timedelta(minutes=5))
    evening.look()
    told = {one for _ in range(20) for one in evening.wait(30)}

    assert told == {("Bedtime", 10), ("Bedtime", 5)}
    assert max(one.number for one in evening.warner.due) == 2


def test_a_clock_that_was_days_ahead_stops_no_warning() -> None:
    """Once such a clock is right, warnings come as if it had never been wrong."""
    evening = Evening(timedelta(minutes=11))
    evening.clock.step(timedelta(days=40))
    evening.look()
    evening.clock.step(-timedelta(days=40))
    evening.look()

    assert evening.wait(61) == [("Bedtime", 10)]


def test_what_was_warned_of_by_a_wrong_clock_is_not_held() -> None:
    """Once a clock that was days ahead is right, what it warned of is due no more."""
    evening = Evening(timedelta(minutes=11))
    evening.clock.step(timedelta(days=40))
    evening.look()
    assert evening.wait(61) == [("Bedtime", 10)]
    evening.clock.step(-timedelta(days=40, minutes=5))

    assert evening.look() == []


def test_minutes_that_fall_to_ten_and_to_five_are_told_once_each() -> None:
    """Of twenty minutes of games the third slot leaves five, and the last nothing to warn of."""
    evening = Evening(timedelta(hours=4))
    told = []
    for minutes in (5, 10, 10, 15, 20):
        evening.minutes = used(minutes)
        before = {one.number for one in evening.warner.due}
        evening.wait(300)
        told += [
            (minutes, one.title, one.minutes, one.kind)
            for one in evening.warner.due
            if one.number not in before
        ]

    assert told == [
        (10, "games", 10, WarningKind.MINUTES),
        (15, "games", 5, WarningKind.MINUTES),
    ]


def test_the_first_look_of_a_start_tells_no_minutes() -> None:
    """An agent that is started with five minutes left has seen nothing fall."""
    evening = Evening(timedelta(hours=4))
    started = Warner()
    started.look(HOME, (), used(15), evening.clock.moment())

    assert started.due == ()


def test_what_was_given_ends_with_a_warning_too() -> None:
    """The end of a site that a carer opened is warned of like any other."""
    evening = Evening(timedelta(hours=4))
    evening.grants = (
        Grant(
            kind=GrantKind.OPEN,
            giver="Jo",
            given=evening.clock.at,
            until=evening.clock.at + timedelta(minutes=12),
            young_person="Sam",
            what=What(names=frozenset({from_text("closed.example")})),
        ),
    )

    assert evening.look() == []
    assert evening.wait(121) == [("closed.example", 10)]


def test_a_title_that_is_too_long_is_cut() -> None:
    """What is sent on has at most so many letters, however much was opened at once."""
    evening = Evening(timedelta(hours=4))
    names = frozenset(from_text(f"{letter * 40}.example") for letter in "abc")
    evening.grants = (
        Grant(
            kind=GrantKind.OPEN,
            giver="Jo",
            given=evening.clock.at,
            until=evening.clock.at + timedelta(minutes=10, seconds=30),
            young_person="Sam",
            what=What(names=names),
        ),
    )
    evening.look()
    [(title, _)] = evening.wait(60)

    assert len(title) == MAX_TITLE
    assert title.endswith("\N{HORIZONTAL ELLIPSIS}")


def test_no_more_warnings_are_held_than_fit_an_answer() -> None:
    """The earliest go where there are too many."""
    evening = Evening(timedelta(hours=4))
    given = evening.clock.at
    evening.grants = tuple(
        Grant(
            kind=GrantKind.OPEN,
            giver="Jo",
            given=given,
            until=given + timedelta(minutes=11),
            young_person="Sam",
            what=What(names=frozenset({from_text(f"n{number}.example")})),
        )
        for number in range(MAX_WARNINGS + 7)
    )
    evening.look()
    evening.wait(61)

    assert [one.number for one in evening.warner.due] == list(range(8, MAX_WARNINGS + 8))


def test_without_the_time_nothing_is_due() -> None:
    """Once nobody knows what time it is, no warning is held."""
    evening = Evening(timedelta(minutes=11))
    assert evening.wait(61)
    evening.warner.forget()

    assert evening.warner.due == ()


@pytest.mark.parametrize("other", ["home", "grants", "minutes"])
def test_what_changes_within_a_slot_is_seen_at_once(other: str) -> None:
    """Changed rules, grants or minutes are worked out anew at the next look."""
    evening = Evening(timedelta(minutes=9))
    made_for = evening.warner._made_for
    evening.look()
    assert evening.warner._made_for is made_for

    home = replace(HOME) if other == "home" else HOME
    evening.minutes = used(5) if other == "minutes" else NO_MINUTES
    grants = (
        tuple(iter([]))
        if other != "grants"
        else (
            Grant(
                kind=GrantKind.PAUSE,
                giver="Jo",
                given=evening.clock.at,
                until=evening.clock.at + timedelta(minutes=1),
                reason="tea",
            ),
        )
    )
    evening.warner.look(home, grants, evening.minutes, evening.clock.moment())

    assert evening.warner._made_for is not made_for
