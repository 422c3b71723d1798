"""Work that takes long, done beside the answering of queries: no query waits for it.

Rules kept here:
- It runs in a thread. What it makes is handed to the loop whole, when it is there.
- Meanwhile the interpreter changes hands often (`SWITCH_SECONDS`): by default a thread keeps it for
  five milliseconds, and a query asks for it several times.
- Meanwhile the collector of cycles rests, and what was made is kept from it for good: walking a
  large home takes it a fifth of a second, in which nobody is answered. Neither a policy nor the
  path of a query has cycles, so nothing is left behind; tests hold the second.
- Nobody waits for it when the agent stops.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

SWITCH_SECONDS: Final = 0.000_5
"""How long a query waits for the interpreter at most, each time it asks (decision 5)."""

_Result = TypeVar("_Result")


class Beside:
    """Starts work and says when it is done, on the loop that runs."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        self._running = 0
        self._usual = sys.getswitchinterval()
        self._collects = False

    def start(
        self, work: Callable[[], _Result], done: Callable[[_Result | Exception], None]
    ) -> None:
        """Do `work`, which touches nothing that others change; then `done` with what came of it."""
        loop = asyncio.get_running_loop()
        if not self._running:
            self._usual, self._collects = sys.getswitchinterval(), gc.isenabled()
            sys.setswitchinterval(SWITCH_SECONDS)
            gc.disable()
        self._running += 1

        def run() -> None:
            result = tried(work)
            # The loop is closed where the agent was told to stop meanwhile.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(finish, result)

        def finish(result: _Result | Exception) -> None:
            self._running -= 1
            if not self._running:
                sys.setswitchinterval(self._usual)
                gc.freeze()
                if self._collects:
                    gc.enable()
            done(result)

        # A daemon: whoever stops the agent does not wait for what nobody needs any more.
        threading.Thread(target=run, name="beside", daemon=True).start()


def tried(work: Callable[[], _Result]) -> _Result | Exception:
    """Return what work comes to, or what went wrong."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - whatever it is, the home keeps its internet
        return error
