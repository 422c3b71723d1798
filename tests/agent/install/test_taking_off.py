from __future__ import annotations

from pathlib import Path

import pytest

from agent.install import existing
from agent.install.services import UNIT_FOLDER
from agent.install.taking_off import BEGUN, FIRST_BOOT, take_off
from tests.agent.install.standing_box import Heard, StandingBox, standing_box

BEFORE = "pihole-FTL.service"


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandingBox:
    """Return a box in whose place Pi-hole answered before."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    box = standing_box(tmp_path)
    aside = box.places.root / existing.STEPPED_ASIDE
    aside.parent.mkdir(parents=True)
    aside.write_text(f"{BEFORE}\n")
    (box.folder / "etc").mkdir()
    for name in ("lamplight-agent.service", "lamplight-of-another-release.timer"):
        (box.places.root / UNIT_FOLDER / name).write_text("[Unit]\n")
    return box


def off(box: StandingBox, heard: Heard | None = None) -> int:
    """Take it off, and leave the home's records."""
    return take_off(box.places, box.folder / "etc", heard or Heard(), and_records=False)


def test_who_answered_before_is_started_at_boot_before_we_are_not(box: StandingBox) -> None:
    """A power cut in the middle finds one of the two who answers names."""
    assert off(box) == 0

    [stopped] = [call for call in box.calls if call.startswith("systemctl disable --now lamp")]
    assert "lamplight-agent.service" in stopped
    enabled = box.calls.index(f"systemctl enable {BEFORE}")
    assert enabled < box.calls.index(stopped) < box.calls.index(f"systemctl enable --now {BEFORE}")
    assert not (box.places.root / existing.STEPPED_ASIDE).exists()


def test_one_who_is_gone_meanwhile_keeps_nothing_else(box: StandingBox) -> None:
    """It is told, all that is ours goes, and the status says that somebody has to look."""
    box.steer("refuses", f"enable {BEFORE}\nenable --now {BEFORE}")
    heard = Heard()

    assert off(box, heard) == 1

    assert any(said.startswith("That did not go: ") for said in heard.said)
    assert heard.said[-1].startswith("It is gone.")
    assert not box.places.opt.exists()
    assert not (box.folder / "etc").exists()


def test_units_of_another_release_go_too(box: StandingBox) -> None:
    """What a newer release had more is not left behind by an older one."""
    off(box)

    assert not list((box.places.root / UNIT_FOLDER).glob("lamplight-*"))
    assert any("lamplight-of-another-release.timer" in call for call in box.calls)


def test_a_first_start_that_waits_does_not_install_it_again(box: StandingBox) -> None:
    """A box that was never set up stays without it after the next boot."""
    unit = box.places.root / UNIT_FOLDER / FIRST_BOOT
    unit.write_text("[Service]\n")
    (box.places.root / BEGUN).touch()

    off(box)

    assert not unit.exists()
    assert not (box.places.root / BEGUN).exists()
    assert box.calls[0] == f"systemctl disable --now {FIRST_BOOT}"
