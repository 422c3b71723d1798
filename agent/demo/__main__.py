"""The demonstration: composition root. It starts the real agent, recorder and console.

Rules kept here:
- The agent, the recorder, the list builder and the console are processes of their own, started as
  they are at home; nothing of theirs is imported here.
- Ctrl-C ends every process it started and removes what it wrote, unless a folder was named.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from agent.addresses import read_address, show_address
from agent.demo import devices, parts, sign_ins, upstream, words
from agent.demo.parts import DemoFailed
from agent.dns.upstream import Address

HERE = Path(__file__).parent
LOOPBACK6 = "::1"
LONGEST_FOLDER = 90
"""unix(7): a socket's path has 107 octets at most, its own name included."""


def arguments() -> argparse.ArgumentParser:
    """Return the options of `./lamplight demo`."""
    parser = argparse.ArgumentParser(
        prog="lamplight demo",
        description="A whole household on this machine: offline, without root, until Ctrl-C.",
    )
    parser.add_argument(
        "--dns",
        type=read_address,
        default=Address("127.0.0.1", 5300),
        metavar="ADDR:PORT",
        help="where the box answers DNS (default: 127.0.0.1:5300)",
    )
    parser.add_argument(
        "--console",
        type=read_address,
        default=Address("127.0.0.1", 8080),
        metavar="ADDR:PORT",
        help="where the box shows its console (default: 127.0.0.1:8080)",
    )
    parser.add_argument(
        "--state",
        type=Path,
        metavar="DIR",
        help="keep what is published in this folder (default: a temporary one, removed at the end)",
    )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run until told to stop; return the exit status."""
    options = arguments().parse_args(argv)
    state: Path = options.state or Path(tempfile.mkdtemp(prefix="lamplight-demo-"))
    try:
        asyncio.run(_run(state, options.dns, options.console))
    except DemoFailed as error:
        print(f"lamplight demo: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"lamplight demo: {error.filename or state}: {error.strerror}", file=sys.stderr)
        return 2
    finally:
        if not options.state:
            shutil.rmtree(state, ignore_errors=True)
    print(words.STOPPED_KEPT.format(state=state) if options.state else words.STOPPED)
    return 0


async def _run(state: Path, dns: Address, console: Address) -> None:
    if not dns.host.startswith("127."):
        raise DemoFailed(
            f"the demonstration's devices live on 127.0.0.0/8 and cannot reach {dns.host};"
            " give --dns an address such as 127.0.0.1:5300"
        )
    stop = asyncio.Event()
    # SIGHUP is what a terminal's window sends when it is closed.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as started:
        running = asyncio.create_task(_household(started, state, dns, console))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({running, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not stop.is_set():
            await running
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def _household(started: AsyncExitStack, state: Path, dns: Address, console: Address) -> None:
    """Bring the house up, show it, and go on until something ends. Raises DemoFailed."""
    household, index = state / "household.toml", state / "lists" / "categories.idx"
    for folder in ("console", "agent"):
        (state / folder).mkdir(parents=True, exist_ok=True)
    run = _sockets(started, state)
    if not household.exists():  # in a folder that was kept, a reader may have changed it
        shutil.copyfile(HERE / "household.toml", household)
    catalogue = HERE / "catalogue.toml"
    await parts.build("agent.lists", "update", "--state", str(state), "--catalogue", str(catalogue))
    transport, upstream_port = await upstream.start(dns.host)
    started.callback(transport.close)
    gate = await parts.start(
        started, "--state", "agent.demo.recorder", "--state", str(state / "recorder"),
        "--run", str(run), "--bound", devices.RECORDED_AT, "--bound", devices.THIS_MACHINE,
        "--other", devices.NOT_RECORDED_AT,
    )  # fmt: skip
    page = await parts.start(
        started, "--console", "console", "--household", str(household), "--state", str(state),
        "--lists", str(index.parent), "--listen", show_address(console),
        "--recorder", str(run / "recorder.sock"), "--agent", str(run / "agent.sock"),
    )  # fmt: skip
    people = await sign_ins.let_in(state)
    listen = [argument for at in _both_families(dns) for argument in ("--listen", at)]
    box = await parts.start(
        started, "--dns", "agent", *listen, "--upstream", f"{dns.host}:{upstream_port}",
        "--snapshot", str(state / "console" / "snapshot.json"), "--index", str(index),
        "--status", str(state / "agent" / "status.json"), "--recorder", str(run / "lend.sock"),
        "--minutes", str(state / "agent" / "minutes.json"), "--asked", str(run / "agent.sock"),
    )  # fmt: skip
    here, there = Address(dns.host, box.port), Address(console.host, page.port)
    outcomes = [(visit, await devices.ask(visit, here)) for visit in devices.TOUR]
    print(words.welcome(here, household, index, outcomes), flush=True)
    print(words.doors(there, people), flush=True)
    print(words.recorded(here, there, run, gate.said), flush=True)
    await parts.first_end(page, box, gate)
    raise DemoFailed("a part of the demonstration ended by itself; its reason stands above")


def _sockets(started: AsyncExitStack, state: Path) -> Path:
    """Return a folder for sockets: below the state, or a temporary one where paths get too long."""
    run = state / "run"
    if len(os.fsencode(run.resolve())) > LONGEST_FOLDER:
        run = Path(tempfile.mkdtemp(prefix="lamplight-run-"))
        started.callback(shutil.rmtree, run, ignore_errors=True)
    run.mkdir(exist_ok=True)
    return run


def _both_families(dns: Address) -> list[str]:
    """Return the addresses to serve: the one given, and IPv6's loopback where there is one."""
    try:
        for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
            with socket.socket(socket.AF_INET6, kind) as probe:
                probe.bind((LOOPBACK6, dns.port))
    except OSError:  # taken, or a machine without IPv6
        return [show_address(dns)]
    return [show_address(dns), show_address(Address(LOOPBACK6, dns.port))]


if __name__ == "__main__":
    sys.exit(main())
