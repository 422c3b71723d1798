from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from agent.install.release_verbs import (
    add_release_verbs,
    bundle,
    go_back_if_open,
    slots_in_words,
    upgrade,
)
from agent.install.slots import Slots
from agent.install.steps import StepFailed
from agent.install.unconfirmed import Unconfirmed, confirm, say_last, write_note
from tests.agent.install.standing_box import Heard, StandingBox, standing_box


def options(*words: str) -> argparse.Namespace:
    """Return what a person asked for."""
    parser = argparse.ArgumentParser()
    add_release_verbs(parser.add_subparsers(dest="verb", required=True))
    return parser.parse_args(words)


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandingBox:
    """Return a box with two releases."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    return standing_box(tmp_path)


def test_status_names_the_release_in_each_slot(box: StandingBox) -> None:
    """Which one runs, which one is kept, and how the last upgrade ended."""
    say_last(box.places.upgrade, "It runs.")

    assert slots_in_words(box.places) == [
        "slot a: release 0.1.0, in use",
        "slot b: release 0.2.0",
        "last upgrade: It runs.",
    ]


def test_status_says_that_an_upgrade_is_open(box: StandingBox) -> None:
    """Whoever looks after a box whose upgrade was cut off sees it at once."""
    note = Unconfirmed(from_slot="a", to_slot="b", from_release="0.1.0", to_release="0.2.0")
    write_note(box.places.upgrade, note)
    assert "AN UPGRADE IS NOT CONFIRMED" in slots_in_words(box.places)[-1]

    confirm(box.places.upgrade)
    assert slots_in_words(box.places)[-1] == "slot b: release 0.2.0"


def test_a_release_that_does_not_say_what_it_is_is_unknown(box: StandingBox) -> None:
    """Nothing of a slot is run to ask what it is."""
    (box.places.slots.house("b") / "agent" / "release.py").write_text("RELEASE = max('9', '8')")

    assert slots_in_words(box.places)[-1] == "slot b: release unknown"
    assert Slots(box.places.opt).number("b") == 0


REFUSED = {
    "nothing named": ((), "Which release"),
    "a file that is not there": (("/nowhere/x.tar",), "There is no /nowhere/x.tar"),
    "no release before this one": (("--back",), "no release before this one"),
}


@pytest.mark.parametrize(("words", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    box: StandingBox, words: tuple[str, ...], says: str
) -> None:
    """A sentence, and systemd was told nothing."""
    with pytest.raises(StepFailed, match=says):
        upgrade(options("upgrade", *words), box.places, box.folder, Heard())
    assert box.calls == []


def test_where_nothing_is_installed_it_says_so(box: StandingBox) -> None:
    """An upgrade is of something."""
    (box.places.opt / "current").unlink()

    with pytest.raises(StepFailed, match="not installed here"):
        upgrade(options("upgrade", "x.tar"), box.places, box.folder, Heard())


def test_a_boot_without_an_open_upgrade_says_that_it_did_nothing(box: StandingBox) -> None:
    """What stands in the journal is what happened."""
    assert "nothing to go back from" in go_back_if_open(box.places)


def test_a_key_for_releases_can_be_made(tmp_path: Path) -> None:
    """The line that boxes need is printed; without a file to write, it is asked which."""
    (tmp_path / "words").write_text("a passphrase for a release\n")
    words = ("bundle", "--passphrase-file", str(tmp_path / "words"))

    assert "\ned25519 " in bundle(options(*words, "--new-key", str(tmp_path / "key")), tmp_path)
    with pytest.raises(StepFailed, match="Which file"):
        bundle(options(*words), tmp_path)
    with pytest.raises(StepFailed, match="A release is signed"):
        bundle(options(*words, str(tmp_path / "out.tar")), tmp_path)
