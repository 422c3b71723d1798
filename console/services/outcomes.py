"""Why something was not given, asked or taken; and the lengths for which something can be given.

Rules kept here:
- Closed sets and nothing else, so that the words for each can be held complete.
"""

from __future__ import annotations

from enum import StrEnum


class Length(StrEnum):
    """For how long something is given. The value stands in forms."""

    QUARTER = "15"
    HALF = "30"
    HOUR = "60"
    TWO_HOURS = "120"
    MORNING = "morning"
    TODAY = "today"
    WEEK = "week"


class NotGiven(StrEnum):
    """Why something was not given."""

    NOT_SET_UP = "not-set-up"
    NOBODY = "nobody"
    NO_DEVICE = "no-device"
    NO_BUDGET = "no-budget"
    NO_RULE = "no-rule"
    NOT_SOON = "not-soon"
    NO_FAMILY_TIME = "no-family-time"
    NOTHING_SAID = "nothing-said"
    NO_REASON = "no-reason"
    LONG_REASON = "long-reason"
    NO_TIME = "no-time"
    TOO_MANY = "too-many"
    OVER = "over"


class NotAsked(StrEnum):
    """Why something was not asked or not answered."""

    NOT_SET_UP = "not-set-up"
    NOBODY = "nobody"
    NOTHING_SAID = "nothing-said"
    LONG_WORDS = "long-words"
    TOO_MANY = "too-many"
    NO_WORDS = "no-words"
    ANSWERED = "answered"


class NoTurn(StrEnum):
    """Why it is not somebody's turn now."""

    NOT_SHARED = "not-shared"
    NOT_THEIRS = "not-theirs"
    NOBODYS = "nobodys"
