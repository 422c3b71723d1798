from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent.install import slots as slots_module
from agent.install.slots import WHOLE, Slots, fingerprint


def slot(folder: Path, name: str, image: str) -> None:
    """Put a slot there as one that was made whole."""
    (folder / name).mkdir(parents=True)
    (folder / name / WHOLE).write_text(image, encoding="ascii")


def test_before_the_first_there_is_none(tmp_path: Path) -> None:
    """An empty machine uses no slot, and its first one is a."""
    slots = Slots(tmp_path)

    assert (slots.in_use, slots.spare, slots.image("a")) == (None, "a", None)


def test_the_slots_take_turns(tmp_path: Path) -> None:
    """What is made next is never what is in use, and the link is replaced in one step."""
    slots = Slots(tmp_path)
    for number, name in enumerate("abab"):
        assert slots.spare == name
        slots.remove(name)
        slot(tmp_path, name, str(number))
        slots.use(name)
        assert (slots.in_use, slots.image(name)) == (name, str(number))
        assert (tmp_path / "current" / WHOLE).read_text() == str(number)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "current"]


def test_the_slot_in_use_is_never_written_to(tmp_path: Path) -> None:
    """There is no way to put other programs under those that run."""
    slots = Slots(tmp_path)
    slot(tmp_path, "a", "1")
    slots.use("a")

    with pytest.raises(ValueError, match="slot a is in use"):
        slots.make("a", tmp_path, "2")
    assert slots.image("a") == "1"


def test_a_slot_that_was_cut_off_half_way_is_none(tmp_path: Path) -> None:
    """Without its last file a slot counts as not made."""
    (tmp_path / "b" / "house").mkdir(parents=True)

    assert Slots(tmp_path).image("b") is None


def test_a_slot_lasts_before_it_is_called_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a power cut could still empty is not taken into use: all of it is on the disk first."""
    house, slots = tmp_path / "house", Slots(tmp_path / "opt")
    house.mkdir()
    (house / "README.md").write_text("a house", encoding="utf-8")
    whole: list[str | None] = []
    monkeypatch.setattr(slots_module, "run", lambda *_: "")  # no packages are needed for this
    monkeypatch.setattr(os, "sync", lambda: whole.append(slots.image("a")))

    slots.make("a", house, "1", parts=("README.md",))

    assert (whole, slots.image("a")) == ([None], "1")


def test_a_slot_can_be_read_whatever_it_was_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the clone of somebody who lets nobody in, services come to programs they can run."""
    house, slots = tmp_path / "house", Slots(tmp_path / "opt")
    (house / "agent").mkdir(parents=True)
    (house / "agent" / "one.py").write_text("", encoding="ascii")
    (house / "agent" / "one.py").chmod(0o620)
    (house / "agent").chmod(0o2770)
    monkeypatch.setattr(slots_module, "run", lambda *_: "")  # no packages are needed for this

    slots.make("a", house, "1", parts=("agent",))

    made = slots.house("a") / "agent"
    assert made.stat().st_mode & 0o7777 == 0o755
    assert (made / "one.py").stat().st_mode & 0o7777 == 0o644


def test_a_link_to_elsewhere_is_no_slot(tmp_path: Path) -> None:
    """What somebody put in the link's place is not believed."""
    (tmp_path / "current").symlink_to("/usr")

    assert Slots(tmp_path).in_use is None


def test_a_link_that_was_left_half_way_is_in_nobody_s_way(tmp_path: Path) -> None:
    """After a power cut between its two steps, taking into use goes on."""
    slot(tmp_path, "a", "1")
    (tmp_path / "current.new").symlink_to("b")
    slots = Slots(tmp_path)
    slots.use("a")

    assert slots.in_use == "a"


CHANGES = {
    "a program": "agent/a.py",
    "a page": "agent/templates/a.html",
    "a unit": "agent/a.service",
    "the lock": "requirements.lock",
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_makes_it_another_house(tmp_path: Path, changed: str) -> None:
    """A form or a unit that changes is another release to put there, as a program is."""
    parts = ("agent", "requirements.lock")
    for path in (*CHANGES.values(), "agent/__pycache__/a.pyc", "beside.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("before", encoding="ascii")
    before = fingerprint(tmp_path, parts)
    for path in ("agent/__pycache__/a.pyc", "beside.txt"):
        (tmp_path / path).write_text("after", encoding="ascii")
    assert fingerprint(tmp_path, parts) == before
    (tmp_path / changed).write_text("after", encoding="ascii")

    assert fingerprint(tmp_path, parts) != before
