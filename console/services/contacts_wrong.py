"""What can be wrong with a number or a note of who was told, for whoever finds the words.

Rules kept here:
- It knows no database, so that the words can be had without one.
"""

from __future__ import annotations

from enum import StrEnum


class Wrong(StrEnum):
    """What is wrong with what a carer typed, for whoever finds the words."""

    NO_NAME = "no-name"
    LONG_NAME = "long-name"
    NUMBER = "number"
    TIME = "time"
    FUTURE = "future"
