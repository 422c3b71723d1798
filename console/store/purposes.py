"""What a young person's own words are for.

Rules kept here:
- It knows no database, so that the words can be had without one.
"""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """What words are for; kept as written here, so none is ever renamed."""

    REVIEW = "review"
    HOUSE = "house"
