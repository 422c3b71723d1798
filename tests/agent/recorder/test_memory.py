from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from agent.recorder.disk import Disk
from agent.recorder.errors import RecorderBroken
from agent.recorder.memory import FILE, BoundDevice, Memory, as_told, keep, load
from consent.acts import (
    Act,
    DeviceUnbound,
    Objected,
    Paused,
    Rebooted,
    Resumed,
    StoppedByPress,
    StoppedByRecord,
    Withdrawn,
)
from consent.audit_entry import BOX, AuditEntry
from consent.encoding import json_from_object
from consent.errors import ConsentError
from consent.home import ClockState, Press, Stopped

AT = datetime(2026, 12, 9, 18, tzinfo=UTC)
AGREED, OTHER, RECORD = "a1" * 32, "a2" * 32, "b1" * 32
PHONE = BoundDevice(
    id="d1" * 16,
    label="Phone",
    sole_user=True,
    bound_on=date(2026, 11, 20),
    addresses=("192.168.7.21", "fe80::21"),
)


def device(n: int, *addresses: str) -> BoundDevice:
    """Return a device at some addresses."""
    return BoundDevice(
        id=f"{n:032x}", label=f"{n}", sole_user=True, bound_on=PHONE.bound_on, addresses=addresses
    )


def entries(*acts: Act) -> list[AuditEntry]:
    """Return a journal of these acts, an instant each."""
    return [
        AuditEntry(
            n=n,
            box="0" * 16,
            previous="0" * 64,
            at=AT,
            clock=ClockState.TRUSTED,
            actor=BOX,
            act=act,
        )
        for n, act in enumerate(acts)
    ]


def pressed(press: Press, agreement: str = AGREED) -> Stopped:
    """Return a stop at the journal's instant."""
    return Stopped(agreement=agreement, press=press, at=AT)


def test_a_new_box_remembers_nothing(tmp_path: Path) -> None:
    """Where there is no file there is no agency, no device and no stop."""
    assert load(Disk(tmp_path)) == Memory()


def test_what_is_kept_is_loaded(tmp_path: Path) -> None:
    """What was remembered is what the next start finds."""
    memory = Memory(devices=(PHONE,), stopped=(pressed(Press.CARER),), closed_until=AT.date())
    keep(Disk(tmp_path), memory)

    assert load(Disk(tmp_path)) == memory


DAMAGED = {
    "nothing": b"",
    "half of it": b'{"agency":null,"v":1',
    "another document": json_from_object({"v": 1}),
    "a version to come": b'{"v":2}',
    "a list": b"[]",
    "no text at all": bytes(range(256)),
}


