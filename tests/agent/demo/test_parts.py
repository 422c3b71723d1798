from __future__ import annotations

import asyncio
import os
import textwrap
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from agent.demo import parts
from agent.demo.parts import DemoFailed, Part

WAITS = "import signal; signal.pause()"

Write = Callable[[str], str]


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Return the function that makes a module out of a few lines, and returns its name."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    def write(lines: str) -> str:
        (tmp_path / "a_part.py").write_text(textwrap.dedent(lines), encoding="utf-8")
        return "a_part"

    return write


def started(name: str, look: Callable[[Part], Awaitable[None]] | None = None) -> Part:
    """Start a module, look at it while it runs, end it, and return it."""

    async def running() -> Part:
        async with AsyncExitStack() as stack:
            part = await parts.start(stack, "--dns", name)
            if look:
                await look(part)
            return part

    return asyncio.run(running())


def is_alive(pid: int) -> bool:
    """Say whether a process is still there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


LINES = {
    "the agent's": ("listening on 127.0.0.1:5301 (UDP and TCP)\nready: policy 1", 5301),
    "the agent's with two addresses": (
        "listening on 127.0.0.1:5301 (UDP)\nlistening on [::1]:5302 (UDP)\nready: policy 1",
        5301,
    ),
    "the console's": ("The console is ready at http://127.0.0.1:8081/", 8081),
    "the console's over IPv6": ("The console is ready at http://[fd00:1a3b::1]:8082/", 8082),
}


@pytest.mark.parametrize("case", LINES)
def test_a_process_has_started_when_it_says_so(case: str, module: Write) -> None:
    """A process counts as started at its ready line; its port is the first that it names."""
    lines, port = LINES[case]

    assert started(module(f"print({lines!r}, flush=True)\n{WAITS}")).port == port


def test_what_was_started_is_ended(module: Write) -> None:
    """A process that runs while the demonstration does is gone when it has ended."""
    alive = []

    async def look(part: Part) -> None:
        alive.append(is_alive(part.process.pid))

    part = started(module(f"print('ready', flush=True)\n{WAITS}"), look)

    assert alive == [True]
    assert not is_alive(part.process.pid)


def test_a_process_that_will_not_end_is_killed(
    module: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that ignores the request to end is ended all the same."""
    monkeypatch.setattr(parts, "STOP_SECONDS", 0.1)
    name = module(f"""
        import signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("ready", flush=True)
        {WAITS}
    """)

    assert not is_alive(started(name).process.pid)


def test_a_process_that_ends_too_soon_is_reported_with_the_option(module: Write) -> None:
    """Where a process ends before it is ready, the error names the option that may help."""
    with pytest.raises(DemoFailed, match=r"a_part did not start.*--dns ADDR:PORT"):
        started(module("print('listening on 127.0.0.1:53')"))


def test_ending_early_prints_no_warning(module: Write, caplog: pytest.LogCaptureFixture) -> None:
    """A process that has ended by itself is waited for and not signalled; nothing is logged."""
    with pytest.raises(DemoFailed):
        started(module("raise SystemExit(3)"))

    assert caplog.records == []


def test_a_process_that_says_nothing_is_not_waited_for_without_end(
    module: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a process never gets ready, the error says so after a bounded time."""
    monkeypatch.setattr(parts, "START_SECONDS", 0.1)

    with pytest.raises(DemoFailed, match=r"a_part did not start in"):
        started(module(WAITS))


def test_a_process_does_not_hear_the_terminal(module: Write) -> None:
    """A Ctrl-C in the terminal reaches the demonstration only, which ends the others in order."""
    sessions = []

    async def look(part: Part) -> None:
        sessions.append(os.getsid(part.process.pid))

    part = started(module(f"print('ready', flush=True)\n{WAITS}"), look)

    assert sessions == [part.process.pid]


def test_the_first_end_is_noticed(module: Write) -> None:
    """When one of several processes ends by itself, waiting for the first end is over."""

    async def running() -> tuple[bool, bool]:
        async with AsyncExitStack() as stack:
            stays = await parts.start(
                stack, "--dns", module(f"print('ready', flush=True)\n{WAITS}")
            )
            ends = await parts.start(stack, "--dns", module("print('ready', flush=True)"))
            await parts.first_end(stays, ends)
            return stays.process.returncode is None, ends.process.returncode == 0

    assert asyncio.run(running()) == (True, True)


def test_a_build_that_succeeds_is_silent(module: Write, capfd: pytest.CaptureFixture[str]) -> None:
    """What a build prints is not shown when all went well."""
    asyncio.run(parts.build(module("print('a table')")))

    assert capfd.readouterr() == ("", "")


def test_a_build_that_fails_shows_what_it_printed(module: Write) -> None:
    """What a build prints, on either stream, is shown when it fails."""
    name = module("import sys; print('a table', flush=True); sys.exit('the reason')")

    with pytest.raises(DemoFailed, match=r"(?s)could not be built.*a table.*the reason"):
        asyncio.run(parts.build(name))


def test_a_build_that_is_cut_off_leaves_no_process(module: Write, tmp_path: Path) -> None:
    """Ctrl-C during a build ends the build's process too."""
    pipe = tmp_path / "pid"
    os.mkfifo(pipe)
    name = module(f"""
        import os, pathlib
        pathlib.Path({str(pipe)!r}).write_text(str(os.getpid()))
        {WAITS}
    """)

    async def running() -> int:
        build = asyncio.create_task(parts.build(name))
        pid = int(await asyncio.to_thread(pipe.read_text))
        build.cancel()
        await asyncio.wait({build})
        return pid

    assert not is_alive(asyncio.run(running()))
