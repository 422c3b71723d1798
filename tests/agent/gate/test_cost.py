"""What the gate costs a device of which nothing is lent, and what it costs one of which it is.

`python -m tests.agent.gate.test_cost` prints the figures.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import pytest

from agent.boot import boot_clock_ms
from agent.dns.cache import Cache
from agent.dns.noticing import Noticing
from agent.dns.pipeline import Pipeline
from agent.gate.lens import Lens
from policy.categories import Category
from policy.index import ListSource
from policy.names import from_text
from tests.agent.dns import house
from tests.agent.dns.house import ALEX, SAM
from tests.agent.dns.packets import opt, query
from tests.agent.gate.lending import MINUTE_MS, arrived, pair, terms
from tests.policy.strategies import index_of

PAIRS: Final = 21
BOUND: Final = 1.25
"""The promise is 1.10, and what is measured is near 1.01. A pair is two blocks of some milliseconds
of this process's own time, one behind the other, and the median of 21 pairs is taken; so work of
others on the machine moves it by a few hundredths, and only a careless edit reaches the bound."""

PATHS: Final = {
    "blocked": query("www.adult-site.com", additional=[opt()]),
    "kept": query("www.kept.com", additional=[opt()]),
    "forwarded": query("www.news.com", additional=[opt()]),
}
LISTED: Final = [
    (ListSource("adult", Category.ADULT), [(from_text("adult-site.com"), False)]),
    (ListSource("malware", Category.MALWARE), [(from_text("bad.example"), False)]),
]
ASKED: Final = {1: "blocked", 2: "blocked", 3: "kept", 4: "kept"}
"""A look-up that each level lets through."""


@contextmanager
def lens(level: int) -> Iterator[tuple[Lens, Callable[[], int]]]:
    """Yield a lens, and what reads its other end empty and returns how much came out."""
    ours, theirs = pair()
    found = terms(level, watch=("kept.com",))
    until_ms = boot_clock_ms() + 60 * MINUTE_MS
    lent = Lens(theirs, found, boot_clock_ms, until_ms=until_ms, is_settling=False)
    with ours:
        yield lent, lambda: len(arrived(ours))
        lent.close()


def route(lenses: dict[str, Lens]) -> Pipeline:
    """Return a pipeline that keeps an answer for one of the names."""
    found = Pipeline(
        house.current(index=index_of(LISTED)),
        Cache(house.Clock()),
        house.Told(house.address_of),
        noticing=Noticing({}, {}, lenses=lenses),
    )
    house.ask(found, PATHS["kept"], ALEX)
    return found


def seconds(found: Pipeline, packet: bytes, source: str, times: int) -> float:
    """Return what one answer costs this process."""
    answer = found.answer
    began = time.process_time()
    for _ in range(times):
        answer(packet, source, over_tcp=False)
    return (time.process_time() - began) / times


def pairs(
    one: Callable[[], float], other: Callable[[], float], how_many: int
) -> list[tuple[float, float]]:
    """Return measurements of two ways, taken in turns, each first in half of them."""
    found = []
    for number in range(how_many):
        if number % 2:
            first = one()
            found.append((first, other()))
        else:
            second = other()
            found.append((one(), second))
    return found


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the collector out of the blocks that are measured, as the agent does."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def beside(path: str, *, how_many: int, times: int) -> list[tuple[float, float]]:
    """Return pairs of seconds a query: without any lease, and with another device's."""
    with lens(4) as (lent, _), undisturbed():
        without, with_one = route({}), route({SAM: lent})
        return pairs(
            lambda: seconds(without, PATHS[path], ALEX, times),
            lambda: seconds(with_one, PATHS[path], ALEX, times),
            how_many,
        )


def observed(level: int, *, fresh: bool, how_many: int, times: int) -> list[tuple[float, float]]:
    """Return pairs of seconds a query of a lent device: not lent, and observed at a level.

    `fresh` says that each look-up is sent; otherwise the same was sent within the minute.
    """
    packet = PATHS[ASKED[level]]
    with lens(level) as (lent, empty), undisturbed():
        without, with_one = route({}), route({SAM: lent})

        def with_lens() -> float:
            total = 0.0
            for _ in range(times):
                if fresh:
                    lent._recent.clear()
                    empty()
                total += seconds(with_one, packet, SAM, 1)
            return total / times

        def without_lens() -> float:
            return sum(seconds(without, packet, SAM, 1) for _ in range(times)) / times

        return pairs(without_lens, with_lens, how_many)


def ratio(found: list[tuple[float, float]]) -> float:
    """Return by how much the second way costs more: the median of the pairs."""
    return statistics.median(second / first for first, second in found)


@pytest.mark.parametrize("path", PATHS)
def test_a_lease_costs_other_devices_next_to_nothing(path: str) -> None:
    """With another device's lease in force, an answer costs about what it costs without."""
    assert ratio(beside(path, how_many=PAIRS, times=400)) < BOUND


@pytest.mark.parametrize("level", ASKED)
def test_what_is_measured_is_really_observed(level: int) -> None:
    """The look-ups measured at each level are let through, or the figures would be of nothing."""
    with lens(level) as (lent, empty):
        found = route({SAM: lent})
        for _ in range(3):
            found.answer(PATHS[ASKED[level]], SAM, over_tcp=False)

        assert empty() == 1
        assert lent.lost == 0


def figures() -> None:
    """Print what is measured with enough of it for a figure."""
    for path in PATHS:
        found = beside(path, how_many=41, times=20_000)
        without = statistics.median(first for first, _ in found) * 1e6
        said = f"{without:.2f} us a query, times {ratio(found):.4f}"
        sys.stdout.write(f"beside a lease, {path}: {said}\n")
    for level in ASKED:
        for fresh in (False, True):
            found = observed(level, fresh=fresh, how_many=21, times=5_000)
            more = statistics.median(second - first for first, second in found) * 1e6
            what = "sent" if fresh else "sent within the minute"
            sys.stdout.write(f"observed at level {level}, {what}: {more:+.2f} us a query\n")


if __name__ == "__main__":
    figures()
