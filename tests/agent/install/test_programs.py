from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from agent.install import changing, services, slots, units
from agent.install.changing import Wishes
from agent.install.programs import first, over_others
from agent.install.slots import WHOLE, Slots, fingerprint
from agent.install.steps import Step, StepFailed, carry_out
from tests.agent.install.standing_box import Heard, StandingBox, answering, standing_box


def made(self: Slots, slot: str, house: Path, image: str, *_: object) -> None:
    """Make a slot as the real one does, without an environment, which takes most of a minute."""
    self.remove(slot)
    shutil.copytree(house, self.house(slot))
    (self.house(slot).parent / WHOLE).write_text(image)


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandingBox]:
    """Return a box that is well, and finds nothing wrong with a release."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(Slots, "make", made)
    for name, found in (("try_programs", None), ("try_filter", None), ("what_would_change", ())):
        monkeypatch.setattr(changing, name, lambda *_, found=found: found)
    with answering() as (names, pages):
        box = standing_box(tmp_path, names_port=names, pages_port=pages)
        units.take(box.places.root, box.places.room("a"))
        # What comes is the other release, in a folder of its own.
        shutil.move(box.places.opt / "b" / "house", tmp_path / "comes")
        shutil.rmtree(box.places.opt / "b")
        box.home("0001", 2)
        yield box


def comes(box: StandingBox) -> Path:
    """Return the house that comes."""
    for beside in ("requirements.lock", "LICENSE", "README.md", "CHANGELOG.md", "lamplight"):
        (box.folder / "comes" / beside).touch()
    return box.folder / "comes"


def steps_over(box: StandingBox, *more: Step) -> Sequence[Step]:
    """Return the steps that put it over the release which runs."""
    beside, into_use = over_others(box.places, comes(box), None, Heard(), Wishes())
    return [*beside, *into_use, *more]


def unit(box: StandingBox) -> str:
    """Return which release's filter the system would start."""
    return (box.places.root / "etc/systemd/system/lamplight-agent.service").read_text().split()[1]


def test_over_others_it_stands_in_their_place_with_its_own_services(box: StandingBox) -> None:
    """Never is the one release started by the other's units, and a second time nothing is done."""
    assert carry_out(steps_over(box), Heard()) == 2

    assert (box.places.slots.in_use, box.places.slots.before, unit(box)) == ("b", "a", "0.2.0")
    assert box.places.slots.image("b") == fingerprint(box.folder / "comes")
    assert carry_out(steps_over(box), Heard()) == 0


def test_a_card_that_is_full_is_told_before_anything_is_put_there(
    box: StandingBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over others and on an empty machine: what runs runs on, and how much it takes is said."""
    monkeypatch.setattr(slots, "ROOM_FOR_PACKAGES", 2**60)
    steps = [steps_over(box), first(box.places, comes(box), None)]
    for one in steps:
        with pytest.raises(StepFailed, match=r"MB free below .* Nothing is changed"):
            carry_out(one, Heard())

    assert (box.places.slots.in_use, box.places.slots.image("b"), unit(box)) == ("a", None, "0.1.0")


@pytest.mark.parametrize("where", ["take", "start_filter", "start_others"])
def test_a_cut_in_it_leads_back(
    box: StandingBox, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the power goes away, the note is there by which the next start goes back."""

    def cut(*_: object) -> None:
        raise SystemExit

    monkeypatch.setattr(units, where, cut)
    with pytest.raises(SystemExit):
        carry_out(steps_over(box), Heard())
    monkeypatch.undo()
    monkeypatch.setenv("PATH", f"{box.folder / 'bin'}:/usr/bin:/bin")

    with pytest.raises(StepFailed, match=r"went back from 0\.2\.0 to 0\.1\.0"):
        changing.go_back_first(box.places, Heard())
    assert (box.places.slots.in_use, unit(box)) == ("a", "0.1.0")


def test_what_fails_after_it_undoes_it_too(box: StandingBox) -> None:
    """The release before runs again with its own services, and nothing of the other is left."""

    def fails() -> None:
        raise StepFailed("The box does not answer.")

    asked = Step(says="It is asked.", is_done=lambda: False, do=fails)
    with pytest.raises(StepFailed, match="does not answer"):
        carry_out(steps_over(box, asked), Heard())

    assert (box.places.slots.in_use, unit(box)) == ("a", "0.1.0")
    assert box.places.slots.image("b") is None


def test_the_first_programs_are_in_use_at_once(
    box: StandingBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody answers yet there is nothing to try, and undone nothing is left of them."""
    restarted: list[None] = []
    monkeypatch.setattr(services, "restart", lambda: restarted.append(None))
    shutil.rmtree(box.places.opt)
    [step] = first(box.places, comes(box), None)

    assert carry_out([step], Heard()) == 1
    assert (box.places.slots.in_use, len(restarted)) == ("a", 1)
    assert carry_out([step], Heard()) == 0
    step.undo()
    assert not box.places.opt.exists()
