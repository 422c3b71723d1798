from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from agent.recorder.commands.checking import RIGHT, WRONG, check
from agent.recorder.memory import Memory
from consent.codes import Code
from consent.encoding import json_from_object, object_from_json
from consent.schema import read, write
from consent.sentences import SENTENCES
from tests.agent.recorder.commands.at_home import at_home, with_entries
from tests.agent.recorder.home import put_card
from tests.consent.commands.memory import MemoryDesk

TABLET = "Tablet, 23 November 2026"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Return a recorder's folder with one day in it."""
    kept, _ = with_entries()
    put_card(kept.card, tmp_path / "state")
    return tmp_path / "state"


def told(state: Path) -> tuple[int, list[str]]:
    """Return what a check says of a folder, with its status."""
    desk = MemoryDesk()
    return check(desk, state), desk.said


def day(state: Path) -> Path:
    """Return the folder of the one day."""
    [found] = (state / "days").iterdir()
    return found


def test_a_card_as_the_box_left_it_is_right(state: Path) -> None:
    """What lies on a card as the box left it is said to be right, with how much was checked."""
    entries = (state / "journal.jsonl").read_bytes().count(b"\n")

    assert told(state) == (
        RIGHT,
        [f"All right. Entries of the list: {entries}. Days that can still be opened: 1."],
    )


def test_a_running_box_is_right_too(tmp_path: Path) -> None:
    """A box that was started, and looks on, is right."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        home.later(minutes=1)
        status, _ = told(home.state)

    assert status == RIGHT


def test_a_fresh_box_is_right(tmp_path: Path) -> None:
    """A box that trusts nobody yet has nothing that could be wrong."""
    with at_home(tmp_path) as home:
        home.end()
        status, _ = told(home.state)

    assert status == RIGHT


def _altered_frame(state: Path) -> None:
    frames = day(state) / "frames.jsonl"
    frames.write_bytes(frames.read_bytes().replace(b'"n":0', b'"n":7'))


def _altered_slip(state: Path) -> None:
    (day(state) / "slip.json").write_bytes(b"{}")


def _altered_key(state: Path) -> None:
    next(day(state).glob("*.key")).write_bytes(b"another")


def _lost_key(state: Path) -> None:
    next(day(state).glob("*.key")).unlink()


def _foreign_key(state: Path) -> None:
    (day(state) / f"{'ab' * 16}.key").write_bytes(b"another")


def _lost_day(state: Path) -> None:
    day(state).rename(state / "elsewhere")


def _planted_day(state: Path) -> None:
    (state / "days" / hashlib.sha256(b"{}").hexdigest()).mkdir()
    (state / "days" / hashlib.sha256(b"{}").hexdigest() / "slip.json").write_bytes(b"{}")


CHANGED: dict[str, tuple[Callable[[Path], None], str, Code]] = {
    "a frame was altered": (_altered_frame, f"{TABLET}, piece 1: ", Code.FRAME_ALTERED),
    "a slip was altered": (_altered_slip, f"{TABLET}: ", Code.DAY_SLIP_ALTERED),
    "a sealed key was altered": (_altered_key, f"{TABLET}, the key of ", Code.DAY_KEY_ALTERED),
    "a sealed key is gone": (_lost_key, f"{TABLET}, the key of ", Code.DAY_KEY_MISSING),
    "a sealed key was added": (
        _foreign_key,
        f"{TABLET}, the key of abababab: ",
        Code.DAY_KEY_FOREIGN,
    ),
    "a day is gone": (_lost_day, f"{TABLET}: ", Code.DAY_MISSING),
    "a day was added": (
        _planted_day,
        "A day that the list does not know (",
        Code.DAY_KEY_UNMADE,
    ),
}


@pytest.mark.parametrize(("change", "where", "code"), CHANGED.values(), ids=CHANGED)
def test_what_was_changed_is_named(
    change: Callable[[Path], None], where: str, code: Code, state: Path
) -> None:
    """Whatever of a day was changed is named by its device, day and part, and why it is wrong."""
    change(state)
    status, said = told(state)

    assert status == WRONG
    assert said[0] == "NOT RIGHT. Show this to the social worker."
    assert [line for line in said if where in line and SENTENCES[code].carer in line]
    assert "look once more in a minute" in said[-1]


def test_a_journal_that_was_changed_is_named(state: Path) -> None:
    """A journal that is not as the box signed it says which way, and nothing is built on it."""
    journal = state / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    status, said = told(state)

    assert status == WRONG
    assert said[1:] == [f"  {SENTENCES[Code.AUDIT_REMOVED].carer} (E_AUDIT_REMOVED)"]


def test_a_record_that_is_gone_is_named_by_its_entry(state: Path) -> None:
    """A record that the journal tells of, and that is gone, is named with its place."""
    ledger = state / "ledger.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:-1]))
    status, said = told(state)

    assert status == WRONG
    assert any("The journal tells of a record that is not here." in line for line in said)
    assert any(line.startswith("  Entry ") for line in said)


def test_a_record_that_nobody_signed_is_named(state: Path) -> None:
    """Records that are not as they were signed are named with their code."""
    ledger = state / "ledger.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join([*lines, b"nobody's\n"]))
    status, said = told(state)

    assert status == WRONG
    assert any("(E_LEDGER_LINE)" in line for line in said)


def test_a_device_that_is_forgotten_is_named_by_its_beginning(state: Path) -> None:
    """A day of a device that the box has forgotten is named by how the device's id begins."""
    home = state / "home.json"
    known = read(Memory, object_from_json(home.read_bytes()))
    home.write_bytes(json_from_object(write(replace(known, devices=()))))
    _lost_key(state)
    _, said = told(state)

    assert any("a device that is not known any more (" in line for line in said)
