"""The DNS agent: composition root. Sockets, clock and files meet the pipeline here, and only here.

Rules kept here:
- It writes at most two files, the status and the minutes, whose shapes hold nothing about queries.
- What it prints names addresses it listens on, versions and list sizes, never a name asked for.
- Without a recorder nothing here can leave the process; with one, only what it lent a way for.
- An error a person can mend is one sentence and exit status 2.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from agent.addresses import read_address, show_address
from agent.asked.answering import Answering
from agent.asked.fixing import Fixing
from agent.asked.server import AskedServer
from agent.boot import boot_clock_ms, boot_id_in
from agent.collecting import Collecting
from agent.confine import confine
from agent.devices.directory import Directory
from agent.devices.kernel import Kernel
from agent.devices.tally import Tally
from agent.dns.cache import Cache
from agent.dns.noticing import Noticing
from agent.dns.pipeline import Pipeline
from agent.dns.rate import A_SECOND, rate_of
from agent.dns.rebinding import Rebinding
from agent.dns.selftest import Arrivals
from agent.dns.server import Server
from agent.dns.sockets import places_of
from agent.dns.upstream import Address
from agent.dns.validating import Validating
from agent.errors import AgentError, ListMalformed
from agent.gate.lent import Lent
from agent.gate.link import Link
from agent.in_force import EVERY_CATEGORY, Current, InForce, protective_default
from agent.index_file import open_index
from agent.keeper import NOTHING_PUBLISHED, Files, Keeper, latest_hour_in
from agent.presence import present_at
from agent.screen_time.running import ScreenTime
from agent.timing import Clocks, Timing, wall_clock
from agent.upstream_options import (
    addresses_of,
    put_together,
    read_upstream,
    read_zone,
    refuse_itself,
)
from agent.watch import WatchedFile
from policy.categories import Category
from policy.document import household_from_toml
from policy.errors import HouseholdMalformed, IndexMalformed, NameMalformed
from policy.household import for_everyone_unless_said
from policy.identity import NO_LINKS
from policy.index import CategoryIndex
from policy.names import Name, from_text
from policy.snapshot import PolicySnapshot
from systemd.notices import Notices
from systemd.sockets import SocketsMalformed, given_sockets

DAMAGED = "these minutes cannot be read. Counting begins from nothing, so for now more time is left"

SOCKETS = "dns"
"""What a socket unit calls the sockets that this serves (FileDescriptorName)."""

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
        default=[],
        metavar="ADDR:PORT",
        help="serve UDP and TCP here; may be given several times; port 0 picks a free one; not"
        " needed where a socket unit opened the sockets",
    )
    parser.add_argument(
        "--upstream",
        type=read_upstream,
        action="append",
        required=True,
        metavar="UPSTREAM",
        help="a resolver to ask, as ADDR:PORT; over TLS as tls://ADDR:PORT#NAME,"
        " tls://ADDR:PORT#sha256/PIN or tls://NAME; over HTTPS as https://NAME/PATH and the same"
        " forms; or a well-known one by its word (`lamplight upstreams`); with several, the next"
        " is asked when one fails",
    )
    parser.add_argument(
        "--bootstrap",
        type=read_address,
        action="append",
        default=[],
        metavar="ADDR:PORT",
        help="a resolver that is asked over plain DNS where an upstream is that was written as a"
        " name, and for nothing else; may be given several times",
    )
    parser.add_argument(
        "--zone",
        type=read_zone,
        action="append",
        default=[],
        metavar="NAME=UPSTREAM",
        help="who knows a name and all below it, such as lan=192.168.1.1:53; may be given several"
        " times; what belongs to every home alike, as the names of private addresses, is asked"
        " nowhere else",
    )
    parser.add_argument(
        "--leads-home",
        type=_name,
        action="append",
        default=[],
        metavar="NAME",
        help="a name of the internet that may have addresses inside this home, it and all below"
        " it; may be given several times; plex.direct is one already, and a zone needs none",
    )
    parser.add_argument(
        "--questions-a-second",
        type=int,
        default=A_SECOND,
        metavar="N",
        help=f"how much one address of the network may ask over UDP (default {A_SECOND}, and"
        " somewhat more at once); 0 for as much as it likes",
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
        "--neighbours",
        type=Path,
        metavar="FILE",
        help="what discovery sees on the network; looked at again when it is replaced",
    )
    parser.add_argument(
        "--minutes",
        type=Path,
        metavar="FILE",
        help="where sums of the running day and week outlive a restart; without it they do not",
    )
    parser.add_argument(
        "--asked",
        type=_socket_path,
        metavar="SOCKET",
        help="where the console asks for minutes and warnings; without it nobody can",
    )
    parser.add_argument(
        "--recorder",
        type=_socket_path,
        metavar="SOCKET",
        help="where the recorder lends; without it nothing can be recorded",
    )
    parser.add_argument(
        "--clock-report",
        type=Path,
        metavar="FILE",
        help="what the job beside the time service says; without it the clock is believed unless"
        " it shows a time that has been already",
    )
    return parser


def main(
    argv: Sequence[str] | None = None,
    *,
    clock: Callable[[], int] = boot_clock_ms,
    wall: Callable[[], datetime] = wall_clock,
    boot_id: Callable[[], str | None] = boot_id_in,
) -> int:
    """Run until told to stop; return the exit status. Leases end by `clock`, bedtimes by `wall`."""
    parser = arguments()
    options = parser.parse_args(argv)
    try:
        given = given_sockets(os.environ, os.getpid()).get(SOCKETS, [])
        if not given and not options.listen:
            parser.error(f"give --listen, or start it by a socket unit that names them {SOCKETS}")
        with present_at(options.status.parent) if options.status else nullcontext():
            _run(options, Clocks(wall=wall, boot_ms=clock, boot_id=boot_id), given)
    except (AgentError, HouseholdMalformed, IndexMalformed, SocketsMalformed) as error:
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


def _name(text: str) -> Name:
    """Return a name. Raises ArgumentTypeError."""
    try:
        return from_text(text)
    except NameMalformed as error:
        raise argparse.ArgumentTypeError(f"{error}") from error


def _run(options: argparse.Namespace, clocks: Clocks, given: Sequence[socket.socket]) -> None:
    above = addresses_of([*options.upstream, *(upstream for _, upstream in options.zone)])
    ours = [*options.listen, *(Address(*place) for place in places_of(given))]
    refuse_itself(ours, [*above, *options.bootstrap])
    published = _published(options)  # first: a misspelt rule should not cost the reading of lists
    index = _build(options.block) if options.block else None
    latest_hour = latest_hour_in(options.status)
    timing = Timing(clocks, latest_hour=latest_hour, report=options.clock_report)
    current = Current(InForce(protective_default(), index), timing.now)
    screen_time = ScreenTime(timing.boot_ms, options.minutes, _say_fault)
    if screen_time.is_damaged:
        print(f"lamplight dns: {options.minutes}: {DAMAGED}", file=sys.stderr, flush=True)
    keeper = Keeper(
        current,
        Files(snapshot=options.snapshot, index=options.index, status=options.status),
        timing=timing,
        published=published,
        counts=screen_time,
        report=_say_fault,
    )
    keeper.look()
    if options.index and not current.in_force.index:
        # A home without lists, or with damaged ones, keeps its internet and its rules.
        print(f"lamplight dns: {_why_no_lists(options.index)}", file=sys.stderr, flush=True)
    try:
        asyncio.run(_serve(options, given, current, keeper, timing, screen_time))
    finally:
        screen_time.keep_now()


def _published(options: argparse.Namespace) -> PolicySnapshot:
    """Return what holds until a snapshot is taken up, or for good."""
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
        return PolicySnapshot(version=1, household=home)
    if options.snapshot or not (options.block or options.index):
        return NOTHING_PUBLISHED
    return PolicySnapshot(version=1, household=EVERY_CATEGORY)


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
    options: argparse.Namespace,
    given: Sequence[socket.socket],
    current: Current,
    keeper: Keeper,
    timing: Timing,
    screen_time: ScreenTime,
) -> None:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_report_fault)
    upstream = put_together(options.upstream, options.zone, options.bootstrap)
    links_at = _links_at()
    lent = Lent(timing.boot_ms, links_at)
    tally, arrivals = Tally(timing.boot_ms), Arrivals(timing.boot_ms)
    directory = _directory(options.neighbours, links_at, tally)
    fixing = Fixing(
        lambda address: directory.policy_for(current.in_force.policy, address).device,
        timing.boot_ms,
    )
    asked = (
        AskedServer(Answering(screen_time, fixing, tally, arrivals).answer, Path(options.asked))
        if options.asked
        else None
    )
    server = Server(
        route := Pipeline(
            current,
            Cache(time.monotonic),
            upstream,
            directory.policy_for,
            Noticing(screen_time.by_person, fixing.by_device, tally, arrivals, lent.by_address),
            Rebinding([*(zone for zone, _ in options.zone), *options.leads_home]),
        ),
        rate=rate_of(options.questions_a_second, tally.too_much),
    )
    validating = Validating(upstream, time.monotonic, tally.validates)
    collecting = Collecting(time.monotonic)
    link = asyncio.create_task(Link(options.recorder, lent).keep()) if options.recorder else None
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    notices = Notices(os.environ, os.getpid())
    try:
        await server.serve_on(given)
        for host, port in options.listen:
            where = Address(*await server.listen(host, port))
            print(f"listening on {show_address(where)} (UDP and TCP)", flush=True)
        if asked is not None:
            await asked.listen()
        status = keeper.status()
        print(
            f"ready: policy {status.snapshot_version}, {status.index_names} listed names",
            flush=True,
        )
        collecting.begin()
        notices.ready()
        while not stop.is_set():
            notices.alive()
            try:
                await asyncio.wait_for(stop.wait(), keeper.seconds_to_look())
            except TimeoutError:
                keeper.look_beside()
                directory.look()
                tally.look(screen_time.today)
                fixing.forget()
                route.renewing.look()
                validating.look()
                collecting.look()
                await screen_time.keep()
    finally:
        notices.stopping()
        collecting.end()
        if asked is not None:
            await asked.close()
        if link is not None:
            link.cancel()
        await server.close()


def _links_at() -> Callable[[str], Collection[str]]:
    """Return what asks the kernel at which link address an address is; it may know of none."""
    try:
        return Kernel().links_at
    except OSError:
        return lambda _: NO_LINKS


def _directory(
    neighbours: Path | None, links_at: Callable[[str], Collection[str]], tally: Tally
) -> Directory:
    """Return who finds whose an address is, by what was published and what the kernel says."""
    directory = Directory(WatchedFile(neighbours) if neighbours else None, links_at, tally)
    directory.look()
    return directory


def _report_fault(_: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """Say what the loop tells of."""
    _say_fault(context.get("exception"))


def _say_fault(fault: object) -> None:
    """Say that something broke and where, but never with which values: they may hold a name."""
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
