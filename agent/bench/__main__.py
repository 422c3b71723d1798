"""The benchmark: composition root of `./lamplight bench`.

Rules kept here:
- Other parts of the house are started as processes, as on any box, and never imported.
- Whatever was left out is said, in the table and on the terminal; no figure is made up for it.
- All files but the report lie in a folder that is gone afterwards.
- An error a person can mend is one sentence and exit status 2.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from agent.bench import servers, words
from agent.bench.asked import Names, names_in
from agent.bench.compiling import BuildFailed, built
from agent.bench.dnsperf import DnsperfFailed
from agent.bench.figures import MIN_ROUNDS, Row, as_json, table
from agent.bench.many import MANY, Size, compared
from agent.bench.process import free_port
from agent.bench.rounds import Asking, measured, rows
from agent.bench.servers import BenchRefused, Server

PROGRAMS: Final = ("dnsperf", "dnsmasq", "unbound")

BUSY_LOAD: Final = 0.25
"""Runnable processes for each processor above which others disturb the measurement."""


def arguments() -> argparse.ArgumentParser:
    """Return the options of `./lamplight bench`."""
    parser = argparse.ArgumentParser(prog="lamplight bench", description=words.USAGE)
    parser.add_argument("--data", type=Path, metavar="DIR", dest="folder", help=words.FOLDER)
    parser.add_argument("--names", type=_positive, default=None, metavar="N", help=words.NAMES)
    parser.add_argument("--rounds", type=_rounds, default=7, metavar="N", help=words.ROUNDS)
    parser.add_argument("--hot", type=_positive, default=400_000, metavar="N", help=words.HOT)
    parser.add_argument("--missed", type=_positive, default=5_000, metavar="N", help=words.MISSED)
    parser.add_argument(
        "--many", type=_positive, nargs="?", const=MANY.names, metavar="N", help=words.MANY
    )
    parser.add_argument(
        "--json", type=Path, default=Path("lamplight-bench.json"), metavar="FILE", help=words.REPORT
    )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the table and write the report; return the exit status."""
    options = arguments().parse_args(argv)
    # Told to end, it ends what it started first.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        _check_programs()
        if is_busy():
            print(words.BUSY, file=sys.stderr)
        _run(options)
    except (BenchRefused, BuildFailed, DnsperfFailed) as error:
        print(f"lamplight bench: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"lamplight bench: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(words.STOPPED, file=sys.stderr)
        return 130
    return 0


def is_busy() -> bool:
    """Say whether others compute on this machine."""
    return os.getloadavg()[0] > BUSY_LOAD * (os.cpu_count() or 1)


def _check_programs() -> None:
    if lacking := [name for name in PROGRAMS if servers.program(name) is None]:
        raise BenchRefused(words.LACKING.format(programs=", ".join(lacking)))


def _run(options: argparse.Namespace) -> None:
    count = options.names or (10_000 if options.folder is None else 1_000_000)
    names = names_in(options.folder, count)
    asking = Asking(
        options.rounds, options.hot, options.missed, max(100, min(2_000, options.hot // 100))
    )
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lamplight-bench-")))
        made = built(folder, names.listed)
        running = _started(stack, folder, names, made.path)
        costs = measured(running, names, asking, folder)
        found = [*rows(running, costs), *made.rows()]
    lost, hot = dict(costs.lost), dict(costs.hot)
    if options.many is not None:
        with tempfile.TemporaryDirectory(prefix="lamplight-bench-") as room:
            homes = compared(Path(room), asking, Size(MANY.devices, options.many))
        found.append(homes.row)
        lost |= homes.lost
        hot |= homes.hot
    found += _elsewhere(has_many=options.many is not None)
    heading = words.HEADING.format(
        names=len(names.listed), rounds=options.rounds, machine=platform.machine()
    )
    print(heading, table(found), sep="\n\n")
    for name, count in lost.items():
        print(words.LOST.format(name=name, lost=count), file=sys.stderr)
    report = {
        "format": "lamplight-bench/v1",
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "names": len(names.listed),
        "is_made_up": options.folder is None,
        "load": os.getloadavg()[0],
        "lost": lost,
        "costs": {"hot": hot, "missed": costs.missed},
        "rows": as_json(found),
    }
    options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def _started(stack: ExitStack, folder: Path, names: Names, index: Path) -> list[Server]:
    """Start the upstream and everything that is compared; they end with the stack."""
    above, running = free_port(), []
    stack.enter_context(servers.running("the upstream", servers.upstream_command(above), above))
    port = free_port()
    commands = {servers.OURS: (port, servers.our_command(port, above, "--index", str(index)))}
    if (floor := servers.compiled_floor(folder)) is None:
        print(words.NO_FLOOR, file=sys.stderr)
    else:
        port = free_port()
        commands[servers.FLOOR] = port, servers.floor_command(floor, port)
    port = free_port()
    commands[servers.UNBOUND] = (
        port,
        servers.unbound_command(folder, names.listed, port, above),
    )
    port = free_port()
    commands[servers.DNSMASQ] = (
        port,
        servers.dnsmasq_command(folder, names.listed, port, above),
    )
    for name, (port, command) in commands.items():
        running.append(stack.enter_context(servers.running(name, command, port)))
    return running


def _elsewhere(*, has_many: bool) -> list[Row]:
    """Return the goals that were not measured, so that nobody takes silence for success."""
    return [
        Row(what, "", None, None, why)
        for what, why in words.ELSEWHERE.items()
        if not (has_many and what == words.MANY_ROW)
    ]


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text)


def _rounds(text: str) -> int:
    if (count := _positive(text)) < MIN_ROUNDS:
        raise argparse.ArgumentTypeError(f"a median needs {MIN_ROUNDS} rounds at least")
    return count


if __name__ == "__main__":
    sys.exit(main())
