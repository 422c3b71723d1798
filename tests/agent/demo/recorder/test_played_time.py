from __future__ import annotations

from datetime import UTC, datetime, timedelta

from agent.demo.recorder.played_time import PlayedTime
from consent.clock_judgement import begun, judged
from consent.home import ClockState

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def test_it_is_trusted_now_and_was_yesterday() -> None:
    """The ceremony's clock and the one after it are both believed, one after the other."""
    yesterday = PlayedTime(behind=timedelta(hours=25)).read()
    today = PlayedTime().read()
    first, memory = judged(begun(LONG_AGO), yesterday)
    then, _ = judged(memory, today)

    assert [first.state, then.state] == [ClockState.TRUSTED, ClockState.TRUSTED]
    assert timedelta(hours=25) <= today.now - yesterday.now < timedelta(hours=25, minutes=5)


def test_the_two_are_different_boots() -> None:
    """No clock is seen to leap: it is as if the box had been started again in between."""
    assert PlayedTime().read().boot_id != PlayedTime(behind=timedelta(hours=25)).read().boot_id
