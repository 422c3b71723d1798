"""The DNS agent: composition root. Sockets, clock and files meet the pipeline here, and only here.

Rules kept here:
- It writes at most one file, the status, whose shape holds nothing about queries.
- What it prints names addresses it listens on, versions and list sizes, never a name asked for.
- Without a recorder nothing here can leave the process; with one, only what it lent a way for.
- An error a person can mend is one sentence and exit status 2.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path

from agent.addresses import read_address, show_address
from agent.boot import boot_clock_ms
from agent.confine import confine
from agent.dns.cache import Cache
from agent.dns.pipeline import Pipeline
from agent.dns.server import Server
from agent.dns.upstream import Address, Do53Upstreams
from agent.errors import AgentError, ListMalformed
from agent.gate.lent import Lent
from agent.gate.link import Link
from agent.in_force import EVERY_CATEGORY, Current, InForce, protective_default
from agent.index_file import open_index
from agent.keeper import Keeper
from agent.presence import present_at
from policy.categories import Category
from policy.compile import CompiledPolicy, compile_policy
from policy.document import household_from_toml
from policy.errors import HouseholdMalformed, IndexMalformed
from policy.household import for_everyone_unless_said
from policy.index import CategoryIndex

LOOK_EVERY_SECONDS = 1.0
MAX_SOCKET_PATH_OCTETS = 107
"""unix(7): 108 with the octet that ends it."""

USAGE = """
The DNS agent alone, in the foreground: it filters and forwards, and keeps no state.
"""


def arguments() -> argparse.ArgumentParser:
    """Return the options of `./lamplight dns`; they are kept stable for benches and testers."""
    parser = argparse.ArgumentParser(prog="lamplight dns", description=USAGE)
    parser.add_argument(
        "--listen",
        type=read_address,
        action="append",
        required=True,
        metavar="ADDR:PORT",
        help="serve UDP and TCP here; may be given several times; port 0 picks a free one",
    )
    parser.add_argument(
        "--upstream",
        type=read_address,
        action="append",
        required=True,
        metavar="ADDR:PORT",
        help="a resolver to ask; with several, the next is asked when one fails",
    )
    lists = parser.add_mutually_exclusive_group()
    lists.add_argument(
        "--block",
        action="append",
        default=[],
        metavar="[CATEGORY=]FILE",
        help="a block list (hosts file or plain names); may be given several times; without a"
        " category it holds for everyone, unless the household blocks home-list for some only",
    )
    lists.add_argument(
        "--index",
        type=Path,
        metavar="FILE",
        help="a compiled index (`lamplight lists build`); looked at again when it is replaced",
    )
    rules = parser.add_mutually_exclusive_group()
    rules.add_argument(
        "--household",
        type=Path,
        metavar="FILE",
        help="who may reach what; without it the lists hold for everyone who asks",
    )
    rules.add_argument(
        "--snapshot",
        type=Path,
        metavar="FILE",
        help="the policy that the console publishes; looked at again when it is replaced",
    )
    parser.add_argument("--status", type=Path, metavar="FILE", help="where to say what is in force")
    parser.add_argument(
        "--recorder",
        type=_socket_path,
        metavar="SOCKET",
        help="where the recorder lends; without it nothing can be recorded",
    )
    return parser


def main(argv: Sequence[str] | None = None, *, clock: Callable[[], int] = boot_clock_ms) -> int:
    """Run until told to stop; return the exit status. Leases end by `clock`."""
    options = arguments().parse_args(argv)
    try:
        with present_at(options.status.parent) if options.status else nullcontext():
            _run(options, clock)
    except (AgentError, HouseholdMalformed, IndexMalformed) as error:
        print(f"lamplight dns: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"lamplight dns: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    return 0


def _socket_path(text: str) -> str:
    """Return a path that a socket can have. Raises ArgumentTypeError."""
    if not 0 < len(os.fsencode(text)) <= MAX_SOCKET_PATH_OCTETS:
        raise argparse.ArgumentTypeError(
            f"{text!r} cannot be a socket; its path has {MAX_SOCKET_PATH_OCTETS} octets at most"
        )
    return text


def _run(options: argparse.Namespace, clock: Callable[[], int]) -> None:
    policy = _policy(options)  # first: a misspelt rule should not cost the reading of lists
    index = _build(options.block) if options.block else None
    current = Current(InForce(policy, index))
    keeper = Keeper(current, snapshot=options.snapshot, index=options.index, status=options.status)
    keeper.look()
    if options.index and not current.in_force.index:
        # A home without lists, or with damaged ones, keeps its internet and its rules.
        print(f"lamplight dns: {_why_no_lists(options.index)}", file=sys.stderr, flush=True)
    asyncio.run(_serve(options, current, keeper, clock))


def _policy(options: argparse.Namespace) -> CompiledPolicy:
    household: Path | None = options.household
    if household:
        try:
            home = household_from_toml(household.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            raise HouseholdMalformed(f"{household}", "this is not a text file in UTF-8") from error
        except HouseholdMalformed as error:
            raise HouseholdMalformed(f"{household}: {error.where}", error.problem) from error
        if options.block:
            home = for_everyone_unless_said(home, Category.HOME_LIST)
        return compile_policy(home, version=1)
    if options.snapshot or not (options.block or options.index):
        return protective_default()  # until the first snapshot is taken up, or for good
    return compile_policy(EVERY_CATEGORY, version=1)


def _why_no_lists(path: Path) -> str:
    """Return the sentence that says why the categories cannot be told apart for now."""
    try:
        open_index(path)
    except IndexMalformed as error:
        why = str(error)
    except OSError as error:
        why = f"{path}: {error.strerror}"
    else:
        why = f"{path}: it came this moment"
    return (
        f"{why}. Names that a rule blocks stay blocked; kinds of site are let through until the"
        " lists are there, which is looked at every second"
    )


def _build(lists: Sequence[str]) -> CategoryIndex:
    """Compile lists in a process of their own, so that its memory goes when it ends."""
    with tempfile.TemporaryDirectory(prefix="lamplight-") as folder:
        out = Path(folder, "categories.idx")
        command = [sys.executable, "-m", "agent.lists", "build", "--out", str(out), "--", *lists]
        done = subprocess.run(command, check=False, stdout=sys.stderr)
        if done.returncode:
            raise ListMalformed("the lists could not be compiled; the reason stands above")
        return open_index(out)


async def _serve(
    options: argparse.Namespace, current: Current, keeper: Keeper, clock: Callable[[], int]
) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_report_fault)
    upstream = Do53Upstreams(options.upstream)
    lent = Lent(clock)
    server = Server(Pipeline(current, Cache(time.monotonic), upstream, lent.by_address))
    link = asyncio.create_task(Link(options.recorder, lent).keep()) if options.recorder else None
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        for host, port in options.listen:
            where = Address(*await server.listen(host, port))
            print(f"listening on {show_address(where)} (UDP and TCP)", flush=True)
        status = keeper.status()
        print(
            f"ready: policy {status.snapshot_version}, {status.index_names} listed names",
            flush=True,
        )
        # What exists now lives until the end; the collector need not walk it again.
        gc.collect()
        gc.freeze()
        while not stop.is_set():
            try:
                await asyncio.wait_for(stop.wait(), LOOK_EVERY_SECONDS)
            except TimeoutError:
                # A disk that is full takes no status; that must not end the answering. The next
                # look tries again.
                with suppress(OSError):
                    keeper.look()
    finally:
        if link is not None:
            link.cancel()
        await server.close()


def _report_fault(_: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """Say that something broke and where, but never with which values: they may hold a name."""
    fault = context.get("exception")
    place = ""
    if isinstance(fault, BaseException) and fault.__traceback__:
        trace = fault.__traceback__
        while trace.tb_next:
            trace = trace.tb_next
        place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    print(f"lamplight dns: internal fault {type(fault).__name__}{place}", file=sys.stderr)


if __name__ == "__main__":
    confine()
    sys.exit(main())
