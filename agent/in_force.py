"""What is in force right now: one policy and one index, replaced together and whole.

Rules kept here:
- `Current` is the only mutable reference that the answering path reads, once for each query; so
  a query is judged by one policy from beginning to end.
- What lists say about a name is remembered for all devices, since it does not depend on them.
  The memory is bounded, holds no device, and goes with the index it came from; a policy that is
  only made anew, as each evening many times, keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from agent.timing import wall_clock
from policy.categories import Category
from policy.compile import PROTECTIVE_DEFAULT, CompiledPolicy, compile_policy
from policy.household import Household
from policy.index import CategoryIndex
from policy.names import Name
from policy.rules import RuleSet

MAX_REMEMBERED = 50_000

EVERY_CATEGORY = Household(everyone=RuleSet(block_categories=frozenset(Category)))
"""The household of a filter that was given lists and nothing else: they hold for everyone."""


class InForce:
    """A policy with an index; `index` is None where there is none."""

    __slots__ = ("_remembered", "index", "policy")

    def __init__(
        self,
        policy: CompiledPolicy,
        index: CategoryIndex | None,
        before: InForce | None = None,
    ) -> None:
        """Start with nothing remembered, or with what was `before` under the same index."""
        self.policy = policy
        self.index = index
        self._remembered: dict[Name, Sequence[tuple[int, int]]] = {}
        if before is not None and before.index is index:
            self._remembered = before._remembered  # noqa: SLF001 - the same class

    def listings(self, name: Name) -> Sequence[tuple[int, int]]:
        """Return what `CategoryIndex.listings` says, or nothing without an index."""
        if self.index is None:
            return ()
        if (known := self._remembered.get(name)) is None:
            if len(self._remembered) >= MAX_REMEMBERED:
                self._remembered.clear()
            known = self._remembered[name] = self.index.listings(name)
        return known


class Current:
    """The one reference that is swapped while queries are answered.

    `now` is the clock by which what is in force changes.
    """

    __slots__ = ("in_force", "now")

    def __init__(self, in_force: InForce, now: Callable[[], datetime] = wall_clock) -> None:
        """Put the first policy in force."""
        self.in_force = in_force
        self.now = now

    def replace(
        self, *, policy: CompiledPolicy | None = None, index: CategoryIndex | None = None
    ) -> None:
        """Put a new policy, a new index, or both in force; what is not given stays."""
        now = self.in_force
        self.in_force = InForce(policy or now.policy, index or now.index, before=now)


def protective_default() -> CompiledPolicy:
    """Return what holds while nothing was published yet."""
    return compile_policy(PROTECTIVE_DEFAULT, version=0)
