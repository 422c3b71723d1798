from __future__ import annotations

import signal
from pathlib import Path

from agent.recorder.asking import Recorder
from consent.codes import Code
from consent.recorder_answers import HowItStands
from consent.recorder_requests import AskHow
from tests.promises.programs import Program, our_python

PHONE, TABLET = "127.0.0.12", "127.0.0.13"


def recorder(folder: Path) -> Program:
    """Start the demonstration's recorder."""
    for name in ("state", "run"):
        (folder / name).mkdir(exist_ok=True)
    return Program(
        our_python(
            "agent.demo.recorder",
            *("--state", str(folder / "state"), "--run", str(folder / "run")),
            *("--bound", PHONE, "--other", TABLET),
        )
    )


def how(folder: Path) -> HowItStands:
    """Ask how everything stands."""
    answer, _ = Recorder(folder / "run" / "recorder.sock").ask(AskHow())
    assert isinstance(answer, HowItStands)
    return answer


def test_the_agreement_is_in_force_when_it_is_ready(tmp_path: Path) -> None:
    """With the ceremony behind it, the real time says that the notice was seen for a day."""
    with recorder(tmp_path) as program:
        program.line_with("card: ")
        program.line_with("stop code: ")
        program.line_with("ready")
        off = {one.addresses[0]: one.off for one in how(tmp_path).devices}
        program.tell(signal.SIGTERM)

        assert off == {PHONE: None, TABLET: Code.AGREEMENT_NONE}
        assert program.end() == 0


def test_a_folder_that_was_kept_goes_on_without_a_second_ceremony(tmp_path: Path) -> None:
    """Started again on the same folder, nothing is shown a second time and the agreement stands."""
    agreements = []
    for start in range(2):
        with recorder(tmp_path) as program:
            program.line_with("ready")
            agreements.append([one.agreement for one in how(tmp_path).agreements])
            program.tell(signal.SIGTERM)
            assert program.end() == 0
            assert ("card: " in program.printed) is (start == 0)

    assert agreements[0] == agreements[1]
    assert len(agreements[0]) == 1
