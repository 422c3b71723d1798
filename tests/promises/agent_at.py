"""The real agent as a process on a clock that a test holds, by which its leases and bedtimes end.

python -m tests.promises.agent_at CLOCK OPTION…
"""

from __future__ import annotations

import sys
from pathlib import Path

from agent.__main__ import main
from agent.confine import confine
from tests.fake_time import FileTime
from tests.promises.recorder_at import may_be_looked_into

if __name__ == "__main__":
    if not may_be_looked_into():
        confine()
    clock = FileTime(Path(sys.argv[1]))
    sys.exit(
        main(
            sys.argv[2:],
            clock=lambda: clock.read().boot_ms,
            wall=lambda: clock.read().now,
            boot_id=lambda: clock.read().boot_id,
        )
    )
