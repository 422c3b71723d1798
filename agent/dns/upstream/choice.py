"""Which of several upstreams is asked first: pure, so that every course of things can be tried.

Rules kept here:
- No upstream is ever left out: who failed is asked last, and whoever answers has not failed.
- They are compared by how long the same question takes them (`measured`), not by what the home
  happened to ask: a name that nobody had asked for yet takes every resolver longer.
- The first stays first until it fails, or another one is clearly faster; upstreams that are about
  equal do not take turns, since then both would know what this home asks.
- Who failed is measured again after 2, 4, 8 seconds, and once a minute at least.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

MEASURE_SECONDS = 60.0
"""How long a measurement is good for."""
SMOOTHING = 0.25
"""How much a new measurement counts: late ones fade within some ten minutes."""
CLEARLY_FASTER = 0.75
AND_BY_SECONDS = 0.005
OVERTAKEN_TO_FAIL = 2
"""So often in a row another one, asked later, answered earlier: once may be chance."""

FIRST_PATIENCE_SECONDS = 0.5
LEAST_PATIENCE_SECONDS, MOST_PATIENCE_SECONDS = 0.25, 0.8
PATIENCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one upstream stands. `seconds` is what it takes, smoothed, None while not measured."""

    seconds: float | None = None
    failures: int = 0
    overtaken: int = 0
    measured_at: float | None = None


class Choice:
    """How several upstreams stand, by their number. It has no clock: `now` is told, in seconds."""

    def __init__(self, count: int) -> None:
        """Nothing is known of any of them; the first that was named is the first."""
        self._standings = [Standing()] * count
        self._first = 0

    def order(self) -> tuple[int, ...]:
        """Return all of them, the one to ask first, first."""
        return tuple(sorted(range(len(self._standings)), key=self._rank))

    def patience(self, number: int) -> float:
        """Return for how many seconds it is waited for before the next one is asked beside it."""
        standing = self._standings[number]
        if standing.failures:
            return LEAST_PATIENCE_SECONDS
        if standing.seconds is None:
            return FIRST_PATIENCE_SECONDS
        return min(max(PATIENCE * standing.seconds, LEAST_PATIENCE_SECONDS), MOST_PATIENCE_SECONDS)

    def answered(self, number: int) -> None:
        """Note that one gave an answer that could be used."""
        self._standings[number] = replace(self._standings[number], failures=0, overtaken=0)
        if self._standings[self._first].failures:
            self._first = number

    def failed(self, number: int, now: float) -> None:
        """Note that one was silent, or said that it cannot where another one could."""
        standing = self._standings[number]
        failures = standing.failures + 1
        self._standings[number] = replace(standing, failures=failures, overtaken=0, measured_at=now)
        self._choose()

    def was_overtaken(self, number: int, now: float) -> None:
        """Note that another one, asked later, answered earlier."""
        standing = self._standings[number]
        if standing.overtaken + 1 >= OVERTAKEN_TO_FAIL:
            self.failed(number, now)
        else:
            self._standings[number] = replace(standing, overtaken=standing.overtaken + 1)

    def measured(self, number: int, seconds: float) -> None:
        """Note how long the same question as always took one."""
        standing = self._standings[number]
        known = standing.seconds
        smoothed = seconds if known is None else known + SMOOTHING * (seconds - known)
        self._standings[number] = replace(standing, seconds=smoothed, failures=0)
        self._choose()

    def due(self, now: float) -> tuple[int, ...]:
        """Return which to measure now, and count their time from now on.

        At first none is: a home that has just started has better things to ask.
        """
        found = []
        for number, standing in enumerate(self._standings):
            since = standing.measured_at
            if since is not None and now - since >= _seconds_between(standing):
                found.append(number)
            if since is None or number in found:
                self._standings[number] = replace(standing, measured_at=now)
        return tuple(found)

    def _choose(self) -> None:
        """Let another one be the first where the first failed or is clearly slower."""
        best = min(range(len(self._standings)), key=self._speed)
        first, other = self._standings[self._first], self._standings[best]
        if other.failures:
            return
        if first.failures:
            self._first = best
        elif first.seconds is not None and other.seconds is not None:
            is_faster = other.seconds <= first.seconds * CLEARLY_FASTER
            if is_faster and first.seconds - other.seconds >= AND_BY_SECONDS:
                self._first = best

    def _rank(self, number: int) -> tuple[int, bool, float, int]:
        failures, seconds, _ = self._speed(number)
        return failures, number != self._first, seconds, number

    def _speed(self, number: int) -> tuple[int, float, int]:
        standing = self._standings[number]
        seconds = float("inf") if standing.seconds is None else standing.seconds
        return standing.failures, seconds, number


def _seconds_between(standing: Standing) -> float:
    if not standing.failures:
        return MEASURE_SECONDS
    # The exponent is held down too: after a night without internet it would be a number of pages.
    return float(min(2 ** min(standing.failures, 6), MEASURE_SECONDS))
