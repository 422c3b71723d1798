from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.boot import boot_clock_ms, boot_id_in
from agent.recorder.clock import SystemClock
from agent.timekeeping import __main__ as timekeeping
from agent.timekeeping.__main__ import main
from consent.clock_report import ClockReport, Leap, report_from_octets
from tests.agent.timekeeping.answers import SET
from tests.agent.timekeeping.chrony_lab import SERVERS, chrony_lab, chronyc_path
from tests.conftest import ROOT

PATIENCE_SECONDS = 60.0


def asked_once(report: Path, socket: Path) -> ClockReport:
    """Return the report that one run of the job leaves."""
    assert main(["--once", "--report", str(report), "--socket", str(socket)]) == 0
    return report_from_octets(report.read_bytes())


def asked_until(report: Path, socket: Path, is_there: Callable[[ClockReport], bool]) -> ClockReport:
    """Return the first report of which something is true: chrony needs some seconds to be sure."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_there(found := asked_once(report, socket)):
        assert time.monotonic() < until, f"chrony is still not sure: {found}"
    return found


@pytest.fixture
def with_chronyc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the job find `chronyc`, which the system keeps beside the daemon or elsewhere."""
    monkeypatch.setenv("PATH", f"{chronyc_path()}:{os.environ['PATH']}")


@pytest.mark.usefixtures("with_chronyc")
def test_what_a_real_chrony_says_is_written(tmp_path: Path, dice: random.Random) -> None:
    """With three real servers that prove themselves, the report says three, and set just now."""
    with chrony_lab(dice) as lab:
        socket = lab.asking([server.line() for server in lab.servers])
        before = boot_clock_ms()
        found = asked_until(
            tmp_path / "clock.json", socket, lambda report: report.agreeing == SERVERS
        )
        read = SystemClock(tmp_path / "clock.json").read()

    assert read.report == found
    assert found.leap is Leap.NORMAL
    assert found.unproven == 0
    assert found.updated_ms is not None
    assert before <= found.updated_ms <= found.asked_ms
    # Nothing sets this machine's clock here, so it stays as far from right as it was: not at all.
    assert found.offset_ms <= 5


@pytest.mark.usefixtures("with_chronyc")
def test_a_real_server_that_is_wrong_does_not_count(tmp_path: Path, dice: random.Random) -> None:
    """A server forty seconds off is found wrong by the two others, which is one fewer to count."""
    with chrony_lab(dice) as lab:
        right, too, wrong = lab.servers
        socket = lab.asking([right.line(), too.line(), wrong.line("offset 40")])
        found = asked_until(tmp_path / "clock.json", socket, lambda report: report.agreeing > 1)

    assert (found.agreeing, found.unproven) == (2, 0)


@pytest.mark.usefixtures("with_chronyc")
def test_real_servers_without_proof_are_counted_apart(tmp_path: Path, dice: random.Random) -> None:
    """A chrony that goes by servers which prove nothing is reported as doing just that."""
    with chrony_lab(dice) as lab:
        lines = [server.line(proves=False) for server in lab.servers]
        socket = lab.asking(lines, selects="ignore")
        found = asked_until(
            tmp_path / "clock.json", socket, lambda report: report.unproven == SERVERS
        )

    assert found.agreeing == 0


@pytest.mark.usefixtures("with_chronyc")
def test_real_servers_without_proof_do_not_set_the_box_s_clock(
    tmp_path: Path, dice: random.Random
) -> None:
    """Set up as on the box, chrony goes by two that prove themselves, and not by a third."""
    with chrony_lab(dice) as lab:
        proving, too, other = lab.servers
        socket = lab.asking([proving.line(), too.line(), other.line(proves=False)])
        found = asked_until(tmp_path / "clock.json", socket, lambda report: report.agreeing == 2)

    assert found.unproven == 0


