from __future__ import annotations

from datetime import timedelta

import pytest

from policy.given.grants import Grant, GrantKind
from policy.moment import Clockwork
from policy.names import from_text
from policy.rules import RuleSet
from policy.screen_time.budgets import Left
from policy.screen_time.warnings import End, Warned, due, ends_ahead, minutes_running_out
from policy.terms import Terms
from policy.timed import Budget, Effect, TimedRule
from policy.what import EVERYTHING, What
from policy.windows import Window
from tests.policy.evening import HOME, clock, grant, moment

SAM = HOME.young_people[0].rules
SITE = What(names=frozenset({from_text("site.example")}))


def ends(text: str, *grants: Grant, rules: RuleSet = SAM) -> list[tuple[str, str]]:
    """Return what ends next for Sam, as (when, what)."""
    return [
        (f"{end.at.astimezone(moment(text).zone):%d %H:%M}", end.title)
        for end in ends_ahead((HOME.everyone, rules), Terms(), grants, Clockwork(moment(text)))
    ]


def test_what_closes_next_is_an_end() -> None:
    """The soonest first; what is closed now, and what opens, is none."""
    assert ends("20:00") == [
        ("29 21:00", "Bedtime"),
        ("30 00:00", "No shops before lunch"),
        ("30 16:00", "TikTok after tea"),
    ]
    assert [title for _, title in ends("22:00")] == ["No shops before lunch", "TikTok after tea"]


def test_a_bedtime_that_comes_later_ends_when_the_grant_does() -> None:
    """Whether the rule holds by then already or not."""
    later = grant(GrantKind.LATER, "20:30", "22:00")

    assert ends("20:45", later)[0] == ("29 22:00", "Bedtime")
    assert ends("21:30", later)[0] == ("29 22:00", "Bedtime")
    assert ends("20:45", grant(GrantKind.LATER, "20:30", "20:50"))[0] == ("29 21:00", "Bedtime")


def test_what_was_opened_ends_too() -> None:
    """Who was given a site for a time is warned before it closes again."""
    opened = grant(GrantKind.OPEN, "14:00", "15:00", what=SITE)

    assert ends("14:30", opened)[0] == ("29 15:00", "site.example")


def test_who_does_not_know_the_time_warns_of_nothing() -> None:
    """Without a plausible clock there is no end to be told."""
    clockwork = Clockwork(moment("20:00", plausible=False))

    assert ends_ahead((SAM,), Terms(), (), clockwork) == ()


def test_what_never_changes_has_no_end() -> None:
    """A rule for always is neither closed soon nor open."""
    rule = TimedRule(title="x", effect=Effect.BLOCK, what=EVERYTHING)
    past = TimedRule(
        title="y",
        effect=Effect.BLOCK,
        what=EVERYTHING,
        windows=(Window(last=moment("2024-01-01 00:00").today),),
    )

    assert ends("20:00", rules=RuleSet(timed=(rule, past))) == []


BEDTIME = End(at=clock("21:00"), title="Bedtime")
DUE = {
    "long before": ("20:00", "20:49", []),
    "ten minutes before": ("20:49", "20:50", [10]),
    "just after that": ("20:50", "20:51", []),
    "five minutes before": ("20:54", "20:55", [5]),
    "a look that comes late": ("20:40", "20:57", [5]),
    "a look that comes too late": ("20:40", "21:00", []),
    "between the two": ("20:45", "20:52", [10]),
}


@pytest.mark.parametrize(("since", "until", "minutes"), DUE.values(), ids=DUE)
def test_each_warning_is_given_once_at_its_instant(
    since: str, until: str, minutes: list[int]
) -> None:
    """Of two that are due the latest is given, and none for an end that has come."""
    found = due([BEDTIME], clock(since), clock(until))

    assert found == tuple(Warned(title="Bedtime", minutes=count) for count in minutes)


def test_looking_often_gives_both_warnings_once() -> None:
    """From eight to nine, looked at each second, there are two."""
    given = [
        warned.minutes
        for second in range(3_600)
        for warned in due(
            [BEDTIME],
            clock("20:00") + timedelta(seconds=second),
            clock("20:00") + timedelta(seconds=second + 1),
        )
    ]

    assert given == [10, 5]


HOUR = Budget(minutes=60)


def left(minutes: int, budget: Budget = HOUR) -> Left:
    """Return what is left of an hour."""
    return Left(budget=budget, minutes=minutes, used_up=None, renewed=None)


@pytest.mark.parametrize(
    ("before", "after", "warned"),
    [
        (15, 10, [10]),
        (10, 10, []),
        (10, 5, [5]),
        (15, 5, [5]),
        (5, 0, []),
        (60, 0, []),
        (5, 20, []),
        (20, 15, []),
    ],
)
def test_minutes_warn_when_they_fall_to_ten_and_to_five(
    before: int, after: int, warned: list[int]
) -> None:
    """Only a fall warns, and only once; what is gone is not warned of any more."""
    found = list(minutes_running_out([left(before)], [left(after)]))

    assert found == [Warned(title="everything", minutes=count) for count in warned]


def test_a_budget_that_is_new_warns_of_nothing() -> None:
    """Who has nothing to compare with says nothing."""
    assert list(minutes_running_out([], [left(5)])) == []
