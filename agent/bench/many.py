"""The largest home beside the smallest one: what a hot query costs where there is much else.

Rules kept here:
- Both are our agent, started alike. The same device asks both the same, in turn, round by round.
- That device has the same rules in both homes, and every name that is asked is listed in both or in
  none. What differs is how many other devices, people, rules and names there are.
- Every name is made up: no real list is that long.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import IPv4Address
from pathlib import Path
from typing import Final, NamedTuple

from agent.bench import asked, dnsperf, servers
from agent.bench.compiling import built
from agent.bench.figures import Goal, Row, ratio
from agent.bench.process import HOST, free_port
from agent.bench.rounds import NO_TICK, Asking, cost, written
from agent.bench.servers import Server


class Size(NamedTuple):
    """How large a home is: its devices, and the names that are listed for it."""

    devices: int
    names: int


FEW: Final = Size(1, 1_000)
MANY: Final = Size(500, 10_000_000)
LARGE, SMALL = "lamplight with much", "lamplight with little"
AT_MOST: Final = Goal(1.25, 1.25)

DEVICES_OF_ONE: Final = 8
RULES_OF_ONE: Final = 80
_FIRST_ADDRESS: Final = IPv4Address("10.0.0.1")


class Compared(NamedTuple):
    """The line of the table, the seconds for each query round by round, and what was lost."""

    row: Row
    hot: dict[str, list[float]]
    lost: dict[str, int]


def compared(folder: Path, asking: Asking, many: Size = MANY, few: Size = FEW) -> Compared:
    """Return what a hot query costs in a home with much, over one with little.

    Raises BuildFailed, BenchRefused, DnsperfFailed.
    """
    hot: dict[str, list[float]] = defaultdict(list)
    lost: dict[str, int] = {}
    names = asked.names_in(None, few.names)
    dice = random.Random(8906)  # noqa: S311 - the same questions in every run
    lines = written(folder / "hot", asked.hot(names, asking.hot, dice))
    once = written(folder / "once", asked.once_each(names))
    with ExitStack() as stack:
        above = free_port()
        stack.enter_context(servers.running("the upstream", servers.upstream_command(above), above))
        homes = [
            stack.enter_context(_home(name, folder / f"{size.names}", size, above))
            for name, size in ((LARGE, many), (SMALL, few))
        ]
        for home in homes:
            dnsperf.ask(home.port, once, dnsperf.OUTSTANDING_ABOVE)
        for number in range(asking.rounds):
            for home in homes if number % 2 else reversed(homes):
                hot[home.name].append(cost(home, lines, dnsperf.OUTSTANDING, lost))
    what = f"hot, {many.devices} devices and {many.names:,} names, over {few.devices}"
    found = ratio(hot[LARGE], hot[SMALL])
    row = Row(
        f"{what} and {few.names:,}",
        "",
        found,
        goal_for(many),
        "" if found else NO_TICK,
    )
    return Compared(row, dict(hot), lost)


def goal_for(many: Size) -> Goal | None:
    """Return the goal, which is about a home with as much as `MANY`; None for a smaller one."""
    return AT_MOST if many.devices >= MANY.devices and many.names >= MANY.names else None


@contextmanager
def _home(name: str, folder: Path, size: Size, above: int) -> Iterator[Server]:
    """Start our agent in a home of this size."""
    folder.mkdir()
    index = built(folder, asked.made_up(size.names), times=1).path
    rules = folder / "household.toml"
    rules.write_text(household(size.devices), encoding="utf-8")
    port = free_port()
    command = servers.our_command(port, above, "--index", f"{index}", "--household", f"{rules}")
    with servers.running(name, command, port) as server:
        yield server


def household(devices: int) -> str:
    """Return a home of so many devices, the first of them at this machine's own address.

    A young person has eight of them, and eighty rules that no other one has.
    """
    parts = ['format = "lamplight-household/v1"\n[everyone]\nblock_categories = ["malware"]\n']
    for number in range(devices):
        whose, which = divmod(number, DEVICES_OF_ONE)
        if not which:
            rules = ", ".join(f'"r{rule}.own{whose}.example.org"' for rule in range(RULES_OF_ONE))
            parts.append(f'[[young_people]]\nname = "Person {whose}"\nblock = [{rules}]\n')
        address = _FIRST_ADDRESS + number if number else HOST
        parts.append(
            f'[[devices]]\nname = "Device {number}"\nbelongs_to = "Person {whose}"\n'
            f'addresses = ["{address}"]\n'
        )
    return "".join(parts)
