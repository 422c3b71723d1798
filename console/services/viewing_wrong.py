"""Why nothing of what was written down was shown, for whoever finds the words.

Rules kept here:
- It knows no database, so that the words can be had without one.
"""

from __future__ import annotations

from enum import StrEnum


class Wrong(StrEnum):
    """Why nothing was shown, for whoever finds the sentence."""

    WORDS = "words"
    DAYS = "days"
    REASON = "reason"
    DAMAGED = "damaged"
    TOO_OFTEN = "too-often"