def said_by(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> ClockReport:
    """Return the report where `chronyc` is a script of ours that behaves badly."""
    program = folder / "chronyc"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return asked_once(folder / "clock.json", folder / "chronyd.sock")


ANSWERING = f"""
case $5 in
tracking) echo '{SET.tracking.strip()}' ;;
sources) printf '{SET.sources}' ;;
authdata) printf '{SET.authdata}' ;;
esac
"""
BADLY = {
    "no answer": "exit 1",
    "an error on the way out": f"{ANSWERING}\nexit 1",
    "the daemon is away": "echo '506 Cannot talk to daemon'; exit 1",
    "not allowed to ask all": f"[ $5 = authdata ] && echo 501 Not authorised && exit 1{ANSWERING}",
    "words instead of values": "echo 'Reference ID    : 7F090001'",
    "no text": r"printf '\377\377'",
    "too late": "exec sleep 30",
}


@pytest.mark.parametrize("script", BADLY.values(), ids=BADLY)
def test_a_chrony_that_does_not_answer_is_one_that_does_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], script: str
) -> None:
    """Whatever is wrong with the answers, the report says that the clock is not set, in silence."""
    monkeypatch.setattr(timekeeping, "ANSWER_WITHIN_SECONDS", 0.5)

    found = said_by(tmp_path, monkeypatch, script)

    assert (found.leap, found.updated_ms, found.agreeing) == (Leap.UNSYNCHRONISED, None, 0)
    assert capfd.readouterr() == ("", "")


def test_each_question_goes_to_chrony_s_own_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The questions are asked by numbers, over the socket that was given."""
    asked = tmp_path / "asked"
    said_by(tmp_path, monkeypatch, f'echo "$@" >> {asked}{ANSWERING}')

    assert asked.read_text(encoding="ascii").splitlines() == [
        f"-h {tmp_path}/chronyd.sock -c -n {question}"
        for question in ("tracking", "sources", "authdata")
    ]


def test_without_chrony_the_report_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """On a machine without chrony nothing is said but that the clock is not set, in this boot."""
    monkeypatch.setenv("PATH", str(tmp_path))

    found = asked_once(tmp_path / "clock.json", tmp_path / "chronyd.sock")

    assert found.leap is Leap.UNSYNCHRONISED
    assert found.boot_id == boot_id_in()
    assert found.asked_ms <= boot_clock_ms()
    assert capfd.readouterr() == ("", "")


def test_in_a_boot_without_a_name_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report that nobody could place is not written."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(timekeeping, "boot_id_in", lambda: None)

    assert main(["--once", "--report", str(tmp_path / "clock.json")]) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the report's folder is missing, one sentence names it and the job ends."""
    monkeypatch.setenv("PATH", str(tmp_path))
    report = tmp_path / "nothing" / "clock.json"

    status = main(["--once", "--report", str(report)])

    said = capsys.readouterr().err
    assert status == 2
    assert said.startswith(f"lamplight timekeeping: {report.parent}/")
    assert said.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_job_goes_on_until_it_is_told_to_stop(tmp_path: Path, number: signal.Signals) -> None:
    """It writes its first report at once, then waits, and ends without a word when told to."""
    report = tmp_path / "clock.json"
    os.mkfifo(tmp_path / "go")
    program = tmp_path / "chronyc"
    # The third question of the first round opens the pipe, and so tells us that we may look.
    program.write_text(
        f"#!/bin/sh\n[ $5 = authdata ] && echo > {tmp_path}/go\nexit 1\n", encoding="ascii"
    )
    program.chmod(0o755)
    job = subprocess.Popen(
        [sys.executable, "-m", "agent.timekeeping", "--report", str(report)],
        cwd=ROOT,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    (tmp_path / "go").read_bytes()
    job.send_signal(number)
    said = job.communicate(timeout=PATIENCE_SECONDS)

    assert (job.returncode, *said) == (0, b"", b"")
    assert report_from_octets(report.read_bytes()).leap is Leap.UNSYNCHRONISED


def test_the_job_remembers_when_the_clock_was_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From round to round the moment of the last setting stays, though the wall clock moves."""
    reports: list[ClockReport] = []

    class Stop:
        def set(self) -> None:
            raise AssertionError("nobody sends a signal here")

        def wait(self, seconds: float) -> bool:
            assert seconds == timekeeping.ASK_EVERY_SECONDS
            reports.append(report_from_octets((tmp_path / "clock.json").read_bytes()))
            return len(reports) == 2

    set_at = time.time() - 5
    answering = ANSWERING.replace(SET.tracking.split(",")[3], f"{set_at:.9f}")
    program = tmp_path / "chronyc"
    program.write_text(f"#!/bin/sh\n{answering}", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(threading, "Event", Stop)

    assert main(["--report", str(tmp_path / "clock.json")]) == 0
    first, second = reports
    assert first.updated_ms == second.updated_ms
    assert first.asked_ms < second.asked_ms
    assert first.updated_ms is not None
    assert 5_000 <= first.asked_ms - first.updated_ms <= 5_000 + PATIENCE_SECONDS * 1000
