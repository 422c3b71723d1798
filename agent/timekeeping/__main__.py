"""The job beside chrony: asks it every 16 seconds and replaces the report that the recorder reads.

Rules kept here:
- It prints nothing while chrony is away: a report that says so is its whole voice.
- A report is replaced whole, so that a reader never sees half of one.
- It holds no state: what it knew is soon asked again.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from agent.boot import boot_clock_ms, boot_id_in
from agent.files import replace_file
from agent.timekeeping.chrony import Answers, Asked, LastSet, reported
from consent.clock_report import report_to_octets
from systemd.notices import Notices

ASK_EVERY_SECONDS = 16.0
ANSWER_WITHIN_SECONDS = 5.0
SOCKET = Path("/run/chrony/chronyd.sock")
REPORT = Path("/run/lamplight/clock.json")

USAGE = """
Writes what chrony says of the time to a file, every 16 seconds. The recorder has no network and no
way to ask; it judges by this file whether the time is to be trusted.
"""


def arguments() -> argparse.ArgumentParser:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m agent.timekeeping", description=USAGE)
    parser.add_argument("--once", action="store_true", help="write one report and end")
    parser.add_argument(
        "--report", type=Path, default=REPORT, metavar="FILE", help=f"where to; else {REPORT}"
    )
    parser.add_argument(
        "--socket", type=Path, default=SOCKET, metavar="FILE", help=f"chrony's; else {SOCKET}"
    )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Write reports until told to stop; return the exit status."""
    options = arguments().parse_args(argv)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    last: LastSet | None = None
    notices = Notices(os.environ, os.getpid())
    try:
        while True:
            last = _write(options.report, options.socket, last)
            notices.ready()
            notices.alive()
            if options.once or stop.wait(ASK_EVERY_SECONDS):
                notices.stopping()
                return 0
    except OSError as error:
        print(f"lamplight timekeeping: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2


def _write(report: Path, socket: Path, last: LastSet | None) -> LastSet | None:
    answers = _answers(socket)
    # After the answers: a report must not be older than what it says.
    boot_id = boot_id_in()
    if boot_id is None:
        return None  # a report of no boot would mean nothing to anybody
    asked = Asked(
        boot_id=boot_id,
        boot_ms=boot_clock_ms(),
        wall_ms=time.clock_gettime_ns(time.CLOCK_REALTIME) // 1_000_000,
    )
    said, last = reported(answers, asked, last)
    replace_file(report, [report_to_octets(said)])
    return last


def _answers(socket: Path) -> Answers | None:
    """Return what chrony answers, None where it does not."""
    said = [_answer(socket, question) for question in ("tracking", "sources", "authdata")]
    match said:
        case [str(tracking), str(sources), str(authdata)]:
            return Answers(tracking=tracking, sources=sources, authdata=authdata)
        case _:
            return None


def _answer(socket: Path, question: str) -> str | None:
    # By numbers, without names: a name would be asked of the network.
    command = ["chronyc", "-h", str(socket), "-c", "-n", question]
    try:
        done = subprocess.run(
            command,
            check=True,
            capture_output=True,
            encoding="ascii",
            timeout=ANSWER_WITHIN_SECONDS,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
