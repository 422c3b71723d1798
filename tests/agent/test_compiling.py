from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent import compiling
from agent.beside import Beside
from agent.compiling import AHEAD, Compiling, Recipe
from agent.in_force import Current, InForce, protective_default
from agent.keeper import NOTHING_PUBLISHED
from agent.timing import Timing
from policy.compile import compile_policy
from policy.decide import decide, no_lists
from policy.given.grants import GrantKind
from policy.household import Household
from policy.names import Name, from_text
from policy.screen_time.minutes import NO_MINUTES, Minutes
from policy.snapshot import PolicySnapshot, snapshot_from_bytes, snapshot_to_bytes
from policy.verdict import Block
from tests.agent.evening import HOME
from tests.agent.test_timing import clocks
from tests.fake_time import FakeTime
from tests.policy.evening import clock, grant
from tests.policy.strategies import names, whole_households

NAME: Final = from_text("example.org")
DAY: Final = "2026-12-01"
PATIENCE_SECONDS: Final = 30.0


@dataclass(kw_only=True)
class Home:
    """What keeps the home of the evening in force, on a clock in hand."""

    time: FakeTime
    timing: Timing
    current: Current
    compiling: Compiling
    minutes: Minutes = NO_MINUTES
    faults: list[BaseException] = field(default_factory=list)

    def look(self) -> None:
        """Judge the clock and put in force what is due, here."""
        self.timing.look()
        self.compiling.look()

    async def look_beside(self) -> None:
        """Look while queries are answered, until nothing is being made."""
        self.timing.look()
        self.compiling.look_beside()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self.compiling.is_making:  # noqa: ASYNC110 - nothing tells that it is over
                await asyncio.sleep(0)

    def is_blocked(self, device: str = "Sam's phone") -> bool:
        """Say whether a name that no rule speaks of is blocked on a device."""
        policy = self.current.in_force.policy.by_device[device]
        return isinstance(decide(policy, NAME, no_lists), Block)


def home(at: str = f"{DAY} 20:59:30", household: Household = HOME) -> Home:
    """Return the home of the evening, with nothing in force yet."""
    time = FakeTime(clock(at))
    timing = Timing(clocks(time))
    current = Current(InForce(protective_default(), None))
    made: list[Home] = []
    faults: list[BaseException] = []
    found = Home(
        time=time,
        timing=timing,
        current=current,
        compiling=Compiling(
            current,
            timing,
            PolicySnapshot(version=1, household=household),
            beside=Beside(),
            minutes=lambda: made[0].minutes,
            report=faults.append,
        ),
        faults=faults,
    )
    made.append(found)
    return found


def test_what_was_published_comes_into_force_at_the_first_look() -> None:
    """Before the first look there is the protective default, after it what was published."""
    kept = home()
    before = kept.current.in_force.policy.version
    kept.look()

    assert (before, kept.current.in_force.policy.version) == (0, 1)
    assert kept.compiling.seconds_to_change() == 30


def test_nothing_is_made_while_nothing_changes() -> None:
    """Looks within one and the same state leave the very same policy in force."""
    kept = home()
    kept.look()
    policy = kept.current.in_force.policy
    kept.time.advance(29.9)
    kept.look()

    assert kept.current.in_force.policy is policy
    assert home(household=Household()).compiling.seconds_to_change() is None


def test_bedtime_begins_at_its_instant_and_not_before() -> None:
    """A look before the instant changes nothing, one at it puts the night in force."""
    kept, seen = home(), []
    for seconds in (29.999, 0.001, 10 * 3600 - 0.001, 0.001):
        kept.look()
        kept.time.advance(seconds)
        kept.look()
        seen.append(kept.is_blocked())

    assert seen == [False, True, True, False]


def test_the_next_state_is_made_before_it_is_due() -> None:
    """Near its end, the next state is ready; at the instant it is put in force without making."""
    kept = home()

    async def run() -> list[bool]:
        await kept.look_beside()
        kept.time.advance(30 - AHEAD.total_seconds())
        await kept.look_beside()
        kept.time.advance(AHEAD.total_seconds())
        # Not waited for: what is not ready by now would come later.
        kept.timing.look()
        before = kept.is_blocked()
        kept.compiling.look_beside()
        return [before, kept.is_blocked()]

    assert asyncio.run(run()) == [False, True]


ANEW: dict[str, Callable[[Home], None]] = {
    "another policy": lambda kept: kept.compiling.publish(
        replace(kept.compiling.published, version=2)
    ),
    "other minutes": lambda kept: setattr(kept, "minutes", Minutes(day=740_000, week=739_999)),
    "a clock put forward": lambda kept: kept.time.step(timedelta(seconds=5)),
    "a clock put back": lambda kept: kept.time.step(timedelta(seconds=-5)),
    "a clock that is not plausible": lambda kept: kept.time.step(timedelta(days=-900)),
}


