from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.install import changing, kept_home, unconfirmed
from agent.install.changing import Wishes, go_back_first, standing, take_into_use, try_it
from agent.install.steps import StepFailed
from agent.install.unconfirmed import Unconfirmed
from tests.agent.install.standing_box import Heard, StandingBox, answering, standing_box

NOTE = Unconfirmed(from_slot="a", to_slot="b", from_release="0.1.0", to_release="0.2.0")


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandingBox]:
    """Return a box that is well, with another release beside the one that runs."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with answering() as (names, pages):
        box = standing_box(tmp_path, names_port=names, pages_port=pages)
        box.home("0001", 2)
        yield box


def test_a_release_that_is_well_is_confirmed_and_can_be_left_again(box: StandingBox) -> None:
    """It runs with its own services, the one before is the way back, and nothing is open."""
    heard = Heard()

    assert take_into_use(box.places, NOTE, heard) == 0

    slots = box.places.slots
    assert (slots.in_use, slots.before) == ("b", "a")
    assert not unconfirmed.is_open(box.places.upgrade)
    unit = box.places.root / "etc/systemd/system/lamplight-more.service"
    assert unit.read_text().startswith("# 0.2.0")
    assert heard.said[-1] == "To go back: sudo ./lamplight upgrade --back"


def test_a_release_that_is_not_well_is_left(box: StandingBox) -> None:
    """The one before runs with its own services, and the home has its settings."""
    box.steer("active", "failed")

    with pytest.raises(StepFailed, match=r"went back from 0\.2\.0 to 0\.1\.0"):
        take_into_use(box.places, NOTE, Heard())

    assert box.places.slots.in_use == "a"
    assert not unconfirmed.is_open(box.places.upgrade)
    assert not (box.places.root / "etc/systemd/system/lamplight-more.service").exists()
    assert kept_home.changes_in(box.places.console / "household.db") == 2


def test_what_was_left_open_is_gone_back_from_before_anything_else(box: StandingBox) -> None:
    """Whoever comes next finds the release that works, and is told to begin again."""
    with standing(box.places, Heard()) as here:
        assert here == "a"
    kept_home.keep(box.places.console, box.places.upgrade)
    unconfirmed.write_note(box.places.upgrade, NOTE)
    box.places.slots.use("b")

    with pytest.raises(StepFailed, match="Run this again now"):
        go_back_first(box.places, Heard())

    assert box.places.slots.in_use == "a"
    go_back_first(box.places, Heard())


def test_what_is_tried_is_asked_for_by_both_releases_names(
    box: StandingBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing changes for anybody, the question says only from which to which."""
    for name, found in (("try_programs", None), ("try_filter", None), ("what_would_change", ())):
        monkeypatch.setattr(changing, name, lambda *_, found=found: found)
    heard = Heard(yes=False)

    with pytest.raises(StepFailed, match="You said no"):
        try_it(box.places, NOTE, heard, Wishes())

    assert heard.said[-1] == "May this box go from 0.1.0 to 0.2.0?"
    assert box.calls == []
