"""Counting on the path of a query: a decided look-up becomes one bit of the running five minutes.

Rules kept here:
- No name stays here with who asked for it, nor an address, nor a device. There is one count for
  each young person who has a budget, shared by all their devices: two devices at once count once.
- What a name counts towards is the same for everybody and is remembered for everybody together,
  bounded, and for the five minutes at most: reckoning it out costs more than an answer.
- What was blocked does not count, or a phone that asks all night behind a closed door would use up
  the morning. What family time or school keeps open does not count either.
- All that is asked within a second is one look-up: a device asks for one name's IPv4 and IPv6
  addresses and its services at once, and that alone would reach the minimum.
- Answering never waits for this and never fails by it. What goes wrong in here counts as nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NoReturn, final

from agent.in_force import InForce
from policy.names import Name
from policy.screen_time.slots import SlotCounter
from policy.screen_time.targets import NO_TARGET, TargetMask, counts_towards, mask_of
from policy.timed import Target
from policy.verdict import Block, Verdict, Why

TOGETHER_MS: Final = 1_000
"""For how long what is asked again is the same look-up."""

NOT_COUNTED: Final = frozenset({Why.NEVER_BLOCKED, Why.FAMILY_TIME, Why.SCHOOL})

MAX_REMEMBERED: Final = 4_096

Seen = tuple[tuple[int, Mapping[int, TargetMask]], ...]
"""Slots that are over, each with what every young person used in it."""


class RunningSlot:
    """The five minutes that run now, for everybody. `slot` is None while the time is not known."""

    __slots__ = ("_in_force", "_masks", "counter", "slot")

    def __init__(self) -> None:
        self.counter = SlotCounter()
        self.slot: int | None = None
        self._in_force: InForce | None = None
        self._masks: dict[Name, TargetMask] = {}

    def __repr__(self) -> str:
        return "<RunningSlot>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("what runs is not written to a file")

    def mask_of(self, name: Name, in_force: InForce) -> TargetMask:
        """Return what a name counts towards by the lists in force."""
        if in_force is not self._in_force or len(self._masks) >= MAX_REMEMBERED:
            self.forget_names()
            self._in_force = in_force
        if (mask := self._masks.get(name)) is None:
            mask = self._masks[name] = counts_towards(name, in_force.listings)
        return mask

    def forget_names(self) -> None:
        """Forget every name."""
        self._masks.clear()


@final
class PersonCount:
    """Counts for one young person (by number) towards what they have budgets for."""

    __slots__ = ("_clock", "_faults", "_now", "_person", "_running", "_since_ms", "_targets")

    def __init__(
        self, person: int, targets: TargetMask, running: RunningSlot, clock: Callable[[], int]
    ) -> None:
        """Count towards nothing yet. `clock` gives boot milliseconds."""
        self._person = person
        self._targets = targets
        self._running = running
        self._clock = clock
        self._since_ms = 0
        self._now: int = NO_TARGET
        self._faults = 0

    def __repr__(self) -> str:
        return "<PersonCount>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a count is not written to a file")

    @property
    def faults(self) -> int:
        """How many look-ups could not be counted because something was wrong in here."""
        return self._faults

    def observe(self, name: Name, verdict: Verdict, in_force: InForce) -> None:
        """Count a decided look-up, if it counts. Never raises."""
        try:
            self._observe(name, verdict, in_force)
        except Exception:  # noqa: BLE001 - whatever is wrong here, the device gets its answer
            self._faults += 1

    def _observe(self, name: Name, verdict: Verdict, in_force: InForce) -> None:
        slot = self._running.slot
        if slot is None or isinstance(verdict, Block) or verdict.why in NOT_COUNTED:
            return
        mask = self._running.mask_of(name, in_force) & self._targets
        if not mask:
            return
        now = self._clock()
        if not 0 <= now - self._since_ms < TOGETHER_MS:
            self._since_ms = now
            self._now = NO_TARGET
        if fresh := mask & ~self._now:
            self._now |= fresh
            self._running.counter.note(self._person, TargetMask(fresh), slot)


class Counting:
    """The counts of everybody, and in `by_person` those that the pipeline asks, by number."""

    def __init__(self, clock: Callable[[], int]) -> None:
        """Begin with nobody. `clock` gives boot milliseconds."""
        self._clock = clock
        self._running = RunningSlot()
        self._budgeted: Mapping[int, tuple[Target, ...]] = {}
        self._by_person: dict[int, PersonCount] = {}

    @property
    def by_person(self) -> Mapping[int, PersonCount]:
        """The counts by number of the young person; always this one mapping.

        It is empty while nobody has a budget or the time is not known, and then costs one test.
        """
        return self._by_person

    def arrange(self, budgeted: Mapping[int, Iterable[Target]]) -> None:
        """Count from now on for these young people, towards what each has budgets for."""
        self._budgeted = {person: tuple(targets) for person, targets in budgeted.items()}
        if self._running.slot is not None:
            self._open()

    def begin(self, slot: int) -> Seen:
        """Let a slot run, and return those that are over, which are forgotten here."""
        was, self._running.slot = self._running.slot, slot
        self._running.counter.advance(slot)
        if slot != was:
            self._running.forget_names()
        if was is None:
            self._open()
        return self._running.counter.take()

    def forget(self) -> None:
        """Count nothing until a slot begins; what was used in the running one is forgotten."""
        self._running.slot = None
        self._running.counter = SlotCounter()
        self._running.forget_names()
        self._by_person.clear()

    def _open(self) -> None:
        """Write the table anew, in place: the pipeline holds this very mapping."""
        self._by_person.clear()
        self._by_person.update(
            (person, PersonCount(person, mask_of(targets), self._running, self._clock))
            for person, targets in self._budgeted.items()
        )
