"""Whether what a device asks for is written down now: the eye on each of its pages.

Rules kept here:
- It is what the recorder decided last for the device at an address. Where the recorder says nothing
  there is no eye, and the page about it says that it cannot say.
- A page waits for it no longer than a moment: whoever asks for help is not kept.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import replace
from typing import Final

from console.store.recorder import Recorder, RecorderRefused, RecorderSilent

PATIENCE_SECONDS: Final = 0.5

IS_WATCHED: Final[ContextVar[bool]] = ContextVar("is_watched", default=False)
"""Whether the request that is answered now came from such a device."""


def is_surely_unwatched(recorder: Recorder, address: str) -> bool:
    """Say whether the recorder says that nothing is written down about the device at an address."""
    try:
        how = replace(recorder, patience_seconds=PATIENCE_SECONDS).how()
    except (RecorderSilent, RecorderRefused):
        return False
    return all(one.off is not None for one in how.devices if address in one.addresses)


def is_watched(recorder: Recorder, address: str) -> bool:
    """Say whether something is written down now about the device at an address."""
    try:
        how = replace(recorder, patience_seconds=PATIENCE_SECONDS).how()
    except (RecorderSilent, RecorderRefused):
        return False
    return any(one.off is None for one in how.devices if address in one.addresses)
