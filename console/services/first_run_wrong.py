"""What can be wrong with what was typed on a screen of the first run, for whoever finds the words.

Rules kept here:
- It knows no database, so that the words can be had without one.
"""

from __future__ import annotations

from enum import StrEnum


class Wrong(StrEnum):
    """What is wrong with what was typed, for whoever finds the words."""

    KIND = "kind"
    NAME = "name"
    NAME_TAKEN = "name-taken"
    SHORT = "short"
    AGE = "age"
    NUMBERS = "numbers"
    NOT_YET = "not-yet"
