from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.lists.memory import Kept, Memory, read_memory, write_memory

BETS = Kept(
    digest="ab" * 32,
    names=7,
    etag='"x"',
    checked="2026-11-21T04:43:15Z",
    strike=("gamcare.org.uk",),
)


def test_a_memory_survives_its_file(tmp_path: Path) -> None:
    """What was remembered is read back as it was."""
    memory = Memory({"bets": BETS, "ads": Kept()}, built_from="cd")
    write_memory(tmp_path / "fetched.json", memory)

    assert read_memory(tmp_path / "fetched.json") == memory


def damaged(tmp_path: Path, changes: dict[str, Any]) -> Memory:
    """Return what is read from a memory of one list of which members were changed."""
    path = tmp_path / "fetched.json"
    write_memory(path, Memory({"bets": BETS, "ads": Kept()}))
    document = json.loads(path.read_bytes())
    document["lists"]["bets"] |= changes
    path.write_text(json.dumps(document))
    return read_memory(path)


DAMAGE: dict[str, dict[str, Any]] = {
    "a digest that is a number": {"digest": 1},
    "names below zero": {"names": -1},
    "names that are true": {"names": True},
    "strike that is a text": {"strike": "x"},
    "strike that holds a number": {"strike": [1]},
    "one member more": {"asked": "x"},
}


@pytest.mark.parametrize("changes", DAMAGE.values(), ids=DAMAGE)
def test_a_list_that_is_damaged_is_forgotten_and_no_other(
    changes: dict[str, Any], tmp_path: Path
) -> None:
    """What cannot be understood of one list makes it a list never seen; the rest stays."""
    assert damaged(tmp_path, changes) == Memory({"ads": Kept()})


UNREADABLE = {
    "nothing": b"",
    "an array": b"[]",
    "another format": b'{"format": "x", "built_from": "", "lists": {}}',
    "lists that are an array": b'{"format": "lamplight-fetched/v1", "built_from": "", "lists": []}',
}


@pytest.mark.parametrize("octets", UNREADABLE.values(), ids=UNREADABLE)
def test_a_memory_that_cannot_be_read_is_empty(octets: bytes, tmp_path: Path) -> None:
    """A damaged memory costs a download and nothing else."""
    path = tmp_path / "fetched.json"
    path.write_bytes(octets)

    assert read_memory(path) == Memory()
    assert read_memory(tmp_path / "nowhere.json") == Memory()


def test_a_copy_that_is_another_one_is_forgotten_but_not_the_choice() -> None:
    """When the copy is not the remembered one, only what the household chose is kept."""
    memory = Memory({"bets": BETS})

    assert memory.of("bets").without_copy() == Kept(strike=("gamcare.org.uk",))
    assert memory.note("bets", names=9).names == 9
    assert memory.of("bets").etag == '"x"'
    assert memory.of("never seen") == Kept()