@pytest.mark.parametrize("change", ANEW.values(), ids=ANEW)
@pytest.mark.parametrize("beside", [False, True], ids=["here", "beside"])
def test_it_is_made_anew_when_what_it_was_made_of_changes(
    change: Callable[[Home], None], *, beside: bool
) -> None:
    """Rules, minutes, and clocks that are set: after each there is another policy, once."""
    kept = home()

    async def look() -> int:
        if beside:
            await kept.look_beside()
        else:
            kept.look()
        return id(kept.current.in_force.policy)

    async def run() -> list[int]:
        first = await look()
        kept.time.advance(1)
        change(kept)
        # Held, or another policy could come to have its place.
        held = kept.current.in_force.policy
        second = await look()
        assert held is not kept.current.in_force.policy
        return [first, second, await look()]

    first, second, third = asyncio.run(run())

    assert first != second == third


def test_what_is_ready_for_other_rules_does_not_stay() -> None:
    """A state made ahead is made again where something was published meanwhile."""
    kept = home()

    async def run() -> tuple[bool, int, bool]:
        kept.time.advance(15)
        await kept.look_beside()
        later = grant(GrantKind.LATER, f"{DAY} 20:59", f"{DAY} 22:00")
        kept.compiling.publish(replace(kept.compiling.published, version=2, grants=(later,)))
        await kept.look_beside()
        kept.time.advance(15)
        await kept.look_beside()
        version = kept.current.in_force.policy.version
        ten = kept.is_blocked()
        kept.time.advance(3600)
        await kept.look_beside()
        return ten, version, kept.is_blocked()

    assert asyncio.run(run()) == (False, 2, True)


def test_who_waits_is_told_when_it_is_in_force() -> None:
    """What was made beside the looks is told of once it is in force, and not before."""
    kept, told = home(), []

    async def run() -> None:
        kept.compiling.changed = lambda: told.append(kept.current.in_force.policy.version)
        await kept.look_beside()
        kept.time.advance(1)
        await kept.look_beside()

    asyncio.run(run())

    assert told == [1]


class BrokenError(Exception):
    """Stands for any mistake of ours."""


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Make every policy above version 1 fail; the list counts the tries."""
    tries: list[int] = []
    whole = compile_policy

    def broken(household: Household, version: int, **more: object) -> object:
        if version > 1:
            tries.append(version)
            raise BrokenError
        return whole(household, version, **more)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(compiling, "compile_policy", broken)
    return iter([tries])


@pytest.mark.parametrize("beside", [False, True], ids=["here", "beside"])
def test_what_cannot_be_made_leaves_what_is_there(
    breaking: Iterator[list[int]], *, beside: bool
) -> None:
    """A fault is told, the last good policy stays, and it is tried once a minute."""
    tries = next(breaking)
    kept = home("2026-12-01 12:00")

    async def look() -> None:
        if beside:
            await kept.look_beside()
        else:
            kept.look()

    async def run() -> None:
        await look()
        kept.compiling.publish(replace(kept.compiling.published, version=2))
        for seconds in (1, 30, 28.9, 0.2):
            await look()
            kept.time.advance(seconds)
        await look()

    asyncio.run(run())

    assert kept.current.in_force.policy.version == 1
    assert tries == [2, 2]
    assert [type(fault) for fault in kept.faults] == [BrokenError] * 2
    assert kept.compiling.has_failed

    kept.compiling.publish(replace(kept.compiling.published, version=1))
    assert not kept.compiling.has_failed


@given(whole_households(), st.lists(names(), max_size=5), st.integers(0, 3 * 24 * 3600))
def test_two_compilations_of_one_snapshot_decide_alike(
    household: Household, asked: list[Name], seconds: int
) -> None:
    """What two agents make of the same octets at the same time decides alike on every device."""
    octets = snapshot_to_bytes(PolicySnapshot(version=3, household=household))
    kept = [home(household=snapshot_from_bytes(octets).household) for _ in range(2)]
    # One has run since before; the other was started just now.
    kept[0].look()
    for one in kept:
        one.time.advance(seconds)
        one.look()
    first, second = (one.current.in_force.policy for one in kept)

    for device, policy in first.by_device.items():
        for name in asked:
            assert decide(policy, name, no_lists) == decide(
                second.by_device[device], name, no_lists
            )


def test_a_recipe_without_a_start_of_the_box_is_like_no_other() -> None:
    """Where it is not known when the box started, nothing is taken for the same."""
    kept = home()
    recipe = kept.compiling.wanted()
    lost = Recipe(
        published=recipe.published,
        moment=replace(recipe.moment, booted=None),
        minutes=recipe.minutes,
    )

    assert recipe.is_like(recipe)
    assert not recipe.is_like(lost)
    assert not lost.is_like(recipe)


def test_before_anything_was_published_the_default_holds() -> None:
    """The default is a household like any other, at version 0."""
    kept = home()
    kept.compiling.publish(NOTHING_PUBLISHED)
    kept.look()

    assert kept.current.in_force.policy == replace(
        protective_default(), valid_until=kept.current.in_force.policy.valid_until
    )
    assert isinstance(kept.time.now, datetime)
