"""What the environment of the process switches, for whoever tests the agent; a home sets nothing.

Rules kept here:
- A switch changes how something is done, never what is decided, answered or kept.
"""

from __future__ import annotations

import os
from typing import Final

WITHOUT_AGAIN: Final = "LAMPLIGHT_WITHOUT_AGAIN"
"""1 has the steps answer every query (`agent.dns.again`), so that the two can be compared."""


def is_without_again() -> bool:
    """Say whether what repeats is to be answered by the steps too."""
    return os.environ.get(WITHOUT_AGAIN) == "1"
