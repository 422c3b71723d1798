"""What lists say of a name: the shape of the question that a decision puts to them.

Rules kept here:
- The answer depends on the name alone, never on who asks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from policy.names import Name

Listings: TypeAlias = Callable[[Name], Sequence[tuple[int, int]]]
"""For a name: where in it each listed name begins, with the mask of its categories; the most
specific first. `policy.index.CategoryIndex.listings` is one."""


def no_lists(_: Name) -> Sequence[tuple[int, int]]:
    """Return nothing: the Listings of a box that has no index yet."""
    return ()
