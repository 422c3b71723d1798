"""The recorder put together and running: everything but where its time comes from.

Rules kept here:
- Whoever starts it gives it its time source. The installed recorder has only the machine's own.
- It listens for the agent before it touches a file: where another recorder runs, it leaves the
  folder alone. It listens for requests, too, before it says that it is ready.
- Time is looked at every second. A minute later by the boot clock, and wherever the clock became
  another one, the round goes.
- Whatever ends it, everything that was lent is closed first.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from agent.recorder.box import LEDGER_FILE, Box
from agent.recorder.clock import TimeSource
from agent.recorder.disk import Disk
from agent.recorder.ending import wipe_if_ended
from agent.recorder.gate import Gate
from agent.recorder.kernel_time import StepNotice
from agent.recorder.leases import Leases
from agent.recorder.light import Light
from agent.recorder.network import Network
from agent.recorder.recording import Recording
from agent.recorder.rounds import EVERY_MS, SETTLING_MS, Rounds
from agent.recorder.server import Readers, Server
from agent.recorder.timepiece import Timepiece

REQUESTS_SOCKET: Final = "recorder.sock"
LEASES_SOCKET: Final = "lend.sock"
LOOK_EVERY_SECONDS: Final = 1.0
LOOK_AT_NETWORK_EVERY_SECONDS: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a recorder keeps its state, where it listens, and what else its starter decides.

    It is asked in `run`, and lends in `lend`, which are one folder where None is said.
    `step` rings where somebody steps the wall clock. `neighbours` is what discovery publishes; None
    where there is no discovery, and then devices are known by the addresses they were bound by.
    """

    state: Path
    run: Path
    led: Path | None = None
    demonstration: bool = False
    settling_ms: int = SETTLING_MS
    look_every_seconds: float = LOOK_EVERY_SECONDS
    step: StepNotice | None = None
    neighbours: Path | None = None
    lend: Path | None = None


async def serve(
    setting: Setting,
    source: TimeSource,
    *,
    built_on: datetime,
    stop: asyncio.Event,
    ready: Callable[[], None],
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Run until told to stop; after the end of a placement, go on as another box.

    `ready` is called when it can be asked, `alive` in each round. Raises RecorderBroken, OSError.
    """
    while not stop.is_set():
        await _serve_one_placement(
            setting, source, built_on=built_on, stop=stop, ready=ready, alive=alive
        )


async def _serve_one_placement(
    setting: Setting,
    source: TimeSource,
    *,
    built_on: datetime,
    stop: asyncio.Event,
    ready: Callable[[], None],
    alive: Callable[[], None],
) -> None:
    readers = Readers(asyncio.get_running_loop())
    rounds: Rounds | None = None

    def observed(device: str, octets: bytes) -> None:
        if rounds is not None:
            rounds.observed(device, octets)

    def connected() -> None:
        if rounds is not None:
            rounds.go()

    leases = Leases(
        (setting.lend or setting.run) / LEASES_SOCKET,
        watch=readers.watch,
        unwatch=readers.unwatch,
        observed=observed,
        connected=connected,
    )
    try:
        disk = Disk(setting.state)
        wipe_if_ended(disk)
        timepiece = Timepiece(
            setting.state,
            source,
            built_on=built_on,
            has_records=bool(disk.lines(LEDGER_FILE)),
            is_idle=lambda: not disk.lines(LEDGER_FILE),
        )
        network = Network(setting.neighbours) if setting.neighbours else None
        box = Box(disk, timepiece.look, demonstration=setting.demonstration, network=network)
    except BaseException:
        leases.close()
        raise
    light = Light(setting.led)
    rounds = Rounds(box, Recording(box.days), leases, light, settling_ms=setting.settling_ms)
    gate = Gate(box, rounds, leases)
    server = Server(gate, setting.run / REQUESTS_SOCKET)
    if setting.step is not None:
        step = setting.step
        readers.watch(step, lambda: rounds.go() if step.clear() else None)
    try:
        gate.begin()
        await server.listen()
        ready()
        await _go_round(gate, box, rounds, stop, setting.look_every_seconds, alive)
    finally:
        if setting.step is not None:
            readers.unwatch(setting.step)
        rounds.end()
        await server.close()
        timepiece.keep()


async def _go_round(
    gate: Gate,
    box: Box,
    rounds: Rounds,
    stop: asyncio.Event,
    seconds: float,
    alive: Callable[[], None],
) -> None:
    last = box.moment
    # What discovery says must have ended a lease within a second, the round included.
    wait = min(seconds, LOOK_AT_NETWORK_EVERY_SECONDS) if box.network else seconds
    while not stop.is_set():
        alive()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)
        if gate.is_ended:
            return
        moment = box.look()
        if box.network and box.network.look():
            rounds.go()
        is_due = not 0 <= moment.boot_ms - last.boot_ms < EVERY_MS
        if is_due or moment.clock.state is not last.clock.state:
            rounds.go()
            last = box.moment
