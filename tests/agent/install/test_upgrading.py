from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from agent.install import changing, kept_home, slots, unconfirmed, units, upgrading
from agent.install.changing import Wishes
from agent.install.slots import WHOLE, Slots, fingerprint
from agent.install.steps import StepFailed
from agent.install.upgrading import back, upgrade
from agent.release import NUMBER, PYTHONS, RELEASE
from tests.agent.install.releases import ABOUT, HOUSE, MAKER, STRANGER, line_of, release_in
from tests.agent.install.standing_box import Heard, StandingBox, answering, standing_box

NEXT = replace(ABOUT, release="9.0.0", number=NUMBER + 1, pythons=PYTHONS)
UNIT = "[Service]\nType=notify\nExecStart=/x/python -m agent\n\n[Install]\n"
NEXT_HOUSE = HOUSE | {
    "agent/release.py": f'RELEASE: Final = "9.0.0"\nNUMBER: Final = {NUMBER + 1}\n',
    "systemd/lamplight-agent.service": f"# 9.0.0\n{UNIT}",
    "systemd/lamplight.sysusers": "# 9.0.0\n",
    "systemd/lamplight.tmpfiles": "# 9.0.0\n",
}


def made(self: Slots, slot: str, house: Path, image: str, *_: object, parts: Sequence[str]) -> None:
    """Make a slot as the real one does, without an environment, which takes most of a minute."""
    self.remove(slot)
    for name in parts:
        here, there = house / name, self.house(slot) / name
        there.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if here.is_dir() else shutil.copy2)(here, there)
    (self.house(slot).parent / WHOLE).write_text(image)


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandingBox]:
    """Return a box that is well, believes one maker, and finds nothing wrong with a release."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(Slots, "make", made)
    monkeypatch.setattr(changing, "try_programs", lambda _: None)
    monkeypatch.setattr(changing, "try_filter", lambda *_: None)
    monkeypatch.setattr(changing, "what_would_change", lambda *_: ())
    with answering() as (names, pages):
        box = standing_box(tmp_path, names_port=names, pages_port=pages)
        shutil.rmtree(box.places.opt / "b")
        box.home("0001", 2)
        (tmp_path / "release.keys").write_text(f"needs 1\n{line_of(MAKER)}")
        yield box


def upgraded(box: StandingBox, release: Path, heard: Heard | None = None, **wishes: bool) -> int:
    """Upgrade a box as its helper does."""
    return upgrade(box.places, box.folder, release, heard or Heard(), Wishes(**wishes))


def stands_as_before(box: StandingBox) -> None:
    """Hold a box to being as it was."""
    assert box.places.slots.in_use == "a"
    assert box.places.slots.image("b") is None
    assert not unconfirmed.is_open(box.places.upgrade)
    assert not (box.places.opt / upgrading.UNPACKED).exists()
    assert kept_home.step_of(box.places.console / "household.db") == "0001"


def next_release(box: StandingBox) -> Path:
    """Return a release that can follow."""
    return release_in(box.folder, NEXT, house=NEXT_HOUSE)


def test_a_release_is_taken_into_use_and_confirmed(box: StandingBox) -> None:
    """It runs, the one before is kept beside it, and nothing of the upgrade is left open."""
    heard = Heard()

    assert upgraded(box, next_release(box), heard) == 0

    slots = box.places.slots
    assert (slots.in_use, slots.before, slots.release("b")) == ("b", "a", "9.0.0")
    # By this an installation of the same release finds that nothing has to be done.
    assert slots.image("b") == fingerprint(slots.house("b"))
    assert not unconfirmed.is_open(box.places.upgrade)
    assert not (box.places.opt / upgrading.UNPACKED).exists()
    unit = box.places.root / "etc/systemd/system/lamplight-agent.service"
    assert unit.read_text().startswith("# 9.0.0")
    assert f"May this box go from {RELEASE} to 9.0.0?" in heard.said
    assert heard.said[-1].startswith("To go back: ")


def test_the_way_back_is_ready_before_anything_changes(
    box: StandingBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the link is turned, the note is on the disk, the home is kept, and a guard is set."""
    seen = []

    def looked(self: Slots, slot: str) -> None:
        kept = box.places.upgrade / "before" / "household.db"
        guard = any("--on-active=300s" in call for call in box.calls)
        seen.append((slot, unconfirmed.is_open(box.places.upgrade), kept.exists(), guard))
        real(self, slot)

    real = Slots.use
    monkeypatch.setattr(Slots, "use", looked)
    upgraded(box, next_release(box))

    assert seen == [("b", True, True, True)]


def test_a_release_that_is_not_well_is_left_again(box: StandingBox) -> None:
    """The box goes back by itself, says why, and is as it was."""
    box.steer("active", "failed")
    heard = Heard()

    with pytest.raises(StepFailed, match=r"did not work: lamplight-agent.service does not run"):
        upgraded(box, next_release(box), heard)
    stands_as_before(box)
    assert "The box goes back." in heard.said[-1]
    assert "9.0.0 did not work" in (unconfirmed.last(box.places.upgrade) or "")


def test_a_step_that_fails_on_the_way_is_gone_back_from(box: StandingBox) -> None:
    """Whatever systemd refuses in the middle, the release before runs again."""
    box.steer("refuses", "systemd-sysusers")

    with pytest.raises(StepFailed, match="did not work"):
        upgraded(box, next_release(box))
    stands_as_before(box)


