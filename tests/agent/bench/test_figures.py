from __future__ import annotations

import json

import pytest

from agent.bench.figures import Figure, Goal, Row, as_json, figure, percentile, ratio, table


def test_a_figure_has_its_spread() -> None:
    """Median, least and most are those of the rounds, also of an even number of them."""
    assert figure([3, 1, 2]) == Figure(2, 1, 3, 3)
    assert figure([1, 2, 3, 10]) == Figure(2.5, 1, 10, 4)


def test_a_ratio_is_taken_within_each_round() -> None:
    """A round in which the machine was slow for both sides changes no ratio."""
    assert ratio([2, 20, 6], [1, 10, 2]) == Figure(2, 2, 3, 3)


NO_RATIO: dict[str, tuple[list[float], list[float]]] = {
    "nothing of ours": ([], []),
    "nothing of theirs": ([1.0], []),
    "another number of rounds": ([1.0, 2.0], [1.0]),
    "a round that cost nothing": ([1.0, 2.0], [1.0, 0.0]),
}


@pytest.mark.parametrize(("ours", "theirs"), NO_RATIO.values(), ids=NO_RATIO)
def test_without_a_pair_for_each_round_there_is_no_ratio(
    ours: list[float], theirs: list[float]
) -> None:
    """No ratio is made up where one side has no figure."""
    assert ratio(ours, theirs) is None


def test_a_percentile_is_one_of_the_values() -> None:
    """The 99th of a hundred is the largest but none, and of few values it is the largest."""
    assert percentile([*range(200)], 0.99) == 198
    assert percentile([5.0], 0.99) == 5.0
    assert percentile([3, 1, 2], 0.99) == 3


JUDGED = {
    "below the goal": (1.0, Goal(2.0, 3.0), "met"),
    "at the goal": (2.0, Goal(2.0, 3.0), "met"),
    "above the goal": (2.1, Goal(2.0, 3.0), "short of the goal"),
    "at the bound": (3.0, Goal(2.0, 3.0), "short of the goal"),
    "above the bound": (3.1, Goal(2.0, 3.0), "MISSED"),
    "no goal": (3.1, None, ""),
}


@pytest.mark.parametrize(("value", "goal", "expected"), JUDGED.values(), ids=JUDGED)
def test_the_median_is_judged(value: float, goal: Goal | None, expected: str) -> None:
    """A goal is met, missed, or missed beyond what is acceptable."""
    assert Row("x", "", figure([value]), goal).judged == expected


ROWS = [
    Row("cost", "µs", figure([1.234, 5, 250.4]), Goal(2.2, 2.5)),
    Row("floor", "", None, Goal(2.2, 2.5), "no C compiler here"),
    Row("bare", "", figure([1])),
]


def test_the_table_shows_spreads_and_says_what_is_missing() -> None:
    """Each line has its spread and goal, and a line without a figure says why."""
    assert table(ROWS).splitlines()[2:] == [
        "| cost | 5 µs | 1.23 µs | 250 µs | ≤ 2.2 | MISSED |",
        "| floor | - | - | - | ≤ 2.2 | not measured: no C compiler here |",
        "| bare | 1 | 1 | 1 |  |  |",
    ]


def test_the_report_holds_what_the_table_shows() -> None:
    """What is written as JSON is read back with every figure."""
    cost, floor, bare = json.loads(json.dumps(as_json(ROWS)))

    assert cost["figure"] == {"median": 5, "least": 1.234, "most": 250.4, "rounds": 3}
    assert cost["goal"] == {"goal": 2.2, "must": 2.5}
    assert (floor["figure"], floor["why_not"]) == (None, "no C compiler here")
    assert (bare["goal"], bare["judged"]) == (None, "")
