from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from consent.acts import (
    ClockLost,
    Closed,
    DayKeyDestroyed,
    DeviceBound,
    Erasure,
    Rebooted,
    StoppedByPress,
    ViewersKeysDestroyed,
)
from consent.audit_entry import entry_from_line
from consent.audited_keys import AuditedKeys, KeyCount
from consent.codes import Code
from consent.findings import Oddity
from consent.home import ClockState, Press
from consent.records.agreement import Agreement
from consent.replayed_home import ReplayedHome
from consent.sealed_day import SealedFor, Slip, fingerprint_of
from consent.told_records import told_records
from tests.consent import scene
from tests.consent.filled import filled
from tests.consent.people import ALEX, MORGAN, PRIYA, STRANGER
from tests.consent.played import AGREEMENT, TABLET, PlayedBox, day, recording
from tests.consent.profiles.sample import CONTINUED
from tests.consent.test_audited_recording import KEY

HOUR = timedelta(hours=1)


def agreements_of(box: PlayedBox) -> dict[str, Agreement]:
    """Return the agreements that a box has."""
    entries = box.ledger.entries if box.ledger else ()
    return {one.digest: one.record for one in entries if isinstance(one.record, Agreement)}


def audited(box: PlayedBox, slips: tuple[Slip, ...] | None = None) -> AuditedKeys:
    """Return what becomes of the day keys of a box's journal."""
    entries = [entry_from_line(line) for line in box.lines]
    held = box.ledger.entries if box.ledger else ()
    home = ReplayedHome(box.ledger, told_records(entries, held).places)
    found = AuditedKeys(home)
    for entry in entries:
        home.take(entry)
        found.take(entry)
    kept = tuple(box.slips.values()) if slips is None else slips
    found.finish(box.signer.public_key.keyid, kept, agreements_of(box))
    return found


def odd(box: PlayedBox, slips: tuple[Slip, ...] | None = None) -> list[Oddity]:
    """Return what is odd."""
    return [one.what for one in audited(box, slips).findings]


def counted(box: PlayedBox) -> list[KeyCount]:
    """Return what became of the keys of each agreement."""
    return list(audited(box).counts(agreements_of(box)))


def test_days_that_are_kept_are_told() -> None:
    """How many keys there were and which days can still be opened, with nothing odd about it."""
    box = recording(3)

    assert odd(box) == []
    assert counted(box) == [
        KeyCount(
            agreement=AGREEMENT,
            made=3,
            left=(day(2), day(3), day(4)),
            young_persons=(),
            closed_at=None,
            reason=None,
        )
    ]


def test_days_go_when_they_are_old() -> None:
    """After the days that were agreed a key is destroyed, and the count says so."""
    box = recording(12)
    [count] = counted(box)

    assert odd(box) == []
    assert (count.made, count.left[0], count.left[-1]) == (12, day(6), day(13))


def test_a_withdrawal_leaves_the_days_to_the_young_person_for_a_while() -> None:
    """At once nobody else can open them; after 72 hours nobody can, and it is closed."""
    box = recording(3)
    box.press()
    withdrawn_at = box.at
    [kept] = counted(box)
    box.until(box.at + timedelta(hours=71))
    [still] = counted(box)
    assert odd(box) == []
    box.until(box.at + 2 * HOUR)
    [gone] = counted(box)

    assert odd(box) == []
    assert kept.young_persons == still.young_persons == (day(2), day(3), day(4))
    assert (gone.left, gone.reason) == ((), Erasure.WITHDRAWN)
    assert gone.closed_at is not None
    assert gone.closed_at >= withdrawn_at + timedelta(hours=72)


def test_every_other_end_destroys_all_at_once() -> None:
    """A stop leaves nothing, and neither does the last day."""
    stopped = recording(3)
    stopped.press(Press.STOP_CODE)
    lapsed = recording(1).until(datetime(2027, 1, 4, 12, tzinfo=UTC))

    for box, reason in ((stopped, Erasure.STOPPED), (lapsed, Erasure.EXPIRED)):
        [count] = counted(box)
        assert odd(box) == []
        assert (count.left, count.reason) == ((), reason)


def _closed_too_soon(box: PlayedBox) -> None:
    box.note(Closed(how="closed", agreement=AGREEMENT, reason=Erasure.STOPPED))


def _key_after_closed(box: PlayedBox) -> None:
    box.press(Press.CARER)
    box.note(replace(KEY, fingerprint="b9" * 32))
    box.note(filled(DayKeyDestroyed, fingerprint="b9" * 32))


def _destroyed_twice(box: PlayedBox) -> None:
    fingerprint = next(iter(box.slips))
    box.destroy(fingerprint, Erasure.RETENTION)
    box.note(filled(DayKeyDestroyed, fingerprint=fingerprint))


def _kept_too_long(box: PlayedBox) -> None:
    box.at += timedelta(days=8)
    for _ in range(2):
        box.at += HOUR
        box.note(filled(DeviceBound, device="9f" * 16))


def _not_destroyed_after(press: Press, *, hours: float) -> Callable[[PlayedBox], None]:
    def act(box: PlayedBox) -> None:
        box.note(StoppedByPress(how="stop_pressed", agreement=AGREEMENT, press=press))
        box.at += timedelta(hours=hours)
        box.note(filled(DeviceBound, device="9f" * 16))

    return act


def _narrowed_and_kept(box: PlayedBox) -> None:
    box.press()
    box.at += timedelta(hours=73)
    box.note(filled(DeviceBound, device="9f" * 16))


