"""A social worker's desk as a process on a clock that a test holds: only its value is played.

python -m tests.promises.desk_at CLOCK agency|agreement|verify …
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from consent import __main__ as desk
from tests.fake_time import FileTime


class TerminalAt(desk.Terminal):
    """The real desk, but for the time."""

    def now(self) -> datetime:
        """Return the instant that the file says, to the second."""
        return FileTime(Path(sys.argv[1])).read().now.replace(microsecond=0)


if __name__ == "__main__":
    desk.Terminal = TerminalAt  # type: ignore[misc]  # what the composition root makes
    sys.exit(desk.main(sys.argv[2:]))
