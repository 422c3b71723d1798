"""The measurement: rounds in which every server is asked in turn, and what they come to.

Rules kept here:
- Servers are asked one after another within a round, and each round begins with another one: what
  the machine does meanwhile falls on all alike.
- What a query costs is the server's own processor time; the one who asks is not counted.
- What is hot was asked before, for every server, before the first round.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from agent.bench import asked, dnsperf
from agent.bench.asked import Names
from agent.bench.figures import Figure, Goal, Row, figure, percentile, ratio
from agent.bench.process import memory_mib, seconds_computed
from agent.bench.servers import DNSMASQ, FLOOR, OURS, UNBOUND, Server

MICRO: Final = 1e6
NO_COMPILER: Final = "no C compiler here (Debian package gcc)"
NO_TICK: Final = "too few queries to cost a tick"

HOT_OVER: Final = {FLOOR: Goal(2.2, 2.5), UNBOUND: Goal(0.95, 1.0), DNSMASQ: Goal(0.7, 1.0)}
MISS_OVER: Final = {UNBOUND: None, DNSMASQ: Goal(1.0, 1.0)}


class Asking(NamedTuple):
    """How much is asked: queries in a round that hit, that miss, and at a quiet rate."""

    rounds: int
    hot: int
    missed: int
    quiet: int


class Costs(NamedTuple):
    """Seconds of processor time for each query, by server, round by round; and what was lost."""

    hot: dict[str, list[float]]
    missed: dict[str, list[float]]
    delays: list[float]
    lost: dict[str, int]


def measured(servers: Sequence[Server], names: Names, asking: Asking, folder: Path) -> Costs:
    """Return what every round cost. Raises DnsperfFailed."""
    costs = Costs(defaultdict(list), defaultdict(list), [], Counter())
    dice = random.Random(8906)  # noqa: S311 - the same questions in every run
    lines = written(folder / "hot", asked.hot(names, asking.hot, dice))
    once = written(folder / "once", asked.once_each(names))
    quiet = written(folder / "quiet", asked.hot(names, asking.quiet, dice))
    for server in servers:
        dnsperf.ask(server.port, once, dnsperf.OUTSTANDING_ABOVE)
    for number in range(asking.rounds):
        turn = number % len(servers)
        for server in (*servers[turn:], *servers[:turn]):
            costs.hot[server.name].append(cost(server, lines, dnsperf.OUTSTANDING, costs.lost))
            if server.name == OURS:
                delays = dnsperf.ask_quietly(server.port, quiet)
                costs.delays.append(percentile(delays, 0.99))
            if server.name != FLOOR:
                mark = f"r{number}"
                fresh = written(folder / "missed", asked.missed(names, asking.missed, mark))
                costs.missed[server.name].append(
                    cost(server, fresh, dnsperf.OUTSTANDING_ABOVE, costs.lost)
                )
    return costs


def written(path: Path, lines: Sequence[str]) -> Path:
    """Write lines into a file; return it."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def cost(server: Server, lines: Path, outstanding: int, lost: dict[str, int]) -> float:
    """Return the seconds that a server computes for each line; add what it lost, by its name."""
    before = seconds_computed(server.pid)
    report = dnsperf.ask(server.port, lines, outstanding)
    spent = seconds_computed(server.pid) - before
    if report.lost:
        lost[server.name] = lost.get(server.name, 0) + report.lost
    return spent / max(1, report.completed)


def rows(servers: Sequence[Server], costs: Costs) -> list[Row]:
    """Return the table of what was measured on running servers."""
    ours = next(server for server in servers if server.name == OURS)
    found = [_over("hot", costs.hot, other, goal) for other, goal in HOT_OVER.items()]
    found += [_over("missed", costs.missed, other, goal) for other, goal in MISS_OVER.items()]
    for kind, by_server in (("hot", costs.hot), ("missed", costs.missed)):
        for name, values in sorted(by_server.items()):
            goal = Goal(80.0, 80.0) if (kind, name) == ("missed", OURS) else None
            what = f"processor time for a {kind} query, {name}"
            found.append(Row(what, "µs", figure([value * MICRO for value in values]), goal))
    found.append(
        Row(
            f"99th percentile at {dnsperf.QUIET_RATE} queries a second",
            "ms",
            figure([delay * 1_000 for delay in costs.delays]),
            Goal(1.0, 1.0),
        )
    )
    for server in servers:
        if server.name != FLOOR:
            goal = Goal(1.0, 1.0) if server is ours else None
            found.append(
                Row(f"start to first answer, {server.name}", "s", _once(server.started), goal)
            )
            found.append(_memory(server))
    return found


def _over(kind: str, costs: Mapping[str, Sequence[float]], other: str, goal: Goal | None) -> Row:
    what = f"a {kind} query, over {other}"
    found = ratio(costs[OURS], costs.get(other, ()))
    why = "" if found else NO_COMPILER if other == FLOOR else NO_TICK
    return Row(what, "", found, goal, why)


def _memory(server: Server) -> Row:
    what = f"memory (PSS), {server.name}"
    goal = Goal(45.0, 45.0) if server.name == OURS else None
    if (mib := memory_mib(server.pid)) is None:
        return Row(what, "MiB", None, goal, "only root may look into this process")
    return Row(what, "MiB", _once(mib), goal)


def _once(value: float) -> Figure:
    return figure([value])