def test_a_no_leaves_all_as_it_was(box: StandingBox) -> None:
    """Whoever is asked and does not say yes has changed nothing."""
    with pytest.raises(StepFailed, match="You said no"):
        upgraded(box, next_release(box), Heard(yes=False))
    stands_as_before(box)
    assert box.calls == []


def test_a_change_for_somebody_needs_a_yes_of_its_own(
    box: StandingBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The general yes is not enough where a rule changes; it is shown, and asked again."""
    sentence = "For everyone, this ends: Adult sites are blocked."
    monkeypatch.setattr(changing, "what_would_change", lambda *_: (sentence,))
    heard = Heard(yes=True, decided=False)
    release = next_release(box)

    with pytest.raises(StepFailed, match="--yes-to-changes"):
        upgraded(box, release, heard)
    assert f"  {sentence}" in heard.said
    stands_as_before(box)

    assert upgraded(box, release, Heard(yes=True, decided=True)) == 0


def test_the_yes_to_changes_can_be_given_beforehand(
    box: StandingBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A helper who knows what comes can say so in words."""
    monkeypatch.setattr(changing, "what_would_change", lambda *_: ("Something ends.",))

    assert upgraded(box, next_release(box), Heard(decided=False), yes_to_changes=True) == 0


@pytest.mark.parametrize("step", ["try_programs", "try_filter", "what_would_change"])
def test_what_fails_on_trial_changes_nothing(
    box: StandingBox, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release that cannot live with this home is gone again before systemd hears of it."""

    def fails(*_: object) -> None:
        raise StepFailed("It does not go.")

    monkeypatch.setattr(changing, step, fails)

    with pytest.raises(StepFailed, match="It does not go"):
        upgraded(box, next_release(box))
    stands_as_before(box)
    assert box.calls == []


def test_a_stranger_s_release_is_not_even_made(box: StandingBox) -> None:
    """Nothing of it runs, and nothing of it is left."""
    with pytest.raises(StepFailed, match="Nobody signed"):
        upgraded(box, release_in(box.folder, NEXT, [STRANGER], NEXT_HOUSE))
    stands_as_before(box)


def test_the_release_that_runs_already_is_nothing_to_do(box: StandingBox) -> None:
    """It is said, and that is all right."""
    same = replace(NEXT, release=RELEASE, number=NUMBER)

    assert upgraded(box, release_in(box.folder, same, house=NEXT_HOUSE)) == 0
    stands_as_before(box)


def test_an_upgrade_that_was_left_open_is_gone_back_from_first(box: StandingBox) -> None:
    """Two upgrades never lie over each other."""
    note = unconfirmed.Unconfirmed(
        from_slot="a", to_slot="b", from_release="0.1.0", to_release="8.0.0"
    )
    unconfirmed.write_note(box.places.upgrade, note)

    with pytest.raises(StepFailed, match="Run this again now"):
        upgraded(box, next_release(box))
    stands_as_before(box)

    assert upgraded(box, next_release(box)) == 0


def test_a_card_that_is_full_is_told_before(
    box: StandingBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says how much room there is, and how much it takes."""
    monkeypatch.setattr(slots, "ROOM_FOR_PACKAGES", 2**60)

    with pytest.raises(StepFailed, match="MB free"):
        upgraded(box, next_release(box))
    stands_as_before(box)


def test_somebody_can_go_back_by_hand(box: StandingBox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The release before and what it can read are there again, and going back twice is refused."""
    upgraded(box, next_release(box))
    box.home("0002", 5)
    monkeypatch.setattr(upgrading, "NUMBER", NUMBER + 1)
    heard = Heard()

    assert back(box.places, heard) == 0

    assert box.places.slots.in_use == "a"
    assert "3 changes made in between are gone." in heard.said[-1]
    monkeypatch.setattr(upgrading, "NUMBER", 0)
    with pytest.raises(StepFailed, match="no release before this one"):
        back(box.places, heard)


def test_going_back_by_hand_can_be_refused(
    box: StandingBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A no, and settings that are not kept any more, both leave all as it was."""
    upgraded(box, next_release(box))
    monkeypatch.setattr(upgrading, "NUMBER", NUMBER + 1)
    with pytest.raises(StepFailed, match="You said no"):
        back(box.places, Heard(yes=False))

    shutil.rmtree(box.places.upgrade / "before")
    with pytest.raises(StepFailed, match="not kept any more"):
        back(box.places, Heard())
    assert box.places.slots.in_use == "b"


def test_a_release_before_that_does_not_work_any_more_is_left_again(
    box: StandingBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever goes back by hand and finds that nothing answers is not left without names."""
    upgraded(box, next_release(box))
    box.home("0002", 5)
    monkeypatch.setattr(upgrading, "NUMBER", NUMBER + 1)

    def start_filter(_: object) -> None:
        if box.places.slots.in_use == "a":
            raise StepFailed("The filter fell as soon as it was started.")

    monkeypatch.setattr(units, "start_filter", start_filter)
    with pytest.raises(StepFailed, match=r"did not work: The filter fell .* stays with"):
        back(box.places, Heard())

    assert box.places.slots.in_use == "b"
    assert kept_home.step_of(box.places.console / "household.db") == "0002"
    assert not unconfirmed.is_open(box.places.upgrade)
    unit = box.places.root / "etc/systemd/system/lamplight-agent.service"
    assert unit.read_text().startswith("# 9.0.0")
