"""The processes that the demonstration starts, waits for, and ends.

Rules kept here:
- A process counts as started when it says so on its standard output, never after a pause.
- Whatever happens, every process that was started is ended, and waited for.
- Each runs in a session of its own: a Ctrl-C in the terminal reaches the demonstration alone, which
  ends the others in order.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from contextlib import AsyncExitStack, suppress

START_SECONDS = 30.0
STOP_SECONDS = 5.0

_PORT = re.compile(r":(\d+)(?![\w:\]])")  # and no part of an IPv6 address


class DemoFailed(Exception):
    """Something did not start; the message says what to do."""


class Part:
    """One running process, with the port it said it listens on first, and all it said till then."""

    def __init__(
        self, process: asyncio.subprocess.Process, port: int, said: tuple[str, ...]
    ) -> None:
        """Hold a process that is ready."""
        self.process = process
        self.port = port
        self.said = said


async def build(module: str, *arguments: str) -> None:
    """Run a module to its end. Raises DemoFailed; what it printed is shown only then."""
    status, printed = await run(module, *arguments)
    if status:
        raise DemoFailed(f"the lists could not be built:\n{printed}")


async def run(module: str, *arguments: str) -> tuple[int, str]:
    """Run a module to its end; return its exit status and what it printed, on either stream."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        printed, _ = await process.communicate()
    finally:
        await _end(process)
    assert process.returncode is not None
    return process.returncode, printed.decode(errors="replace")


async def start(started: AsyncExitStack, option: str, module: str, *arguments: str) -> Part:
    """Start a module and wait until it is ready; it ends when `started` is closed.

    `option` is the demonstration's option that changes where it listens, for the error's sentence.
    Raises DemoFailed.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments,
        stdout=asyncio.subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    started.push_async_callback(_end, process)
    assert process.stdout is not None
    port = 0
    said: list[str] = []
    try:
        async with asyncio.timeout(START_SECONDS):
            while line := (await process.stdout.readline()).decode(errors="replace"):
                said.append(line.rstrip())
                if not port and (found := _PORT.search(line)):
                    port = int(found[1])
                if "ready" in line:
                    return Part(process, port, tuple(said))
    except TimeoutError:
        raise DemoFailed(f"python -m {module} did not start in {START_SECONDS:.0f} s") from None
    raise DemoFailed(
        f"python -m {module} did not start; its reason stands above."
        f" If the address is taken, choose another with {option} ADDR:PORT"
    )


async def first_end(*parts: Part) -> None:
    """Wait until one of the processes ends by itself."""
    waits = [asyncio.ensure_future(part.process.wait()) for part in parts]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        # Not `terminate`: on Python 3.11 it takes the exit status away from asyncio's watcher.
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGTERM)
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
