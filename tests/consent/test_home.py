from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.home import NOTICE_LASTS, Marks, Notice, Tip, has_lapsed, seen, told_at

AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
UNSEEN = Notice(device="0a" * 16, agreement="9c" * 32)
SEEN = seen(UNSEEN, AT)


def test_what_was_never_seen_was_not_told() -> None:
    """A notice that nobody saw neither counts nor lapses."""
    assert told_at(UNSEEN) is None
    assert not has_lapsed(UNSEEN, AT)


def test_a_notice_counts_from_when_it_was_first_seen() -> None:
    """To see it again later does not begin the time anew."""
    again = seen(SEEN, AT + DAY)

    assert told_at(again) == AT
    assert again.last_seen_at == AT + DAY


def test_paper_counts_from_when_it_was_entered() -> None:
    """Paper and page count from whichever came first."""
    on_paper = Notice(device="0a" * 16, agreement="9c" * 32, paper_at=AT)

    assert told_at(on_paper) == AT
    assert told_at(seen(on_paper, AT + DAY)) == AT


@pytest.mark.parametrize(
    ("later", "lapsed"),
    [(timedelta(), False), (NOTICE_LASTS, False), (NOTICE_LASTS + timedelta(seconds=1), True)],
)
def test_a_notice_lapses_after_fourteen_days(later: timedelta, *, lapsed: bool) -> None:
    """It lapses one second after 14 days unseen, and not at their end."""
    assert has_lapsed(SEEN, AT + later) is lapsed


def test_seen_again_too_late_does_not_make_up_for_it() -> None:
    """Once it has lapsed, only looking together brings it back."""
    late = AT + 20 * DAY

    assert seen(SEEN, late) == SEEN
    assert has_lapsed(seen(SEEN, late), late)


def test_looking_together_makes_up_for_it() -> None:
    """From the day on which carer and young person looked together, it counts as seen."""
    late = AT + 20 * DAY
    together = Notice(
        device=SEEN.device,
        agreement=SEEN.agreement,
        first_seen_at=AT,
        last_seen_at=AT,
        looked_together_on=date(2026, 12, 21),
    )

    assert not has_lapsed(together, late)
    assert seen(together, late).last_seen_at == late


def test_what_is_yet_to_come_says_nothing() -> None:
    """A notice that says it was seen later than now is not believed."""
    assert has_lapsed(Notice(device="0a" * 16, agreement="9c" * 32, first_seen_at=AT), AT - DAY)


def marks() -> st.SearchStrategy[Marks]:
    """Return any marks of two agreements."""
    number = st.integers(0, 5)
    tips = st.builds(Tip, agreement=st.sampled_from(("one", "two")), seq=number)
    return st.builds(
        Marks,
        root_version=number,
        keyset_version=number,
        entries=number,
        newest_at=st.integers(0, 5).map(lambda days: AT + days * DAY),
        tips=st.lists(tips, max_size=3).map(tuple),
    )


@given(one=marks(), other=marks())
def test_marks_only_rise(one: Marks, other: Marks) -> None:
    """Marks that have risen are reached by no ledger that either of them is not reached by."""
    risen = one.risen_to(other)

    assert one.is_reached_by(risen)
    assert other.is_reached_by(risen)
    assert risen == other.risen_to(one)
    assert risen.newest_at == max(one.newest_at, other.newest_at)
    for agreement in ("one", "two"):
        assert risen.tip(agreement) == max(one.tip(agreement), other.tip(agreement))


def test_of_two_tips_the_higher_counts() -> None:
    """Marks that name an agreement twice are read the strict way."""
    tips = (Tip(agreement="one", seq=3), Tip(agreement="one", seq=1), Tip(agreement="two", seq=9))
    both = Marks(root_version=1, keyset_version=1, entries=1, newest_at=AT, tips=tips)

    assert both.tip("one") == 3
    assert both.tip("three") == 0


@pytest.mark.parametrize("fallen", ["root_version", "keyset_version", "entries"])
def test_marks_are_not_reached_where_one_of_them_fell(fallen: str) -> None:
    """Each single mark that is lower tells of a ledger that was put back."""
    high = Marks(root_version=2, keyset_version=2, entries=2, newest_at=AT)
    low = replace(high, **{fallen: 1})  # type: ignore[arg-type]  # a field by its name

    assert high.is_reached_by(high)
    assert low.is_reached_by(high)
    assert not high.is_reached_by(low)
