from __future__ import annotations

from datetime import timedelta

import pytest

from consent.acts import Admitted
from consent.audit_entry import AuditEntry, entry_from_line
from consent.entries import Entry
from consent.findings import Oddity
from consent.told_records import told_records
from tests.consent import scene
from tests.consent.people import ALEX
from tests.consent.played import PlayedBox, agreed
from tests.consent.samples import objection, signed, stop, withdrawal


def entries_of(box: PlayedBox) -> list[AuditEntry]:
    """Return what a box has written."""
    return [entry_from_line(line) for line in box.lines]


def held_by(box: PlayedBox) -> tuple[Entry, ...]:
    """Return the records that a box holds."""
    assert box.ledger is not None
    return box.ledger.entries


def with_every_ending() -> PlayedBox:
    """Return a box on which every kind of record was taken in."""
    box = agreed().until(scene.NOW)
    for record in (stop(), withdrawal(), objection(agreement=withdrawal().agreement)):
        box.admit(record)
    return box


BOX = with_every_ending()


def test_each_record_counts_from_its_entry() -> None:
    """For each record there is the place of the entry that tells of it, and nothing is odd."""
    told = told_records(entries_of(BOX), held_by(BOX))

    assert told.findings == ()
    assert list(told.places) == sorted(told.places)
    acts = [entries_of(BOX)[place].act for place in told.places]
    assert [act.how for act in acts] == [
        *("root", "keyset", "import", "stopped", "withdrawn", "objected"),
    ]


def test_nothing_is_odd_where_nothing_was_told() -> None:
    """A box without an agency has no records, and its journal tells of none."""
    assert told_records(entries_of(PlayedBox()), ()).findings == ()


@pytest.mark.parametrize("place", range(6))
def test_a_record_that_was_taken_out_is_named(place: int) -> None:
    """The journal still tells of it."""
    held = list(held_by(BOX))
    [digest] = [held.pop(place).digest]
    [found] = told_records(entries_of(BOX), held).findings

    assert (found.what, found.record) == (Oddity.RECORD_MISSING, digest)
    assert found.entry is not None


def test_a_record_that_was_put_in_is_named() -> None:
    """No entry tells of it; it counts from its own time on, as long as nobody knows better."""
    foreign = Entry(scene.SEEN, signed(stop(id="e9" * 16)))
    told = told_records(entries_of(BOX), (*held_by(BOX), foreign))
    late = Entry(scene.NOW + timedelta(days=99), foreign.envelope)

    assert [(one.what, one.record) for one in told.findings] == [
        (Oddity.RECORD_NOT_TOLD, foreign.digest)
    ]
    assert entries_of(BOX)[told.places[-1]].at == scene.SEEN
    assert told_records(entries_of(BOX), (late,)).places == (len(BOX.lines),)


def test_a_record_at_another_time_is_named() -> None:
    """Somebody who makes a record look older than it is, is found out."""
    held = list(held_by(BOX))
    held[2] = Entry(held[2].at - timedelta(seconds=1), held[2].envelope)

    assert [one.what for one in told_records(entries_of(BOX), held).findings] == [
        Oddity.RECORD_OTHER_TIME
    ]


@pytest.mark.parametrize("place", [0, 3, 4])
def test_records_in_another_order_are_named(place: int) -> None:
    """Two records of one second stand in the order in which the journal tells of them."""
    held = list(held_by(BOX))
    held[place], held[place + 1] = held[place + 1], held[place]

    assert Oddity.RECORD_OTHER_TIME in {
        one.what for one in told_records(entries_of(BOX), held).findings
    }


def test_a_record_told_of_twice_counts_from_when_it_was_taken_in() -> None:
    """After a power cut a record is sent again: what counts is the entry of its own second."""
    box = agreed()
    record = withdrawal()
    box.note(Admitted(how="import", record=signed(record, ALEX).digest))
    box.until(scene.NOW)
    box.admit(record)

    assert told_records(entries_of(box), held_by(box)).findings == ()
