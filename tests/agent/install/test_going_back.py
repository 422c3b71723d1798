from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.install import kept_home, unconfirmed, units
from agent.install.going_back import alone, go_back, way_back
from agent.install.slots import WHOLE
from agent.install.steps import StepFailed
from agent.install.unconfirmed import Unconfirmed
from tests.agent.install.standing_box import WANTS, StandingBox, answering, standing_box

OPEN = Unconfirmed(from_slot="a", to_slot="b", from_release="0.1.0", to_release="0.2.0")


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandingBox]:
    """Return a box in the middle of an upgrade: the newer release in use, nothing confirmed."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with answering() as (names, pages):
        box = standing_box(tmp_path, names_port=names, pages_port=pages)
        box.home("0001", 2)
        kept_home.keep(box.places.console, box.places.upgrade)
        box.places.slots.keep_way_back("a")
        unconfirmed.write_note(box.places.upgrade, OPEN)
        box.places.slots.use("b")
        units.take(box.places.root, box.places.room("b"))
        (box.folder / "calls").unlink()
        yield box


def stands_again(box: StandingBox) -> None:
    """Hold a box to having gone back, all of it."""
    assert box.places.slots.in_use == "a"
    assert kept_home.step_of(box.places.console / "household.db") == "0001"
    assert not unconfirmed.is_open(box.places.upgrade)
    known = box.places.root / "etc/systemd/system"
    assert (known / "lamplight-agent.service").read_text().startswith("# 0.1.0")


def test_going_back_brings_all_of_it_back_and_starts_it(box: StandingBox) -> None:
    """The release, its services and the home's settings; and it is told what that costs."""
    box.home("0002", 3)

    told = go_back(box.places, OPEN, "It fell.")

    stands_again(box)
    assert told.startswith("It fell. This box went back from 0.2.0 to 0.1.0. One change made in")
    assert "set-aside/household-of-0.2.0.db" in told
    assert unconfirmed.last(box.places.upgrade) == told
    assert "systemctl restart --no-block lamplight-agent.service" in box.calls


@pytest.mark.parametrize("is_alike", [True, False])
def test_names_come_before_all_that_can_wait(box: StandingBox, *, is_alike: bool) -> None:
    """Where both releases start the filter alike, it is started before systemd is told anything."""
    mine = box.places.root / "etc/systemd/system/lamplight-agent.service"
    others = box.places.room("a") / "lamplight-agent.service"
    mine.write_text(others.read_text() if is_alike else "# another")

    go_back(box.places, OPEN, "It fell.")

    stands_again(box)
    started = box.calls.index("systemctl restart --no-block lamplight-agent.service")
    assert (started < box.calls.index("systemctl daemon-reload")) is is_alike
    assert sum("restart --no-block" in call for call in box.calls) == 1


def test_where_nothing_is_lost_it_is_told_too(box: StandingBox) -> None:
    """A home need not wonder what became of its rules."""
    assert "Nothing that was decided at home is lost." in go_back(box.places, OPEN, "It fell.")


def test_after_a_power_cut_nothing_is_started_by_hand(box: StandingBox) -> None:
    """While the system starts it starts everything itself, by then from the release before."""
    box.steer("running", "starting")

    assert "The upgrade was cut off" in (way_back(box.places) or "")

    stands_again(box)
    assert not any("start" in call.split()[1] for call in box.calls)


def test_after_a_power_cut_what_the_newer_release_had_taken_away_is_started(
    box: StandingBox,
) -> None:
    """What the system does not know yet when it starts is not left out until the next start."""
    box.steer("running", "starting")
    (box.places.root / "etc/systemd/system/lamplight-recorder.service").unlink()
    (box.folder / WANTS / "lamplight-recorder.service").unlink()

    way_back(box.places)

    stands_again(box)
    assert "systemctl enable lamplight-recorder.service" in box.calls
    started = [call for call in box.calls if "start" in call.split()[1]]
    assert started == ["systemctl start --no-block lamplight-recorder.service"]


def test_one_service_that_does_not_start_keeps_no_other_away(box: StandingBox) -> None:
    """A box whose recorder fell before the upgrade, too, has its pages again after it."""
    box.steer("refuses", "restart lamplight-recorder.service")

    told = go_back(box.places, OPEN, "It fell.")

    stands_again(box)
    assert "Not everything of the release before could be started" in told
    assert "systemctl restart lamplight-console.service" in box.calls
    assert any(call.startswith("systemctl start lamplight-agent.socket") for call in box.calls)


def test_where_the_settings_cannot_be_brought_back_the_rest_runs(
    box: StandingBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full card it is told, what can run runs, and the next start tries it again."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as during:
        during.setattr(kept_home, "bring_back", full)
        with pytest.raises(StepFailed, match=r"could not be brought back .*No space left"):
            go_back(box.places, OPEN, "It fell.")
    assert "systemctl restart lamplight-recorder.service" in box.calls
    assert unconfirmed.is_open(box.places.upgrade)

    way_back(box.places)
    stands_again(box)


def test_where_nobody_was_left_it_is_started(box: StandingBox) -> None:
    """An upgrade whose program was killed is gone back from while everything runs."""
    assert way_back(box.places) is not None

    stands_again(box)
    assert any(call.endswith("restart lamplight-console.service") for call in box.calls)


def test_a_start_without_an_open_upgrade_changes_nothing(box: StandingBox) -> None:
    """Each other boot of a box leaves it alone."""
    unconfirmed.confirm(box.places.upgrade)

    assert way_back(box.places) is None
    assert box.places.slots.in_use == "b"
    assert box.calls == []


@pytest.mark.parametrize("broken", ["bring_back", "take", "say_last", "confirm"])
def test_a_cut_anywhere_on_the_way_back_is_gone_on_from(
    box: StandingBox, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was done when the power went away, the next start ends it."""
    box.home("0002", 3)
    places = {"bring_back": kept_home, "say_last": unconfirmed, "confirm": unconfirmed}

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(places.get(broken, units), broken, cut)
        with pytest.raises(KeyboardInterrupt):
            way_back(box.places)
    assert unconfirmed.is_open(box.places.upgrade)

    way_back(box.places)

    stands_again(box)
    aside = box.places.upgrade / "set-aside/household-of-0.2.0.db"
    assert kept_home.changes_in(aside) == 3


def test_a_note_that_was_damaged_leads_to_the_slot_that_was_kept(box: StandingBox) -> None:
    """The way back does not hang on one file."""
    (box.places.upgrade / unconfirmed.NOTE).write_bytes(b"\0" * 40)

    way_back(box.places)

    stands_again(box)


def test_services_that_cannot_be_put_back_do_not_keep_names_away(box: StandingBox) -> None:
    """The release before is started all the same, and what failed is told."""
    box.steer("refuses", "systemd-sysusers")

    told = go_back(box.places, OPEN, "It fell.")

    assert "Not everything of it could be put back" in told
    assert "systemctl restart --no-block lamplight-agent.service" in box.calls
    stands_again(box)


def test_without_a_whole_release_to_go_back_to_nothing_is_touched(box: StandingBox) -> None:
    """Half a release is worse than the one that runs."""
    (box.places.opt / "a" / WHOLE).unlink()

    with pytest.raises(StepFailed, match="no whole release in slot a"):
        go_back(box.places, OPEN, "It fell.")
    assert box.places.slots.in_use == "b"


def test_two_at_once_are_kept_apart(box: StandingBox) -> None:
    """A second upgrade is told to wait, and touches nothing."""
    with alone(box.places), pytest.raises(StepFailed, match="runs already"), alone(box.places):
        pass
    with alone(box.places):
        pass