def _not_closed(box: PlayedBox) -> None:
    box.note(StoppedByPress(how="stop_pressed", agreement=AGREEMENT, press=Press.CARER))
    for fingerprint in list(box.slips):
        box.destroy(fingerprint, Erasure.STOPPED)
    box.at += HOUR
    box.note(filled(DeviceBound, device="9f" * 16))


ODD: dict[str, tuple[Callable[[PlayedBox], None], list[Oddity]]] = {
    "closed with keys left": (_closed_too_soon, [Oddity.CLOSED_WITH_KEYS]),
    "a key made after the close": (_key_after_closed, [Oddity.KEY_AFTER_CLOSED]),
    "a key destroyed twice": (_destroyed_twice, [Oddity.KEY_UNMADE]),
    "kept longer than agreed": (_kept_too_long, [Oddity.KEY_KEPT_LONGER] * 3),
    "left after a stop": (
        _not_destroyed_after(Press.CARER, hours=1),
        [Oddity.KEY_LEFT] * 3,
    ),
    "left for everybody after a withdrawal": (
        _not_destroyed_after(Press.YOUNG_PERSON, hours=1),
        [Oddity.KEY_LEFT] * 3,
    ),
    "left for ten minutes": (_not_destroyed_after(Press.CARER, hours=1 / 6), []),
    "the copy left after 72 hours": (_narrowed_and_kept, [Oddity.KEY_LEFT] * 3),
    "not closed": (_not_closed, [Oddity.NOT_CLOSED]),
}


@pytest.mark.parametrize(("act", "expected"), ODD.values(), ids=ODD)
def test_what_is_left_and_should_not_be_is_named(
    act: Callable[[PlayedBox], None], expected: list[Oddity]
) -> None:
    """Whatever the ends of an agreement or of a day leave behind is named, and nothing else is."""
    box = recording(3)
    act(box)

    assert odd(box) == expected


def test_a_box_that_was_off_is_not_blamed() -> None:
    """Off for three weeks, or without the time, it could destroy nothing: that is not overdue."""
    off, lost = recording(3), recording(3)
    for box in (off, lost):
        box.at += timedelta(days=21)
    off.note(Rebooted(how="reboot"))
    lost.clock = ClockState.STALE
    lost.note(ClockLost(how="clock_lost", code=Code.CLOCK_STALE))
    for _ in range(2):
        lost.at += 9 * HOUR
        lost.note(filled(DeviceBound, device="9f" * 16))

    assert odd(off) == []
    assert odd(lost) == []


def altered(slip: Slip, **changes: object) -> Slip:
    """Return a slip with other fields."""
    return replace(slip, **changes)  # type: ignore[arg-type]  # fields by their names


def test_the_slips_are_those_of_the_keys_that_are_left() -> None:
    """A slip too many, too few, or of another day than its key shows, and so does a changed one."""
    box = recording(3)
    slips = tuple(box.slips.values())
    foreign = altered(slips[0], device=TABLET)

    assert odd(box, slips[1:]) == [Oddity.KEY_WITHOUT_SLIP]
    assert odd(box, (*slips, foreign)) == [Oddity.SLIP_UNKNOWN]
    assert odd(box, (foreign, *slips[1:])) == [Oddity.SLIP_UNKNOWN, Oddity.KEY_WITHOUT_SLIP]


SLIPS: dict[str, tuple[dict[str, object], Oddity]] = {
    "of another box": ({"box": "b0" * 32}, Oddity.SLIP_UNKNOWN),
    "of another device": ({"device": TABLET}, Oddity.SLIP_UNKNOWN),
    "of another agreement": ({"agreement": "b2" * 32}, Oddity.SLIP_UNKNOWN),
    "of another day": ({"day": day(9)}, Oddity.SLIP_UNKNOWN),
    "for somebody else too": (
        {"sealed": (SealedFor(viewer=STRANGER.public_key.keyid, digest="c0" * 32),)},
        Oddity.SLIP_FOR_OTHERS,
    ),
}


@pytest.mark.parametrize(("changes", "expected"), SLIPS.values(), ids=SLIPS)
def test_a_slip_says_what_its_key_was_made_for(
    changes: dict[str, object], expected: Oddity
) -> None:
    """A key that the journal made for one day is not sealed as another, or for anybody else."""
    box = recording(1)
    [slip] = box.slips.values()
    changed = altered(slip, **changes)
    box.note(replace(KEY, day=day(2), fingerprint=fingerprint_of(changed)))

    assert expected in odd(box, (changed,))


def test_keys_of_an_agreement_that_nobody_knows_are_counted_too() -> None:
    """What the journal says of an unknown agreement is told, and its slip is for nobody."""
    box = recording(1)
    box.note(replace(KEY, agreement="b2" * 32, fingerprint="b9" * 32))
    box.note(filled(ViewersKeysDestroyed, fingerprint="b9" * 32))

    assert [one.agreement for one in counted(box)] == [AGREEMENT, "b2" * 32]
    assert counted(box)[1].young_persons == (KEY.day,)
    assert odd(box) == [Oddity.KEY_WITHOUT_SLIP]


def test_where_nobody_can_say_how_it_stands_nothing_is_held_against_the_box() -> None:
    """Two reviews of one agreement leave nobody sure; then everything may be destroyed at once."""
    box = recording(1).until(scene.REVIEWED)
    for review in (scene.REVIEW, CONTINUED.review):
        box.admit(review, PRIYA, MORGAN, ALEX)
    box.at += HOUR
    box.note(filled(DeviceBound, device="9f" * 16))

    assert odd(box) == []
