"""The demonstration's recorder: composition root. The ceremony first, then the real gate.

Rules kept here:
- The ceremony is held on a clock 25 hours back, so that the notice has been seen for a day when the
  time is true. From then on time runs as it does.
- It trusts the demonstration's agency, which the installed recorder cannot.
- What was kept in a folder from the last time goes on: no second ceremony is held.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from agent.confine import confine
from agent.demo.ceremony import CeremonyFailed, Held, hold
from agent.demo.recorder.played_time import PlayedTime
from agent.errors import AgentError
from agent.recorder.box import Box
from agent.recorder.disk import Disk
from agent.recorder.gate import Gate
from agent.recorder.leases import Leases
from agent.recorder.light import Light
from agent.recorder.recording import Recording
from agent.recorder.rounds import Rounds
from agent.recorder.serving import LEASES_SOCKET, Setting, serve
from agent.recorder.timepiece import Timepiece
from consent.desk import DeskRefused
from consent.errors import ConsentError

BACK: Final = timedelta(hours=25)
NOT_DONE: Final = 2
_LONG_AGO: Final = datetime(2026, 1, 1, tzinfo=UTC)


def arguments() -> argparse.ArgumentParser:
    """Return the options; the demonstration gives them."""
    parser = argparse.ArgumentParser(prog="lamplight demo: the recorder")
    parser.add_argument("--state", type=Path, required=True, metavar="DIR")
    parser.add_argument("--run", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--bound",
        action="append",
        required=True,
        metavar="ADDR",
        help="an address of the device about which there is an agreement",
    )
    parser.add_argument("--other", required=True, metavar="ADDR", help="whose there is not")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Hold the ceremony, then run until told to stop; return the exit status."""
    options = arguments().parse_args(argv)
    try:
        if not (options.state / "ledger.jsonl").exists():
            _tell(_held(options))
        asyncio.run(_serve(options))
    except (AgentError, CeremonyFailed, ConsentError, DeskRefused) as error:
        print(f"lamplight demo: {error}", file=sys.stderr)
        return NOT_DONE
    return 0


def _held(options: argparse.Namespace) -> Held:
    """Hold the ceremony through a gate to which no agent is connected yet."""
    disk = Disk(options.state)
    timepiece = Timepiece(
        options.state, PlayedTime(behind=BACK), built_on=_LONG_AGO, has_records=False
    )
    box = Box(disk, timepiece.look, demonstration=True)
    leases = Leases(
        options.run / LEASES_SOCKET,
        watch=lambda _, __: None,
        unwatch=lambda _: None,
        observed=lambda _, __: None,
        connected=lambda: None,
    )
    try:
        gate = Gate(box, Rounds(box, Recording(box.days), leases, Light(None)), leases)
        gate.begin()
        return hold(gate, box.moment.at, bound=options.bound, other=options.other)
    finally:
        leases.close()
        timepiece.keep()


def _tell(held: Held) -> None:
    print(f"card: {held.card}")
    print(f"stop code: {held.stop_code}", flush=True)


async def _serve(options: argparse.Namespace) -> None:
    confine()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    # A demonstration does not last a quarter of an hour, so it does not wait one either.
    setting = Setting(state=options.state, run=options.run, demonstration=True, settling_ms=0)
    await serve(
        setting,
        PlayedTime(),
        built_on=_LONG_AGO,
        stop=stop,
        ready=lambda: print("ready: the gate", flush=True),
    )


if __name__ == "__main__":
    sys.exit(main())
