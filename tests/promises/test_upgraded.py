"""What an upgrade does to recording that is on: every permit ends, and the gate decides anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from consent.acts import Updated
from tests.agent.recorder.home import Home, while_recording


def test_no_permit_outlives_a_change_of_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was lent is closed, and an agent of the new release holds only what is decided anew."""
    kept, _ = while_recording()
    home = Home(tmp_path, kept=kept)
    agent = home.agent()
    home.round()
    agent.hear()
    [device] = agent.lent
    before = agent.lent[device].dup()
    assert before.send(b"while it holds")

    monkeypatch.setattr("agent.recorder.box.image", lambda: "1" * 64)
    # What was a yes before is a no by now, so whatever was only carried on would show.
    home.time.unsynchronise()
    home.restart()

    with before, pytest.raises(OSError, match=r"Broken pipe|refused|reset"):
        before.send(b"on the old permit")
    assert home.told(Updated)[-1].image == "1" * 64
    after = home.agent()
    home.round()
    after.hear()
    assert after.lent == {}
    assert not after.send(device, b"without a permit")
