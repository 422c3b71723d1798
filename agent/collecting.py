"""When the collector of cycles walks through all there is: by the clock, and not by what is kept.

Rules kept here:
- Kept answers come and go by the thousand and are in no cycle. Left alone, the collector walks all
  of them each time some thousands are new, which was a tenth of what a missed query costs.
- What did not live long is looked through as ever. What did, and was left in a cycle (an error that
  somebody kept, parts of a connection over TLS that broke), waits for the clock.
- It rests while work goes on beside (`agent.beside`), as the collector itself does.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Final

EVERY_SECONDS: Final = 300.0
"""Of what is left in cycles in that time there is little; a home's path of a query has none."""

_NEVER: Final = 2**31 - 1
"""After how many collections of what is young everything is walked."""


class Collecting:
    """Walks through everything now and then. `look` once a second."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Change nothing yet. `clock` gives seconds that never run backwards."""
        self._clock = clock
        self._due = 0.0
        self._usual = gc.get_threshold()

    def begin(self) -> None:
        """Take what exists now for what lives until the end, and go by the clock from now on."""
        gc.collect()
        gc.freeze()
        young, middle, _ = self._usual
        gc.set_threshold(young, middle, _NEVER)
        self._due = self._clock() + EVERY_SECONDS

    def end(self) -> None:
        """Leave the collector to its own rule again."""
        gc.set_threshold(*self._usual)

    def look(self) -> None:
        """Walk through everything if it is time to."""
        if gc.isenabled() and (now := self._clock()) >= self._due:
            self._due = now + EVERY_SECONDS
            gc.collect()
