"""A service of the box on a clock that a test holds: only its value is played.

python -m tests.systemd.booted.played CLOCK recorder|agent OPTION…

The filter's wall clock stays the machine's own: by the other one it says how long it is lent for.
"""

from __future__ import annotations

import sys
from pathlib import Path

from agent import __main__ as filtering
from agent.confine import confine
from agent.recorder import __main__ as recorder
from tests.fake_time import FileTime

if __name__ == "__main__":
    confine()
    clock, service, options = FileTime(Path(sys.argv[1])), sys.argv[2], sys.argv[3:]
    if service == "recorder":
        recorder.SystemClock = lambda _: clock  # type: ignore[misc,assignment,attr-defined]
        sys.exit(recorder.main(options))
    sys.exit(
        filtering.main(
            options, clock=lambda: clock.read().boot_ms, boot_id=lambda: clock.read().boot_id
        )
    )