@pytest.mark.parametrize("octets", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_memory_is_no_memory(octets: bytes, tmp_path: Path) -> None:
    """A file that is not what was written stops the start with a sentence that says what to do."""
    disk = Disk(tmp_path)
    disk.replace(FILE, octets)

    with pytest.raises(RecorderBroken, match=r"home\.json is damaged .* from a backup"):
        load(disk)


def test_more_than_there_is_room_for_is_not_kept(tmp_path: Path) -> None:
    """A memory that could not be read again is never written."""
    disk = Disk(tmp_path)
    keep(disk, Memory())

    with pytest.raises(ConsentError):
        keep(disk, Memory(paused=tuple(f"{n:064x}" for n in range(65))))
    assert load(disk) == Memory()


def test_a_device_is_found_by_its_id_and_its_address() -> None:
    """Only one device answers to an address, and none to an address that two claim."""
    memory = Memory(devices=(PHONE, device(1, "10.0.0.1"), device(2, "10.0.0.1", "10.0.0.2")))

    assert memory.device(PHONE.id) == PHONE
    assert memory.device("ff" * 16) is None
    assert memory.device_at("fe80::21") == PHONE
    assert memory.device_at("10.0.0.2") == memory.devices[2]
    assert memory.device_at("10.0.0.1") is None
    assert memory.device_at("10.0.0.9") is None


def test_a_device_whose_address_another_claims_is_ambiguous() -> None:
    """Where two share an address nobody knows which of them asked."""
    one, two, three = device(1, "10.0.0.1"), device(2, "10.0.0.1", "10.0.0.2"), device(3, "::1")
    memory = Memory(devices=(one, two, three))

    assert [memory.is_ambiguous(each) for each in memory.devices] == [True, True, False]


TOLD: dict[str, tuple[tuple[Act, ...], Memory]] = {
    "nothing that stops": ((Rebooted(how="reboot"),), Memory()),
    "a press": (
        (StoppedByPress(how="stop_pressed", agreement=AGREED, press=Press.STOP_CODE),),
        Memory(stopped=(pressed(Press.STOP_CODE),)),
    ),
    "a withdrawal whose record is gone": (
        (Withdrawn(how="withdrawn", agreement=AGREED, record=OTHER),),
        Memory(stopped=(pressed(Press.YOUNG_PERSON),)),
    ),
    "a withdrawal whose record is there": (
        (Withdrawn(how="withdrawn", agreement=AGREED, record=RECORD),),
        Memory(),
    ),
    "a withdrawal without a record": (
        (Withdrawn(how="withdrawn", agreement=AGREED, record=None),),
        Memory(stopped=(pressed(Press.YOUNG_PERSON),)),
    ),
    "an objection whose record is gone": (
        (Objected(how="objected", agreement=AGREED, record=OTHER),),
        Memory(stopped=(pressed(Press.YOUNG_PERSON),)),
    ),
    "an objection whose record is there": (
        (Objected(how="objected", agreement=AGREED, record=RECORD),),
        Memory(),
    ),
    "a stop whose record is gone": (
        (StoppedByRecord(how="stopped", agreement=AGREED, record=OTHER),),
        Memory(stopped=(pressed(Press.CARER),)),
    ),
    "a stop whose record is there": (
        (StoppedByRecord(how="stopped", agreement=AGREED, record=RECORD),),
        Memory(),
    ),
    "a pause": ((Paused(how="pause", agreement=AGREED),), Memory(paused=(AGREED,))),
    "a pause that was ended": (
        (Paused(how="pause", agreement=AGREED), Resumed(how="resume", agreement=AGREED)),
        Memory(),
    ),
    "one pause of two": (
        (
            Paused(how="pause", agreement=AGREED),
            Paused(how="pause", agreement=OTHER),
            Resumed(how="resume", agreement=AGREED),
        ),
        Memory(paused=(OTHER,)),
    ),
}


@pytest.mark.parametrize(("acts", "expected"), TOLD.values(), ids=TOLD)
def test_what_the_journal_tells_of_holds(acts: tuple[Act, ...], expected: Memory) -> None:
    """A stop that was noted holds though the power failed before it was remembered."""
    assert as_told(Memory(), entries(*acts), {RECORD}) == expected


def test_what_is_remembered_stays_beside_what_is_told() -> None:
    """The journal adds stops and takes none away, and an unbound device stays unbound."""
    before = Stopped(agreement=AGREED, press=Press.CARER, at=AT.replace(hour=9))
    memory = Memory(devices=(PHONE, device(1, "::1")), paused=(AGREED,), stopped=(before,))
    acts: tuple[Act, ...] = (
        StoppedByPress(how="stop_pressed", agreement=AGREED, press=Press.CARER),
        Paused(how="pause", agreement=AGREED),
        Resumed(how="resume", agreement=AGREED),
        Paused(how="pause", agreement=OTHER),
        DeviceUnbound(how="device_unbound", device=PHONE.id),
    )

    found = as_told(memory, entries(*acts), ())

    assert found.stopped == (before,)
    assert found.paused == (AGREED, OTHER)
    assert found.devices == (device(1, "::1"),)
