from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.recorder.disk import Disk
from agent.recorder.errors import RecorderRefused
from agent.recorder.identity import Identity, load_or_make
from agent.recorder.journal import CHECKPOINT_FILE, FILE, Journal
from consent.acts import LoginFailed, Rebooted
from consent.audit import verify_lines
from consent.codes import Code
from consent.home import ClockState

AT = datetime(2026, 12, 9, 18, tzinfo=UTC)


class FullDisk(Disk):
    """A card that takes nothing more in some files."""

    full: frozenset[str] = frozenset()

    def append(self, name: str, line: bytes) -> None:
        """Append, while there is room."""
        self._ask(name)
        super().append(name, line)

    def replace(self, name: str, octets: bytes) -> None:
        """Replace, while there is room."""
        self._ask(name)
        super().replace(name, octets)

    def _ask(self, name: str) -> None:
        if name in self.full:
            raise OSError(errno.ENOSPC, "no room")


def note(journal: Journal, times: int) -> None:
    """Add so many entries."""
    for n in range(times):
        journal.append(
            LoginFailed(how="login_failed", times=n + 1),
            at=AT + timedelta(seconds=n),
            clock=ClockState.TRUSTED,
        )


def begun(folder: Path, times: int = 3) -> tuple[Disk, Identity, Journal]:
    """Return a journal of some entries."""
    disk = Disk(folder)
    identity = load_or_make(disk)
    journal = Journal(disk, identity)
    note(journal, times)
    return disk, identity, journal


def test_a_new_journal_can_be_added_to(tmp_path: Path) -> None:
    """A box without entries has a journal of none, which is sound and whole."""
    _, _, journal = begun(tmp_path, 0)

    assert journal.is_sound
    assert journal.is_whole
    assert journal.entries == []
    assert journal.checkpoint.size == 0


def test_an_entry_is_on_the_card_when_the_call_returns(tmp_path: Path) -> None:
    """Every entry is read again, in order, and the box has signed how many there are."""
    disk, identity, journal = begun(tmp_path)
    again = Journal(Disk(tmp_path), identity)

    assert again.is_sound
    assert again.lines == journal.lines
    assert again.entries == journal.entries
    assert again.note == journal.note == disk.read(CHECKPOINT_FILE)
    assert tuple(again.entries) == verify_lines(again.lines, again.note, identity.signer.public_key)


def test_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    """Entries of two runs make one journal, and each checkpoint before is borne out by it."""
    _, identity, journal = begun(tmp_path)
    seen = [journal.checkpoint]
    again = Journal(Disk(tmp_path), identity)
    for _ in range(3):
        note(again, 1)
        seen.append(again.checkpoint)

    assert len(verify_lines(again.lines, again.note, identity.signer.public_key, seen)) == 6


def test_a_torn_line_is_no_entry(tmp_path: Path) -> None:
    """Half a line at the end was never acknowledged; the next entry takes its place."""
    _, identity, journal = begun(tmp_path)
    with (tmp_path / FILE).open("ab") as file:
        file.write(journal.lines[-1][:40])
    again = Journal(Disk(tmp_path), identity)
    note(again, 1)

    assert again.is_sound
    assert len(Journal(Disk(tmp_path), identity).entries) == 4


def test_an_entry_whose_checkpoint_was_cut_off_stands(tmp_path: Path) -> None:
    """A journal may be longer than what the box signed last, as the power leaves it."""
    disk, identity, _ = begun(tmp_path)
    before = disk.read(CHECKPOINT_FILE)
    assert before is not None
    note(Journal(disk, identity), 1)
    disk.replace(CHECKPOINT_FILE, before)

    again = Journal(disk, identity)

    assert again.is_sound
    assert again.checkpoint.size == 4


def _lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Disk], None]:
    def done(disk: Disk) -> None:
        disk.replace(FILE, b"".join(line + b"\n" for line in change(disk.lines(FILE))))

    return done


