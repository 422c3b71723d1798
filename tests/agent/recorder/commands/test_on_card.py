from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from agent.recorder.commands.on_card import on_card
from consent.desk import DeskRefused
from consent.errors import ConsentError
from tests.agent.recorder.commands.at_home import at_home, with_entries
from tests.agent.recorder.home import card_at, put_card


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Return a recorder's folder with one day in it."""
    kept, _ = with_entries()
    put_card(kept.card, tmp_path / "state")
    return tmp_path / "state"


def test_a_card_is_read_as_it_lies_there(state: Path) -> None:
    """Key, checkpoint, journal, records, memory and days come as they lie on the card."""
    card = on_card(state)
    [folder] = (state / "days").iterdir()
    [day] = card.days

    assert card.box_key.keyid.encode() in (folder / "slip.json").read_bytes()
    assert b"".join(line + b"\n" for line in card.journal) == (state / "journal.jsonl").read_bytes()
    assert len(card.ledger) == (state / "ledger.jsonl").read_bytes().count(b"\n")
    assert card.checkpoint == (state / "checkpoint").read_bytes()
    assert [one.label for one in card.memory.devices] == ["Tablet", "Laptop"]
    assert (day.name, day.slip) == (folder.name, (folder / "slip.json").read_bytes())
    assert set(day.sealed_keys) == {one.stem for one in folder.glob("*.key")}
    assert len(day.frames) == 1


def test_reading_changes_nothing(state: Path) -> None:
    """Whatever lies on a card lies there after as before, also what was never finished."""
    (state / ".home.json.0000.part").write_bytes(b"half")
    with (state / "journal.jsonl").open("ab") as journal:
        journal.write(b"torn")
    before = card_at(state)
    on_card(state)

    assert card_at(state) == before


def test_what_was_never_finished_is_not_there(state: Path) -> None:
    """A torn last line is no line, and half a file no file."""
    whole = on_card(state)
    [folder] = (state / "days").iterdir()
    (folder / f".{whole.box_key.keyid}.key").write_bytes(b"half")
    (state / "days" / ".half").mkdir()
    (state / "days" / "stray").write_bytes(b"no folder")
    with (state / "journal.jsonl").open("ab") as journal:
        journal.write(b"torn")

    assert on_card(state) == whole


def test_a_day_without_a_slip_has_none(state: Path) -> None:
    """A day whose slip is gone is there without one."""
    [folder] = (state / "days").iterdir()
    (folder / "slip.json").unlink()
    (folder / "frames.jsonl").unlink()
    [day] = on_card(state).days

    assert (day.slip, day.frames) == (None, ())


def test_a_fresh_box_has_nothing_but_itself(tmp_path: Path) -> None:
    """A box that trusts nobody yet has its key, its journal, and nothing else."""
    with at_home(tmp_path) as home:
        home.end()
        card = on_card(home.state)

    assert (card.ledger, card.memory.agency, card.days) == ((), None, ())
    assert card.journal


def test_a_card_without_days_has_none(state: Path) -> None:
    """Where the folder of days is gone there are none."""
    shutil.rmtree(state / "days")

    assert on_card(state).days == ()


def test_what_is_no_box_says_so(tmp_path: Path) -> None:
    """A folder without a box's key is said not to be a recorder's."""
    with pytest.raises(DeskRefused, match=r"there is no box\.key in it"):
        on_card(tmp_path)


def test_a_damaged_memory_is_refused(state: Path) -> None:
    """A memory that cannot be read is refused with its code."""
    (state / "home.json").write_bytes(b"{}")

    with pytest.raises(ConsentError):
        on_card(state)
