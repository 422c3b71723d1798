"""Why a decision fell: the closed set of reasons, in the order in which they are asked.

Rules kept here:
- The value is the permanent tag; it names a kind of reason, never a person, device or title.
- A reason higher up beats all below it. `policy.decide` asks them in this order.
"""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """The kind of reason; the order of `policy.decide` is the order here."""

    NEVER_BLOCKED = "never-blocked"
    FAMILY_TIME = "family-time"
    SCHOOL = "school"
    PAUSE = "pause"
    HOMEWORK = "homework"
    CLOCK = "clock"
    USED_UP = "used-up"
    GRANT = "grant"
    RULE = "rule"
    SAFE_SEARCH = "safe-search"
    BYPASS_SIGNAL = "bypass-signal"
    CATEGORY = "category"
    NOTHING = "nothing"