DAMAGE = {
    "the last entry is gone": _lines(lambda lines: lines[:-1]),
    "the first entry is gone": _lines(lambda lines: lines[1:]),
    "an entry between is gone": _lines(lambda lines: [lines[0], lines[2]]),
    "two entries changed places": _lines(lambda lines: [lines[1], lines[0], lines[2]]),
    "an entry stands twice": _lines(lambda lines: [*lines, lines[-1]]),
    "an entry was altered": _lines(
        lambda lines: [*lines[:2], lines[2].replace(b'"times":3', b'"times":2')]
    ),
    "an entry is no entry": _lines(lambda lines: [lines[0], b"{}", lines[2]]),
    "a line is empty": _lines(lambda lines: [lines[0], b"", *lines[1:]]),
    "all entries are gone": lambda disk: disk.remove(FILE),
}


@pytest.mark.parametrize("change", DAMAGE.values(), ids=DAMAGE)
def test_a_journal_that_was_changed_takes_nothing_more(
    change: Callable[[Disk], None], tmp_path: Path
) -> None:
    """What the box did not write is left as it is, and the box signs only what it signed before."""
    disk, identity, journal = begun(tmp_path)
    change(disk)
    before = disk.read(FILE)
    again = Journal(disk, identity)

    assert not again.is_sound
    assert not again.is_whole
    with pytest.raises(RecorderRefused) as refused:
        note(again, 1)
    assert refused.value.code is Code.AUDIT
    assert disk.read(FILE) == before
    assert again.note == journal.note
    assert again.checkpoint == journal.checkpoint


NOTES = {
    "gone": None,
    "empty": b"",
    "not signed": b"lamplight/0000000000000000\n3\n" + b"A" * 43 + b"=\n\n",
    "no text": b"\xff\xfe",
}


@pytest.mark.parametrize("octets", NOTES.values(), ids=NOTES)
def test_without_its_checkpoint_a_journal_is_not_vouched_for(
    octets: bytes | None, tmp_path: Path
) -> None:
    """Where nobody knows how long the journal was, the box signs nothing of it."""
    disk, identity, _ = begun(tmp_path)
    if octets is None:
        disk.remove(CHECKPOINT_FILE)
    else:
        disk.replace(CHECKPOINT_FILE, octets)
    again = Journal(disk, identity)

    assert not again.is_sound
    assert len(again.entries) == 3
    with pytest.raises(RecorderRefused) as refused:
        _ = again.note
    assert refused.value.code is Code.AUDIT_REMOVED


def test_a_journal_that_must_have_begun_is_not_begun_again(tmp_path: Path) -> None:
    """Where somebody was trusted already, a journal of no entries was taken away."""
    disk = Disk(tmp_path)
    identity = load_or_make(disk)

    assert Journal(disk, identity).is_sound
    assert not Journal(disk, identity, has_begun=True).is_sound


def test_the_journal_of_another_box_is_not_taken_up(tmp_path: Path) -> None:
    """A card put into another box, or a box with another key, adds nothing to it."""
    disk, _, _ = begun(tmp_path)
    other = load_or_make(Disk(tmp_path / "other"))

    found = Journal(disk, other)

    assert not found.is_sound
    assert found.entries == []


@pytest.mark.parametrize("full", [FILE, CHECKPOINT_FILE])
def test_an_entry_that_cannot_be_written_refuses_its_act(full: str, tmp_path: Path) -> None:
    """Where the entry or its checkpoint finds no room, nothing more is noted in this run."""
    disk = FullDisk(tmp_path)
    journal = Journal(disk, load_or_make(disk))
    note(journal, 1)
    disk.full = frozenset({full})

    for _ in range(2):
        with pytest.raises(RecorderRefused) as refused:
            note(journal, 1)
        assert refused.value.code is Code.AUDIT
        disk.full = frozenset()
    assert not journal.is_sound
    assert journal.is_whole


@pytest.mark.parametrize(("full", "expected"), [(FILE, 1), (CHECKPOINT_FILE, 2)])
def test_a_full_card_that_was_emptied_goes_on_after_a_restart(
    full: str, expected: int, tmp_path: Path
) -> None:
    """An entry that was refused is there or not, and the journal follows from it either way."""
    disk = FullDisk(tmp_path)
    identity = load_or_make(disk)
    journal = Journal(disk, identity)
    note(journal, 1)
    disk.full = frozenset({full})
    with pytest.raises(RecorderRefused):
        note(journal, 1)
    assert journal.checkpoint.size == expected

    again = Journal(Disk(tmp_path), identity)
    again.append(Rebooted(how="reboot"), at=AT, clock=ClockState.TRUSTED)

    assert len(Journal(Disk(tmp_path), identity).entries) == expected + 1
