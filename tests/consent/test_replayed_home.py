from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from consent.acts import (
    Act,
    ClockLost,
    DeviceBound,
    LookedTogether,
    NoticeStarted,
    NoticeWay,
    Objected,
    Rebooted,
    Resumed,
    StoppedByPress,
    StoppedByRecord,
    Viewed,
    Withdrawn,
)
from consent.audit_entry import AuditEntry, entry_from_line
from consent.codes import Code
from consent.home import ClockState, Press
from consent.permits import Off, Permit
from consent.replayed_home import ReplayedHome, may_end
from consent.told_records import told_records
from tests.consent import scene
from tests.consent.filled import filled
from tests.consent.played import AGREEMENT, PHONE, TABLET, PlayedBox, day, recording
from tests.consent.samples import withdrawal

EVENING = datetime(2026, 12, 3, 18, tzinfo=scene.NOW.tzinfo)


def replayed(box: PlayedBox) -> ReplayedHome:
    """Return what a box knew at the end of what it wrote."""
    entries = [entry_from_line(line) for line in box.lines]
    held = box.ledger.entries if box.ledger else ()
    home = ReplayedHome(box.ledger, told_records(entries, held).places)
    for entry in entries:
        home.take(entry)
    return home


def answer(box: PlayedBox, device: str = PHONE, at: datetime = EVENING) -> str:
    """Return what should be decided about a device: `on`, or the code of the no."""
    found = replayed(box).answer(device, at, ClockState.TRUSTED)
    return "on" if isinstance(found, Permit) else found.code


def unseen() -> PlayedBox:
    """Return a box on which everything is in order but the notice."""
    box = PlayedBox().bind(PHONE).until(scene.BEGUN).enrol().until(scene.ADMITTED)
    box.admit(scene.AGREEMENT, *scene.signers_of(scene.AGREEMENT))
    return box.until(scene.SEEN)


def noted(box: PlayedBox, act: Act, clock: ClockState = ClockState.TRUSTED) -> PlayedBox:
    """Return the box with an entry more."""
    box.clock = clock
    box.note(act)
    return box


STARTED = NoticeStarted(
    how="notice_started", device=PHONE, agreement=AGREEMENT, way=NoticeWay.SHOWN
)
CASES: dict[str, tuple[Callable[[], PlayedBox], str]] = {
    "seen, and waited for": (lambda: noted(unseen(), STARTED), "on"),
    "handed over on paper": (
        lambda: noted(unseen(), replace(STARTED, way=NoticeWay.PAPER)),
        "on",
    ),
    "seen by a clock that was not trusted": (
        lambda: noted(unseen(), STARTED, ClockState.STALE),
        Code.NOTICE_NONE,
    ),
    "not seen": (unseen, Code.NOTICE_NONE),
    "looked at together, and seen by nobody": (
        lambda: noted(
            unseen(), filled(LookedTogether, device=PHONE, agreement=AGREEMENT, on=day(2))
        ),
        Code.NOTICE_NONE,
    ),
    "no agency": (lambda: PlayedBox().bind(PHONE), Code.AGREEMENT_NONE),
    "paused": (lambda: _with(lambda box: box.pause()), Code.PAUSED),
    "paused, and the pause ended": (
        lambda: noted(_with(lambda box: box.pause()), filled(Resumed, agreement=AGREEMENT)),
        "on",
    ),
    "stopped with a code": (lambda: _with(lambda box: box.press(Press.STOP_CODE)), Code.STOPPED),
    "stopped by the young person": (lambda: _with(lambda box: box.press()), Code.WITHDRAWN),
    "withdrawn by a press that tells no record": (
        lambda: noted(recording(), Withdrawn(how="withdrawn", agreement=AGREEMENT, record=None)),
        Code.WITHDRAWN,
    ),
    "objected to by a press that tells no record": (
        lambda: noted(recording(), Objected(how="objected", agreement=AGREEMENT, record=None)),
        Code.WITHDRAWN,
    ),
    "withdrawn by a record that is not there": (
        lambda: noted(recording(), filled(Withdrawn, agreement=AGREEMENT)),
        Code.WITHDRAWN,
    ),
    "stopped by a record that is not there": (
        lambda: noted(recording(), filled(StoppedByRecord, agreement=AGREEMENT)),
        Code.STOPPED,
    ),
    "withdrawn by a record that is there": (
        lambda: _with(lambda box: box.admit(withdrawal())),
        Code.WITHDRAWN,
    ),
    "the device was removed": (lambda: _with(lambda box: box.unbind(PHONE)), Code.DEVICE_UNBOUND),
    "the device is used by several": (
        lambda: noted(recording(), DeviceBound(how="device_bound", device=PHONE, sole_user=False)),
        Code.DEVICE_SHARED,
    ),
    "the device was bound again": (
        lambda: noted(recording(), DeviceBound(how="device_bound", device=PHONE, sole_user=True)),
        "on",
    ),
}


def _with(act: Callable[[PlayedBox], object]) -> PlayedBox:
    box = recording(2)
    act(box)
    return box


@pytest.mark.parametrize(("box", "expected"), CASES.values(), ids=CASES)
def test_what_the_journal_tells_is_what_the_decision_hears(
    box: Callable[[], PlayedBox], expected: str
) -> None:
    """Each act counts for the decision from its entry on, as it did on the box."""
    assert answer(box()) == expected


def test_another_device_has_its_own_answer() -> None:
    """The tablet did not show the notice, and what the journal does not know is not bound."""
    assert answer(recording(), TABLET) == Code.NOTICE_NONE
    assert answer(recording(), "9f" * 16) == Code.AGREEMENT_NONE


def test_an_untrusted_clock_is_asked_first() -> None:
    """The clock's worth at an entry is part of the decision."""
    found = replayed(recording()).answer(PHONE, EVENING, ClockState.STALE)

    assert found == Off(Code.CLOCK_STALE)


def test_records_count_from_their_entry_on() -> None:
    """Before the entry that tells of a record, the box did not have it."""
    box = recording()
    assert box.ledger is not None
    entries = [entry_from_line(line) for line in box.lines]
    home = ReplayedHome(box.ledger, told_records(entries, box.ledger.entries).places)
    known = []
    for entry in entries:
        home.take(entry)
        known.append(len(home.ledger.entries) if home.ledger else 0)

    assert known[:7] == [0, 0, 0, *known[3:7]]
    assert (sorted(known), known[-1]) == (known, 3)
    assert home.ledger == box.ledger


def test_an_agreement_stands_as_it_stood_by_then() -> None:
    """What the records amount to is known for each agreement, and for nothing else."""
    home = replayed(recording())
    standing = home.standing(AGREEMENT)

    assert standing is not None
    assert (standing.digest, standing.ended) == (AGREEMENT, None)
    assert home.standing("b2" * 32) is None
    assert replayed(PlayedBox()).standing(AGREEMENT) is None


def test_what_can_end_recording_is_asked_about_again() -> None:
    """Only an entry that may change what is allowed costs a new decision."""
    entry = entry_from_line(recording().lines[0])

    def with_act(act: Act) -> AuditEntry:
        return replace(entry, act=act)

    press = StoppedByPress(how="stop_pressed", agreement=AGREEMENT, press=Press.CARER)
    assert may_end(with_act(press))
    assert may_end(with_act(ClockLost(how="clock_lost", code=Code.CLOCK_STALE)))
    assert not may_end(with_act(Rebooted(how="reboot")))
    assert not may_end(with_act(filled(Viewed)))
    assert timedelta(0) < EVENING - scene.SEEN
