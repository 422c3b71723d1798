"""Why a young person's own words were not kept or not opened, for whoever finds the words.

Rules kept here:
- It knows no database, so that the words can be had without one.
"""

from __future__ import annotations

from enum import StrEnum


class Wrong(StrEnum):
    """Why words were not kept or not opened, for whoever finds the sentence."""

    EMPTY = "empty"
    LONG = "long"
    FULL = "full"
    NO_CARD = "no-card"
    CARD = "card"
    TOO_OFTEN = "too-often"
