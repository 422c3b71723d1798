from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consent.acts import (
    Admitted,
    ClockLost,
    ClockRegained,
    Closed,
    DayClosed,
    DayKeyCreated,
    DayKeyDestroyed,
    Erasure,
    Paused,
    Rebooted,
    StoppedByPress,
    SwitchedOff,
    SwitchedOn,
)
from consent.audit_entry import entry_from_line
from consent.audited_recording import AuditedRecording, Span, last_instant
from consent.calendar import london_day
from consent.codes import Code
from consent.envelope import envelope_from_bytes
from consent.findings import Oddity
from consent.home import ClockState
from consent.records.agreement import Agreement, Hours
from consent.replayed_home import ReplayedHome
from consent.told_records import told_records
from tests.consent import scene
from tests.consent.filled import filled
from tests.consent.people import ALEX, MORGAN, PRIYA
from tests.consent.played import AGREEMENT, PHONE, TABLET, PlayedBox, agreed, day, recording
from tests.consent.profiles import sample

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
ON = SwitchedOn(how="on", device=PHONE, agreement=AGREEMENT, record=AGREEMENT, level=2)
OFF = SwitchedOff(how="off", device=PHONE, agreement=AGREEMENT, code=Code.TIME_HOURS)
KEY = DayKeyCreated(
    how="day_key_created",
    device=PHONE,
    agreement=AGREEMENT,
    day=day(4),
    fingerprint="b9" * 32,
)


def audited(box: PlayedBox) -> AuditedRecording:
    """Return what becomes of a box's journal."""
    entries = [entry_from_line(line) for line in box.lines]
    held = box.ledger.entries if box.ledger else ()
    home = ReplayedHome(box.ledger, told_records(entries, held).places)
    found = AuditedRecording(home)
    for entry in entries:
        home.take(entry)
        found.take(entry)
    found.finish()
    return found


def odd(box: PlayedBox) -> list[Oddity]:
    """Return what is odd about a box's journal."""
    return [one.what for one in audited(box).findings]


def at(number: int, hour: int, minute: int = 0) -> datetime:
    """Return a time of December 2026."""
    return datetime(2026, 12, number, hour, minute, tzinfo=UTC)


def span(since: datetime, until: datetime | None, code: Code | None) -> Span:
    """Return when the phone was recorded."""
    return Span(
        device=PHONE,
        agreement=AGREEMENT,
        record=AGREEMENT,
        level=2,
        since=since,
        until=until,
        code=code,
    )


def test_each_evening_is_a_span_of_its_own() -> None:
    """Within the hours that were agreed it was on, and it says why it went off."""
    found = audited(recording(2))

    assert found.findings == []
    assert found.spans == [
        span(at(2, 15), at(2, 22), Code.TIME_HOURS),
        span(at(3, 15), None, None),
    ]


def test_midnight_breaks_no_span() -> None:
    """A box that goes on at midnight under the same record was on all the time."""
    scope = replace(scene.AGREEMENT.scope, hours=None)
    box = agreed(agreement=reworded(scope=scope)).until(at(4, 18))
    found = audited(box)

    assert found.findings == []
    assert [(one.since, one.until) for one in found.spans] == [(at(2, 15), None)]


def reworded(**changes: Any) -> Agreement:  # noqa: ANN401 - fields
    """Return the agreement with other fields, and the text that belongs to them."""
    changed = replace(sample.YOUNG_PERSON_GIVES.agreement, **changes)
    return sample.worded(replace(sample.YOUNG_PERSON_GIVES, agreement=changed)).agreement


def test_a_review_changes_what_is_on() -> None:
    """Under another record it is another span, without a pause between."""
    box = agreed().until(scene.REVIEWED)
    review = box.admit(scene.REVIEW, PRIYA, MORGAN, ALEX)
    found = audited(box)

    assert found.findings == []
    assert (found.spans[-2].until, found.spans[-2].code) == (scene.REVIEWED, None)
    assert (found.spans[-1].record, found.spans[-1].level) == (review, 1)


