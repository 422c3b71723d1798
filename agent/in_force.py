"""What is in force right now: one policy and one index, replaced together and whole.

Rules kept here:
- `Current` is the only mutable reference that the answering path reads, once for each query; so
  a query is judged by one policy from beginning to end.
- What lists say about a name is remembered for all devices, since it does not depend on them.
  The memory is bounded, holds no device, and goes with the index it came from.
"""

from __future__ import annotations

from collections.abc import Sequence

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

    def __init__(self, policy: CompiledPolicy, index: CategoryIndex | None) -> None:
        """Start with nothing remembered."""
        self.policy = policy
        self.index = index
        self._remembered: dict[Name, Sequence[tuple[int, int]]] = {}

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
    """The one reference that is swapped while queries are answered."""

    __slots__ = ("in_force",)

    def __init__(self, in_force: InForce) -> None:
        """Put the first policy in force."""
        self.in_force = in_force

    def replace(
        self, *, policy: CompiledPolicy | None = None, index: CategoryIndex | None = None
    ) -> None:
        """Put a new policy, a new index, or both in force; what is not given stays."""
        self.in_force = InForce(policy or self.in_force.policy, index or self.in_force.index)


def protective_default() -> CompiledPolicy:
    """Return what holds while nothing was published yet."""
    return compile_policy(PROTECTIVE_DEFAULT, version=0)
