"""A real process of the home on the held clock, timers included: only the value of it is played.

    python -m tests.day.at_held_clock CLOCK agent|console|recorder OPTION…

Rules kept here:
- `time.monotonic` is the held clock before anything of ours, or a loop, is there to ask it. So
  whatever the process does every second, hour or day happens when the clock says so.
- A loop that sleeps does not see a clock that moves. So each process listens where it is told: a
  packet wakes it, and is answered once what was due has begun.
- Asked to, it says how much it holds. It counts; no name leaves it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.day.held_clock import BOOT_ID, HeldClock

if TYPE_CHECKING:
    from agent.dns.server import Server

TURNS: Final = 12
"""How often a loop goes round before what was due has surely begun: timer, task, callbacks."""

LOOK: Final = b"look"
SERVERS: Final[list[Server]] = []


def listen_for_ticks() -> None:
    """Have whichever loop runs answer packets that come to a socket of its own."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    sock.bind(("127.0.0.1", 0))
    run_forever = asyncio.SelectorEventLoop.run_forever

    def told(loop: asyncio.SelectorEventLoop) -> None:
        packet, source = sock.recvfrom(64)
        reply = json.dumps(figures(loop)).encode() if packet == LOOK else packet
        after(loop, TURNS, lambda: sock.sendto(reply, source))

    def running(self: asyncio.SelectorEventLoop) -> None:
        self.add_reader(sock, told, self)
        run_forever(self)

    # It does what it did, and listens.
    asyncio.SelectorEventLoop.run_forever = running  # type: ignore[assignment,method-assign]
    sys.stdout.write(f"ticks at 127.0.0.1:{sock.getsockname()[1]}\n")
    sys.stdout.flush()


def after(loop: asyncio.AbstractEventLoop, turns: int, do: Callable[[], object]) -> None:
    """Do something when a loop went round so often."""
    if turns:
        loop.call_soon(after, loop, turns - 1, do)
    else:
        do()


def figures(loop: asyncio.SelectorEventLoop) -> dict[str, int]:
    """Return how much there is of what must not grow."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    kib = {line.split(":")[0]: line.split()[1] for line in status if line.startswith(("Vm", "Rss"))}
    found = {
        "resident_kib": int(kib["VmRSS"]),
        "anonymous_kib": int(kib["RssAnon"]),
        "tasks": len(asyncio.all_tasks(loop)),
        "timers": sum(not one.cancelled() for one in loop._scheduled),  # type: ignore[attr-defined]  # nobody else counts
    }
    for server in SERVERS:
        pipeline = server._pipeline
        resolving = pipeline._resolving
        found |= {
            "cached": len(resolving._cache),
            "again": len(pipeline._again),
            "renewing": len(pipeline.renewing),
            "waiting": len(server._waiting),
        }
    return found


def agent(clock: HeldClock, options: list[str]) -> int:
    """Run the filter."""
    from agent import __main__ as program  # noqa: PLC0415 - the clock first
    from agent.dns.server import Server  # noqa: PLC0415 - as above

    listen = Server.serve_on

    async def seen(self: Server, sockets: Iterable[socket.socket]) -> None:
        if self not in SERVERS:
            SERVERS.append(self)
        await listen(self, sockets)

    Server.serve_on = seen  # type: ignore[method-assign]  # what it does is what it did
    return program.main(options, clock=clock.boot_ms, wall=clock.wall, boot_id=lambda: BOOT_ID)


def console(clock: HeldClock, options: list[str]) -> int:
    """Run the pages."""
    from console import __main__ as program  # noqa: PLC0415 - the clock first

    return program.main(options, clock=clock.wall)


def recorder(clock: HeldClock, options: list[str]) -> int:
    """Run the recorder; its options are its folder, and that of its sockets."""
    from agent.recorder.serving import Setting, serve  # noqa: PLC0415 - the clock first
    from agent.release import BUILT_ON  # noqa: PLC0415 - as above

    async def running() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        setting = Setting(state=Path(options[0]), run=Path(options[1]))
        await serve(setting, clock, built_on=BUILT_ON, stop=stop, ready=say_ready)

    asyncio.run(running())
    return 0


def say_ready() -> None:
    """Say so."""
    sys.stdout.write("ready: the gate\n")
    sys.stdout.flush()


PROGRAMS: Final = {one.__name__: one for one in (agent, console, recorder)}

if __name__ == "__main__":
    held = HeldClock(Path(sys.argv[1]))
    time.monotonic = held
    listen_for_ticks()
    sys.exit(PROGRAMS[sys.argv[2]](held, sys.argv[3:]))
