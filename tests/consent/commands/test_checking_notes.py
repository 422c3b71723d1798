from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from consent.bundle_audit import audited
from consent.codes import Code
from consent.commands.audit_words import NOT_UNDONE
from consent.commands.checking_notes import RIGHT, WRONG, CheckedNote, check_deleted, check_status
from consent.commands.seen_file import SEEN, Seen, SeenBox, keep_seen
from consent.deletion import deletion_of, signed_deletion
from consent.desk import DeskRefused
from consent.home import ClockState
from consent.status import On, Status, signed_status
from tests.consent.commands.handed import DIGITS, deletion_by, desk_with, ended, status_of
from tests.consent.commands.memory import MemoryDesk
from tests.consent.people import STRANGER
from tests.consent.played import AGREEMENT, PlayedBox, recording
from tests.consent.profiles.sample import BOX_KEY

KEY = BOX_KEY.public_key
ON = On(devices=1, until=date(2027, 1, 2))


def asked(desk: MemoryDesk, digits: str | None = DIGITS) -> CheckedNote:
    """Return what becomes of a status statement."""
    return check_status(desk, "status.txt", KEY, digits=digits, seen=SEEN)


def test_a_status_says_whether_anything_is_recorded() -> None:
    """On for how many devices and until when, under which agreement, and how the box stands."""
    desk = desk_with(recording(2), status=status_of(recording(2), ON))
    found = asked(desk)

    assert found.status == RIGHT
    assert found.lines == (
        "The statement is right, and of just now.",
        "Recording is ON for one device, until 2 January 2027 at the latest.",
        f"The agreement's digest begins {AGREEMENT[:16]}; reviews: 0.",
        "The box trusts its clock. It says: 3 December 2026, 18:00.",
        f"It runs release 1.4.2; its programs hash to {'a1' * 16}.",
        f"Its journal has {len(recording(2).lines)} entries.",
    )
    assert found.document["on"] is True


def test_a_status_says_why_nothing_is_recorded() -> None:
    """Off, with the reason and what puts it right."""
    desk = desk_with(recording(2), status=status_of(recording(2), Code.WITHDRAWN))
    found = asked(desk)

    assert found.lines[1].startswith("Recording is OFF. Why: The agreement was withdrawn")
    assert (found.document["on"], found.document["code"]) == (False, "E_WITHDRAWN")


def test_a_status_without_agreement_or_clock_says_so() -> None:
    """A box that knows neither says so, and several devices are counted."""
    box = PlayedBox()
    status = Status(
        challenge=DIGITS,
        at=box.at,
        clock=ClockState.STALE,
        release="1.4.2",
        image="a1" * 16,
        recording=Code.AGREEMENT_NONE,
        agreement=None,
        checkpoint=box.journal.checkpoint,
    )
    alone = asked(desk_with(box, status=signed_status(status, BOX_KEY)))
    many = status_of(recording(2), On(devices=3, until=date(2027, 1, 2)))

    assert "There is no agreement on the box." in alone.lines
    assert alone.document["agreement"] is None
    assert any("does not trust its clock" in line for line in alone.lines)
    assert "ON for 3 devices" in asked(desk_with(recording(2), status=many)).lines[1]


def test_a_status_survives_a_mail() -> None:
    """Quoted and broken, it is the same statement."""
    note = status_of(recording(2), ON).decode()
    quoted = "".join(f"> {line}\r\n" for line in note.split("\n")).encode()

    assert asked(desk_with(recording(2), status=quoted)).status == RIGHT


def test_a_status_is_worth_nothing_without_its_digits() -> None:
    """The digits are asked for; other digits, an old answer or another box are not right."""
    desk = desk_with(recording(2), status=status_of(recording(2), ON))
    with pytest.raises(DeskRefused, match="--digits 482913"):
        asked(desk, None)

    wrong = asked(desk, "482914")
    assert (wrong.status, wrong.document["refused"]) == (WRONG, "E_STATUS_CHALLENGE")
    assert wrong.lines[0] == "NOT RIGHT. Do not rely on it."
    desk.later(minutes=11)
    assert asked(desk).document["refused"] == "E_STATUS_TIME"
    foreign = check_status(desk, "status.txt", STRANGER.public_key, digits=DIGITS, seen=SEEN)
    assert foreign.status == WRONG


def test_a_status_is_held_against_what_was_seen() -> None:
    """A box whose journal has become shorter is found out by a status too."""
    desk = desk_with(recording(2), status=status_of(recording(2), ON))
    seen = SeenBox(box=KEY.keyid, size=999, root="c0" * 32, at=desk.at - timedelta(days=1))
    keep_seen(desk, SEEN, Seen(boxes=(seen,)))

    assert asked(desk).document["refused"] == "E_CHECKPOINT_SHORTER"


def test_a_deletion_is_the_boxs_word_until_it_is_counted() -> None:
    """Without the bundle it is said that nobody counted; with it, that the keys were counted."""
    desk = desk_with(ended(), deletion=deletion_by(ended()))
    alone = check_deleted(desk, "deletion.txt", KEY, None, ())
    audit = audited(ended().bundle())
    counted = check_deleted(desk, "deletion.txt", KEY, audit, tuple(ended().lines))

    assert (alone.status, counted.status) == (RIGHT, RIGHT)
    assert f"whose digest begins {AGREEMENT[:16]}:" in alone.lines[0]
    assert alone.lines[1] == "day keys: 3 made, 3 destroyed, because it was withdrawn."
    assert alone.lines[2].startswith("It is the box's word.")
    assert "whose check words begin" in counted.lines[0]
    assert counted.lines[2] == "The bundle bears it out: its keys were counted again."
    assert alone.lines[3] == counted.lines[3] == NOT_UNDONE
    assert (alone.document["counted_again"], counted.document["counted_again"]) == (False, True)
    assert counted.document["agreement"] == AGREEMENT


def test_a_deletion_that_the_bundle_does_not_bear_out_is_not_right() -> None:
    """A statement beside another journal, or of another box, is refused with its reason."""
    desk = desk_with(ended(), deletion=deletion_by(ended()))
    audit = audited(recording(2).bundle())
    found = check_deleted(desk, "deletion.txt", KEY, audit, tuple(recording(2).lines))

    assert (found.status, found.document["refused"]) == (WRONG, "E_CHECKPOINT_SHORTER")
    assert check_deleted(desk, "deletion.txt", STRANGER.public_key, None, ()).status == WRONG
    desk.files["deletion.txt"] = b"nothing"
    assert check_deleted(desk, "deletion.txt", KEY, None, ()).document["refused"] == "E_NOTE_FORM"


def test_a_deletion_without_a_clock_says_so() -> None:
    """Where the box did not know the time when it closed, its statement says it."""
    box = ended()
    deletion = deletion_of(box.lines, box.journal.checkpoint, AGREEMENT)
    note = signed_deletion(replace(deletion, clock=ClockState.STALE), BOX_KEY)
    found = check_deleted(desk_with(box, deletion=note), "deletion.txt", KEY, None, ())

    assert found.lines[1].endswith("The box did not trust its clock then.")
