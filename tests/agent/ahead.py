"""The real agent as a process whose wall clock is ahead of the machine's by so many seconds.

python -m tests.agent.ahead SECONDS OPTION…
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from agent.__main__ import main

if __name__ == "__main__":
    ahead = timedelta(seconds=float(sys.argv[1]))
    sys.exit(main(sys.argv[2:], wall=lambda: datetime.now(UTC) + ahead))
