"""From rounds to a table: medians, spreads, and ratios to what ran in the same round.

Rules kept here:
- A ratio is taken within a round, where both sides had the same machine, and only then its median.
- A figure never stands without its spread; a goal is met only by the median.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Final, NamedTuple

MIN_ROUNDS: Final = 5


class Figure(NamedTuple):
    """What several rounds came to."""

    median: float
    least: float
    most: float
    rounds: int


class Goal(NamedTuple):
    """At most this much; `must` is where it stops being acceptable."""

    goal: float
    must: float


class Row(NamedTuple):
    """One line of the table. Without a figure it says aloud why there is none."""

    what: str
    unit: str
    figure: Figure | None
    goal: Goal | None = None
    why_not: str = ""

    @property
    def judged(self) -> str:
        """Whether the median meets the goal, in a word."""
        if self.figure is None or self.goal is None:
            return ""
        if self.figure.median <= self.goal.goal:
            return "met"
        return "short of the goal" if self.figure.median <= self.goal.must else "MISSED"


def figure(values: Sequence[float]) -> Figure:
    """Return median and spread of at least one value."""
    return Figure(median(values), min(values), max(values), len(values))


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Figure | None:
    """Return ours over theirs, round by round; None where a round of theirs cost nothing."""
    if not ours or len(ours) != len(theirs) or not all(theirs):
        return None
    return figure([one / other for one, other in zip(ours, theirs, strict=True)])


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of all values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a table in Markdown."""
    lines = ["| figure | median | least | most | goal | |", "|---|---:|---:|---:|---:|---|"]
    for row in rows:
        goal = "" if row.goal is None else f"≤ {_number(row.goal.goal)}"
        if row.figure is None:
            lines.append(f"| {row.what} | - | - | - | {goal} | not measured: {row.why_not} |")
            continue
        numbers = (row.figure.median, row.figure.least, row.figure.most)
        shown = " | ".join(f"{_number(number)} {row.unit}".strip() for number in numbers)
        lines.append(f"| {row.what} | {shown} | {goal} | {row.judged} |")
    return "\n".join(lines)


def as_json(rows: Iterable[Row]) -> list[Mapping[str, object]]:
    """Return the rows as values that JSON can hold."""
    return [
        {
            "what": row.what,
            "unit": row.unit,
            "figure": row.figure and row.figure._asdict(),
            "goal": row.goal and row.goal._asdict(),
            "judged": row.judged,
            "why_not": row.why_not,
        }
        for row in rows
    ]


def _number(number: float) -> str:
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"