def test_a_restart_ends_what_was_on() -> None:
    """Nobody knows what was after the last thing that was written; so it counts until then."""
    box = recording(1)
    box.at += HOUR
    box.pause()
    box.resume()
    box.restart(2 * HOUR)
    found = audited(box)

    assert found.findings == []
    assert [(one.until, one.code) for one in found.spans] == [
        (at(2, 19), Code.PAUSED),
        (at(2, 19), None),
        (None, None),
    ]


def test_an_agreement_that_is_closed_is_not_on() -> None:
    """At the end of a placement all is destroyed at once, and what was on ends with it."""
    box = recording(1)
    box.note(Closed(how="closed", agreement="b2" * 32, reason=Erasure.PLACEMENT_ENDED))
    box.note(Closed(how="closed", agreement=AGREEMENT, reason=Erasure.PLACEMENT_ENDED))

    assert audited(box).spans == [span(at(2, 15), at(2, 18), None)]
    assert odd(box) == []


def changed(act: Callable[[PlayedBox], object], days: int = 2) -> PlayedBox:
    """Return a box in an evening on which somebody did something the rules do not know."""
    box = recording(days)
    act(box)
    return box


def _pause_without_going_off(box: PlayedBox) -> None:
    box.note(filled(Paused, agreement=AGREEMENT))
    box.at += 11 * MINUTE
    box.note(Rebooted(how="reboot"))
    box.note(ON)


def _later(box: PlayedBox, *, hours: float, clock: ClockState = ClockState.TRUSTED) -> None:
    box.at += timedelta(hours=hours)
    box.clock = clock


def _on_past_the_hours(box: PlayedBox) -> None:
    _later(box, hours=4.25)
    box.note(filled(DayClosed, device=TABLET, frames=0))
    _later(box, hours=1)
    box.note(OFF)


def _on_past_a_withdrawal(box: PlayedBox) -> None:
    box.note(filled(StoppedByPress, agreement=AGREEMENT))
    _later(box, hours=0.5)
    box.note(OFF)


def _goes_off_in_time(box: PlayedBox) -> None:
    box.note(filled(StoppedByPress, agreement=AGREEMENT))
    box.at += 10 * MINUTE
    box.note(OFF)


def _clock_lost_and_found(box: PlayedBox) -> None:
    box.clock = ClockState.STALE
    box.note(ClockLost(how="clock_lost", code=Code.CLOCK_STALE))
    box.clock = ClockState.TRUSTED
    box.note(ClockRegained(how="clock_regained", last_trusted=None))
    box.at += HOUR
    box.note(OFF)


def _on_under_an_old_record(box: PlayedBox) -> None:
    assert box.ledger is not None
    octets = scene.octets_of(scene.REVIEW, PRIYA, MORGAN, ALEX)
    box.until(scene.REVIEWED)
    box.ledger = box.ledger.admit(octets, at=box.at)
    box.note(Admitted(how="import", record=envelope_from_bytes(octets).digest))
    box.at += HOUR
    box.note(OFF)


