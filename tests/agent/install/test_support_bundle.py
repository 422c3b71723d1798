from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent.install import doctor_words as words
from agent.install.doctor import NOT_LOOKED, WELL, NotLooked, Places
from agent.install.looking import Check
from agent.install.support_bundle import FORMAT, bundle, write_bundle


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """Return the places of a box of which Health cannot be asked."""

    def silent(_: Places) -> list[Check]:
        raise NotLooked("it said nothing")

    monkeypatch.setattr("agent.install.support_bundle.of_health", silent)
    (tmp_path / "opt").mkdir()
    return Places(
        programs=tmp_path / "opt",
        settings=tmp_path / "none.env",
        state=tmp_path / "state",
        run=tmp_path / "run",
        journal=tmp_path / "journal",
        sys=tmp_path / "sys",
        user=None,
    )


def test_a_box_of_which_little_is_known_tells_that_little(places: Places) -> None:
    """Without Health, settings and files the rest is told, from the first line to the last."""
    lines = list(bundle(places))

    assert (lines[0], lines[-1]) == (FORMAT, "end")
    assert {"health not-looked", "settings unread"} <= set(lines)
    assert not any(line.startswith("file ") for line in lines)


def test_a_check_that_hangs_on_what_was_asked_is_left_out(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A heading that is not one of the closed set is not in the bundle, whatever it says."""
    said = [
        Check(about="Rules", is_well=True, says="a"),
        Check(about="Trick answers", is_well=True, says="b"),
    ]
    monkeypatch.setattr("agent.install.support_bundle.of_health", lambda _: said)
    lines = list(bundle(places))

    assert "check rules well" in lines
    assert not any("trick" in line for line in lines)


def test_sizes_are_told_in_steps_and_links_are_not_followed(places: Places) -> None:
    """A file that grows by a letter tells nothing, and what a link leads to is not looked at."""
    folder = places.state / "console"
    folder.mkdir(parents=True)
    (folder / "household.db").write_bytes(b"x" * 1_025)
    (folder / "snapshot.json").symlink_to("/etc/passwd")
    lines = [line for line in bundle(places) if line.startswith("file")]

    assert [line.split(" days")[0] for line in lines] == [
        "file console household.db whole up to 2048 octets 0"
    ]


@pytest.mark.parametrize(("owner", "told"), [(os.getuid(), None), (4_000_000, "of-nobody")])
def test_whose_a_file_is_is_told_of_our_own_accounts_alone(
    places: Places, monkeypatch: pytest.MonkeyPatch, owner: int, told: str | None
) -> None:
    """The name of somebody's account on the machine is a name of a person."""
    folder = places.state / "agent"
    folder.mkdir(parents=True)
    (folder / "status.json").touch()
    if told == "of-nobody":

        def nobody(_: int) -> None:
            raise KeyError

        monkeypatch.setattr("pwd.getpwuid", nobody)
    [line] = [line for line in bundle(places) if line.startswith("file ")]

    assert line.split()[-1] == (told or ("of-root" if owner == 0 else "of-another"))


def test_it_needs_an_installation_and_a_place(places: Places, tmp_path: Path) -> None:
    """It is written whole for its owner alone, or one sentence says why not."""
    said: list[str] = []
    assert write_bundle(tmp_path / "out.txt", places, said.append) == WELL
    assert (tmp_path / "out.txt").stat().st_mode & 0o777 == 0o600
    assert write_bundle(tmp_path / "no" / "place", places, said.append) == NOT_LOOKED
    nowhere = Places(programs=tmp_path / "none", user=None)
    assert write_bundle(tmp_path / "out.txt", nowhere, said.append) == NOT_LOOKED
    assert said[0] == words.BUNDLE.format(file=tmp_path / "out.txt")
