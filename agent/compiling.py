"""Making what was published into what is in force, anew at each instant at which it changes.

Rules kept here:
- No query waits for it: while queries are answered it is done beside them (decision 5 of this
  room), and what is ready is put in force by one assignment.
- What holds next is made before it is due, so that it begins on time also where making it takes
  long.
- It is made anew when anything that it was made of is another: what was published, minutes, whether
  the clock is plausible, and a clock that was put forward or back.
- What cannot be made leaves in force what is there, and is tried again in a minute.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from agent.beside import Beside, tried
from agent.in_force import Current
from agent.timing import Timing
from policy.compile import CompiledPolicy, compile_policy
from policy.moment import Moment
from policy.screen_time.minutes import NO_MINUTES, Minutes
from policy.snapshot import PolicySnapshot
from policy.tonight import Tonight

AHEAD: Final = timedelta(seconds=20)
"""How long before it is due the next state is made: over five times what the largest home takes on
the smallest machine."""

AGAIN_MS: Final = 60_000

STEPPED: Final = timedelta(seconds=1)
"""By how much the start of the box moves on the wall when the clock is put forward or back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """All that a policy is made of."""

    published: PolicySnapshot
    moment: Moment
    minutes: Minutes

    def made(self) -> CompiledPolicy:
        """Return the policy."""
        published = self.published
        return compile_policy(
            published.household,
            published.version,
            moment=self.moment,
            tonight=Tonight(grants=published.grants, turns=published.turns, minutes=self.minutes),
        )

    def is_like(self, other: Recipe) -> bool:
        """Say whether another one differs in nothing but time that passed."""
        here, there = self.moment.booted, other.moment.booted
        return (
            self.published is other.published
            and self.minutes == other.minutes
            and self.moment.plausible is other.moment.plausible
            and here is not None
            and there is not None
            and abs(here - there) <= STEPPED
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A policy with what it was made of."""

    recipe: Recipe
    policy: CompiledPolicy

    def holds(self, wanted: Recipe) -> bool:
        """Say whether it is what one would get from a recipe of this moment."""
        at, until = wanted.moment.at, self.policy.valid_until
        return (
            self.recipe.is_like(wanted)
            and self.recipe.moment.at <= at
            and (until is None or at < until)
        )


class Compiling:
    """Keeps in force what was published, at the time that it is."""

    def __init__(
        self,
        current: Current,
        timing: Timing,
        published: PolicySnapshot,
        *,
        beside: Beside,
        minutes: Callable[[], Minutes] = lambda: NO_MINUTES,
        report: Callable[[BaseException], None] = lambda _: None,
    ) -> None:
        """Make nothing yet. `report` is told what went wrong."""
        self._current = current
        self._timing = timing
        self._published = published
        self._beside = beside
        self._minutes = minutes
        self._report = report
        self._in_force: Made | None = None
        self._ready: Made | None = None
        self._is_making = False
        self._failed: Recipe | None = None
        self.changed: Callable[[], None] = lambda: None
        """Called when something was put in force beside the looks."""

    @property
    def published(self) -> PolicySnapshot:
        """What was published last, in force already or about to be."""
        return self._published

    @property
    def is_making(self) -> bool:
        """Say whether a policy is being made beside the answering."""
        return self._is_making

    @property
    def has_failed(self) -> bool:
        """Say whether what was published last could not be made into a policy."""
        return self._failed is not None and self._failed.published is self._published

    def publish(self, published: PolicySnapshot) -> None:
        """Put this in force with the next look."""
        self._published = published

    def wanted(self) -> Recipe:
        """Return what a policy for this moment is made of."""
        moment = self._timing.moment(self._published.household.zone)
        return Recipe(published=self._published, moment=moment, minutes=self._minutes())

    def look(self) -> None:
        """Put in force what is due, and make it here: for the start, when nobody asks yet."""
        wanted = self.wanted()
        if self._is_due(wanted):
            self._take(wanted, tried(lambda: _made(wanted)))
            self._put_in_force(wanted)

    def look_beside(self) -> None:
        """Put in force what is ready and due, and make what is not ready beside the answering."""
        wanted = self.wanted()
        self._put_in_force(wanted)
        if self._is_making:
            return
        if self._is_due(wanted):
            self._make(wanted)
        elif (coming := self._coming(wanted)) is not None:
            self._make(coming)

    def seconds_to_change(self) -> float | None:
        """Return in how many seconds something changes, None where nothing is known to."""
        until = None if self._in_force is None else self._in_force.policy.valid_until
        return None if until is None else (until - self._timing.now()).total_seconds()

    def _is_due(self, wanted: Recipe) -> bool:
        if self._in_force is not None and self._in_force.holds(wanted):
            return False
        return not self._is_waiting(wanted)

    def _is_waiting(self, wanted: Recipe) -> bool:
        """Say whether the same went wrong less than a minute ago."""
        failed = self._failed
        return (
            failed is not None
            and failed.is_like(wanted)
            and wanted.moment.at - failed.moment.at < timedelta(milliseconds=AGAIN_MS)
        )

    def _coming(self, wanted: Recipe) -> Recipe | None:
        """Return what the next state is made of if it is soon due and not ready, else None."""
        until = None if self._in_force is None else self._in_force.policy.valid_until
        if until is None or until - wanted.moment.at > AHEAD:
            return None
        coming = _at(wanted, until)
        if self._is_waiting(coming) or (self._ready is not None and self._ready.holds(coming)):
            return None
        return coming

    def _make(self, recipe: Recipe) -> None:
        self._is_making = True

        def done(made: Made | Exception) -> None:
            self._is_making = False
            self._take(recipe, made)
            before = self._in_force
            self.look_beside()
            if self._in_force is not before:
                self.changed()

        self._beside.start(lambda: _made(recipe), done)

    def _take(self, recipe: Recipe, made: Made | Exception) -> None:
        if isinstance(made, Made):
            self._ready, self._failed = made, None
        else:
            self._failed = recipe
            self._report(made)

    def _put_in_force(self, wanted: Recipe) -> None:
        """Put in force what is ready, if it is better than what is there."""
        ready = self._ready
        if ready is None or ready.recipe.moment.at > wanted.moment.at:
            return
        self._ready = None
        if self._in_force is None or not self._in_force.holds(wanted):
            self._in_force = ready
            self._current.replace(policy=ready.policy)


def _at(recipe: Recipe, at: datetime) -> Recipe:
    """Return a recipe for another time of the same boot."""
    moment = recipe.moment
    return Recipe(
        published=recipe.published,
        moment=Moment(at=at, zone=moment.zone, plausible=moment.plausible, booted=moment.booted),
        minutes=recipe.minutes,
    )


def _made(recipe: Recipe) -> Made:
    return Made(recipe=recipe, policy=recipe.made())
