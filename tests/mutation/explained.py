"""Mutants that mean the same as the module: which change, and why nothing can notice it."""

from __future__ import annotations

from typing import Final

EXPLAINED: Final[dict[tuple[str, str], str]] = {
    (
        "decide",
        "Lt to LtE: while (minute := minute + timedelta(minutes=1)) < until:",
    ): "one step more looks at the end itself, and returns that same end",
    (
        "decide",
        "one more: FRESH_BY_HAND: Final = timedelta(days=100)",
    ): "a keyset lasts at most a hundred days by its own rule, so its end says no before this does",
}
