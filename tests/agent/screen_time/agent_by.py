"""The real agent as a process on clocks that a test moves, looking often so that tests are short.

After each look it says in a file which time it looked at, and how often: so a test knows what was
noticed without waiting for a while.

python -m tests.agent.screen_time.agent_by CLOCK OPTION…
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from agent import keeper
from agent.__main__ import main
from agent.confine import confine
from agent.screen_time.running import ScreenTime
from policy.given.grants import Grant
from policy.household import Household
from policy.moment import Moment
from tests.fake_time import FileTime


def tell_looks(path: Path) -> None:
    """Have each look of screen time said in a file."""
    look = ScreenTime.look
    seen: list[datetime] = []

    def looked(
        self: ScreenTime, home: Household | None, grants: tuple[Grant, ...], moment: Moment | None
    ) -> None:
        look(self, home, grants, moment)
        assert moment is not None
        if seen[-1:] != [moment.at]:
            seen.clear()
        seen.append(moment.at)
        part = path.with_suffix(".part")
        part.write_text(f"{moment.at.isoformat()} {len(seen)}", encoding="ascii")
        part.replace(path)

    ScreenTime.look = looked  # type: ignore[method-assign]  # what it does is what it did


if __name__ == "__main__":
    confine()
    keeper.LOOK_EVERY_SECONDS = 0.02  # type: ignore[misc]  # a test looks as time passes, and it flies
    tell_looks(Path(sys.argv[1]).with_name("looked"))
    clock = FileTime(Path(sys.argv[1]))
    sys.exit(
        main(
            sys.argv[2:],
            clock=lambda: clock.read().boot_ms,
            wall=lambda: clock.read().now,
            boot_id=lambda: clock.read().boot_id,
        )
    )
