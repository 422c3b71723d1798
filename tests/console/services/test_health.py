from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from consent.home import ClockState
from consent.recorder_answers import HowItStands
from console.services.health import Answers, Recording, health_now, network_now, recording_of
from console.store.recorder import Recorder
from policy.coverage import FindingKind
from tests.agent.test_main import running
from tests.console import homes
from tests.console.recorder_home import recorder_home

HOW = HowItStands(
    box="0" * 64,
    at=homes.WHEN,
    clock=ClockState.TRUSTED,
    agency=None,
    is_journal_sound=True,
    is_agent_there=True,
    devices=(),
    notices=(),
    agreements=(),
    days=(),
    viewers=(),
)

STANDS = {
    "ready": (HOW, Recording.READY),
    "without a clock": (replace(HOW, clock=ClockState.STALE), Recording.CLOCK),
    "with a damaged journal": (replace(HOW, is_journal_sound=False), Recording.JOURNAL),
    "with neither": (
        replace(HOW, is_journal_sound=False, clock=ClockState.BACK),
        Recording.JOURNAL,
    ),
}


@pytest.mark.parametrize(("how", "expected"), STANDS.values(), ids=STANDS)
def test_whether_recording_could_run_is_what_the_recorder_says(
    how: HowItStands, expected: Recording
) -> None:
    """A journal that is damaged comes before a clock, for it needs somebody."""
    assert recording_of(how) is expected


def test_a_real_recorder_is_asked(tmp_path: Path) -> None:
    """A recorder that runs is asked; one that does not answer is silent; none is none."""
    with recorder_home(tmp_path / "recorder") as recorded:
        house = homes.house_at(tmp_path / "state", homes.FULL, recorder=Recorder(recorded.socket))
        assert health_now(house).recording in {Recording.READY, Recording.CLOCK}
    assert health_now(house).recording is Recording.SILENT

    assert health_now(replace(house, recorder=None)).recording is Recording.NONE_HERE


def test_before_the_first_run_the_network_is_told_too(tmp_path: Path) -> None:
    """A box that nobody has set up yet can say what it sees, and records nothing."""
    house = homes.house_at(tmp_path / "state")
    now = network_now(house)

    assert {one.kind for one in now.findings} == {FindingKind.NETWORK_NOT_SEEN}
    assert (now.answers, now.roads, now.known) == (Answers.NOT_ASKED, None, None)
    assert health_now(house).recording is Recording.NONE_HERE


def test_an_agent_is_asked(tmp_path: Path) -> None:
    """An agent that runs answers with the home's totals; one that is gone is silent."""
    asked = tmp_path / "asked.sock"
    house = homes.house_at(tmp_path / "state", homes.FULL, agent=asked)
    with running("--asked", asked):
        assert network_now(house).answers is Answers.CAME
    assert network_now(house).answers is Answers.SILENT