CONDUCT: dict[str, tuple[Callable[[PlayedBox], object], list[tuple[Oddity, Code | None]]]] = {
    "on while nobody agreed": (
        lambda box: box.note(replace(ON, device=TABLET)),
        [(Oddity.ON_NOT_ALLOWED, Code.NOTICE_NONE)],
    ),
    "on by another record": (
        lambda box: box.note(replace(ON, record="b2" * 32)),
        [(Oddity.ON_OTHERWISE, None)],
    ),
    "on at another level": (
        lambda box: box.note(replace(ON, level=4)),
        [(Oddity.ON_OTHERWISE, None)],
    ),
    "on again after a pause": (_pause_without_going_off, [(Oddity.ON_NOT_ALLOWED, Code.PAUSED)]),
    "on past the hours": (_on_past_the_hours, [(Oddity.ON_TOO_LONG, None)]),
    "on past a withdrawal": (_on_past_a_withdrawal, [(Oddity.ON_TOO_LONG, Code.WITHDRAWN)]),
    "off within ten minutes": (_goes_off_in_time, []),
    "a clock that was lost and found at once": (_clock_lost_and_found, []),
    "on under an old record": (_on_under_an_old_record, [(Oddity.ON_TOO_LONG, None)]),
    "off without on": (lambda box: box.note(replace(OFF, device=TABLET)), []),
    "a key while nobody agreed": (
        lambda box: box.note(replace(KEY, device=TABLET, day=day(3))),
        [(Oddity.KEY_NOT_ALLOWED, Code.NOTICE_NONE)],
    ),
    "a key for tomorrow": (lambda box: box.note(KEY), [(Oddity.KEY_OTHERWISE, None)]),
    "a second key for a day": (
        lambda box: box.note(replace(KEY, day=day(3))),
        [(Oddity.KEY_TWICE, None)],
    ),
    "a day without a key": (
        lambda box: box.note(filled(DayClosed, device=TABLET, day=day(3), frames=1)),
        [(Oddity.DAY_WITHOUT_KEY, None)],
    ),
    "an empty day without a key": (
        lambda box: box.note(filled(DayClosed, device=TABLET, day=day(3), frames=0)),
        [],
    ),
    "more destroyed than there was": (
        lambda box: box.note(
            filled(DayKeyDestroyed, device=PHONE, day=day(2), frames=9, reason=Erasure.RETENTION)
        ),
        [(Oddity.FRAMES_MISSING, None)],
    ),
    "a key lost before it was used": (
        lambda box: box.note(
            filled(DayKeyDestroyed, device=TABLET, day=day(2), reason=Erasure.LOST)
        ),
        [],
    ),
    "a key lost after it was used": (
        lambda box: box.note(
            filled(DayKeyDestroyed, device=PHONE, day=day(2), reason=Erasure.LOST)
        ),
        [(Oddity.KEY_LOST, None)],
    ),
    "time that goes back by an hour": (
        lambda box: box.note(Rebooted(how="reboot"), at=box.at - 4 * HOUR),
        [(Oddity.TIME_BACK, None)],
    ),
    "time that goes back by ten minutes": (
        lambda box: box.note(Rebooted(how="reboot"), at=box.at - 3 * HOUR - 10 * MINUTE),
        [],
    ),
}


@pytest.mark.parametrize(("act", "expected"), CONDUCT.values(), ids=CONDUCT)
def test_what_the_rules_do_not_know_is_named(
    act: Callable[[PlayedBox], object], expected: list[tuple[Oddity, Code | None]]
) -> None:
    """Whatever a box did that the records did not allow by then is named, and nothing else is."""
    found = audited(changed(act)).findings

    assert [(one.what, one.code) for one in found] == expected


def test_an_untrusted_time_is_not_held_against_the_box() -> None:
    """Where the clock was not trusted, its time stands still; that is no time going back."""
    box = recording(2)
    box.clock = ClockState.STALE
    box.note(Rebooted(how="reboot"), at=box.at - 4 * HOUR)

    assert odd(box) == []


def test_a_box_without_an_agency_has_nothing_on() -> None:
    """Without records nothing is allowed, whatever a journal says."""
    box = PlayedBox().bind(PHONE)
    box.note(ON)

    assert odd(box) == [Oddity.ON_NOT_ALLOWED]


def test_what_is_on_too_long_is_named_once() -> None:
    """One evening is one thing to look at, however much was written in it."""
    box = recording(2)
    box.note(filled(StoppedByPress, agreement=AGREEMENT))
    for _ in range(3):
        box.at += HOUR
        box.note(filled(DayClosed, device=TABLET, frames=0))

    assert odd(box) == [Oddity.ON_TOO_LONG]


ENDS = {
    # The last Sunday of March 2027: the clocks of London go from 01:00 to 02:00.
    "on the day the clocks change": (datetime(2027, 3, 28, 11, tzinfo=UTC), 21),
    "the day before": (datetime(2027, 3, 27, 15, tzinfo=UTC), 22),
}


@pytest.mark.parametrize(("on", "hour"), ENDS.values(), ids=ENDS)
def test_the_hours_end_as_clocks_in_london_show(on: datetime, hour: int) -> None:
    """Ten o'clock in the evening is ten o'clock also on a day with an hour less."""
    hours = Hours(start=15 * 60, end=22 * 60)

    assert last_instant(london_day(on), hours) == on.replace(hour=hour)
    assert last_instant(london_day(on), None) == on.replace(hour=hour) + 2 * HOUR
