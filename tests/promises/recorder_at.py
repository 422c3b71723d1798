"""The real recorder as a process on a clock that a test holds: only its value is played.

python -m tests.promises.recorder_at CLOCK STATE RUN SETTLING_MS
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from agent.confine import confine
from agent.recorder.serving import Setting, serve
from agent.release import BUILT_ON
from tests.fake_time import FileTime

LOOK_EVERY_SECONDS = 0.05
"""A test moves its clock in leaps, and should not wait a real second after each."""


async def main(clock: str, state: str, run: str, settling_ms: str) -> None:
    """Run until told to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    setting = Setting(
        state=Path(state),
        run=Path(run),
        settling_ms=int(settling_ms),
        look_every_seconds=LOOK_EVERY_SECONDS,
    )
    await serve(
        setting,
        FileTime(Path(clock)),
        built_on=BUILT_ON,
        stop=stop,
        ready=_say_ready,
    )


def _say_ready() -> None:
    sys.stdout.write("ready: the gate\n")
    sys.stdout.flush()


def may_be_looked_into() -> bool:
    """Say whether this test counts the open files of a process, which only root could otherwise."""
    return "LAMPLIGHT_LOOKED_INTO" in os.environ


if __name__ == "__main__":
    if not may_be_looked_into():
        confine()
    asyncio.run(main(*sys.argv[1:]))
