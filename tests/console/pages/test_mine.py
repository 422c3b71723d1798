from __future__ import annotations

from dataclasses import replace

from console.pages.evening import evenings_of
from console.pages.mine import MinePage, mine_page, not_mine_page, why_not_borrowed
from console.store.agent import AgentSilence
from console.store.database.changes import Change, Changed, Note
from console.words import mine
from policy.agent_answers import NotDone, Refused, TargetLeft, TimeLeft, WarningsDue
from policy.screen_time.targets import target_id
from policy.screen_time.words import borrowed, time_left
from policy.timed import Period
from tests.console.given_home import GAMES, SIX_IN_THE_EVENING, STREAMING
from tests.console.pages.evenings import Plain

LEFT = TargetLeft(young_person=1, target=GAMES, period=Period.DAY, minutes=20, may_borrow=True)


def page_of(*left: TargetLeft, **said: object) -> MinePage:
    """Return Sam's page, with this time left."""
    now = Plain().now(left=TimeLeft(left=left, knows_the_time=True))
    return mine_page(
        evenings_of(now)[0],
        WarningsDue(warnings=()),
        said.get("fixes", ()),  # type: ignore[arg-type]  # changes
        now,
    )


def test_minutes_are_told_as_they_are() -> None:
    """The young person reads minutes and not steps."""
    week = replace(LEFT, target=STREAMING, period=Period.WEEK, minutes=7)
    page = page_of(LEFT, week)

    assert page.left == (
        time_left(20, GAMES, Period.DAY),
        time_left(7, STREAMING, Period.WEEK),
    )


def test_ten_minutes_can_be_borrowed_of_a_day_that_lends() -> None:
    """What it means stands before the button; of a week, or after it was done, there is none."""
    week = replace(LEFT, target=STREAMING, period=Period.WEEK)
    lends = page_of(LEFT, week)
    done = page_of(replace(LEFT, may_borrow=False))
    only_week = page_of(week)

    assert [(one.target, one.text) for one in lends.loans] == [
        (target_id(GAMES), borrowed(10, GAMES))
    ]
    assert (lends.borrowed, done.loans, done.borrowed) == (None, (), mine.BORROW_NOT)
    assert (only_week.loans, only_week.borrowed) == ((), None)


def test_only_the_use_of_fix_an_app_is_told_there() -> None:
    """Other changes stand on the page of rules."""
    fixes = tuple(
        Change(number=1, at=SIX_IN_THE_EVENING, note=Note(who="Sam", what=what, about="Sam"))
        for what in (Changed.PAUSED, Changed.FIX_USED)
    )

    assert page_of(fixes=fixes).fixes == (
        mine.FIX_USED.format(date="21 November 2026", time="18:00"),
    )


def test_each_way_of_not_lending_has_its_words() -> None:
    """Borrowed already, no time, no budget, and silence are four things."""
    told = [
        why_not_borrowed(NotDone(why=why))
        for why in (Refused.BORROWED, Refused.NO_TIME, Refused.NO_BUDGET)
    ]

    assert told == [mine.BORROW_NOT, mine.BORROW_NOT_TIME, mine.BORROW_NOT_BUDGET]
    assert why_not_borrowed(AgentSilence.TOO_LATE) == mine.BORROW_SILENT


def test_on_other_devices_there_is_a_page_that_tells_nothing() -> None:
    """A carer's device and one that is nobody's are told apart, and that is all."""
    assert not_mine_page(is_adults=True).heading == mine.UNKNOWN_ADULT
    assert not_mine_page(is_adults=False).heading == mine.UNKNOWN
