"""The console as a process that is there at once: forked from one in which all is imported.

python -m tests.console.forking

Each line on stdin is a list in JSON: after how many steps to end (0 for never), whether they are
counted from the first request on and not from the start, then the console's own options. What is
forked prints its number and runs the console's own `main` on a clock that stands still; once it has
ended, a line says so. Everything is real but the imports: its port, its database, its files, its
end.

A step is whatever a power cut may fall before or after: a file put on the disk or in its place, a
transaction kept, an answer sent.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from sqlalchemy import Engine, event
from uvicorn.protocols.http.h11_impl import RequestResponseCycle

import console.app  # imported here once, for all that are forked
import console.security.authority
import console.serve
import console.services.upkeep
import console.store.household_file
from console.__main__ import main
from console.serve import Connection
from tests.console import homes

_ = (
    console.app,
    console.security.authority,
    console.serve,
    console.services.upkeep,
    console.store.household_file,
)


def end_after(steps: int, *, from_first_request: bool) -> None:
    """Have this process end as a power cut ends it, after so many steps."""
    counted = itertools.count(1)
    is_counting = not from_first_request
    connected = Connection.connection_made

    def begin(self: Connection, transport: Any) -> None:  # noqa: ANN401 - as there
        nonlocal is_counting
        is_counting = True
        connected(self, transport)

    Connection.connection_made = begin  # type: ignore[method-assign]  # a request is coming

    def step() -> None:
        if is_counting and next(counted) == steps:
            os.kill(os.getpid(), signal.SIGKILL)

    def stepping(name: str, call: Callable[..., Any]) -> None:
        def stepped(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - stands for the call
            step()
            came = call(*arguments, **named)
            step()
            return came

        setattr(os, name, stepped)

    for name in ("fsync", "replace"):
        stepping(name, getattr(os, name))
    event.listen(Engine, "commit", lambda _: step())
    answer = RequestResponseCycle.send

    async def answered(self: RequestResponseCycle, message: Any) -> None:  # noqa: ANN401 - as there
        step()
        await answer(self, message)
        step()

    RequestResponseCycle.send = answered  # type: ignore[method-assign]  # a step of its own


def run(steps: int, options: list[str], *, from_first_request: bool) -> None:
    """Be a console, and never come back."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.write(sys.stdout.fileno(), b"%d\n" % os.getpid())
    if steps:
        end_after(steps, from_first_request=from_first_request)
    os._exit(main(options, clock=lambda: homes.WHEN))


def ended(_number: int, _frame: FrameType | None) -> None:
    """Say that a console is gone, and all that it held with it."""
    os.waitpid(-1, 0)
    os.write(sys.stdout.fileno(), b"ended\n")


if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, ended)
    for line in sys.stdin:
        steps, from_first_request, *options = json.loads(line)
        if os.fork() == 0:
            run(steps, options, from_first_request=from_first_request)
