from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from policy.given.turns import Turn, whose_turn
from policy.household import EVERYONE, Device
from policy.moment import Moment

SINCE = datetime(2025, 3, 29, 20, tzinfo=UTC)
TABLET = Device(
    name="Tablet",
    belongs_to=EVERYONE,
    addresses=(),
    shared_by=("Sam", "Alex"),
    hand_back_minutes=30,
)


def turn(person: str, minutes: int = 0, device: str = "Tablet") -> Turn:
    """Return a turn that began some minutes after eight."""
    return Turn(device=device, person=person, since=SINCE + timedelta(minutes=minutes))


def after(seconds: float, *, plausible: bool = True, booted: int | None = None) -> Moment:
    """Return a moment some seconds after eight, on a box that started some seconds after it."""
    return Moment(
        at=SINCE + timedelta(seconds=seconds),
        plausible=plausible,
        booted=None if booted is None else SINCE + timedelta(seconds=booted),
    )


ENDS = SINCE + timedelta(minutes=30)
CASES = {
    "at once": ([turn("Sam")], after(0), ("Sam", ENDS)),
    "its last second": ([turn("Sam")], after(1_799), ("Sam", ENDS)),
    "after its time": ([turn("Sam")], after(1_800), (None, None)),
    "before it": ([turn("Sam")], after(-1), (None, None)),
    "no time at all": ([turn("Sam")], None, (None, None)),
    "nobody's": ([], after(0), (None, None)),
    "the latest counts": (
        [turn("Alex", 10), turn("Sam")],
        after(900),
        ("Alex", ENDS + timedelta(minutes=10)),
    ),
    "on another device": ([turn("Sam", device="TV")], after(0), (None, None)),
    "of somebody who does not share it": ([turn("Leo")], after(0), (None, None)),
    "since the start of the box": ([turn("Sam")], after(60, booted=0), ("Sam", ENDS)),
    "before the start of the box": ([turn("Sam")], after(60, booted=1), (None, None)),
    "an unset clock, since the start": (
        [turn("Sam")],
        after(60, plausible=False, booted=-9),
        ("Sam", ENDS),
    ),
    "an unset clock, and no start": ([turn("Sam")], after(60, plausible=False), (None, None)),
}


@pytest.mark.parametrize(("turns", "now", "expected"), CASES.values(), ids=CASES)
def test_a_turn_counts_for_its_time_and_not_over_a_restart(
    turns: list[Turn], now: Moment | None, expected: tuple[str | None, datetime | None]
) -> None:
    """Whose turn it is, and until when, in each of these cases."""
    assert whose_turn(TABLET, turns, now) == expected


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (SINCE.replace(tzinfo=None), "this time has none"),
        (SINCE.replace(microsecond=1), "whole second"),
    ],
)
def test_a_time_that_a_document_cannot_hold_is_refused(since: datetime, words: str) -> None:
    """It begins at a whole second, somewhere."""
    with pytest.raises(ValueError, match=words):
        Turn(device="Tablet", person="Sam", since=since)
