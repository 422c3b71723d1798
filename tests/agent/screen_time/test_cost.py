"""What counting costs a device that is counted, and one that is not.

`python -m tests.agent.screen_time.test_cost` prints the figures.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Mapping
from typing import Final

import pytest

from agent.boot import boot_clock_ms
from agent.dns.cache import Cache
from agent.dns.noticing import Noticing
from agent.dns.pipeline import Pipeline
from agent.in_force import Current
from agent.screen_time.counting import Counting, PersonCount
from policy.screen_time.budgets import budgeted
from tests.agent.dns import house
from tests.agent.dns.packets import opt, query
from tests.agent.gate.test_cost import pairs, ratio, seconds, undisturbed
from tests.agent.screen_time.at_home import HOME, JOS, PHONE, SAM, HomeClock, in_force_at

PAIRS: Final = 21
BOUND: Final = 1.25
"""What is measured for a device that is not counted is near 1.00. As in the gate's own test, only a
careless edit reaches the bound."""
BOUND_COUNTED: Final = 1.6
"""What is measured for one that is counted is near 1.15."""

PATHS: Final = {
    "blocked": query("www.closed.example", additional=[opt()]),
    "kept": query("www.play.example", additional=[opt()]),
    "forwarded": query("www.news.example", additional=[opt()]),
}


def counting() -> Counting:
    """Return the counts of the home, with a slot that runs."""
    found = Counting(boot_clock_ms)
    found.arrange(budgeted(HOME))
    found.begin(1)
    return found


def route(counted: Mapping[int, PersonCount]) -> Pipeline:
    """Return a pipeline of the home that keeps an answer for one of the names."""
    found = Pipeline(
        Current(in_force_at(HomeClock().moment())),
        Cache(house.Clock()),
        house.Told(house.address_of),
        noticing=Noticing(counted, {}),
    )
    house.ask(found, PATHS["kept"], JOS)
    return found


def measured(path: str, source: str, *, how_many: int, times: int) -> list[tuple[float, float]]:
    """Return pairs of seconds a query: without anybody counted, and with Sam counted."""
    with undisturbed():
        without, with_counts = route({}), route(counting().by_person)
        return pairs(
            lambda: seconds(without, PATHS[path], source, times),
            lambda: seconds(with_counts, PATHS[path], source, times),
            how_many,
        )


BOUNDS: Final = {"not counted": (JOS, BOUND), "counted": (PHONE, BOUND_COUNTED)}


@pytest.mark.parametrize(("source", "bound"), BOUNDS.values(), ids=BOUNDS)
@pytest.mark.parametrize("path", PATHS)
def test_counting_costs_next_to_nothing(path: str, source: str, bound: float) -> None:
    """With counting, an answer costs about what it costs without."""
    assert ratio(measured(path, source, how_many=PAIRS, times=300)) < bound


def test_what_is_measured_is_really_counted() -> None:
    """The look-ups measured do reach the count, or the figures would be of nothing."""
    found = counting()
    pipeline = route(found.by_person)
    pipeline.answer(PATHS["kept"], PHONE, over_tcp=False)

    assert found.by_person[SAM]._now
    assert len(found._running._masks) == 1


def fresh(*, how_many: int, times: int) -> list[tuple[float, float]]:
    """Return pairs of seconds a query of a counted device for names that nobody asked before."""
    packets = [query(f"www.n{number}.example", additional=[opt()]) for number in range(times)]

    def each(found: Pipeline, forget: Callable[[], None]) -> float:
        forget()
        return sum(seconds(found, packet, PHONE, 1) for packet in packets) / times

    with undisturbed():
        counts = counting()
        without, with_counts = route({}), route(counts.by_person)
        return pairs(
            lambda: each(without, lambda: None),
            lambda: each(with_counts, counts._running.forget_names),
            how_many,
        )


def figures() -> None:
    """Print what is measured with enough of it for a figure."""
    for who, (source, _) in BOUNDS.items():
        for path in PATHS:
            found = measured(path, source, how_many=41, times=5_000)
            _say(f"{who}, {path}", found)
    _say("counted, names not asked before", fresh(how_many=21, times=3_000))


def _say(what: str, found: list[tuple[float, float]]) -> None:
    without = statistics.median(first for first, _ in found) * 1e6
    more = statistics.median(second - first for first, second in found) * 1e6
    said = f"{without:.2f} us a query without, {more:+.2f} us, times {ratio(found):.4f}"
    sys.stdout.write(f"{what}: {said}\n")


if __name__ == "__main__":
    figures()
