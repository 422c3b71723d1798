"""The ways to reach somebody outside the home.

Rules kept here:
- It knows no database, so that the words can be had without one.
"""

from __future__ import annotations

from enum import StrEnum


class Route(StrEnum):
    """A way to reach somebody; kept as written here, so none is ever renamed."""

    SOCIAL_WORKER = "social-worker"
    TEAM = "team"
    OUT_OF_HOURS = "out-of-hours"
    FOSTERING = "fostering"
    ADVOCATE = "advocate"
