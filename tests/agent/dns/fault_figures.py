"""The figures of every fault, for a quiet machine: `python -m tests.agent.dns.fault_figures`.

It prints a table: how long others wait for what is known while something goes wrong, in
milliseconds, at a thousand questions a second. The goal is 1 ms for 99 of 100.
"""

from __future__ import annotations

import argparse
import os
import sys

from tests.agent.dns.faults import A_SECOND, FAULTS, Measured, asked_for, besieged, server

HEAD = "| fault | p50 | p99 | max | lost |\n|---|---:|---:|---:|---:|\n"


def row(what: str, found: Measured) -> str:
    """Return one line of the table."""
    times = " | ".join(f"{one:.2f}" for one in found[:3])
    return f"| {what} | {times} | {found.lost} |\n"


def main() -> None:
    """Measure each fault for some seconds, and print as it goes."""
    parser = argparse.ArgumentParser(prog="python -m tests.agent.dns.fault_figures")
    parser.add_argument("--questions", type=int, default=5_000, metavar="N")
    questions: int = parser.parse_args().questions
    say, load = sys.stdout.write, os.getloadavg()[0]
    say(f"{questions} questions each, {os.cpu_count()} processors, load {load:.2f}\n\n")
    with server("dead") as port:
        say(HEAD + row("none", asked_for(port, questions)))
    for what, fault in FAULTS.items():
        with server(fault.above) as port, besieged(port, fault.by):
            # At first an address may ask all that it has in store at once (`agent.dns.rate`).
            say(row(f"{what}: the first second", asked_for(port, A_SECOND)))
            say(row(what, asked_for(port, questions)))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
